import random
from datetime import datetime, timezone

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ....tools import mime
from ....tools.mime import Address, Attachment, Draft
from .common import DATA, corpus

FEW = settings(
    max_examples=150,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=90
)
WORD = st.text("abcäöü日本 .,;:<>@\"'()\\=?_-", max_size=60)
LOCAL = st.from_regex(r"[a-z0-9.+_-]{1,20}", fullmatch=True)
PEOPLE = st.builds(Address, WORD, LOCAL.map("{}@x.example".format))
FILES = st.builds(
    Attachment,
    st.text(max_size=80),
    st.sampled_from(["application/pdf", "image/png", "text/plain", "text/csv"]),
    st.binary(max_size=300),
)
DRAFTS = st.builds(
    Draft,
    from_=PEOPLE,
    to=st.lists(PEOPLE, max_size=4).map(tuple),
    cc=st.lists(PEOPLE, max_size=2).map(tuple),
    subject=TEXT,
    html=TEXT.map("<p>{}</p>".format),
    text=TEXT,
    date=st.just(datetime(2025, 3, 3, 9, tzinfo=timezone.utc)),
    references=st.lists(LOCAL.map("{}@x".format), max_size=30, unique=True).map(tuple),
    attachments=st.lists(FILES, max_size=3).map(tuple),
)
TOKENS = [
    *(b'From: |To: |a@b|,|<|>|"|(|)|;|=?utf-8?q?|?=|\r\n|\n|\r\n\r\n'.split(b"|")),
    *(b"Content-Type: |multipart/mixed; boundary=b|text/html|--b|--".split(b"|")),
    *(b"Content-Transfer-Encoding: |base64|begin 644 x\n|end\n".split(b"|")),
    *(b"message/delivery-status|text/calendar|BEGIN:VEVENT|\xff|\x00".split(b"|")),
]


def mutated(seed):
    """A sample mail with some of its bytes cut, doubled or changed."""
    dice = random.Random(seed)
    files = [*sorted(DATA.glob("*.eml")), *corpus()]
    raw = bytearray(dice.choice(files).read_bytes()[:20_000])
    for _ in range(dice.randrange(1, 12)):
        start = dice.randrange(len(raw) + 1)
        end = min(len(raw), start + dice.choice((1, 2, 10, 200)))
        chosen = dice.randrange(3)
        if chosen == 0:
            del raw[start:end]
        elif chosen == 1:
            raw[start:start] = raw[start:end]
        else:
            raw[start:end] = dice.randbytes(end - start)
    return bytes(raw)


def _squeezed(text):
    return " ".join(text.split())


class TestProperties(BaseCase):
    def _check(self, raw):
        parsed = mime.parse(raw)
        self.assertNotIn("gave_up", parsed.defects)
        self.assertTrue(parsed.key)
        self.assertEqual(parsed.key, mime.parse(raw).key)
        self.assertLessEqual(len(parsed.snippet), 200)
        for text in (parsed.subject, parsed.html or "", parsed.text or ""):
            text.encode()  # no lone surrogates
            self.assertNotIn("\x00", text)
        for one in parsed.attachments:
            self.assertTrue(one.filename)
            self.assertNotIn("/", one.filename)
        mime.split_quoted(parsed.html, parsed.text)
        mime.html_to_text(parsed.html or "")
        mime.text_to_html(parsed.text or "")

    @FEW
    @given(st.binary(max_size=2_000))
    def test_any_bytes(self, raw):
        self._check(raw)

    @FEW
    @given(st.lists(st.sampled_from(TOKENS), max_size=60))
    def test_any_tokens(self, tokens):
        self._check(b"".join(tokens))

    @FEW
    @given(st.integers(0, 2**32))
    def test_mutated_mails(self, seed):
        self._check(mutated(seed))

    @FEW
    @given(DRAFTS)
    def test_built_mails_are_read_back(self, draft):
        built = mime.build(draft)
        parsed = mime.parse(built.raw)
        self.assertEqual(parsed.defects, ())
        self.assertEqual(parsed.message_id, built.message_id)
        self.assertEqual(_squeezed(parsed.subject), _squeezed(draft.subject))
        self.assertEqual(
            [one.email for one in parsed.to], [one.email for one in draft.to]
        )
        self.assertEqual(parsed.references, draft.references)
        self.assertEqual(_squeezed(parsed.html), _squeezed(draft.html))
        self.assertEqual(_squeezed(parsed.text), _squeezed(draft.text))
        self.assertEqual(
            [one.content for one in parsed.attachments],
            [one.content for one in draft.attachments],
        )
        self.assertLessEqual(max(map(len, built.raw.split(b"\r\n"))), 998)
