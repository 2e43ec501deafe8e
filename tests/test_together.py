"""Several people in one conversation: who is there, what came in between."""

from markupsafe import Markup

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import SwitchboardCase, SwitchboardMixin


@tagged("post_install", "-at_install")
class TestNews(SwitchboardCase):
    def setUp(self):
        super().setUp()
        self.send_mail(subject="Roof")
        self.mailbox._sync()
        self.channel = self.conversation()
        self.seen = self._newest()

    def _newest(self):
        Message = self.env["switchboard.message"]
        return Message.search(
            [("channel_id", "=", self.channel.id)], order="id desc", limit=1
        ).id

    def _news(self, user):
        return self.channel.with_user(user).get_switchboard_news(self.seen)

    def _receive(self, **headers):
        self.send_mail(**headers)
        self.mailbox._sync()

    def test_customer_writes(self):
        self.assertEqual(self._news(self.ben), [])
        self._receive(subject="Re: Roof", body="Forget it")
        [news] = self._news(self.ben)
        self.assertEqual(news["direction"], "in")
        self.assertIn("Maria Silva", news["who"])
        self.assertEqual(news["snippet"], "Forget it")

    def test_colleague_answers(self):
        post = self.channel.with_user(self.sara).message_post(body=Markup("<p>Yes</p>"))
        [news] = self._news(self.ben)
        self.assertEqual((news["direction"], news["who"]), ("out", "Sara Lind"))
        self.assertEqual(self._news(self.sara), [], "one's own answer is no news")
        outgoing = post.sudo().switchboard_message_ids.outgoing_ids
        outgoing.with_user(self.sara).action_stop()
        self.assertEqual(self._news(self.ben), [], "it was stopped")

    def test_machines_are_no_news(self):
        self._receive(subject="Out of office", Auto_Submitted="auto-replied")
        self.channel.with_user(self.sara).message_post(
            body=Markup("<p>We are closed</p>"), switchboard_automatic=True
        )
        self.assertEqual(self._news(self.ben), [])

    def test_history_is_no_news(self):
        self._receive(
            subject="Long ago",
            Message_ID="<old@cliente.example>",
            Date="Mon, 06 Jan 2020 10:00:00 +0000",
        )
        message = self.env["switchboard.message"].search(
            [("message_id_header", "=", "old@cliente.example")]
        )
        message.live = False
        self.assertEqual(message.channel_id, self.channel)
        self.assertEqual(self._news(self.ben), [])

    def test_server_refuses_an_answer_to_what_was_not_seen(self):
        channel = self.channel.with_user(self.ben)
        self._receive(subject="Re: Roof")
        with self.assertRaisesRegex(UserError, "in the meantime"):
            channel.message_post(body=Markup("<p>A</p>"), switchboard_seen=self.seen)
        channel.message_post(body=Markup("<p>A</p>"), switchboard_seen=self._newest())

    def test_only_readers_ask(self):
        for user in (self.nobody, self.admin):
            with self.assertRaises(AccessError):
                self._news(user)


@tagged("post_install", "-at_install")
class TestDetails(SwitchboardCase):
    def setUp(self):
        super().setUp()
        self.send_mail(subject="Roof")
        self.mailbox._sync()
        self.channel = self.conversation()

    def _details(self, user):
        return self.channel.with_user(user).get_switchboard_details()

    def test_people_with_their_contacts(self):
        [person] = self._details(self.ben)["people"]
        self.assertEqual(person["email"], self.customer_address)
        partner = self.env["res.partner"].create(
            {"name": "Maria", "email": self.customer_address}
        )
        [person] = self._details(self.ben)["people"]
        self.assertEqual(person["partner_id"], partner.id)

    def test_deals_only_for_who_may_see_them(self):
        partner = self.env["res.partner"].create(
            {"name": "Maria", "email": self.customer_address}
        )
        self.line.lead_rule = "all"
        lead = self.env["crm.lead"].create(
            {"name": "Roof 12 kW", "type": "opportunity", "partner_id": partner.id}
        )
        message = self.env["switchboard.message"].search(
            [("channel_id", "=", self.channel.id)]
        )
        message.lead_ids = lead
        self.ben.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        [record] = self._details(self.ben)["records"]
        self.assertEqual(
            record,
            {
                "model": "crm.lead",
                "id": lead.id,
                "name": "Roof 12 kW",
                "label": "Deal",
            },
        )
        self.assertEqual(self._details(self.carla)["records"], [])

    def test_who_answers(self):
        self.channel.with_user(self.ben).message_post(body=Markup("<p>Yes</p>"))
        [user] = self._details(self.carla)["answering"]
        self.assertEqual(user["name"], "Ben Ortiz")

    def test_other_conversations_of_the_same_people(self):
        other = self.make_mailbox("other" + self.address)
        other.action_connect()
        other._sync()
        self.send_mail(to=other.email, subject="Elsewhere")
        self.send_mail(subject="Both", Cc="joao@cliente.example")
        other._sync()
        self.mailbox._sync()
        names = [one["subject"] for one in self._details(self.manager)["others"]]
        self.assertEqual(sorted(names), ["Both", "Elsewhere"])
        # Ben has no grant on the other line.
        names = [one["subject"] for one in self._details(self.ben)["others"]]
        self.assertEqual(names, ["Both"])

    def test_search_covers_what_nobody_has_opened(self):
        """History is found by its words, and made readable when it is."""
        messages = self.env["switchboard.message"].search(
            [("channel_id", "=", self.channel.id)]
        )
        messages.mail_message_id.unlink()
        self.assertFalse(messages.mail_message_id)
        found = self.shown(self.channel, self.carla, search_term="roof")
        self.assertEqual(len(found), 1)
        self.assertEqual(messages.mail_message_id, found)
        self.assertFalse(self.shown(self.channel, self.carla, search_term="cellar"))

    def test_only_readers(self):
        for user in (self.nobody, self.admin):
            with self.assertRaises(AccessError):
                self._details(user)
            with self.assertRaises(AccessError):
                self.channel.with_user(user).get_switchboard_names([self.ben.id])

    def test_names_of_the_lines_readers_only(self):
        names = self.channel.with_user(self.ben).get_switchboard_names(
            [self.carla.id, self.nobody.id]
        )
        self.assertEqual([one["name"] for one in names], ["Carla Nunes"])

    def test_colleagues_who_may_answer(self):
        found = self.channel.with_user(self.ben).get_switchboard_colleagues()
        self.assertEqual(
            [one["name"] for one in found], ["Anna Kovalenko", "Ben Ortiz", "Sara Lind"]
        )


@tagged("post_install", "-at_install")
class TestPresence(SwitchboardMixin, HttpCase):
    def setUp(self):
        super().setUp()
        self._set_up_users()
        self._set_up_server()
        self._set_up_mailbox()
        self._set_up_grants()
        self.channel = self.env["discuss.channel"]._switchboard_create(
            [(self.line, {"maria@cliente.example": "Maria Silva"})]
        )
        self._notes().unlink()

    def _tell(self, login, **values):
        self.authenticate(login, login)
        return self.make_jsonrpc_request(
            "/mail_switchboard/presence",
            {"channel_id": self.channel.id, "state": "here", "tab": "x", **values},
        )

    def _notes(self):
        self.env["bus.bus"].flush_model()
        return self.env["bus.bus"].search([("message", "like", "board/presence")])

    def test_readers_tell_by_ids_only(self):
        for login in ("sb_ben", "sb_carla"):
            self.assertTrue(self._tell(login))
        notes = self._notes()
        self.assertEqual(len(notes), 2)
        for note in notes:
            self.assertIn('"switchboard.line"', note.channel)
            self.assertNotIn("Maria", note.message)
            self.assertNotIn("Ben", note.message)

    def test_others_tell_nothing(self):
        new_test_user(self.env, "sb_portal", groups="base.group_portal")
        for login in ("sb_nobody", "sb_admin", "sb_portal"):
            self.assertFalse(self._tell(login))
        self.assertFalse(self._tell("sb_ben", state="dancing"))
        self.assertFalse(self._notes())
