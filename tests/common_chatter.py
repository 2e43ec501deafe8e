"""Records with a chatter, and posts from a line."""

from markupsafe import Markup


class ChatterMixin:
    def make_records(self):
        self.partner = self.env["res.partner"].create(
            {"name": "Maria Silva", "email": self.customer_address}
        )
        self.lead = self.env["crm.lead"].create(
            {"name": "Roof", "partner_id": self.partner.id, "user_id": False}
        )
        self.records = [self.partner, self.lead]
        if "project.task" in self.env:
            project = self.env["project.project"].create(
                {"name": "Roofs", "privacy_visibility": "employees"}
            )
            self.records.append(
                self.env["project.task"].create(
                    {"name": "Tiles", "project_id": project.id}
                )
            )
        if "helpdesk.ticket" in self.env:
            # OCA's helpdesk_mgmt, where it is installed (see dev/test).
            self.records.append(
                self.env["helpdesk.ticket"].create(
                    {"name": "Leak", "description": "<p>It drips</p>"}
                )
            )
        groups = [
            "sales_team.group_sale_salesman",
            "project.group_project_user",
            "helpdesk_mgmt.group_helpdesk_manager",
        ]
        for xmlid in groups:
            if group := self.env.ref(xmlid, raise_if_not_found=False):
                (self.ben | self.sara | self.carla).write(
                    {"group_ids": [(4, group.id)]}
                )

    def post(self, record, user=None, **kwargs):
        values = {
            "body": Markup("<p>Your offer</p>"),
            "subject": "Offer",
            "message_type": "comment",
            "subtype_xmlid": "mail.mt_comment",
            "partner_ids": self.partner.ids,
            "switchboard_line_id": self.line.id,
            **kwargs,
        }
        return record.with_user(user or self.ben).message_post(**values)

    def outgoing(self, message):
        return message.sudo().switchboard_message_ids.outgoing_ids
