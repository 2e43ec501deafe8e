"""One answer reaches a stock alias and the line at the same instant."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

from markupsafe import Markup

from odoo.tests import tagged

from ..models.mailbox_answer_mixin import SwitchboardMailboxAnswerMixin
from .common_queue import QueueCase, never

ANSWER = """From: Maria <{customer}>
To: {box}@ours.example
Subject: Re: Offer
Message-ID: <{answer}>
In-Reply-To: {parent}
References: {parent}

We take it
"""


@tagged("post_install", "-at_install")
class TestChatterRace(QueueCase):
    def setUp(self):
        super().setUp()
        self.customer = f"maria-{self.box}@cliente.example"
        with self.env() as env:
            mailbox = env["switchboard.mailbox"].browse(self.mailbox_id)
            mailbox.sync_period = "all"
            mailbox.folder_ids.filtered(lambda f: f.role == "inbox").selected = True
            partner = env["res.partner"].create(
                {"name": "Maria", "email": self.customer}
            )
            self.lead_id = (
                env["crm.lead"].create({"name": "Roof", "partner_id": partner.id}).id
            )
            self.addCleanup(self._remove, partner.id)
        with self.env() as env:
            message = (
                env["crm.lead"]
                .browse(self.lead_id)
                .message_post(
                    body=Markup("<p>Your offer</p>"),
                    subject="Offer",
                    message_type="comment",
                    subtype_xmlid="mail.mt_comment",
                    partner_ids=partner.ids,
                    switchboard_line_id=self.line_id,
                )
            )
            self.parent = message.message_id
        self.process()
        self.answer = f"{uuid.uuid4().hex}@cliente.example"
        self.raw = ANSWER.format(
            customer=self.customer, box=self.box, answer=self.answer, parent=self.parent
        ).encode()
        self.mail.deliver(self.box, self.raw)

    def _remove(self, partner_id):
        with self.env() as env:
            env["crm.lead"].browse(self.lead_id).unlink()
            env["res.partner"].browse(partner_id).unlink()

    def gateway(self, env):
        """What the stock gateway does with the mail, until its commit."""
        env["mail.thread"].message_process("crm.lead", self.raw)

    def sync(self):
        with self.env() as env:
            return env["switchboard.mailbox"].browse(self.mailbox_id)._sync()

    def assert_once(self):
        with self.env() as env:
            lead = env["crm.lead"].browse(self.lead_id)
            header = f"<{self.answer}>"
            found = lead.message_ids.filtered(lambda m: m.message_id == header)
            self.assertEqual(len(found), 1)
            index = found.switchboard_message_ids
            self.assertEqual((index.res_model, index.res_id), ("crm.lead", lead.id))
            self.assertFalse(index.channel_id, "no conversation besides")

    def test_the_line_comes_while_the_gateway_has_not_committed(self):
        with ThreadPoolExecutor(1) as pool:
            with self.env() as env:
                self.gateway(env)
                syncing = pool.submit(self.sync)
                self.assertTrue(never(syncing.done, 3), "it waits for its turn")
            self.assertTrue(syncing.result(60))
        self.assert_once()

    def test_the_gateway_comes_while_the_line_has_not_committed(self):
        posted, go_on = threading.Event(), threading.Event()
        original = SwitchboardMailboxAnswerMixin._post_answer

        def slowly(mailbox, *args):
            original(mailbox, *args)
            posted.set()
            go_on.wait(30)

        SwitchboardMailboxAnswerMixin._post_answer = slowly
        self.addCleanup(
            setattr, SwitchboardMailboxAnswerMixin, "_post_answer", original
        )

        def receive():
            with self.env() as env:
                self.gateway(env)

        with ThreadPoolExecutor(2) as pool:
            syncing = pool.submit(self.sync)
            self.assertTrue(posted.wait(30))
            receiving = pool.submit(receive)
            self.assertTrue(never(receiving.done, 3), "it waits for its turn")
            go_on.set()
            self.assertTrue(syncing.result(60))
            receiving.result(60)
        self.assert_once()
