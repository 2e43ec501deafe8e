from odoo import api, models

from ..tools.files import keep_file


class IrAttachment(models.Model):
    """Keeps files whole or not at all."""

    _inherit = "ir.attachment"

    @api.model
    def _file_write(self, bin_value, checksum):
        """Write the file before stock looks for it, which then leaves it as it is.

        Stock writes under the final name. What a full disk, or a kill, leaves of that
        is taken for another content ever after ("collides with an existing file"), so
        that the same file could never be sent, received or uploaded again.
        """
        if self._storage() == "file":
            name = f"{checksum[:2]}/{checksum}"
            if keep_file(self._full_path(""), name, bin_value):
                # Should the transaction end badly, it is collected.
                self._mark_for_gc(name)
        return super()._file_write(bin_value, checksum)
