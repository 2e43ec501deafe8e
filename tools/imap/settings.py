"""How to reach one IMAP account."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Security = Literal["none", "starttls", "ssl"]


@dataclass(frozen=True, slots=True)
class ImapSettings:
    """Where an account lies and how to get in.

    :param host: the server's name; also the name its certificate must carry.
    :param port: TCP port.
    :param security: ``none``, ``starttls`` (RFC 3501 6.2.1) or ``ssl`` (RFC 8314).
    :param login: the account's login name.
    :param password: used when there is no ``oauth_token``; never shown by repr.
    :param oauth_token: an access token for XOAUTH2; never shown by repr.
    :param timeout: seconds any single wait may take.
    :param verify_tls: check the certificate.
    :param ca_file: PEM file to trust instead of the system's authorities.
    :param connect_host: address to connect to instead of looking ``host`` up.
    """

    host: str
    port: int
    security: Security
    login: str
    password: str = field(default="", repr=False)
    oauth_token: str = field(default="", repr=False)
    timeout: float = 30.0
    verify_tls: bool = True
    ca_file: str | None = None
    connect_host: str | None = None
