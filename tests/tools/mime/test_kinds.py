from odoo.tests import BaseCase

from ....tools.mime import Kind, parse

CASES = (
    ("", Kind.NORMAL),
    ("Auto-Submitted: no", Kind.NORMAL),
    ("Auto-Submitted: auto-replied (vacation)", Kind.AUTO_REPLY),
    ("Auto-Submitted: auto-generated", Kind.AUTO_REPLY),
    ("X-Autoreply: yes", Kind.AUTO_REPLY),
    ("Precedence: auto_reply", Kind.AUTO_REPLY),
    ("Subject: Automatic reply: Offer", Kind.AUTO_REPLY),
    ("Subject: Out of Office: Offer", Kind.AUTO_REPLY),
    ("Subject: We are out of office chairs", Kind.NORMAL),
    ("List-Id: Friends <Friends.x.example>", Kind.LIST),
    ("List-Post: <mailto:l@x.example>\nAuto-Submitted: auto-generated", Kind.LIST),
    ("List-Id: <l.x>\nAuto-Submitted: auto-replied", Kind.AUTO_REPLY),
    ("Precedence: list", Kind.LIST),
    ("Precedence: bulk", Kind.BULK),
    ("List-Unsubscribe: <https://x.example/u>", Kind.BULK),
    ("Feedback-ID: 1:campaign:x", Kind.BULK),
    ("X-Auto-Response-Suppress: All", Kind.BULK),
    ("X-Auto-Response-Suppress: None", Kind.NORMAL),
)


class TestKinds(BaseCase):
    def test_cases(self):
        for fields, kind in CASES:
            with self.subTest(fields=fields):
                raw = f"From: a@x.example\n{fields}".rstrip() + "\n\nbody"
                self.assertIs(parse(raw.encode()).kind, kind)

    def test_list_id(self):
        raw = b"List-Id: The <b> Friends <Friends.X.example>\n\nbody"
        self.assertEqual(parse(raw).list_id, "friends.x.example")
