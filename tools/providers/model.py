"""The values that the registry and the discovery hand out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Security = Literal["none", "starttls", "ssl"]
Login = Literal["address", "local", "other"]
Source = Literal["preset", "srv", "mx", "none"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where one protocol of a provider is spoken."""

    host: str
    port: int
    security: Security


@dataclass(frozen=True, slots=True)
class Limits:
    """What a provider allows; None stands for unknown, not for unlimited.

    Days are rolling windows of 24 hours, and ``recipients_per_day`` counts each
    recipient of each message.
    """

    per_minute: int | None = None
    per_day: int | None = None
    recipients_per_day: int | None = None
    recipients_per_message: int | None = None
    smtp_sessions: int | None = None
    imap_sessions: int | None = None
    daily_download_mb: int | None = None


@dataclass(frozen=True, slots=True)
class Provider:
    """A mail provider, or the hoster of many companies' own domains.

    ``login`` says what the user name is: the address, the part before the @, or
    something else that has to be asked. ``auth`` holds ``password``,
    ``app_password``, ``google`` and ``microsoft``. ``files_sent_copy`` is true where
    the provider puts submitted mail into the Sent folder itself. ``free`` is true
    where strangers share a domain, so that it names no company.

    ``help`` is English; ``help_template`` is the same with ``%(name)s`` in the place
    of the name, as it stands in the translation template.
    """

    key: str
    name: str
    domains: tuple[str, ...]
    imap: Endpoint | None
    smtp: Endpoint | None
    login: Login
    auth: tuple[str, ...]
    files_sent_copy: bool
    help: str
    help_url: str
    limits: Limits
    free: bool
    mx: tuple[str, ...] = ()
    help_template: str = ""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What could be found out about an address, and where it was found."""

    provider: Provider | None
    imap: Endpoint | None
    smtp: Endpoint | None
    source: Source
