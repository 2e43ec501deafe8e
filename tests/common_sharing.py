"""A message on a contact, and colleagues with different rights on it."""

from odoo.tests import new_test_user

from .common import SwitchboardCase

NOTHING, METADATA, SUBJECT, EVERYTHING = range(4)
NAMES = ["hidden", "metadata", "subject", "everything"]
SECRET = "Zanzibar"
TEXT = "Quetzalcoatl"


class SharingCase(SwitchboardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.elsewhere = cls.env["res.company"].create({"name": "Elsewhere"})
        cls.stranger = new_test_user(
            cls.env,
            "sb_stranger",
            groups="base.group_user,mail_switchboard.group_operator",
            company_id=cls.elsewhere.id,
            company_ids=[(6, 0, cls.elsewhere.ids)],
        )
        export = cls.env.ref("base.group_allow_export")
        for user in (cls.manager, cls.carla, cls.nobody, cls.admin, cls.stranger):
            user.group_ids |= export
        cls.portal = new_test_user(cls.env, "sb_portal", groups="base.group_portal")

    def setUp(self):
        super().setUp()
        self.maria = self.env["res.partner"].create(
            {
                "name": "Maria",
                "email": self.customer_address,
                "company_id": self.env.company.id,
            }
        )
        self.send_mail(
            subject=f"About {SECRET}",
            body=f"The word is {TEXT}",
            attachment=("plan.pdf", b"%PDF-1.4 plan", "application", "pdf"),
        )
        self.mailbox._sync()
        self.message = self.env["switchboard.message"].search(
            [("line_id", "=", self.line.id)]
        )
        self.shared = self.env["switchboard.shared.message"].browse(self.message.id)
        self.roles = {
            "owner": self.manager,
            "grantee": self.carla,
            "bystander": self.nobody,
            "administrator": self.admin,
            "stranger": self.stranger,
        }

    def seen(self, user):
        """What the user gets of the message: by search, read, export, domains."""
        self.env.flush_all()
        self.env.invalidate_all()
        Shared = self.env["switchboard.shared.message"].with_user(user)
        found = Shared.search([("id", "=", self.message.id)])
        if not found:
            return NOTHING
        return NAMES.index(found.level)
