from .common import MimeCase

CASES = {
    "unknown_charset": {"text": "Grüße\n", "defects": ("charset",)},
    "latin_called_utf8": {"text": "Grüße\n", "defects": ("charset",)},
    "utf8_called_latin": {"text": "Grüße\n", "defects": ("charset",)},
    "ascii_with_cp1252": {"text": "Price: 5 € “now”\n"},
    "gb2312": {"text": "你好，镕基", "defects": ()},
    "iso2022jp": {"text": "こんにちは\n", "defects": ()},
    "utf16": {"text": "Grüße", "defects": ()},
    "nul_bytes": {"text": "before\n"},
    "bad_qp": {"text": "100% =ZZ sure, ä and a lone "},
    "bad_base64": {"text": "Hello world, no padding", "defects": ("base64",)},
    "base64_pieces": {"text": "Hello world"},
    "base64_footer": {"text": "Hello world"},
    "base64_never_was": {
        "text": "This is plain text, whatever the header says about it.\n",
    },
    "unknown_encoding": {"text": "Hello\n", "defects": ("transfer_encoding",)},
    "flowed": {
        "text": "This is one paragraph.\n> quoted text\n>> deeper\n"
        "From the stuffing.\n-- \nAnn\n",
    },
    "flowed_delsp": {"text": "Donaudampfschiff\n"},
    "alternative": {"text": "plain", "html": "<p>rich</p>", "attachments": ()},
    "two_plain_alternatives": {"text": "plain", "html": None},
    "apple_mixed": {"text": "Before\nAfter", "html": "<p>Before</p>\n<p>After</p>"},
    "unterminated": {"text": "Hello", "defects": ("unterminated",)},
    "missing_boundary": {"text": "Found", "defects": ("boundary",)},
    "no_parts": {"text": "There is only this text.\n", "defects": ("no_parts",)},
    "similar_boundaries": {"text": "Inner\nOuter"},
    "base64_multipart": {"text": "Hidden"},
    "broken_content_type": {"text": "Hello\n"},
    "html_meta_charset": {"snippet": "Привет", "search_text": "Привет"},
    "reply_quoted": {"snippet": "Yes, we take it."},
    "pgp_mime": {"encrypted": "pgp", "text": None},
    "pgp_inline": {"encrypted": "pgp"},
    "pgp_signed": {"encrypted": "", "text": "Signed text"},
    "smime": {"encrypted": "smime"},
    "tnef": {"text": "From Outlook", "html": "<p>From Outlook</p>"},
    "uuencoded": {"text": "Hello, a file:\n\n\n\nBye\n"},
}


class TestBodies(MimeCase):
    def test_cases(self):
        self.check(CASES)
