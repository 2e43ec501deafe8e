"""Bounds that keep one mail from costing more than its share.

Every figure is far above what honest mail needs; what lies beyond a bound is
kept unparsed (as an attachment or cut off) and named in ``ParsedEmail.defects``.
"""

HEADER_BLOCK = 4 * 1024 * 1024  # bytes of one header block that are looked at
HEADER_FIELDS = 2_000  # fields of one header block
HEADER_VALUE = 64 * 1024  # bytes of a single-valued field (Subject, Date, …)
ADDRESS_HEADERS = 500_000  # bytes of all address fields together
ID_HEADER = 2 * 1024 * 1024  # bytes of References and the like
ADDRESSES = 10_000  # addresses kept per field
NAME = 8 * 1024  # characters of one display name before decoding
PARAMETERS = 200  # parameters of Content-Type and Content-Disposition
REFERENCES = 500  # Message-IDs kept from References
LINE = 998  # RFC 5322 section 2.1.1
PARTS = 1_000  # parts of one mail, all levels together
DEPTH = 50  # multipart in multipart
MISSES = 100_000  # lines that look like a boundary and are none
SCAN = 256 * 1024 * 1024  # bytes searched for boundaries, all levels together
FILENAME = 200
KEPT_KEY = 200  # a longer Message-ID is hashed in the key
SNIPPET = 200
SNIPPET_SOURCES = (1_000, 8_000)  # characters looked at: first try, second try
SEARCH_TEXT = 20_000
SEARCH_SOURCE = 400_000  # characters of the body looked at for the search text
CALENDAR = 512 * 1024  # bytes of an invitation
UUENCODED = 100  # files in one text
HTML_TREE = 1024 * 1024  # characters of HTML that are written as text with care
HISTORY = 100_000  # characters of HTML searched for where the history begins
REPORT = 256 * 1024  # bytes of a delivery report's parts
FOLD_HTML = 300_000  # larger HTML bodies are not folded
FOLD_TAGS = 20_000  # nor are those with more tags
SHOWN_HTML = 400_000  # characters of HTML shown in a conversation; else its text
SHOWN_TAGS = 20_000
SHOWN_DEPTH = 150  # elements in elements
SHOWN_TEXT = 100_000  # characters of text shown in a conversation
PAGE_HTML = 8 * 1024 * 1024  # characters of HTML in the full view; else its text
PAGE_PICTURES = 32 * 1024 * 1024  # bytes of pictures written into the full view
