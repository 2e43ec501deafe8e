from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import file_open

from .phone_common import OURS, PUBLIC, PhoneCase


@tagged("post_install", "-at_install")
class TestPhoneConnect(PhoneCase):
    def test_connected(self):
        self.assertEqual(self.phone.state, "connected", self.phone.state_message)
        self.assertEqual((self.phone.can_sms, self.phone.can_mms), (True, True))
        self.assertEqual(self.phone.display_number, "🇩🇪 030 123456")
        self.assertEqual(self.line.address, OURS)
        self.assertEqual(self.phone.number_type, "other")

    def test_webhook_is_set_by_the_api_and_shown(self):
        url = self.number["sms_url"]
        self.assertTrue(url.startswith(f"{PUBLIC}/mail_switchboard/twilio/"))
        shown = self.phone.with_user(self.manager).webhook_url
        self.assertEqual(shown, url)
        self.assertFalse(self.phone.with_user(self.carla).webhook_url)

    def test_number_is_read_in_the_companys_country(self):
        self.env.company.country_id = self.env.ref("base.de")
        phone = self.make_phone("030 9876543")
        self.assertEqual(phone.number, "+49309876543")
        with self.assertRaises(UserError) as caught:
            self.make_phone("anna")
        self.assertIn("is not a phone number", str(caught.exception))

    def test_connected_twice(self):
        with self.assertRaises(UserError) as caught:
            self.make_phone(user=self.sara, access="personal")
        self.assertIn("by Anna Kovalenko", str(caught.exception))

    def test_what_fails(self):
        self.account.add_number("+49301111111", sms=False)
        for number, values, words in (
            ("+49302222222", {}, "does not belong to this Twilio account"),
            ("+49301111111", {}, "cannot send or receive SMS"),
            ("+49303333333", {"auth_token": "wrong"}, "refused the account"),
            ("+49304444444", {"account_sid": "AC0"}, "refused the account"),
        ):
            with self.subTest(number=number):
                phone = self.make_phone(number, **values)
                self.assertFalse(phone.action_connect())
                self.assertEqual(phone.state, "failed")
                self.assertIn(words, phone.state_message)

    def test_owner_of_a_failed_line_gets_one_activity(self):
        for reason in ("Refused", "Refused again"):
            self.line._set_state("failed", reason)
        activity = self.line.sudo().failure_activity_id
        self.assertEqual(activity.user_id, self.manager)
        self.assertIn("Refused again", activity.note)
        self.assertIn(f"switchboard.phone/{self.phone.id}", activity.note)
        self.line._set_state("connected")
        self.assertFalse(activity.exists())

    def test_unreachable_public_address_is_warned_about(self):
        self.phone.public_url = "http://localhost:8069"
        self.assertTrue(self.phone.action_connect())
        self.assertEqual(self.phone.state, "connected")
        self.assertIn("from outside", self.phone.state_message)

    def test_key_without_token_only_sends(self):
        sid, secret = self.account.add_key()
        self.account.add_number("+49305555555")
        phone = self.make_phone(
            "+49305555555", auth_token=False, key_sid=sid, key_secret=secret
        )
        self.assertTrue(phone.action_connect())
        self.assertIn("only sends", phone.state_message)
        self.assertFalse(self.account.number("+49305555555")["sms_url"])

    def test_companys_account(self):
        company = self.line.company_id
        company.write(
            {
                "switchboard_twilio_sid": self.account.sid,
                "switchboard_twilio_token": self.account.auth_token,
            }
        )
        company.invalidate_recordset()
        self.assertFalse(company.switchboard_twilio_token)
        self.account.add_number("+49306666666")
        phone = self.make_phone(
            "+49306666666",
            account_source="company",
            account_sid=False,
            auth_token=False,
        )
        self.assertTrue(phone.action_connect(), phone.state_message)

    def test_taken_over_from_odoos_sms(self):
        company = self.line.company_id
        settings = self.env["res.config.settings"].with_user(self.admin).create({})
        with self.assertRaisesRegex(UserError, "No Twilio account is set up"):
            settings.action_switchboard_take_over_twilio()
        if "sms_twilio_account_sid" not in company._fields:
            self.skipTest("Odoo's sms_twilio is not installed in this database")
        company.write(
            {
                "sms_twilio_account_sid": self.account.sid,
                "sms_twilio_auth_token": self.account.auth_token,
            }
        )
        with self.assertRaises(AccessError):
            settings.with_user(self.manager).action_switchboard_take_over_twilio()
        settings.action_switchboard_take_over_twilio()
        self.assertNotIn(
            self.account.auth_token, company.sudo().switchboard_twilio_secret
        )
        self.account.add_number("+49308888888")
        phone = self.make_phone(
            "+49308888888",
            account_source="company",
            account_sid=False,
            auth_token=False,
        )
        self.assertTrue(phone.action_connect(), phone.state_message)

    def test_secrets_stay_inside(self):
        phone = self.phone.with_user(self.manager)
        self.assertFalse(phone.auth_token)
        for name in ("auth_token_secret", "stored_key_secret", "webhook_token"):
            with self.subTest(name), self.assertRaises(AccessError):
                phone.read([name])
        secret = self.phone.sudo().auth_token_secret
        self.assertNotIn(self.account.auth_token, secret)

    def test_secrets_are_rotated_and_neutralized(self):
        company = self.line.company_id
        company.switchboard_twilio_token = "company-token"
        self.phone.with_user(self.manager).write({"key_sid": "SK1", "key_secret": "k"})
        stored = {
            (table, column)
            for table, column in self.env[
                "switchboard.secret.rotation"
            ]._secret_columns()
        }
        self.assertLessEqual(
            {
                ("switchboard_phone", "auth_token_secret"),
                ("switchboard_phone", "stored_key_secret"),
                ("res_company", "switchboard_twilio_secret"),
            },
            stored,
        )
        before = self.phone.sudo().auth_token_secret
        _done, unreadable = self.env["switchboard.secret.rotation"]._rotate()
        self.assertEqual(unreadable, 0)
        self.assertNotEqual(self.phone.sudo().auth_token_secret, before)
        self.assertEqual(self.phone._auth_token(), self.account.auth_token)
        with file_open("mail_switchboard/data/neutralize.sql") as file:
            self.env.cr.execute(file.read())
        self.env.invalidate_all()
        self.assertEqual(self.phone._auth_token(), "")
        self.assertFalse(company.sudo().switchboard_twilio_secret)
        self.assertFalse(self.phone.sudo().stored_key_secret)
        self.assertEqual(self.phone.state, "disconnected")

    def test_disconnect_gives_the_webhook_back(self):
        self.number["sms_url"] = "https://before.example/sms"
        self.phone.action_connect()
        self.assertIn("mail_switchboard", self.number["sms_url"])
        self.phone.action_disconnect()
        self.assertEqual(self.number["sms_url"], "https://before.example/sms")
        self.assertEqual(self.phone.state, "disconnected")
        self.assertFalse(self.phone.sudo().auth_token_secret)

    def test_somebody_elses_webhook_is_left_alone(self):
        self.number["sms_url"] = "https://taken.example/sms"
        self.phone.action_disconnect()
        self.assertEqual(self.number["sms_url"], "https://taken.example/sms")

    def test_delete_keeps_the_conversations(self):
        self.receive("Are you there?")
        channel = self.talk()
        with self.assertRaises(UserError):
            self.phone.unlink()
        self.phone.with_user(self.manager).action_delete()
        self.assertFalse(self.phone.active)
        self.assertEqual(self.number["sms_url"], "")
        self.assertIn("Are you there?", self.shown(channel).body)
        self.assertIn(OURS, self.account.number(OURS)["phone_number"])

    def test_unlink_without_conversations(self):
        line = self.line
        self.phone.unlink()
        self.assertEqual(self.number["sms_url"], "")
        self.assertFalse(line.exists())

    def test_wizard(self):
        self.account.add_number("+49307777777")
        Wizard = self.env["switchboard.connect.phone"].with_user(self.manager)
        wizard = Wizard.create(
            {
                "number": "+49 30 7777777",
                "name": "Hamburg",
                "account_sid": self.account.sid,
                "auth_token": "wrong",
                "public_url": PUBLIC,
            }
        )
        self.assertEqual(wizard.action_connect()["res_model"], Wizard._name)
        self.assertIn("refused the account", wizard.account_error)
        wizard.write({"auth_token": self.account.auth_token, "number": "nobody"})
        wizard.action_connect()
        self.assertIn("is not a phone number", wizard.number_error)
        wizard.number = "+49 30 7777777"
        action = wizard.action_connect()
        phone = self.env["switchboard.phone"].browse(action["res_id"])
        self.assertEqual((phone.name, phone.state), ("Hamburg", "connected"))
        self.assertEqual(phone.owner_id, self.manager)

    def test_wizard_takes_it_out_of_the_archive(self):
        self.receive("Before")
        self.phone.with_user(self.manager).action_delete()
        Wizard = self.env["switchboard.connect.phone"].with_user(self.manager)
        wizard = Wizard.create(
            {
                "number": OURS,
                "account_sid": self.account.sid,
                "auth_token": self.account.auth_token,
                "public_url": PUBLIC,
                "access": "shared",
            }
        )
        action = wizard.action_connect()
        self.assertEqual(action["res_id"], self.phone.id)
        self.assertTrue(self.phone.active)
        self.assertEqual(self.phone.state, "connected")
        self.receive("After")
        self.assertEqual(len(self.shown(self.talk())), 2)
