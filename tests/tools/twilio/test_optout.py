from odoo.tests import BaseCase

from ....tools.twilio import keyword_kind


class TestOptOut(BaseCase):
    def test_words(self):
        for body, kind in (
            # Twilio's own list for numbers without a setting of their own.
            *((word, "stop") for word in "STOPALL UNSUBSCRIBE CANCEL END".split()),
            *((word, "stop") for word in "QUIT REVOKE OPTOUT STOP".split()),
            *((word, "stop") for word in "ARRET ARRETE ARRETT".split()),
            *((word, "start") for word in "START YES UNSTOP".split()),
            *((word, "help") for word in "HELP INFO AIDE".split()),
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
