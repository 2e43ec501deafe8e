from odoo import models
from odoo.exceptions import AccessError


class SwitchboardFixedFieldsMixin(models.AbstractModel):
    """Fields that no user writes, whatever the record rules allow.

    Record rules look at a record before it is changed, not after: without this, a
    row of one's own line could be moved to somebody else's.
    """

    _name = "switchboard.fixed.fields.mixin"
    _description = "Fields Nobody Writes"

    # Written by the module's own code only, at creation and later.
    _engine_fields = ()
    # Chosen at creation and never changed.
    _fixed_fields = ()

    def _switchboard_refuse_fields(self, names, vals):
        if self.env.su:
            return
        refused = [name for name in names if name in vals]
        if refused:
            labels = [
                self._fields[name]._description_string(self.env) for name in refused
            ]
            raise AccessError(
                self.env._("This cannot be changed here: %s.", ", ".join(labels))
            )

    def _register_hook(self):
        super()._register_hook()
        unknown = {*self._engine_fields, *self._fixed_fields} - self._fields.keys()
        assert not unknown, f"{self._name} has no {unknown}"
