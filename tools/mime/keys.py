"""The stable key of a mail: what makes two copies the same one.

A mail with a usable Message-ID is known by it. Some software sends different
mails under one Message-ID; they get one key here, on purpose: a key that also
hashed the body would turn every copy changed on its way (a list's footer, a
virus scanner's note) into a new mail. Whether a second mail under a known key
is a copy or another mail is decided by the synchronisation, which sees both.
"""

import hashlib
import re
from collections.abc import Iterable

from . import limits
from .envelope import Envelope

_BLANKS = re.compile(r"\s+")


def key_of_id(message_id: str) -> str:
    """Give the key of a mail with a usable Message-ID.

    :param message_id: without angle brackets
    :return: bounded, whatever the length of the Message-ID
    """
    if len(message_id) <= limits.KEPT_KEY:
        return f"id:{message_id}"
    return f"id:sha256:{hashlib.sha256(message_id.encode()).hexdigest()}"


def key_of_content(prefix: str, envelope: Envelope, contents: Iterable[bytes]) -> str:
    """Give the key of a mail without a usable Message-ID.

    Fields that servers add or change on the way are left out, line ends and
    blanks do not count, contents come decoded.

    :param prefix: "h" for whole mails, "p" when only the headers are known
    :param envelope: From, To, Date and Subject count
    :param contents: decoded bodies of all leaves, in their order
    :return: the key
    """
    fields = envelope.fields
    from_ = [fields["from_"]] if fields["from_"] else []
    addresses = [address.normalized for address in (*from_, *fields["to"])]
    digest = hashlib.sha256()
    for text in (*addresses, "", envelope.date_field, fields["subject"]):
        digest.update(_BLANKS.sub(" ", text).strip().encode("utf-8", "replace"))
        digest.update(b"\x00")
    for content in contents:
        digest.update(hashlib.sha256(content).digest())
    return f"{prefix}:{digest.hexdigest()}"


def canonical_text(data: bytes) -> bytes:
    """Bring a text to the form that is hashed.

    :param data: a text, transfer encoding undone
    :return: without any blanks and line ends
    """
    return data.translate(None, b" \t\r\n")
