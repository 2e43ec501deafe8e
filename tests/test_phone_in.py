from odoo.tests import tagged

from .. import const
from .fakes.twilio_account import make_sid
from .phone_common import THEIRS, PhoneCase

_PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


@tagged("post_install", "-at_install")
class TestPhoneIn(PhoneCase):
    def test_unknown_number(self):
        self.receive("Hello, is the <b>roof</b> ready?")
        channel = self.talk()
        self.assertEqual(channel.channel_type, "sms")
        self.assertEqual(channel.name, "🇩🇪 01512 3456789")
        self.assertFalse(channel.channel_member_ids)
        message = self.shown(channel, self.carla)
        self.assertEqual(message.message_type, "sms")
        self.assertIn("&lt;b&gt;roof", message.body)
        self.assertEqual(channel.with_user(self.ben).switchboard_unread, 1)
        [person] = channel.with_user(self.ben).get_switchboard_details()["people"]
        self.assertEqual(
            person,
            {"name": "", "email": THEIRS, "country": "Germany", "partner_id": False},
        )

    def test_known_contact(self):
        maria = self.env["res.partner"].create(
            {"name": "Maria Silva", "phone": "+49 1512 3456789"}
        )
        self.receive("It's me")
        channel = self.talk()
        self.assertEqual(channel.name, "Maria Silva")
        message = self.shown(channel)
        self.assertEqual(message.author_id, maria)
        index = message.sudo().switchboard_message_ids
        self.assertEqual(index.partner_ids, maria)

    def test_one_conversation_for_each_number(self):
        self.receive("One")
        self.receive("Two")
        self.receive("Other", sender="+351912345678")
        self.assertEqual(len(self.talk()), 1)
        self.assertEqual(len(self.shown(self.talk())), 2)
        self.assertEqual(self.talk("+351912345678").name, "🇵🇹 912 345 678")

    def test_sender_with_a_name(self):
        self.receive("Your parcel", sender="Parcels")
        talk = self.talk("Parcels")
        self.assertEqual(talk.name, "Parcels")
        [person] = talk.with_user(self.ben).get_switchboard_details()["people"]
        self.assertEqual(person["country"], "")

    def test_twice_is_once(self):
        payload = self.incoming("Only once")
        self.assertTrue(self.store("message", payload))
        self.assertFalse(self.store("message", payload))
        self.env["switchboard.webhook"]._work()
        self.assertFalse(self.store("message", payload))
        # Nor when the journal has forgotten it.
        self.env["switchboard.webhook"].search([]).unlink()
        self.assertTrue(self.store("message", payload))
        self.env["switchboard.webhook"]._work()
        self.assertEqual(len(self.shown(self.talk())), 1)

    def test_what_is_not_about_this_phone(self):
        for values in (
            {"AccountSid": "AC" + "0" * 32},
            {"To": "+49309999999"},
            {"MessageSid": "SM1"},
            {"MessageSid": "PN" + "0" * 32},
        ):
            with self.subTest(values=values):
                payload = self.incoming(**values)
                self.assertEqual(self.phone._webhook_key("message", payload), "")

    def test_one_broken_never_stops_the_next(self):
        bad = self.incoming("Bad", MessageSid=make_sid("SM"))
        bad["NumMedia"] = "9" * 400  # bounded, not believed
        self.store("message", bad)
        row = self.env["switchboard.webhook"].search([], limit=1)
        row.payload = {"Body": "no SID at all"}
        self.receive("Good")
        self.assertEqual(row.state, "waiting")
        self.assertEqual(row.attempts, 1)
        self.assertIn("Good", self.shown(self.talk()).body)
        for _attempt in range(7):
            row.next_at = "2020-01-01"
            self.env["switchboard.webhook"]._work()
        self.assertEqual(row.state, "failed")
        self.assertEqual(row.payload, {"Body": "no SID at all"})
        row.payload = bad
        row.with_user(self.manager).action_retry()
        self.env["switchboard.webhook"]._work()
        self.assertEqual(row.state, "done")

    def test_consent(self):
        OptOut = self.env["switchboard.opt.out"]
        for body, stopped in (
            ("Please stop by tomorrow", False),
            ("STOP", True),
            ("Hello", True),
            ("start", False),
            ("Unsubscribe", True),
            ("UNSTOP", False),
            ("ARRÊT", True),
            ("yes", False),
        ):
            with self.subTest(body=body):
                self.receive(body)
                self.assertEqual(bool(OptOut._of(self.line, [THEIRS])), stopped)
        self.receive("Schluss", OptOutType="STOP")
        self.assertTrue(OptOut._of(self.line, [THEIRS]))
        # What the person wrote is there to be read.
        self.assertIn("Schluss", self.shown(self.talk())[0].body)

    def test_help(self):
        self.receive("HELP")
        self.process()
        self.assertEqual(self.account.messages, [], "Twilio's own answer is enough")
        self.phone.help_answer = "Ours & Co.\nhelp@ours.example"
        for body, told, answered in (
            ("help", "", True),
            ("Info!", "", True),
            ("Hilfe", "", True),
            ("HELP", "HELP", False),  # Twilio says that it has answered
            ("help me with the roof", "", False),
        ):
            with self.subTest(body=body, told=told):
                self.account.messages.clear()
                self.receive(body, **({"OptOutType": told} if told else {}))
                self.process()
                texts = ["Ours & Co.\nhelp@ours.example"] if answered else []
                self.assertEqual(self.sent_texts(), texts)

    def test_help_of_who_has_stopped(self):
        self.phone.help_answer = "Ours"
        self.receive("STOP")
        self.receive("HELP")
        self.assertIn("HELP", self.shown(self.talk())[0].body)
        self.process()
        self.assertEqual(self.account.messages, [])

    def test_help_goes_round_and_round(self):
        """Two machines that answer each other come to an end."""
        self.phone.help_answer = "HELP"
        for _round in range(const.AUTOMATIC_ROUNDS + 5):
            self.receive("HELP")
            self.process()
        self.assertEqual(len(self.account.messages), const.AUTOMATIC_ROUNDS)

    def test_consent_is_kept_for_each_line(self):
        self.account.add_number("+49301112223")
        other = self.make_phone("+49301112223")
        self.receive("STOP")
        self.assertFalse(self.env["switchboard.opt.out"]._of(other.line_id, [THEIRS]))

    def test_files_are_fetched_later(self):
        url = self.twilio.url + self.account.add_media(_PNG, "image/png")
        payload = self.incoming(
            "Look", NumMedia="1", MediaUrl0=url, MediaContentType0="image/png"
        )
        self.store("message", payload)
        before = len(self.twilio.requests)
        row = self.env["switchboard.webhook"].search([], limit=1)
        row._work_one()
        self.assertEqual(len(self.twilio.requests), before)
        self.env["switchboard.webhook"]._work()
        message = self.shown(self.talk())
        self.assertEqual(message.attachment_ids.raw, _PNG)
        self.assertEqual(message.attachment_ids.mimetype, "image/png")

    def test_files_that_are_not_taken(self):
        url = self.twilio.url + self.account.add_media(b"<script>", "text/html")
        for address, words in (
            (url, "not taken"),
            ("https://evil.example/x.png", "not Twilio"),
        ):
            with self.subTest(address=address):
                self.receive("Look", NumMedia="1", MediaUrl0=address)
                message = self.shown(self.talk())[0]
                self.assertFalse(message.attachment_ids)
                self.assertIn("A file was not taken", message.body)
                self.assertIn(words, message.body)

    def test_file_that_cannot_be_had_now(self):
        url = self.twilio.url + self.account.add_media(_PNG, "image/png")
        self.twilio.script((500, 20500, "Internal"))
        self.receive("Look", NumMedia="1", MediaUrl0=url)
        self.assertFalse(self.shown(self.talk()).attachment_ids)
        row = self.env["switchboard.webhook"].search([("kind", "=", "media")])
        self.assertEqual((row.state, row.attempts), ("waiting", 1))
        row.next_at = "2020-01-01"
        self.env["switchboard.webhook"]._work()
        self.assertEqual(self.shown(self.talk()).attachment_ids.raw, _PNG)
