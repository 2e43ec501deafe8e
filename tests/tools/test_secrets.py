import os
import stat
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import patch

from odoo.tests import BaseCase

from ...tools import secrets
from ...tools.secrets import (
    KeyRefused,
    SecretBox,
    SecretUnreadable,
    generate_key,
    load_or_create_key,
)


class TestSecretBox(BaseCase):
    def test_round_trip(self):
        box = SecretBox([generate_key()])
        for text in ("", "hunter22", "pässwort €", "x" * 5000):
            with self.subTest(text=text[:10]):
                self.assertEqual(box.decrypt(box.encrypt(text)), text)

    def test_tokens_differ_and_hide(self):
        box = SecretBox([generate_key()])
        first, second = box.encrypt("hunter22"), box.encrypt("hunter22")
        self.assertNotEqual(first, second)
        self.assertNotIn("hunter22", first)

    def test_unreadable(self):
        box, token = SecretBox([generate_key()]), ""
        other = SecretBox([generate_key()]).encrypt("hunter22")
        changed = box.encrypt("hunter22")[:-6] + "AAAA=="
        for token in (other, changed, "", "no token", "gAAAA", "ä"):
            for call in (box.decrypt, box.rotate):
                with self.subTest(token=token, call=call.__name__):
                    with self.assertRaises(SecretUnreadable) as caught:
                        call(token)
                    self.assertTrue(str(caught.exception).endswith("."))

    def test_rotation(self):
        old, new = generate_key(), generate_key()
        token = SecretBox([old]).encrypt("hunter22")
        both = SecretBox([new, old])
        self.assertEqual(both.decrypt(token), "hunter22")
        rotated = both.rotate(token)
        self.assertEqual(SecretBox([new]).decrypt(rotated), "hunter22")
        with self.assertRaises(SecretUnreadable):
            SecretBox([old]).decrypt(rotated)

    def test_bad_keys(self):
        for keys in ([], [b"short"], [generate_key(), b""], [b"\xff" * 44]):
            with self.subTest(keys=len(keys)), self.assertRaises(KeyRefused) as caught:
                SecretBox(keys)
            self.assertIsNone(caught.exception.__cause__)

    def test_shows_no_key(self):
        key = generate_key()
        self.assertNotIn(key.decode(), repr(SecretBox([key])))


class TestKeyFile(BaseCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "deep" / "switchboard.key"

    def test_made_once_and_closed(self):
        key = load_or_create_key(self.path)
        self.assertEqual(load_or_create_key(self.path), key)
        self.assertEqual(stat.S_IMODE(self.path.stat().st_mode), 0o600)
        self.assertEqual(os.listdir(self.path.parent), [self.path.name])
        SecretBox([key])

    def test_refuses_a_file_open_to_others(self):
        load_or_create_key(self.path)
        for mode in (0o640, 0o604, 0o666, 0o602):
            self.path.chmod(mode)
            with self.subTest(mode=oct(mode)), self.assertRaises(KeyRefused) as caught:
                load_or_create_key(self.path)
            self.assertIn(f"chmod 600 {self.path}", str(caught.exception))
        self.path.chmod(0o400)
        load_or_create_key(self.path)

    def test_refuses_a_file_without_a_key(self):
        self.path.parent.mkdir()
        self.path.touch(mode=0o600)
        for content in (b"", b"not a key\n"):
            self.path.write_bytes(content)
            with self.subTest(content=content), self.assertRaises(KeyRefused):
                load_or_create_key(self.path)

    def test_two_at_once_get_the_same_key(self):
        def slow_and_lost(path):
            """Somebody else's key appears between looking and making."""
            if not self.path.exists():
                make(path)
            make(path)

        make = secrets._make_key
        with patch.object(secrets, "_make_key", slow_and_lost):
            key = load_or_create_key(self.path)
        self.assertEqual(self.path.read_bytes().strip(), key)

    def test_many_at_once(self):
        with ThreadPoolExecutor(8) as pool:
            keys = set(pool.map(load_or_create_key, [self.path] * 32))
        self.assertEqual(len(keys), 1)
        self.assertEqual(os.listdir(self.path.parent), [self.path.name])
