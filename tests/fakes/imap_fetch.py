"""FETCH answers of the scripted IMAP server."""

import email
import re
from functools import lru_cache

from .large_mail import LargeRaw

_PART = re.compile(r"BODY(?:\.PEEK)?\[([\w.]*)\](?:<(\d+)\.(\d+)>)?", re.I)
_WHOLE = re.compile(r"BODY\.PEEK\[\](?!<)")


def fetch_lines(conversation, rest):
    """Build the untagged answers.

    :param rest: the command after ``UID FETCH``.
    """
    folder, quirks = conversation.folder, conversation.server.quirks
    uid_set, _, items = rest.partition(" ")
    since = re.search(r"CHANGEDSINCE (\d+)( VANISHED)?", items, re.I)
    if since and since[2]:
        yield from _vanished(folder, int(since[1]))
    for uid in folder.matching(uid_set):
        mail = folder.mails[uid]
        if since and mail.modseq <= int(since[1]):
            continue
        if "chatty" in quirks:
            yield b"1 FETCH (FLAGS (\\Seen))"
        if _forgotten(quirks, items, uid_set):
            continue
        yield _line(conversation, mail, items)


def _forgotten(quirks, items, uid_set):
    if "BODY" not in items.upper():
        return False
    return "forgetful" in quirks or ("stubborn" in quirks and uid_set.isdigit())


def _vanished(folder, modseq):
    gone = [uid for uid, when in folder.vanished.items() if when > modseq]
    if gone:
        yield b"VANISHED (EARLIER) " + ",".join(map(str, sorted(gone))).encode()


def _line(conversation, mail, items):
    quirks, upper = conversation.server.quirks, items.upper()
    uid = mail.uid + 100000 if "wrong-uids" in quirks else mail.uid
    told = [b"UID %d" % uid]
    if "FLAGS" in upper:
        told.append(b"FLAGS (%s)" % " ".join(sorted(mail.flags)).encode())
    if "CHANGEDSINCE" in upper:
        told.append(b"MODSEQ (%d)" % mail.modseq)
    if "INTERNALDATE" in upper:
        told.append(mail.date.strftime('INTERNALDATE "%d-%b-%Y %H:%M:%S %z"').encode())
    if "RFC822.SIZE" in upper:
        size = len(mail.raw) // (4 if "estimate-sizes" in quirks else 1)
        told.append(b"RFC822.SIZE %d" % size)
    if "X-GM-MSGID" in upper:
        told.append(b"X-GM-MSGID %d" % (mail.gm_msgid or mail.uid))
        labels = " ".join(f'"{label}"' for label in mail.labels)
        told.append(f"X-GM-LABELS ({labels})".encode())
    if "BODYSTRUCTURE" in upper:
        large = isinstance(mail.raw, LargeRaw)
        found = mail.raw.structure() if large else _structure(_parsed(mail.raw))
        told.append(b"BODYSTRUCTURE " + found)
    if isinstance(mail.raw, LargeRaw) and _WHOLE.search(upper):
        return _streamed(mail, told)
    parts = [_part(conversation, mail.raw, m) for m in _PART.finditer(items)]
    return b"%d FETCH (%s)" % (mail.uid, b" ".join(told + parts))


def _streamed(mail, told):
    """A whole mail that is too large to be put together first."""
    yield b"%d FETCH (%s BODY[] {%d}\r\n" % (mail.uid, b" ".join(told), mail.raw.size)
    yield from mail.raw.pieces()
    yield b")"


def _part(conversation, raw, asked):
    section, start, count = asked.groups()
    name = f"BODY[{section}]"
    if isinstance(raw, LargeRaw):
        data = raw.section(section.upper(), int(start or 0), int(count or len(raw)))
    else:
        data = _section(raw, section.upper())
    if start and isinstance(raw, LargeRaw):
        name += f"<{start}>"
    elif start:
        data = data[int(start) : int(start) + int(count)]
        name += f"<{start}>"
    if "cut-literal" in conversation.server.quirks:
        return f"{name} {{{len(data) + 1000}}}\r\n".encode() + data[:-10]
    return f"{name} {{{len(data)}}}\r\n".encode() + data


def _section(raw, section):
    header, separator, body = raw.partition(b"\r\n\r\n")
    if not section:
        return raw
    if section == "HEADER":
        return header + separator
    if section == "TEXT":
        return body
    part = _parsed(raw)
    for number in re.findall(r"\d+", section):
        part = part.get_payload()[int(number) - 1] if part.is_multipart() else part
    if section.endswith("MIME"):
        fields = "".join(f"{name}: {value}\r\n" for name, value in part.items())
        return fields.encode() + b"\r\n"
    return part.get_payload().encode("ascii", "replace")


@lru_cache(maxsize=2)
def _parsed(raw):
    return email.message_from_bytes(raw)


def _structure(part):
    if part.is_multipart():
        inner = b"".join(_structure(p) for p in part.get_payload())
        return b'(%s "%s" NIL NIL NIL)' % (inner, part.get_content_subtype().encode())
    main, sub = part.get_content_type().upper().encode().split(b"/")
    size = len(part.get_payload())
    lines = b" 1" if main == b"TEXT" else b""
    disposition = (part.get_content_disposition() or "").encode()
    placed = b'("%s" NIL)' % disposition if disposition else b"NIL"
    return b'("%s" "%s" NIL NIL NIL "7BIT" %d%s NIL %s NIL)' % (
        main,
        sub,
        size,
        lines,
        placed,
    )
