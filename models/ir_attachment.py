import os

from odoo import api, models

from ..tools.files import keep_file


class IrAttachment(models.Model):
    """Keeps files whole or not at all."""

    _inherit = "ir.attachment"

    @api.model
    def _get_path(self, bin_data, sha):
        """Mend half a file that was left under this name, before stock looks at it."""
        if os.path.isfile(self._full_path(_file_name(sha))):
            keep_file(self._full_path(""), _file_name(sha), bin_data)
        return super()._get_path(bin_data, sha)

    @api.model
    def _file_write(self, bin_value, checksum):
        """Write the file before stock looks for it, which then leaves it as it is.

        Stock writes under the final name. What a full disk, or a kill, leaves of that
        is taken for another content ever after ("collides with an existing file"), so
        that the same file could never be sent, received or uploaded again.
        """
        if self._storage() == "file":
            name = _file_name(checksum)
            if keep_file(self._full_path(""), name, bin_value):
                # Should the transaction end badly, it is collected.
                self._mark_for_gc(name)
        return super()._file_write(bin_value, checksum)


def _file_name(checksum):
    return f"{checksum[:2]}/{checksum}"
