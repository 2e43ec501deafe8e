"""A user for each role, and one record of each model on one line."""

import uuid

from markupsafe import Markup

from odoo.tests import new_test_user

OPERATOR = "base.group_user,mail_switchboard.group_operator"
MANAGER = "base.group_user,mail_switchboard.group_manager"


class RightsMixin:
    """A user for each role, and one record of each model on one line."""

    def _set_up_roles(self):
        self.team = self.env["crm.team"].create({"name": "Europe"})
        self.other_company = self.env["res.company"].create({"name": "Others Ltd"})
        member = self._user("team", OPERATOR)
        self.env["crm.team.member"].create(
            {"crm_team_id": self.team.id, "user_id": member.id}
        )
        self.line.team_id = self.team
        elsewhere = self._user(
            "other", OPERATOR, self.other_company, self.other_company
        )
        self.roles = {
            "owner": self.manager,
            "send_own": self.ben,
            "send_all": self.sara,
            "receive_all": self.carla,
            "team": member,
            "manager": self._user("manager2", MANAGER),
            "employee": self._user("employee", "base.group_user"),
            "administrator": self.admin,
            "other_company": elsewhere,
            "portal": self._user("portal", "base.group_portal"),
            "public": self.env.ref("base.public_user"),
        }

    def _user(self, name, groups, company=None, companies=None):
        values = {}
        if company:
            values = {"company_id": company.id, "company_ids": [(6, 0, companies.ids)]}
        login = f"sb_{name}_{uuid.uuid4().hex[:6]}"
        return new_test_user(self.env, login, groups=groups, **values)

    def _records(self, mailbox):
        """One record of each model that belongs to this mailbox."""
        line = mailbox.line_id
        self.send_mail(
            to=mailbox.email, attachment=("plan.pdf", b"%PDF-1", "application", "pdf")
        )
        mailbox._sync()
        index = self.env["switchboard.message"].search([("line_id", "=", line.id)])
        channel = index.channel_id
        [received] = self.shown(channel)
        post = channel.with_user(self.manager).message_post(
            body=Markup("<p>Yes</p>"), switchboard_key="draft"
        )
        inbox = mailbox.folder_ids.filtered(lambda folder: folder.role == "inbox")
        return {
            "switchboard.line": line,
            "switchboard.mailbox": mailbox,
            "switchboard.grant": line.grant_ids.filtered(
                lambda grant: grant.user_id == self.sara
            ),
            "switchboard.signature": self.env["switchboard.signature"].create(
                {
                    "line_id": line.id,
                    "user_id": (self.sara if line.grant_ids else self.manager).id,
                    "body": "<p>Sara</p>",
                }
            ),
            "switchboard.folder": inbox,
            "switchboard.skipped": self.env["switchboard.skipped"].create(
                {
                    "mailbox_id": mailbox.id,
                    "folder_id": inbox.id,
                    "uidvalidity": 1,
                    "uid": 99,
                    "reason": "list",
                }
            ),
            "switchboard.message": index,
            "switchboard.location": index.location_ids,
            "switchboard.outgoing": post.sudo().switchboard_message_ids.outgoing_ids,
            "switchboard.read": self.env["switchboard.read"].search(
                [("channel_id", "=", channel.id)], limit=1
            ),
            "switchboard.posted": self.env["switchboard.posted"].search(
                [("mail_message_id", "=", post.id)]
            ),
            "switchboard.line.runtime": line.runtime_ids,
            "switchboard.wanted": self.env["switchboard.wanted"].create(
                {"channel_id": channel.id, "line_id": line.id}
            ),
            "switchboard.linked.record": self.env["switchboard.linked.record"].create(
                {
                    "channel_id": channel.id,
                    "res_model": "res.partner",
                    "res_id": self.env.user.partner_id.id,
                }
            ),
            "switchboard.line.overview": self.env["switchboard.line.overview"].browse(
                line.id
            ),
            "switchboard.plan": self.env.ref("mail_switchboard.plan_free"),
            "discuss.channel": channel,
            "mail.message": received,
            "ir.attachment": received.attachment_ids,
            "fetchmail.server": mailbox.fetchmail_server_id,
            "ir.mail_server": mailbox.mail_server_id,
        }

    def _create_values(self, model, records, user):
        """What a user of bad will, or a good one, would create."""
        name = uuid.uuid4().hex[:8]
        line, channel = records["switchboard.line"].id, records["discuss.channel"].id
        mailbox = records["switchboard.mailbox"].id
        newcomer = self.nobody.id
        return {
            "switchboard.line": {"name": name, "kind": "email"},
            "switchboard.mailbox": {"email": f"{name}@ours.example"},
            "switchboard.grant": {"line_id": line, "user_id": newcomer},
            "switchboard.signature": {"line_id": line, "user_id": user.id},
            "switchboard.folder": {"mailbox_id": mailbox, "path": name},
            "switchboard.skipped": {
                "mailbox_id": mailbox,
                "folder_id": records["switchboard.folder"].id,
                "uidvalidity": 1,
                "uid": 7,
                "reason": "list",
            },
            "switchboard.message": {"line_id": line, "key": name},
            "switchboard.location": {"message_id": records["switchboard.message"].id},
            "switchboard.outgoing": {"line_id": line, "user_id": user.id},
            "switchboard.read": {"channel_id": channel, "user_id": user.id},
            "switchboard.posted": {"user_id": user.id, "key": name},
            "switchboard.line.runtime": {"line_id": line},
            "switchboard.wanted": {"line_id": line, "channel_id": channel},
            "switchboard.linked.record": {
                "channel_id": channel,
                "res_model": "res.partner",
                "res_id": user.partner_id.id,
            },
            "switchboard.line.overview": {"owner_id": user.id},
            "switchboard.plan": {"name": name},
            "discuss.channel": {
                "name": name,
                "channel_type": "email",
                "switchboard_line_id": line,
            },
            "mail.message": {
                "model": "discuss.channel",
                "res_id": channel,
                "body": name,
                "message_type": "email",
            },
            "ir.attachment": {
                "name": name,
                "raw": b"x",
                "res_model": "discuss.channel",
                "res_id": channel,
            },
            "fetchmail.server": {"name": name},
            "ir.mail_server": {"name": name, "smtp_host": "other.example"},
        }[model]

    def _personal(self):
        name = uuid.uuid4().hex[:8]
        mailbox = self.make_mailbox(f"anna{name}@ours.example", access="personal")
        mailbox.action_connect()
        mailbox._sync()
        return mailbox
