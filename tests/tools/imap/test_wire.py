import socket
import ssl

from odoo.tests import BaseCase

from ....tools.imap.wire import CommandRefused, SaidBye, Wire, WireBroken, WireClosed


class TestWire(BaseCase):
    """One end of a socket pair plays the server, and has spoken before we ask."""

    def setUp(self):
        super().setUp()
        ours, self.server = socket.socketpair()
        ours.settimeout(0.3)
        self.wire = Wire(ours)
        self.addCleanup(self.wire.close)
        self.addCleanup(self.server.close)

    def say(self, data, *, hang_up=False):
        self.server.sendall(data)
        if hang_up:
            self.server.shutdown(socket.SHUT_WR)

    def test_command_and_answer(self):
        self.say(b"* SEARCH 1 2\r\nS1 OK [X] done\r\n")
        reply = self.wire.run(b"SEARCH ALL")
        self.assertEqual(reply.lines, [[b"SEARCH 1 2"]])
        self.assertEqual(reply.text, b"[X] done")
        self.assertEqual(self.server.recv(100), b"S1 SEARCH ALL\r\n")

    def test_literals(self):
        self.say(b"* LIST () {3}\r\na\r\n {2}\r\n}\n.\r\nS1 OK\r\n")
        lines = self.wire.run(b"LIST").lines
        self.assertEqual(lines, [[b"LIST () {3}", b"a\r\n", b" {2}", b"}\n", b"."]])

    def test_a_literal_over_the_limit_is_dropped(self):
        self.say(b"* X {300}\r\n" + b"x" * 300 + b")\r\nS1 OK\r\n")
        self.assertEqual(
            self.wire.run(b"X", limit=200).lines, [[b"X {300}", None, b")"]]
        )

    def test_refusals(self):
        for status in ("NO", "BAD"):
            self.say(b"S%d %s [X] why\r\n" % (self.wire._count + 1, status.encode()))
            with self.assertRaises(CommandRefused) as caught:
                self.wire.run(b"X")
            self.assertEqual(
                (caught.exception.status, str(caught.exception)), (status, "[X] why")
            )

    def test_the_time_it_took_is_not_told(self):
        self.say(b"S1 NO no such folder (0.001 + 0.000 secs).\r\n")
        with self.assertRaisesRegex(CommandRefused, "^no such folder$"):
            self.wire.run(b"X")

    def test_bye(self):
        self.say(b"* BYE too much\r\n", hang_up=True)
        with self.assertRaisesRegex(SaidBye, "too much"):
            self.wire.run(b"X")

    def test_broken_off(self):
        for data in (b"", b"* SEA", b"* X {10}\r\nabc", b"* X {900}\r\nabc"):
            with self.subTest(data):
                self.setUp()
                self.say(data, hang_up=True)
                with self.assertRaises(WireClosed):
                    self.wire.run(b"X", limit=100)

    def test_not_imap(self):
        for data in (b"220 ready\r\n", b"S9 OK other\r\n", b"+ go on\r\n"):
            with self.subTest(data):
                self.setUp()
                self.say(data)
                with self.assertRaises(WireBroken):
                    self.wire.run(b"X")

    def test_a_tls_port_answers_with_an_alert(self):
        self.say(b"\x15\x03\x01\x00\x02\x02\x46", hang_up=True)
        with self.assertRaises(ssl.SSLError):
            self.wire.greeting()

    def test_silence_ends(self):
        with self.assertRaises(TimeoutError):
            self.wire.run(b"X")

    def test_dripping_ends_too(self):
        self.wire.command_limit = -1.0  # each byte is in time, the whole is not
        self.say(b"* OK")
        with self.assertRaisesRegex(TimeoutError, "does not come to an end"):
            self.wire.run(b"X")

    def test_news_on_the_way(self):
        self.say(b"* 7 EXISTS\r\n* 3 EXPUNGE\r\nS1 OK\r\n")
        self.wire.run(b"NOOP")
        self.assertEqual((self.wire.exists, self.wire.gone), (7, True))

    def test_old_removals_are_no_news(self):
        self.say(b"* VANISHED (EARLIER) 1:3\r\nS1 OK\r\n")
        self.wire.run(b"FETCH")
        self.assertFalse(self.wire.gone)

    def test_wait_leaves_what_came(self):
        self.assertFalse(self.wire.wait(0.01))
        self.say(b"* 1 EXISTS\r\n")
        self.assertTrue(self.wire.wait(1.0))
        self.assertEqual(self.wire.listen(), b"1 EXISTS")
