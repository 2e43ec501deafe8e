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
        # What a form fills in before it is saved has no id yet and is not written.
        if self.env.su or (self and not any(self._ids)):
            return
        refused = [
            name
            for name in names
            if name in vals and not self._switchboard_is(name, vals[name])
        ]
        if refused:
            labels = [
                self._fields[name]._description_string(self.env) for name in refused
            ]
            raise AccessError(
                self.env._("This cannot be changed here: %s.", ", ".join(labels))
            )

    def _switchboard_is(self, name, value):
        """Whether a link has this value already: saving a form sets it once more."""
        return (
            bool(self)
            and self._fields[name].type == "many2one"
            # sudo - any: compared only
            and all(record.sudo()[name].id == value for record in self)
        )

    def _register_hook(self):
        super()._register_hook()
        unknown = {*self._engine_fields, *self._fixed_fields} - self._fields.keys()
        assert not unknown, f"{self._name} has no {unknown}"
