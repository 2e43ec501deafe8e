from odoo import api, models
from odoo.tools import SQL

from ..tools.secrets import SecretUnreadable
from .secret_key import secret_box

# A column that holds ciphertext is named so.
_SUFFIX = "_secret"


class SwitchboardSecretRotation(models.AbstractModel):
    """Re-encrypts everything that is stored under an older key."""

    _name = "switchboard.secret.rotation"
    _description = "Rotation of the Secret Key"

    @api.model
    def _secret_columns(self):
        """Return (table, column) of all ciphertexts, whichever model has them."""
        return sorted(
            (model._table, name)
            for model in self.env.values()
            if model._name.startswith("switchboard.")
            and not model._abstract
            and model._auto
            for name, field in model._fields.items()
            if name.endswith(_SUFFIX) and field.store and field.type == "char"
        )

    @api.model
    def _rotate(self):
        """Encrypt every secret with the first key; the caller commits.

        :return: (how many were done, how many no key opens)
        """
        box = secret_box(self.env.cr.dbname)
        self.env.flush_all()
        done = unreadable = 0
        for table, column in self._secret_columns():
            name = SQL.identifier(column)
            rows = self.env.execute_query(
                SQL(
                    "SELECT id, %s FROM %s WHERE %s IS NOT NULL FOR UPDATE",
                    name,
                    SQL.identifier(table),
                    name,
                )
            )
            for row_id, token in rows:
                try:
                    fresh = box.rotate(token)
                except SecretUnreadable:
                    unreadable += 1
                    continue
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s SET %s = %s WHERE id = %s",
                        SQL.identifier(table),
                        name,
                        fresh,
                        row_id,
                    )
                )
                done += 1
        self.env.invalidate_all(flush=False)
        return done, unreadable
