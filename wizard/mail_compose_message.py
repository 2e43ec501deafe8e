from markupsafe import Markup

from odoo import api, fields, models

from .. import const


class MailComposeMessage(models.TransientModel):
    """Sending from a line with the full composer: comments, templates, many records."""

    _inherit = "mail.compose.message"

    switchboard_line_id = fields.Many2one(
        "switchboard.line",
        string="From Line",
        domain=[("can_send", "=", True), ("kind", "=", "email")],
        compute="_compute_switchboard_line_id",
        readonly=False,
        store=True,
        help="The line people outside get it from. Empty: Odoo's own mail server.",
    )
    switchboard_has_lines = fields.Boolean(compute="_compute_switchboard_has_lines")

    @api.depends("model")
    def _compute_switchboard_line_id(self):
        settings = self.env["res.users.settings"]
        for composer in self:
            if not composer.switchboard_line_id:
                line = settings._switchboard_from_line(composer.model)
                # An SMS has no subject and no template: it is written in the chatter.
                composer.switchboard_line_id = line.filtered(
                    lambda line: line.kind == const.EMAIL
                )

    def _compute_switchboard_has_lines(self):
        lines = self.env["switchboard.line"]._get_line_ids(self.env.user)
        self.switchboard_has_lines = bool(lines)

    def _prepare_mail_values_static(self):
        values = super()._prepare_mail_values_static()
        if self.composition_mode != "mass_mail" and self._switchboard_sends():
            values["switchboard_line_id"] = self.switchboard_line_id.id
        return values

    def _switchboard_sends(self):
        """Whether this goes out from a line: not a note, and on a record."""
        return bool(
            self.switchboard_line_id
            and not self.subtype_is_log
            and self.model
            and hasattr(self.env[self.model], "message_post")
        )

    def _action_send_mail_mass_mail(self, res_ids, auto_commit=False):
        """Post on each record instead of making stock mails, when a line is chosen.

        The queue sends them within what the provider allows.
        """
        if not self._switchboard_sends():
            return super()._action_send_mail_mass_mail(res_ids, auto_commit=auto_commit)
        Thread = self.env[self.model].with_context(
            mail_post_autofollow_author_skip=True
        )
        prepared = self._manage_mail_values(self._prepare_mail_values(res_ids))
        for res_id, values in prepared.items():
            # Left out by stock code: no address, a double, on the blocklist.
            if values.get("state") == "cancel":
                continue
            Thread.browse(res_id).message_post(
                body=Markup(values.get("body_html") or values.get("body") or ""),
                subject=values.get("subject"),
                message_type="email_outgoing",
                subtype_xmlid="mail.mt_comment",
                partner_ids=_ids(values.get("recipient_ids")),
                outgoing_email_to=values.get("email_to") or False,
                attachment_ids=_ids(values.get("attachment_ids")),
                notify_skip_followers=True,
                switchboard_line_id=self.switchboard_line_id.id,
            )
        # sudo - mail.mail: nothing was made there
        return self.env["mail.mail"].sudo()


def _ids(commands):
    """Ids out of x2many commands or plain ids."""
    ids = []
    for command in commands or ():
        if isinstance(command, int):
            ids.append(command)
        elif command[0] == 6:
            ids += command[2]
        else:
            ids.append(command[1])
    return ids
