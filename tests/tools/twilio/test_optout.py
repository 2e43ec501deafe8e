from odoo.tests import BaseCase

from ....tools.twilio import keyword_kind


class TestOptOut(BaseCase):
    def test_words(self):
        for body, kind in (
            ("STOP", "stop"),
            ("stop", "stop"),
            (" Stop. ", "stop"),
            ("“STOP”", "stop"),
            ("Unsubscribe", "stop"),
            ("STOPALL", "stop"),
            ("Opt-out", "stop"),
            ("opt out", "stop"),
            ("ARRÊT", "stop"),
            ("arrêté", "stop"),
            ("Aufhören", "stop"),
            ("baja", "stop"),
            ("START", "start"),
            ("unstop", "start"),
            ("yes", "start"),
            ("Début", "start"),
            ("começar", "start"),
            ("HELP", "help"),
            ("info", "help"),
            ("Hilfe!", "help"),
            ("ayuda", "help"),
        ):
            with self.subTest(body=body):
                self.assertEqual(keyword_kind(body), kind)

    def test_more_than_the_word_means_nothing(self):
        for body in ("", "Please stop", "STOP it", "We start tomorrow", "?", "stopp!x"):
            with self.subTest(body=body):
                self.assertEqual(keyword_kind(body), "")

    def test_what_twilio_understood_beats_the_text(self):
        for body, told, kind in (
            ("Schluss", "STOP", "stop"),
            ("STOP", "HELP", "help"),
            ("STOP", "", "stop"),
            ("Hello", "Unknown", ""),
        ):
            with self.subTest(body=body, told=told):
                self.assertEqual(keyword_kind(body, told), kind)
