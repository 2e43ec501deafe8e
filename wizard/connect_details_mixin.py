from odoo import Command, api, fields, models

from .. import const

_FIRST_ROLES = ("inbox", "sent")
# Fields of the same name on the mailbox, taken over as they are.
_KEPT = (
    "sync_period",
    "sharing_level",
    "contact_rule",
    "lead_rule",
    "operator_signature",
    "fallback_signature",
)


class SwitchboardConnectDetailsMixin(models.AbstractModel):
    """Step two: what the mailbox is called, who uses it and what is brought in."""

    _name = "switchboard.connect.details.mixin"
    _description = "Choices for a New Mailbox"

    mailbox_id = fields.Many2one(
        "switchboard.mailbox",
        readonly=True,
        ondelete="cascade",
        help="Made before this step when its owner signed in at the provider.",
    )
    name = fields.Char(string="Mailbox Name")
    access = fields.Selection(
        [("personal", "Personal"), ("shared", "Shared")], default="personal"
    )
    team_id = fields.Many2one("crm.team", string="Sales Team")
    member_ids = fields.One2many(
        "switchboard.connect.member", "wizard_id", string="Members"
    )
    sync_period = fields.Selection(
        const.SYNC_PERIODS, string="Period", default="3m", required=True
    )
    sharing_level = fields.Selection(
        const.SHARING_LEVELS,
        string="Sharing with colleagues who see the contact",
        default="metadata",
        required=True,
    )
    contact_rule = fields.Selection(
        const.CONTACT_RULES,
        string="Create Contacts of",
        default="written",
        required=True,
        help="Never of automatic mail, lists, role addresses and colleagues.",
    )
    lead_rule = fields.Selection(
        const.LEAD_RULES,
        string="Deals to Link",
        default="newest",
        required=True,
        help="Which open deals of a contact its messages are linked to.",
    )
    operator_signature = fields.Boolean(string="Operators' Signatures", default=True)
    fallback_signature = fields.Boolean(string="Common Signature", default=True)
    folder_ids = fields.One2many(
        "switchboard.connect.folder", "wizard_id", string="Folders"
    )
    messages = fields.Integer(compute="_compute_messages")

    @api.depends("folder_ids.selected", "folder_ids.messages")
    def _compute_messages(self):
        for wizard in self:
            chosen = wizard.folder_ids.filtered("selected")
            wizard.messages = sum(chosen.mapped("messages"))

    def _take_folders(self, found):
        """Show the folders; a choice made before stays.

        :param list found: (RemoteFolder, number of messages or None)
        """
        before = {f.path: f.selected for f in self.folder_ids}
        rank = {role: n for n, role in enumerate(_FIRST_ROLES)}
        self.folder_ids.unlink()
        self.folder_ids = [
            Command.create(
                {
                    "path": folder.path,
                    "role": folder.role or "other",
                    "messages": count or 0,
                    "selected": before.get(folder.path, folder.role in _FIRST_ROLES),
                }
            )
            # What is synced first, then as the server lists them.
            for folder, count in sorted(
                found, key=lambda row: rank.get(row[0].role, len(rank))
            )
        ]

    def _details(self):
        """What step two asks, as values of the mailbox.

        :rtype: dict
        """
        self.ensure_one()
        shared = self.access == "shared"
        known = self.env.user | self.mailbox_id.grant_ids.user_id
        return {
            "name": self.name or self.email,
            "sender_name": self.sender_name,
            "access": self.access,
            "team_id": self.team_id.id if shared else False,
            "grant_ids": [
                Command.create({"user_id": member.user_id.id, "level": member.level})
                for member in self.member_ids
                if shared and member.user_id not in known
            ],
            **{name: self[name] for name in _KEPT},
        }
