import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import const

# A longer key is hashed: PostgreSQL's b-tree takes no more than 2,700 bytes.
_KEY_CHARS = 500
_NAMES_SHOWN = 3


def counterpart_key(emails):
    """Name a set of counterparts.

    :param emails: iterable of normalized addresses
    :rtype: str
    """
    key = ",".join(sorted(emails))
    if len(key) > _KEY_CHARS:
        key = "sha256:" + hashlib.sha256(key.encode()).hexdigest()
    return key


class SwitchboardConversationMixin(models.AbstractModel):
    """A conversation: one line, one set of counterparts, no members."""

    _name = "switchboard.conversation.mixin"
    _description = "Conversation of a Line"

    switchboard_line_id = fields.Many2one(
        "switchboard.line", string="Line", index="btree_not_null", ondelete="cascade"
    )
    switchboard_counterparts = fields.Json(
        string="Counterparts", help="Outside people: a list of {name, email}."
    )
    switchboard_counterpart_key = fields.Char()
    switchboard_last_date = fields.Datetime(string="Last Message")
    switchboard_last_direction = fields.Selection(
        [("in", "Incoming"), ("out", "Outgoing")]
    )
    switchboard_subject = fields.Char(string="Last Subject")
    switchboard_merged_id = fields.Many2one(
        "discuss.channel",
        string="Merged into",
        index="btree_not_null",
        ondelete="cascade",
        help="What still arrives for this one goes there.",
    )
    switchboard_preview = fields.Char(string="Preview")

    @api.model
    def _switchboard_create(self, specs):
        """Create conversations without members and without a bus note.

        :param list specs: (switchboard.line, {address: name}) for each
        :rtype: discuss.channel
        """
        # sudo - discuss.channel: whoever may create one was decided by the caller;
        # install_mode is the one switch against the creator becoming a member
        Channel = self.env["discuss.channel"].sudo().with_context(install_mode=True)
        channels = Channel.create(
            [
                {
                    "name": self._switchboard_name(people),
                    "channel_type": line.kind,
                    "switchboard_line_id": line.id,
                    "switchboard_counterparts": self._switchboard_people(people),
                    "switchboard_counterpart_key": counterpart_key(people),
                    "switchboard_last_date": fields.Datetime.now(),
                }
                for line, people in specs
            ]
        )
        return channels.sudo(False).with_env(self.env)

    @api.model
    def _switchboard_people(self, people):
        return [{"name": name or "", "email": email} for email, name in people.items()]

    @api.model
    def _switchboard_name(self, people):
        shown = [name or email for email, name in people.items()]
        text = ", ".join(shown[:_NAMES_SHOWN])
        if len(shown) > _NAMES_SHOWN:
            text = f"{text} +{len(shown) - _NAMES_SHOWN}"
        return text[:200] or self.env._("Unknown sender")

    @api.model
    def _switchboard_touch(self, rows):
        """Note the latest message of conversations, in one statement.

        :param list rows: (channel id, naive UTC date, subject, snippet, direction);
            an older message than the latest one changes nothing
        """
        if not rows:
            return
        self.env["discuss.channel"].flush_model()
        self.env.cr.execute_values(
            """
            UPDATE discuss_channel c
               SET switchboard_last_date = v.date::timestamp,
                   last_interest_dt = v.date::timestamp,
                   switchboard_subject = v.subject,
                   switchboard_preview = v.preview,
                   switchboard_last_direction = v.direction
              FROM (VALUES %s) AS v(id, date, subject, preview, direction)
             WHERE c.id = v.id
               AND (c.switchboard_last_direction IS NULL
                    OR c.switchboard_last_date <= v.date::timestamp)
            """,
            rows,
            page_size=len(rows),
        )
        self.env["discuss.channel"].invalidate_model(
            [
                "switchboard_last_date",
                "last_interest_dt",
                "switchboard_subject",
                "switchboard_preview",
                "switchboard_last_direction",
            ],
            flush=False,
        )

    def _switchboard_add_counterparts(self, people):
        """Take newcomers up into the conversation.

        :param dict people: {normalized address: name}
        """
        self.ensure_one()
        # sudo - discuss.channel: the mail that came in decided, not a user
        channel = self.sudo()
        known = channel.switchboard_counterparts or []
        emails = {person["email"] for person in known}
        newcomers = [
            {"name": name or "", "email": email}
            for email, name in people.items()
            if email not in emails
        ]
        if newcomers:
            everybody = known + newcomers
            names = {person["email"]: person["name"] for person in everybody}
            channel.write(
                {
                    "switchboard_counterparts": everybody,
                    "switchboard_counterpart_key": counterpart_key(names),
                    "name": self._switchboard_name(names),
                }
            )

    def _is_switchboard(self):
        return bool(self) and all(c.channel_type in const.CHANNEL_TYPES for c in self)

    def _switchboard_find(self, line, people):
        """Return the line's conversation with exactly these counterparts.

        :param switchboard.line line: where to look
        :param dict people: {normalized address: name}
        :rtype: discuss.channel
        """
        return self.env["discuss.channel"].search(
            [
                ("switchboard_line_id", "=", line.id),
                ("switchboard_counterpart_key", "=", counterpart_key(people)),
            ],
            order="switchboard_last_date desc",
            limit=1,
        )

    def _switchboard_check_send(self, line):
        """Refuse, with the reason, a user who may not send from ``line``.

        The superuser's own code may; a route's sudo changes nothing, because the
        user stays the one who called.

        :param switchboard.line line: to send from
        :raise AccessError: no right to send
        :raise UserError: the line does not send at the moment
        """
        if self.env.uid != api.SUPERUSER_ID:
            line.with_user(self.env.user)._check_may_send()
        # sudo - switchboard.line: state of a line the user may send from
        known = line.sudo()
        if known.state not in const.WORKING_STATES:
            raise UserError(
                self.env._(
                    "“%s” is not connected, so nothing can be sent from it now. What "
                    "you wrote is kept here.",
                    known.name,
                )
            )
