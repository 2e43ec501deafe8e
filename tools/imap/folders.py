"""Which folders there are, and what each is for."""

from __future__ import annotations

from collections.abc import Iterable

from imapclient.response_parser import parse_response

from .model import RemoteFolder
from .names import NOT_MAIL, ROLES
from .text import decode_name
from .wire import CommandRefused, Parts, Wire, WireBroken

# RFC 6154 and RFC 8457, and the names Gmail used before them (XLIST).
_SPECIAL = {
    "\\sent": "sent",
    "\\drafts": "drafts",
    "\\trash": "trash",
    "\\junk": "junk",
    "\\spam": "junk",
    "\\archive": "archive",
    "\\all": "all",
    "\\allmail": "all",
    "\\inbox": "inbox",
}
_CLOSED = {"\\noselect", "\\nonexistent"}
# Folders that hold others and stand for the mailbox itself.
_ROOTS = {"inbox", "[gmail]", "[google mail]"}


def list_folders(wire: Wire, capabilities: frozenset[str]) -> list[RemoteFolder]:
    """Ask for every folder (LIST, RFC 3501 6.3.8) and find out their roles.

    :return: folders that hold mail and can be opened.
    """
    rows = [_row(parts) for parts in wire.run(b'LIST "" "*"').lines if _is_list(parts)]
    found = [row for row in rows if row]
    if not any(_special(flags) for flags, _d, _p in found):
        found = _with_special_use(wire, capabilities) or found
    return assign_roles(found)


Row = tuple[tuple[str, ...], str, str]


def _with_special_use(wire: Wire, capabilities: frozenset[str]) -> list[Row]:
    """Some servers name the roles only when asked (RFC 6154 5.1)."""
    if not {"SPECIAL-USE", "LIST-EXTENDED"} <= capabilities:
        return []
    try:
        reply = wire.run(b'LIST "" "*" RETURN (SPECIAL-USE)')
    except CommandRefused:
        return []  # announced and yet refused: the names must do
    return [row for p in reply.lines if _is_list(p) if (row := _row(p))]


def _is_list(parts: Parts) -> bool:
    return (parts[0] or b"")[:5].upper() == b"LIST "


def _row(parts: Parts) -> Row | None:
    """Read ``LIST (\\HasNoChildren) "/" INBOX``; None when it makes no sense, or when
    the name holds a line end, so that no command could ever speak of it."""
    data = [(t, lit) for t, lit in zip(parts[::2], parts[1::2], strict=False)]
    tail = parts[-1] if len(parts) % 2 else b""
    try:
        parsed = parse_response([*data, tail] if tail else [*data])
    except Exception as error:  # a hostile line raises anything, RecursionError too
        raise WireBroken(f"LIST: {error}") from error
    if len(parsed) < 4 or not isinstance(parsed[1], tuple):
        return None
    delimiter, name = parsed[2], parsed[3]
    # A folder called 2024 comes back as a number.
    raw = name if isinstance(name, bytes) else str(name).encode()
    if b"\r" in raw or b"\n" in raw or b"\0" in raw:
        return None
    flags = tuple(f.decode("ascii", "replace") for f in parsed[1] if type(f) is bytes)
    return flags, delimiter.decode() if isinstance(delimiter, bytes) else "", _path(raw)


def _path(raw: bytes) -> str:
    path = decode_name(raw)
    # INBOX is the one name whose case does not matter (RFC 3501 5.1).
    return "INBOX" if path.upper() == "INBOX" else path


def _special(flags: Iterable[str]) -> str:
    return next((_SPECIAL[f.lower()] for f in flags if f.lower() in _SPECIAL), "")


def assign_roles(rows: Iterable[Row]) -> list[RemoteFolder]:
    """Give roles: SPECIAL-USE first, then well-known names for roles still free.

    :param rows: (attributes, delimiter, decoded path) for each folder.
    """
    rows = [row for row in rows if _readable(row)]
    roles = {path: _special(flags) for flags, _delimiter, path in rows}
    roles["INBOX"] = "inbox"
    taken = set(roles.values())
    for _flags, delimiter, path in sorted(rows, key=lambda row: len(row[2])):
        if not roles[path] and (role := _role_by_name(path, delimiter)) not in taken:
            roles[path] = role
            taken.add(role)
    return [RemoteFolder(p, d, f, roles[p]) for f, d, p in rows]


def _readable(row: Row) -> bool:
    flags, delimiter, path = row
    if _CLOSED & {flag.lower() for flag in flags}:
        return False
    # Below a calendar lie calendars; SPECIAL-USE says it is mail after all.
    top = _levels(path, delimiter)[:1]
    return bool(_special(flags)) or not (top and top[0] in NOT_MAIL)


def _role_by_name(path: str, delimiter: str) -> str:
    levels = _levels(path, delimiter)
    if len(levels) != 1:  # "Customers/Sent" is somebody's own folder
        return ""
    return next((role for role, names in ROLES.items() if levels[0] in names), "")


def _levels(path: str, delimiter: str) -> list[str]:
    levels = (path.split(delimiter) if delimiter else [path])[:]
    names = [level.strip().casefold() for level in levels]
    return names[1:] if len(names) > 1 and names[0] in _ROOTS else names
