"""The dialog that starts a conversation."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import SwitchboardCase


@tagged("post_install", "-at_install")
class TestWriteFirst(SwitchboardCase):
    def setUp(self):
        super().setUp()
        self.partner = self.env["res.partner"].create(
            {"name": "Joe, the boss", "email": "joe@cliente.example"}
        )
        self.ben.group_ids += self.env.ref("sales_team.group_sale_salesman")
        self.lead = self.env["crm.lead"].create(
            {
                "name": "Roof 12 kW",
                "partner_id": self.partner.id,
                "user_id": self.ben.id,
            }
        )

    def open(self, user=None, **context):
        Wizard = self.env["switchboard.write.first"].with_user(user or self.ben)
        return Form(Wizard.with_context(**context))

    def rows(self):
        return self.env["switchboard.message"].search(
            [("line_id", "=", self.line.id), ("direction", "=", "out")]
        )

    def channel(self, action):
        name, channel_id = action["context"]["active_id"].split("_")
        self.assertEqual(name, "discuss.channel")
        return self.env["discuss.channel"].browse(int(channel_id))

    def test_people_are_proposed(self):
        joe = '"Joe, the boss" <joe@cliente.example>'
        for context, expected in (
            ({}, False),
            ({"default_record_ref": f"res.partner,{self.partner.id}"}, joe),
            ({"default_record_ref": f"crm.lead,{self.lead.id}"}, joe),
            ({"default_partner_ids": self.partner.ids}, joe),
            ({"default_partner_ids": [(6, 0, self.partner.ids)]}, joe),
            ({"default_emails": "sue@else.example"}, "sue@else.example"),
        ):
            with self.subTest(context), self.open(**context) as form:
                self.assertEqual(form.emails, expected)
                self.assertEqual(form.line_id, self.line)
                form.emails = "a@b.example"

    def test_a_line_that_works_is_proposed(self):
        first = self.make_mailbox("first@ours.example", name="A first one").line_id
        self.assertEqual(self.open(self.manager).line_id, self.line)
        self.line._set_state("failed", "The password is wrong.")
        self.assertEqual(self.open(self.manager).line_id, first)

    def test_typed_addresses(self):
        for typed, expected in (
            ('"Joe, the boss" <joe@x.example>, a@x.example', 2),
            ("a@x.example; b@x.example;", 2),
            ("a@x.example, no address", 2),
            ("", 0),
        ):
            with self.subTest(typed):
                wizard = self.env["switchboard.write.first"].new({"emails": typed})
                self.assertEqual(len(wizard._get_addresses()), expected)

    def test_an_empty_subject_is_asked_about_once(self):
        form = self.open(default_emails="a@x.example")
        form.body = "<p>Hello</p>"
        wizard = form.save()
        action = wizard.action_send()
        self.assertEqual(
            (action["res_model"], action["res_id"]), (wizard._name, wizard.id)
        )
        self.assertFalse(self.rows())
        self.channel(wizard.action_send())
        self.assertFalse(self.rows().subject)

    def test_files_alone_are_sent(self):
        file = (
            self.env["ir.attachment"]
            .with_user(self.ben)
            .create({"name": "a.txt", "raw": b"a"})
        )
        wizard = (
            self.env["switchboard.write.first"]
            .with_user(self.ben)
            .create(
                {
                    "line_id": self.line.id,
                    "emails": "a@x.example",
                    "subject": "File",
                    "attachment_ids": [(6, 0, file.ids)],
                }
            )
        )
        wizard.action_send()
        self.assertEqual(self.rows().mail_message_id.attachment_ids, file)

    def test_linked_to_a_deal(self):
        form = self.open(default_record_ref=f"crm.lead,{self.lead.id}")
        form.subject, form.body = "Offer", "<p>Hello</p>"
        wizard = form.save()
        channel = self.channel(wizard.action_send())
        self.assertIn(self.lead, self.rows().lead_ids)
        note = self.lead.message_ids[:1]
        self.assertEqual(note.author_id, self.ben.partner_id)
        self.assertIn(f"discuss.channel_{channel.id}", note.body)
        self.assertTrue(note.is_internal or note.subtype_id.internal)
        wizard.action_send()
        self.assertEqual(self.lead.message_ids[:1], note)

    def test_what_is_begun_from_a_deal_stays_with_it(self):
        """Its answers, too, whatever newer deal there is of the same contact."""
        form = self.open(default_record_ref=f"crm.lead,{self.lead.id}")
        channel = self.channel(form.save().action_create_only())
        self.lead.copy({"name": "Newer"})
        self.send_mail(subject="By the way", From="Joe <joe@cliente.example>")
        self.mailbox._sync()
        message = self.env["switchboard.message"].search(
            [("channel_id", "=", channel.id)]
        )
        self.assertEqual(message.lead_ids, self.lead)

    def test_linked_to_any_record(self):
        """It is in the list behind the envelope of the record, as far as shared."""
        self.ben.group_ids += self.env.ref("sales_team.group_sale_manager")
        team = self.env["crm.team"].create({"name": "Roofers"})
        Shared = self.env["switchboard.shared.message"]
        for record in (team, *self.make_tasks()):
            with self.subTest(record._name):
                form = self.open(
                    default_record_ref=f"{record._name},{record.id}",
                    default_emails=f"{record._table}@else.example",
                )
                form.subject, form.body = "Offer", "<p>Hello</p>"
                channel = self.channel(form.save().action_send())
                for user, level in (
                    (self.ben, "everything"),
                    (self.nobody, "metadata"),
                ):
                    found = Shared.with_user(user).search(Shared._about(record))
                    self.assertEqual(found.mapped("level"), [level])
                # Its answers go to the conversation, not to the record's chatter.
                index = self.env["switchboard.message"].browse(found.id)
                self.assertEqual((index.channel_id, index.res_model), (channel, False))

    def make_tasks(self):
        """A task that everybody reads, where the project module is installed."""
        if "project.task" not in self.env:
            return []
        (self.ben | self.nobody).group_ids += self.env.ref("project.group_project_user")
        project = self.env["project.project"].create(
            {"name": "Roofs", "privacy_visibility": "employees"}
        )
        return self.env["project.task"].create(
            {"name": "Tiles", "project_id": project.id}
        )

    def test_conversation_only_linked_to_a_contact(self):
        form = self.open(default_record_ref=f"res.partner,{self.partner.id}")
        channel = self.channel(form.save().action_create_only())
        self.assertEqual(channel.name, "Joe, the boss")
        self.assertFalse(self.rows())
        self.assertIn(
            f"discuss.channel_{channel.id}", self.partner.message_ids[:1].body
        )

    def test_records_one_may_not_read_are_not_linked(self):
        private = self.env["crm.lead"].create(
            {"name": "Secret", "user_id": self.sara.id}
        )
        with self.open(default_record_ref=f"crm.lead,{self.lead.id}") as form:
            form.emails = "a@x.example"
            wizard = form.save()
        wizard.sudo().record_ref = private
        with self.assertRaises(AccessError):
            wizard.action_create_only()

    def test_an_existing_conversation_is_offered(self):
        channel = self.env["discuss.channel"]._switchboard_write_first(
            self.line, ["joe@cliente.example", "sue@else.example"]
        )
        form = self.open()
        form.emails = "sue@else.example, Joe <JOE@cliente.example>"
        self.assertEqual(form.existing_channel_id.id, channel.id)
        wizard = form.save()
        self.assertEqual(self.channel(wizard.action_open_existing()), channel)
        self.assertEqual(self.channel(wizard.action_create_only()), channel)
        with self.open() as other:
            other.emails = "sue@else.example"
            self.assertFalse(other.existing_channel_id)

    def test_a_template_is_filled_in(self):
        template = self.env["mail.template"].create(
            {
                "name": "Visit",
                "model_id": self.env["ir.model"]._get_id("crm.lead"),
                "subject": "About {{ object.name }}",
                "body_html": "<p>Dear <t t-out='object.partner_id.name'/></p>",
                "attachment_ids": [(0, 0, {"name": "terms.txt", "raw": b"terms"})],
            }
        )
        form = self.open(default_record_ref=f"crm.lead,{self.lead.id}")
        self.assertEqual(form.template_model, "crm.lead")
        form.template_id = template
        self.assertEqual(form.subject, "About Roof 12 kW")
        self.assertIn("Dear Joe, the boss", form.body)
        self.channel(form.save().action_send())
        self.assertEqual(
            self.rows().mail_message_id.attachment_ids.mapped("name"), ["terms.txt"]
        )

    def test_a_template_for_the_first_contact(self):
        template = self.env["mail.template"].create(
            {
                "name": "Hello",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "subject": "Hello {{ object.name }}",
                "body_html": "<p>Hi</p>",
            }
        )
        form = self.open()
        with self.assertRaisesRegex(UserError, "Choose a contact first"):
            form.template_id = template
        form = self.open(default_emails="joe@cliente.example")
        form.template_id = template
        self.assertEqual(form.subject, "Hello Joe, the boss")

    def test_who_may_not_send_starts_nothing(self):
        for user in (self.carla, self.nobody):
            wizard = (
                self.env["switchboard.write.first"]
                .with_user(user)
                .create({"line_id": self.line.id, "emails": "a@x.example"})
            )
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                wizard.action_create_only()
