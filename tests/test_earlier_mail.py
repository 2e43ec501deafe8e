"""Earlier mail of one address is looked for on the server, and only that."""

from datetime import UTC, datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SwitchboardCase

_LONG_AGO = datetime.now(UTC) - timedelta(days=800)


@tagged("post_install", "-at_install")
class TestEarlierMail(SwitchboardCase):
    def setUp(self):
        super().setUp()
        self.mailbox.sync_period = "1m"
        self.partner = self.env["res.partner"].create(
            {"name": "Maria", "email": self.customer_address}
        )

    def put(self, subject, sender=None, date=_LONG_AGO, **headers):
        """Put a mail on the server as if it had come long ago."""
        lines = {
            "From": f"Maria <{sender or self.customer_address}>",
            "To": self.address,
            "Subject": subject,
            "Message-ID": f"<{subject.replace(' ', '.')}@{self.customer}.example>",
            "Date": f"{date:%a, %d %b %Y %H:%M:%S +0000}",
            **headers,
        }
        raw = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        with self.server.imap(self.box) as client:
            client.append("INBOX", (raw + "\r\nHi\r\n").encode(), msg_time=date)

    def stored(self, subject):
        return self.env["switchboard.message"].search(
            [("line_id", "=", self.line.id), ("subject", "=", subject)]
        )

    def journal(self, subject):
        return self.env["switchboard.skipped"].search(
            [("mailbox_id", "=", self.mailbox.id), ("subject", "=", subject)]
        )

    def look(self, user=None, **values):
        wizard = self.env["switchboard.earlier.mail"].with_user(user or self.manager)
        return wizard.create({"partner_id": self.partner.id, **values}).action_look()

    def test_only_what_was_asked_for(self):
        self.put("Old one")
        self.put("With her", sender="joao@cliente.example", Cc=self.customer_address)
        self.put("Another", sender="joao@cliente.example")
        self.put("Longer", sender=f"x{self.customer_address}")
        self.mailbox._sync()
        self.assertFalse(self.stored("Old one"), "outside of the period")
        answer = self.look()
        self.assertIn("2 new", answer["params"]["message"])
        self.assertEqual(self.stored("Old one").partner_ids, self.partner)
        self.assertTrue(self.stored("With her"))
        self.assertFalse(self.stored("Another"))
        self.assertFalse(self.stored("Longer"), "only a part of the address")
        self.assertIn("0 new", self.look()["params"]["message"])

    def test_the_sum_still_holds_and_nothing_is_doubled(self):
        self.put("Old one")
        self.send_mail(subject="New one")
        self.mailbox._sync()
        folder = self.mailbox.folder_ids.filtered(lambda f: f.role == "inbox")
        place = folder._get_state()
        self.look()
        self.assertEqual(folder._get_state(), place, "the position has not moved")
        self.mailbox._sync()
        self.mailbox.sync_period = "all"
        self.mailbox._sync()
        self.assertEqual(len(self.stored("Old one")), 1)
        self.assertFalse(folder.missing)

    def test_rules_and_the_journal_hold(self):
        Blocked = self.env["switchboard.blocked"].with_user(self.manager)
        Blocked.create({"pattern": self.customer_address})
        self.put("Blocked one")
        self.mailbox._sync()
        self.look()
        self.assertFalse(self.stored("Blocked one"))
        row = self.journal("Blocked one")
        self.assertTrue(row)
        self.assertFalse(row.imported)

    def test_more_addresses_count(self):
        other = f"other.{self.customer_address}"
        self.put("Other address", sender=other)
        self.env["switchboard.partner.address"].create(
            {"partner_id": self.partner.id, "email": other}
        )
        self.look()
        self.assertEqual(self.stored("Other address").partner_ids, self.partner)

    def test_in_ones_own_lines_only(self):
        self.put("Old one")
        self.mailbox._sync()
        chosen = [(6, 0, self.mailbox.ids)]
        with self.assertRaises(AccessError):
            self.look(self.nobody, mailbox_ids=chosen)
        for user in (self.admin, self.carla):
            with self.subTest(user=user.login):
                self.look(user, mailbox_ids=chosen)
                self.assertFalse(self.stored("Old one"))
        self.look(self.ben)
        self.assertTrue(self.stored("Old one"), "a line he may send from")

    def test_a_server_that_is_gone_says_so(self):
        self.mailbox.fetchmail_server_id.sudo().port = 1
        self.assertIn("Sales: ", self.look()["params"]["message"])

    def test_contact_without_an_address(self):
        self.partner.email = False
        with self.assertRaises(UserError):
            self.partner.with_user(self.manager).action_switchboard_earlier()
