"""Passwords and tokens at rest: encrypted with a key kept outside the database.

Fernet (github.com/fernet/spec) from ``cryptography``: AES-128-CBC with an HMAC, so a
changed token is noticed and not decrypted to something else.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from .plain import PlainError, _


class SecretUnreadable(PlainError, ValueError):
    """A stored secret that none of the keys opens: it has to be entered again."""


class KeyRefused(PlainError, ValueError):
    """A key that is none, or that others could read: an administrator mends it."""


def generate_key() -> bytes:
    """Return a new random key, in the form that goes into a file or a setting."""
    return Fernet.generate_key()


def _fernet(key: bytes) -> Fernet:
    try:
        return Fernet(key)
    except (ValueError, TypeError):
        # The chain is cut: what it says may hold a part of the key.
        raise KeyRefused(
            _("The secret key is not valid. It has to be 32 bytes in base64.")
        ) from None


class SecretBox:
    """Encrypts and decrypts short texts.

    :param keys: the first one encrypts, all of them decrypt; to change the key put
        the new one in front and :meth:`rotate` what is stored.
    :raises KeyRefused: when there is no key, or one that is not valid.
    """

    __slots__ = ("_fernet",)

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys:
            raise KeyRefused(_("There is no secret key to encrypt with."))
        self._fernet = MultiFernet([_fernet(key) for key in keys])

    def encrypt(self, text: str) -> str:
        """Return a token for a text; each call gives another one.

        :param text: any text, also an empty one.
        """
        return self._fernet.encrypt(text.encode()).decode("ascii")

    def decrypt(self, token: str) -> str:
        """Return the text of a token.

        :param token: made by :meth:`encrypt` with one of the keys.
        :raises SecretUnreadable: when it was made with another key, or changed.
        """
        try:
            return self._fernet.decrypt(token.encode()).decode()
        except (InvalidToken, ValueError):
            raise _unreadable() from None

    def rotate(self, token: str) -> str:
        """Return a token for the same text made with the first key.

        :param token: made by :meth:`encrypt` with one of the keys.
        :raises SecretUnreadable: when it was made with another key, or changed.
        """
        try:
            return self._fernet.rotate(token.encode()).decode("ascii")
        except (InvalidToken, ValueError):
            raise _unreadable() from None


def _unreadable() -> SecretUnreadable:
    return SecretUnreadable(
        _(
            "The stored password cannot be read with the present secret key. "
            "Enter it again, or bring the former key back."
        )
    )


def load_or_create_key(path: Path) -> bytes:
    """Return the key kept in a file; the first caller makes it.

    :param path: the file; folders that are missing are made, for the owner alone.
    :return: the same key for every process, also when several come at once.
    :raises KeyRefused: when others may read the file, or it holds no key; the text
        says how to mend it.
    :raises OSError: when the file can be neither read nor made.
    """
    return load_or_create_keys(path)[0]


def load_or_create_keys(path: Path) -> list[bytes]:
    """Return the keys kept in a file, one a line; see :func:`load_or_create_key`.

    :return: the newest first; there are several only while a key is being changed.
    """
    try:
        return _read_keys(path)
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make_key(path)
        return _read_keys(path)


def put_key_in_front(path: Path, key: bytes) -> None:
    """Begin a change of key: from now on ``key`` encrypts, the others still open.

    :param path: the key file; made when it is missing.
    """
    _write_keys(path, [key, *load_or_create_keys(path)], replace=True)


def keep_first_key(path: Path) -> None:
    """End a change of key: forget all keys but the newest."""
    _write_keys(path, _read_keys(path)[:1], replace=True)


def _read_keys(path: Path) -> list[bytes]:
    with path.open("rb") as file:
        # Asked of the open file, so that nothing can be put in its place meanwhile.
        mode = os.fstat(file.fileno()).st_mode
        if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
            raise KeyRefused(
                _(
                    "Other users of this server may read the key file %(path)s. "
                    "Close it with: chmod 600 %(path)s"
                ),
                path=path,
            )
        keys = file.read().split() or [b""]
    for key in keys:
        _fernet(key)
    return keys


def _make_key(path: Path) -> None:
    """Put a new key at ``path`` unless one is there already."""
    _write_keys(path, [generate_key()], replace=False)


def _write_keys(path: Path, keys: Sequence[bytes], *, replace: bool) -> None:
    """Put a whole new key file at ``path``.

    :param replace: also when one is there already; else that one stays.
    """
    # mkstemp opens with mode 600; the file appears under its name only when it is
    # written, and link() fails where rename() would replace another one's key.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".key-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(b"".join(key + b"\n" for key in keys))
            file.flush()
            os.fsync(file.fileno())
        if replace:
            os.replace(name, path)
            return
        try:
            os.link(name, path)
        except FileExistsError:
            return  # Another process was faster: its key is the one to use.
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
