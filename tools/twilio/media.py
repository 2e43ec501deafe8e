"""Files of MMS: fetched from Twilio alone, bounded, and of a type that is expected."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import requests

from ..errors import CredentialsRefused, ServerUnreachable, Throttled
from ..plain import PlainError, _
from .account import ApiSettings

# Twilio takes and hands over 5 MB; a little more for what it converts.
MAX_MEDIA_BYTES = 8 * 1024 * 1024
_API_HOST = "api.twilio.com"
# Where the API redirects to. They get no credentials.
_STORES = frozenset(
    {"media.twiliocdn.com", "mms.twiliocdn.com", "s3-external-1.amazonaws.com"}
)
_REDIRECTS = 3
_CHUNK = 64 * 1024

# What the first bytes of a file look like; empty: nothing to compare with.
_IMAGE = {
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
}
ALLOWED_MEDIA: dict[str, tuple[bytes, ...]] = {
    **_IMAGE,
    "application/pdf": (b"%PDF-",),
    "audio/mpeg": (),
    "audio/ogg": (b"OggS",),
    "audio/amr": (b"#!AMR",),
    "audio/mp4": (),
    "video/mp4": (),
    "video/3gpp": (),
    "text/vcard": (b"BEGIN:VCARD",),
    "text/x-vcard": (b"BEGIN:VCARD",),
    "text/plain": (),
    "text/calendar": (b"BEGIN:VCALENDAR",),
}


class MediaRefused(PlainError):
    """A file that is not taken; the text is a sentence for the reader."""


def fetch_media(settings: ApiSettings, url: str) -> tuple[bytes, str]:
    """Load a file of a message.

    :param url: as the webhook gave it.
    :return: content and MIME type.
    :raises MediaRefused: another host, too large, or not of a type that is taken.
    :raises LineError: it cannot be had now.
    """
    with requests.Session() as session:
        session.trust_env = False  # no .netrc, no proxy that is none of Twilio's
        for _turn in range(_REDIRECTS + 1):
            login = _login(settings, url)
            try:
                answer = session.get(
                    url,
                    auth=login,
                    stream=True,
                    allow_redirects=False,
                    timeout=settings.timeout,
                )
                if answer.is_redirect:
                    url = urljoin(url, answer.headers["Location"])
                    continue
                _check_status(answer)
                return _read(answer)
            except requests.RequestException as error:
                raise ServerUnreachable(str(error)) from error
    raise MediaRefused(_("The file's address leads round in a circle."))


def _login(settings: ApiSettings, url: str) -> tuple[str, str] | None:
    """Return the credentials for a host, none for a store.

    :raises MediaRefused: a host that is not Twilio's.
    """
    parts = urlsplit(url)
    own = urlsplit(settings.base_url)
    if own.netloc and parts.netloc == own.netloc:
        return settings.login
    if parts.scheme == "https" and parts.port in (None, 443):
        if parts.hostname == _API_HOST:
            return settings.login
        if parts.hostname in _STORES:
            return None
    raise MediaRefused(
        _("The file lies on %(host)s, which is not Twilio's."), host=parts.hostname
    )


def _check_status(answer: requests.Response) -> None:
    status = answer.status_code
    if status in (401, 403):
        raise CredentialsRefused("Twilio refused the account's sign-in.")
    if status == 404 or status == 410:
        raise MediaRefused(_("Twilio does not have the file any more."))
    if status == 429:
        raise Throttled("Twilio asks us to slow down.")
    if status != 200:
        raise ServerUnreachable(f"Twilio answered {status}.")


def _read(answer: requests.Response) -> tuple[bytes, str]:
    mimetype = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if mimetype not in ALLOWED_MEDIA:
        raise MediaRefused(
            _("Files of type %(type)s are not taken."), type=mimetype or "?"
        )
    content = bytearray()
    for chunk in answer.iter_content(_CHUNK):
        content += chunk
        if len(content) > MAX_MEDIA_BYTES:
            raise MediaRefused(
                _("The file is larger than %(size)s MB."), size=MAX_MEDIA_BYTES >> 20
            )
    begins = ALLOWED_MEDIA[mimetype]
    if begins and not bytes(content[:64]).lstrip().startswith(begins):
        raise MediaRefused(
            _("The file is said to be %(type)s and is not."), type=mimetype
        )
    return bytes(content), mimetype
