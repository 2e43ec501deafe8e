"""A mail of any size that is nowhere in memory as a whole."""

_LINE = b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAx\r\n"
_TEXT = b"The text of a large mail\r\n"
_TEXT_MIME = b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
_CHUNK = 1024 * 1024


class LargeRaw:
    """Stands where the scripted server has the bytes of a mail.

    :param number: the mail's, see ``mail``.
    :param megabytes: of its one attachment.
    :param claims: the RFC822.SIZE the server names; the true one when None.
    """

    def __init__(self, number, megabytes, claims=None):
        self.head = (
            "From: Maria Silva <maria@cliente.example>\r\nTo: sales@ours.example\r\n"
            f"Subject: Mail {number}\r\nMessage-ID: <{number}@cliente.example>\r\n"
            "Date: Thu, 15 Jan 2026 10:02:00 +0000\r\nMIME-Version: 1.0\r\n"
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        ).encode()
        self.start = (
            self.head
            + b"--b\r\n"
            + _TEXT_MIME
            + _TEXT
            + b"\r\n--b\r\nContent-Type: application/pdf\r\n"
            b"Content-Disposition: attachment; filename=big.pdf\r\n"
            b"Content-Transfer-Encoding: base64\r\n\r\n"
        )
        self.lines = megabytes * _CHUNK // len(_LINE)
        self.end = b"\r\n--b--\r\n"
        self.size = len(self.start) + self.lines * len(_LINE) + len(self.end)
        self.claims = claims

    def __len__(self):
        return self.size if self.claims is None else self.claims

    def partition(self, separator):
        """The header, as searches want it."""
        return self.head[: -len(separator)], separator, b""

    def pieces(self):
        """All of it, bit by bit."""
        yield self.start
        many = _CHUNK // len(_LINE)
        for done in range(0, self.lines, many):
            yield _LINE * min(many, self.lines - done)
        yield self.end

    def section(self, name, start, count):
        """A part, or so many bytes of the whole."""
        known = {"HEADER": self.head, "1": _TEXT, "1.MIME": _TEXT_MIME}
        if name:
            return known[name][start : start + count]
        found, position = b"", 0
        for piece in self.pieces():
            low, high = max(start - position, 0), start + count - position
            found += piece[low : max(high, 0)] if low < len(piece) else b""
            position += len(piece)
            if position >= start + count:
                break
        return found

    def structure(self):
        """Its BODYSTRUCTURE."""
        size = self.lines * len(_LINE)
        return (
            b'(("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "7BIT" %d 1 NIL NIL NIL)'
            b'("APPLICATION" "PDF" NIL NIL NIL "BASE64" %d NIL'
            b' ("attachment" ("filename" "big.pdf")) NIL) "MIXED" NIL NIL NIL)'
        ) % (len(_TEXT), size)
