from collections import Counter

from odoo import fields, models
from odoo.tools import SQL

from ..tools.sync import FolderState, completeness, waiting_uids
from .big_integer import BigInteger

FOLDER_ROLES = [
    ("inbox", "Inbox"),
    ("sent", "Sent"),
    ("drafts", "Drafts"),
    ("trash", "Trash"),
    ("junk", "Junk"),
    ("archive", "Archive"),
    ("all", "All mail"),
    ("other", "Other"),
]


_ACCOUNTS = ("stored", "skipped", "quarantined")


class SwitchboardFolder(models.Model):
    """A folder on the server, how far it has been read, and its sum."""

    _name = "switchboard.folder"
    _description = "Mail Folder"
    _inherit = [
        "switchboard.fixed.fields.mixin",
        "switchboard.folder.position.mixin",
        "switchboard.folder.change.mixin",
    ]
    _order = "mailbox_id, id"
    _rec_name = "path"

    mailbox_id = fields.Many2one(
        "switchboard.mailbox", required=True, ondelete="cascade"
    )
    path = fields.Char(required=True, readonly=True)
    role = fields.Selection(FOLDER_ROLES, required=True, default="other", readonly=True)
    selected = fields.Boolean(help="Messages of this folder are brought in.")
    error = fields.Char(readonly=True, help="Why the folder could not be read.")
    # The position: the interval from backfill_uid to last_uid is accounted for.
    uidvalidity = BigInteger(readonly=True, string="UIDVALIDITY")
    last_uid = BigInteger(readonly=True, string="Last UID")
    backfill_uid = BigInteger(
        readonly=True,
        string="Back-fill UID",
        help="The lowest UID read so far; 0: not begun, 1: done.",
    )
    highestmodseq = BigInteger(readonly=True, string="HIGHESTMODSEQ")
    # The sum the screen shows.
    on_server = fields.Integer(readonly=True)
    stored = fields.Integer(readonly=True)
    skipped = fields.Integer(readonly=True)
    quarantined = fields.Integer(readonly=True)
    waiting = fields.Integer(readonly=True)
    missing = fields.Integer(
        readonly=True,
        help="Messages of the server that are none of stored, skipped, quarantined "
        "or waiting. Always 0 unless something went wrong.",
    )
    checked_at = fields.Datetime(readonly=True)

    _mailbox_path_uniq = models.UniqueIndex("(mailbox_id, path)")

    def write(self, vals):
        self._switchboard_refuse_fields(self._fields.keys() - {"selected"}, vals)
        return super().write(vals)

    def _get_state(self):
        """Return the position as the planner wants it.

        :rtype: FolderState
        """
        self.ensure_one()
        return FolderState(
            uidvalidity=self.uidvalidity or None,
            last_uid=self.last_uid,
            backfill_uid=self.backfill_uid or None,
            highestmodseq=self.highestmodseq or None,
        )

    def _known_uids(self, uids=None):
        """Return the UIDs that are accounted for, each with its account.

        :param list uids: look among these only
        :return: {uid: "stored", "skipped" or "quarantined"}
        :rtype: dict
        """
        self.ensure_one()
        self.env["switchboard.location"].flush_model()
        self.env["switchboard.skipped"].flush_model()
        among = SQL("AND uid = ANY(%s)", list(uids)) if uids is not None else SQL()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT uid, CASE WHEN reason = 'quarantined' THEN 'quarantined'
                                 ELSE 'skipped' END
                  FROM switchboard_skipped
                 WHERE folder_id = %(folder)s AND uidvalidity = %(validity)s
                   AND NOT imported %(among)s
             UNION ALL
                SELECT uid, 'stored' FROM switchboard_location
                 WHERE folder_id = %(folder)s AND uidvalidity = %(validity)s
                   AND gone IS NOT TRUE %(among)s
                """,
                folder=self.id,
                validity=self.uidvalidity,
                among=among,
            )
        )
        return dict(rows)

    def _grow_sum(self, uids):
        """Add mails that came in to the sum.

        :param list uids: new ones, all of which are accounted for
        """
        self.ensure_one()
        accounts = Counter(self._known_uids(uids).values())
        counted = accounts.total()
        self.write(
            {
                "on_server": self.on_server + counted,
                **{name: self[name] + accounts[name] for name in _ACCOUNTS},
            }
        )

    def _update_sum(self, server_uids):
        """Set the server's UIDs of the period against what we hold of them.

        :param list server_uids: as the server lists them now
        :return: the sum, with the UIDs that are missing
        :rtype: Completeness
        """
        known = self._known_uids()
        accounts = {name: set() for name in _ACCOUNTS}
        for uid, account in known.items():
            accounts[account].add(uid)
        result = completeness(
            server_uids,
            waiting=waiting_uids(server_uids, self._get_state()),
            **accounts,
        )
        self.write(
            {
                "on_server": result.on_server,
                "stored": result.stored,
                "skipped": result.skipped,
                "quarantined": result.quarantined,
                "waiting": result.waiting,
                "missing": len(result.missing),
                "checked_at": fields.Datetime.now(),
            }
        )
        return result
