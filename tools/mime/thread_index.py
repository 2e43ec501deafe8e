"""Which thread Outlook counts a mail to ([MS-OXOMSG] section 2.2.1.3)."""

import base64
import binascii

from .headers import Headers

# A reserved byte, five of the time when the thread began, sixteen that name it;
# each answer adds five more.
_ROOT = 22
_NAMED = slice(6, 22)
_HEADER = 4_000  # characters: more than five hundred answers


def thread_root(headers: Headers) -> str:
    """Read the identifier of the thread from a Thread-Index.

    All mails of a thread share it, also where a gateway has dropped In-Reply-To and
    References. It is weaker than these: it does not say which mail is answered.

    :param headers: of the mail
    :return: 32 hexadecimal digits, "" when missing or unusable
    """
    text = "".join(headers.value("thread-index", _HEADER).split())
    try:
        # the end may be cut off, as may be the padding
        raw = base64.b64decode(text[: len(text) // 4 * 4], validate=True)
    except (binascii.Error, ValueError):
        return ""
    name = raw[_NAMED]
    return name.hex() if len(raw) >= _ROOT and any(name) else ""
