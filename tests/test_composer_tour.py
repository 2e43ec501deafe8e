"""Writing emails in Chromium, against the real servers."""

import time

from odoo.tests import HttpCase, tagged

from .common import SwitchboardMixin


class ComposerTourCase(SwitchboardMixin, HttpCase):
    """Ben's signature, one mail in one conversation, and people to write to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_users()
        cls._set_up_server()
        cls._make_assets()

    def setUp(self):
        super().setUp()
        self._set_up_mailbox()
        self._set_up_grants()
        self.env["switchboard.signature"].create(
            {
                "line_id": self.line.id,
                "user_id": self.ben.id,
                "body": "<p>Ben, Roofs</p>",
            }
        )
        self.mailbox.action_connect()
        self.send_mail(
            subject="Roof",
            Cc="joao.cc@cliente.example",
            attachment=("plan.pdf", b"%PDF-1.4 plan", "application", "pdf"),
        )
        self.mailbox._sync()
        self.channel = self.env["discuss.channel"].search(
            [("switchboard_line_id", "=", self.line.id)]
        )

    def tour(self, name, url=None):
        url = url or f"/odoo/discuss?active_id=discuss.channel_{self.channel.id}"
        self.start_tour(url, f"mail_switchboard_composer_{name}", login="sb_ben")

    def leave(self, *users):
        """Send what waits; return our mails in each mailbox, parsed.

        The addresses stand in the tours: another process may be writing to them too.
        """
        Outgoing = self.env["switchboard.outgoing"]
        waiting = [("line_id", "=", self.line.id), ("state", "=", "queued")]
        limit = time.monotonic() + 30
        while Outgoing.search_count(waiting) and time.monotonic() < limit:
            Outgoing._process()
            time.sleep(0.2)
        ours = set(self.outgoing().message_id.mapped("message_id_header"))
        boxes = [[self.parse(raw) for raw in self.server.inbox(user)] for user in users]
        return [
            [m for m in box if m["Message-ID"].strip(" <>") in ours] for box in boxes
        ]

    def outgoing(self):
        return self.env["switchboard.outgoing"].search([("line_id", "=", self.line.id)])


@tagged("post_install", "-at_install")
class TestComposerTour(ComposerTourCase):
    def test_reply_to_all(self):
        self.tour("reply_all")
        [maria], [joao], [rita] = self.leave(self.customer, "joao.cc", "rita.cc")
        self.assertEqual(maria["Message-ID"], rita["Message-ID"])
        self.assertEqual(maria["To"], f"Maria Silva <{self.customer_address}>")
        for name in ("joao.cc", "rita.cc"):
            self.assertIn(f"{name}@cliente.example", joao["Cc"])
        self.assertIn("Ben, Roofs", maria.get_body(("plain",)).get_content())

    def test_forward(self):
        self.tour("forward")
        [[mail]] = self.leave("rita.fwd")
        self.assertEqual(mail["Subject"], "Fwd: Roof")
        [file] = mail.iter_attachments()
        self.assertEqual(file.get_content(), b"%PDF-1.4 plan")

    def test_stop_puts_everything_back(self):
        self.line.undo_seconds = 60
        self.tour("stop")
        self.assertEqual(
            self.outgoing().sorted("id").mapped("state"), ["stopped", "queued"]
        )
        self.outgoing().filtered(lambda o: o.state == "queued").send_at = "2020-01-01"
        [maria], [boss] = self.leave(self.customer, "boss.bcc")
        for mail in (maria, boss):
            self.assertEqual(mail["Subject"], "Another matter")
            self.assertIn("careful", mail.get_body(("plain",)).get_content())
            self.assertIsNone(mail["Bcc"])
            [file] = mail.iter_attachments()
            self.assertEqual(file.get_content(), "Prices")

    def test_lost_connection(self):
        self.line.undo_seconds = 60
        self.tour("lost_connection")
        self.assertEqual(len(self.outgoing()), 1)
        self.outgoing().send_at = "2020-01-01"
        [[mail]] = self.leave(self.customer)
        self.assertIn("Only once", mail.get_body(("plain",)).get_content())

    def test_write_first_from_a_deal(self):
        self.ben.group_ids += self.env.ref("sales_team.group_sale_salesman")
        Partner = self.env["res.partner"]
        Partner.create({"name": "Sue Helper", "email": "sue.helper@cliente.example"})
        lead = self.env["crm.lead"].create(
            {
                "name": "Roof 12 kW",
                "type": "opportunity",
                "user_id": self.ben.id,
                "partner_id": Partner.create(
                    {"name": "Joe Boss", "email": "joe.b@cliente.example"}
                ).id,
            }
        )
        self.tour("write_first", f"/odoo/crm.lead/{lead.id}")
        [joe], [sue] = self.leave("joe.b", "sue.helper")
        self.assertEqual(joe["Message-ID"], sue["Message-ID"])
        self.assertEqual(joe["Subject"], "Offer for two")
        self.assertEqual(self.outgoing().message_id.lead_ids, lead)
