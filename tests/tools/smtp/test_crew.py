"""Several connections at once, each kept for many mails."""

import time
from queue import SimpleQueue

from odoo.tests import BaseCase, tagged

from ....tools.smtp import Crew, Job, SendInDoubt, SendRefused, SendResult
from ...fakes.script import Rule
from ...fakes.smtp_server import FakeSmtpServer
from .common import settings


@tagged("post_install", "-at_install")
class TestCrew(BaseCase):
    def setUp(self):
        super().setUp()
        self.server = self.enterContext(FakeSmtpServer())
        self.results = SimpleQueue()

    def crew(self, size=1, **options):
        crew = Crew(settings(self.server), self.results, **options)
        self.addCleanup(crew.dismiss)
        for _connection in range(size):
            crew.hire()
        return crew

    def send(self, crew, count):
        """Have mails sent; returns {ticket: outcome}."""
        for ticket in range(count):
            to = (f"to{ticket}@x.example",)
            crew.give(Job(ticket, "a@ours.example", to, b"Subject: x\r\n\r\nhi\r\n"))
        done = [self.results.get(timeout=10) for _ticket in range(count)]
        return {one.ticket: one.outcome for one in done}

    def test_one_connection_serves_many_mails(self):
        outcomes = self.send(self.crew(), 20)
        self.assertTrue(all(isinstance(o, SendResult) for o in outcomes.values()))
        self.assertEqual(len(self.server.mails), 20)
        self.assertEqual(self.server.connections, 1)

    def test_as_many_connections_as_hired(self):
        self.server.delay = 0.01
        self.send(self.crew(3), 12)
        self.assertEqual(self.server.peak, 3)
        self.assertEqual(len({mail.session for mail in self.server.mails}), 3)

    def test_an_idle_connection_is_closed_and_opened_again(self):
        crew = self.crew(idle=0.1)
        self.send(crew, 1)
        self.server.wait_until(lambda: self.server.open == 0)
        self.send(crew, 1)
        self.assertEqual(self.server.connections, 2)

    def test_a_lost_connection_is_no_failure_of_the_mail(self):
        crew = self.crew()
        self.send(crew, 1)
        self.server.cut_all()
        [outcome] = self.send(crew, 1).values()
        self.assertIsInstance(outcome, SendResult)
        self.assertEqual(len(self.server.mails), 2)

    def test_what_may_have_left_is_not_tried_again(self):
        crew = self.crew()
        self.send(crew, 1)
        self.server.rules.append(Rule("REPLY", drop=True, times=1))
        [outcome] = self.send(crew, 1).values()
        self.assertIsInstance(outcome, SendInDoubt)
        time.sleep(0.1)
        self.assertEqual(len(self.server.mails), 2, "the doubtful one was taken once")

    def test_a_refusal_comes_back_and_the_next_mail_goes(self):
        self.server.rules.append(Rule("RCPT TO:<to1@", reply="550 5.1.1 unknown"))
        outcomes = self.send(self.crew(), 3)
        self.assertIsInstance(outcomes[1], SendRefused)
        self.assertEqual(len(self.server.mails), 2)
        self.assertEqual(self.server.connections, 1)

    def test_dismissed_connections_say_goodbye(self):
        crew = self.crew(2)
        self.send(crew, 4)
        crew.dismiss()
        self.server.wait_until(lambda: self.server.open == 0)
        self.assertTrue(self.server.asked("QUIT"))
