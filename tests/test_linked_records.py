"""What a conversation is about: records of any model, for who may read them."""

from odoo.tests import Form, tagged

from .common import SwitchboardCase
from .common_chatter import ChatterMixin


@tagged("post_install", "-at_install")
class TestLinkedRecords(ChatterMixin, SwitchboardCase):
    def setUp(self):
        super().setUp()
        self.send_mail(subject="Roof")
        self.mailbox._sync()
        self.channel = self.conversation()
        self.line.lead_rule = "none"  # only what is linked on purpose
        self.make_records()
        # A model with a chatter that every database has.
        self.team = self.env["crm.team"].create({"name": "Roofers"})
        self.carla.group_ids -= self.env.ref("sales_team.group_sale_salesman")

    def linked(self, user, channel=None):
        channel = (channel or self.channel).with_user(user)
        records = channel.get_switchboard_details()["records"]
        return {(record["model"], record["id"]) for record in records}

    def write_about(self, record, email="new@cliente.example"):
        Wizard = self.env["switchboard.write.first"].with_user(self.ben)
        reference = f"{record._name},{record.id}"
        form = Form(Wizard.with_context(default_record_ref=reference))
        form.emails = email
        action = form.save().action_create_only()
        channel_id = int(action["context"]["active_id"].split("_")[1])
        return self.env["discuss.channel"].browse(channel_id)

    def test_whatever_one_writes_about(self):
        for record in (*self.records, self.team):
            name = record._name
            with self.subTest(model=name):
                channel = self.write_about(record, f"{name}@cliente.example")
                self.assertEqual(self.linked(self.ben, channel), {(name, record.id)})
                # The same people again: one conversation, linked once.
                self.assertEqual(
                    self.write_about(record, f"{name}@cliente.example"), channel
                )
                self.assertEqual(len(self.linked(self.ben, channel)), 1)

    def test_filter_of_the_list(self):
        channel = self.write_about(self.team)
        domain = [("switchboard_has_record", "=", True)]
        for user, expected in (
            (self.carla, channel),
            (self.nobody, channel.browse()),
            (self.admin, channel.browse()),
        ):
            with self.subTest(user=user.name):
                found = self.env["discuss.channel"].with_user(user).search(domain)
                self.assertEqual(found, expected)
        self.assertTrue(channel.with_user(self.carla).switchboard_has_record)
        self.assertFalse(self.channel.with_user(self.carla).switchboard_has_record)

    def test_named_as_the_model_is_called(self):
        channel = self.write_about(self.team)
        [record] = channel.with_user(self.ben).get_switchboard_details()["records"]
        self.assertEqual((record["name"], record["label"]), ("Roofers", "Sales Team"))

    def test_only_what_one_may_read(self):
        channel = self.write_about(self.team)
        secret = self.env["crm.lead"].create(
            {"name": "Secret", "user_id": self.sara.id}
        )
        channel._switchboard_link_record(secret)
        team, lead = ("crm.team", self.team.id), ("crm.lead", secret.id)
        for user, expected in (
            (self.sara, {team, lead}),
            (self.ben, {team}),  # the deal is another salesman's
            (self.carla, {team}),  # deals are nothing that she reads
        ):
            with self.subTest(user=user.name):
                self.assertEqual(self.linked(user, channel), expected)

    def test_what_is_gone_is_not_named(self):
        channel = self.write_about(self.team)
        channel._switchboard_link_record(self.lead)
        self.env["switchboard.linked.record"].create(
            {"channel_id": channel.id, "res_model": "gone.model", "res_id": 1}
        )
        self.team.unlink()
        self.assertEqual(self.linked(self.ben, channel), {("crm.lead", self.lead.id)})

    def test_contacts_that_are_no_counterpart(self):
        """The counterparts' own contacts have their cards already."""
        self.assertEqual(self.linked(self.ben), set())
        architect = self.env["res.partner"].create({"name": "Ada Architect"})
        message = self.env["switchboard.message"].search(
            [("channel_id", "=", self.channel.id)]
        )
        message.partner_ids |= architect
        self.assertEqual(self.linked(self.ben), {("res.partner", architect.id)})

    def test_where_messages_were_moved_to(self):
        first = self.env["switchboard.message"].search(
            [("channel_id", "=", self.channel.id)]
        )
        self.send_mail(subject="Tiles")
        self.mailbox._sync()
        first.with_user(self.ben)._move_to_record(self.lead.with_user(self.ben))
        self.assertTrue(self.channel.active)
        self.assertEqual(self.linked(self.ben), {("crm.lead", self.lead.id)})

    def test_links_follow_a_merged_conversation(self):
        channel = self.write_about(self.team)
        channel.with_user(self.ben)._switchboard_merge_into(
            self.channel.with_user(self.ben)
        )
        self.assertEqual(self.linked(self.ben), {("crm.team", self.team.id)})
