from markupsafe import Markup

from odoo import fields, models

from .. import const
from ..tools import providers


class SwitchboardLine(models.Model):
    """A line of kind SMS has a phone behind it."""

    _inherit = "switchboard.line"

    phone_ids = fields.One2many("switchboard.phone", "line_id")
    opt_out_ids = fields.One2many("switchboard.opt.out", "line_id", readonly=True)

    def action_open_settings(self):
        if self.kind != const.SMS:
            return super().action_open_settings()
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "switchboard.phone",
            "res_id": self.phone_ids[:1].id,
            "views": [(False, "form")],
        }

    def _get_ceilings(self):
        """A number's pace is kept by parts; only the line's own ceilings count."""
        if self.kind != const.SMS:
            return super()._get_ceilings()
        # sudo - switchboard.line: figures, no secrets
        line = self.sudo()
        return providers.Limits(
            per_minute=line.max_per_minute or None,
            per_day=line.max_per_day or None,
            recipients_per_day=line.max_recipients_per_day or None,
            recipients_per_message=1,
        )

    def _failure_note(self, text):
        phone = self.phone_ids[:1]
        if not phone:
            return super()._failure_note(text)
        return Markup('<p>%s</p><p><a href="/odoo/switchboard.phone/%s">%s</a></p>') % (
            text,
            phone.id,
            self.env._("Open the phone"),
        )
