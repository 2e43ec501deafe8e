"""How to reach one SMTP account."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Security = Literal["none", "starttls", "ssl"]


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """Where to hand mail in, and how to get in.

    :param host: the server's name; also the name its certificate must carry.
    :param port: TCP port.
    :param security: ``none``, ``starttls`` (RFC 3207) or ``ssl`` (RFC 8314).
    :param login: empty when the server wants no login.
    :param password: used when there is no ``oauth_token``; never shown by repr.
    :param oauth_token: an access token for XOAUTH2; never shown by repr.
    :param timeout: seconds any single wait may take.
    :param verify_tls: check the certificate.
    :param ca_file: PEM file to trust instead of the system's authorities.
    :param connect_host: address to connect to instead of looking ``host`` up.
    :param local_hostname: the name to give in EHLO.
    :param data_timeout: seconds to wait for the answer to a whole mail. Content
        filters take their time, and giving up early leaves a mail in doubt; RFC 5321
        4.5.3.2.6 asks for ten minutes.
    """

    host: str
    port: int
    security: Security
    login: str = ""
    password: str = field(default="", repr=False)
    oauth_token: str = field(default="", repr=False)
    timeout: float = 30.0
    verify_tls: bool = True
    ca_file: str | None = None
    connect_host: str | None = None
    local_hostname: str | None = None
    data_timeout: float = 300.0
