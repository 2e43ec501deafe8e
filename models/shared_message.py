from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from .. import const
from ..tools import mime
from .shared_level_mixin import EVERYTHING, SUBJECT


class SwitchboardSharedMessage(models.Model):
    """Messages as seen from a contact or deal, as far as their owners share them.

    A view of the index with the columns that everybody sees who sees the row. What
    may be hidden is computed for the user who asks, and found only by who sees it;
    the index itself, raw mails and Discuss copies stay with the line's readers.
    """

    _name = "switchboard.shared.message"
    _description = "Email or SMS of a Contact"
    _inherit = ["switchboard.shared.search.mixin", "switchboard.shared.level.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "date"

    direction = fields.Selection(
        [("in", "Received"), ("out", "Sent")], readonly=True, string="In or Out"
    )
    date = fields.Datetime(readonly=True)
    email_from = fields.Char(string="From", readonly=True)
    email_to = fields.Text(string="To", readonly=True)
    email_cc = fields.Text(string="Cc", readonly=True)
    partner_ids = fields.Many2many(
        "res.partner",
        relation="res_partner_switchboard_message_rel",
        column1="switchboard_message_id",
        column2="res_partner_id",
        string="Contacts",
        readonly=True,
    )
    about = fields.Char(
        string="Record",
        compute="_compute_about",
        search="_search_about",
        help="Model and id of the contact, company or deal whose messages are shown.",
    )
    visible = fields.Boolean(compute="_compute_visible", search="_search_visible")
    once = fields.Boolean(compute="_compute_visible", search="_search_once")
    level = fields.Selection(
        [("hidden", "Nothing"), *const.SHARING_LEVELS],
        string="You See",
        compute="_compute_level",
    )
    may_ask = fields.Boolean(compute="_compute_level")
    line_name = fields.Char(string="Line", compute="_compute_level")
    state = fields.Selection(
        const.OUTGOING_STATES,
        compute="_compute_level",
        help="How far a message of ours has got.",
    )
    hidden_by = fields.Char(compute="_compute_level")
    subject = fields.Char(compute="_compute_level", search="_search_subject")
    snippet = fields.Char(compute="_compute_level", search="_search_snippet")
    attachment_count = fields.Integer(string="Attachments", compute="_compute_level")
    body = fields.Html(compute="_compute_body", sanitize_style=True)
    files = fields.Json(compute="_compute_body")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT id, line_id, channel_id, key, has_twin, res_model, res_id,
                   begun_model, begun_id, direction,
                   date, email_from, email_to, email_cc
              FROM switchboard_message
            """
        )

    def _compute_about(self):
        self.about = False

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_visible(self):
        ranks = self._get_ranks()
        for shared in self:
            shared.visible = shared.once = bool(ranks.get(shared._origin.id))

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_level(self):
        ranks = self._get_ranks()
        names = ["hidden", "metadata", "subject", "everything"]
        # sudo - switchboard.message: the rank below decides what is taken of it
        messages = self.env["switchboard.message"].sudo().browse(self._origin.ids)
        for shared, message in zip(self, messages, strict=True):
            rank = ranks.get(message.id, 0)
            line = message.line_id
            shared.level = names[rank]
            shared.line_name = line._public_name() if rank else False
            shared.may_ask = 0 < rank < EVERYTHING
            shared.hidden_by = 0 < rank < SUBJECT and line.owner_id.name
            shared.state = rank and message.outgoing_ids[-1:].state
            shared.subject = rank >= SUBJECT and message.subject
            shared.attachment_count = rank >= SUBJECT and message.attachment_count
            shared.snippet = rank >= EVERYTHING and message.snippet

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_body(self):
        ranks = self._get_ranks()
        for shared in self:
            shared.body = shared.files = False
            if ranks.get(shared._origin.id, 0) < EVERYTHING:
                continue
            shared.body, files = shared._read_content()
            shared.files = [
                {"name": file.filename, "url": shared._file_url(number)}
                for number, file in enumerate(files)
                if not file.inline
            ]

    def _read_content(self):
        """Body and attachments of a message of which everything is shared.

        :return: (html, [mime.Attachment])
        """
        # sudo - switchboard.message: everything of this mail is shared with the user
        message = self.env["switchboard.message"].sudo().browse(self._origin.id)
        # What the web client reads with this key is sizes instead of contents.
        raw = message.raw_attachment_id.with_context(bin_size=False).raw
        parsed = mime.parse(raw or b"")
        return mime.show_body(parsed, {}).html, parsed.attachments

    def _file_url(self, number):
        return f"/mail_switchboard/shared/{self._origin.id}/file/{number}"

    def _get_file(self, number):
        """One attachment of a mail of which everything is shared with the user.

        :param int number: its place among the mail's attachments
        :rtype: mime.Attachment
        :return: None when there is none, or it is not the user's to see
        """
        self.ensure_one()
        if self._get_ranks().get(self.id, 0) < EVERYTHING:
            return None
        _body, files = self._read_content()
        return files[number] if number < len(files) else None

    def _get_ranks(self):
        """{id: rank} of these rows, 0 for what the user may not see at all."""
        ids = self._origin.ids
        if not ids:
            return {}
        facts = self._line_facts()
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT m.id, %(rank)s FROM switchboard_message m"
                    " WHERE m.id = ANY(%(ids)s) AND %(visible)s",
                    rank=self._rank_sql("m", facts),
                    visible=self._visible_sql("m", facts),
                    ids=ids,
                )
            )
        )

    def action_open(self):
        """Open the conversation, or the message as far as it is shared.

        :return: the action
        """
        self.ensure_one()
        self.check_access("read")
        # sudo - switchboard.message: whether the user reads its line is asked
        message = self.env["switchboard.message"].sudo().browse(self.id)
        channel = message.channel_id.with_user(self.env.user).sudo(False)
        if channel and channel.has_access("read"):
            return channel.action_switchboard_open()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Message"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_ask(self):
        """Open the dialog in which access is asked for.

        :return: the action
        """
        self.ensure_one()
        self.check_access("read")
        if not self.may_ask:
            raise AccessError(self.env._("You see everything of this message already."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for Access"),
            "res_model": "switchboard.ask.access",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_shared_id": self.id},
        }
