"""File names that are safe to store, show and download."""

import mimetypes
import re

from . import limits

_UNSAFE = re.compile("[\x00-\x1f\x7f\x85\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"\s+")
_EXTENSIONS = {
    "application/ics": ".ics",
    "application/octet-stream": ".bin",
    "application/pgp-encrypted": ".asc",
    "application/pgp-signature": ".asc",
    "application/pkcs7-mime": ".p7m",
    "application/pkcs7-signature": ".p7s",
    "application/x-pkcs7-mime": ".p7m",
    "application/x-pkcs7-signature": ".p7s",
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "message/delivery-status": ".txt",
    "message/disposition-notification": ".txt",
    "message/feedback-report": ".txt",
    "message/global-delivery-status": ".txt",
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/rfc822-headers": ".txt",
}

# What parts without a name are, where that says more than a number.
_KNOWN_PARTS = {
    "message/delivery-status": "delivery-report",
    "message/global-delivery-status": "delivery-report",
    "message/disposition-notification": "read-receipt",
    "message/feedback-report": "abuse-report",
    "text/rfc822-headers": "original-headers",
}


def safe_filename(name: str, mimetype: str, number: int) -> str:
    """Make a file name that stays within its folder and shows what it is.

    :param name: as the mail has it, decoded; may be empty
    :param mimetype: of the content, for made-up names
    :param number: position of the attachment, for made-up names
    :return: never empty, at most 200 characters
    """
    name = name.replace("\\", "/").rpartition("/")[2]
    # Marks that turn the writing direction disguise "exe.fdp" as "pdf.exe".
    name = _SPACES.sub(" ", _UNSAFE.sub("", name)).strip(" .")
    if not name:
        stem = _KNOWN_PARTS.get(mimetype, f"attachment-{number}")
        return f"{stem}{extension(mimetype)}"
    if len(name) > limits.FILENAME:
        stem, dot, ending = name.rpartition(".")
        ending = dot + ending if stem and len(ending) <= 20 else ""
        name = name[: limits.FILENAME - len(ending)] + ending
    return name


def extension(mimetype: str) -> str:
    """Give the usual ending for a type.

    :param mimetype: lower case
    :return: with its dot, ``.bin`` when unknown
    """
    return _EXTENSIONS.get(mimetype) or mimetypes.guess_extension(mimetype) or ".bin"
