"""Address headers (RFC 5322 section 3.4), read in one pass.

The standard library's reader recurses on nested comments and is quadratic on
some broken lists; this one never looks back.
"""

import re
from collections.abc import Iterator
from itertools import chain

from . import limits
from .encoded import decode_words, one_line
from .values import Address

_SIMPLE = re.compile(
    r'(?:"([^"\\<>]*)"\s*|([^"(<>,;:\\@\[]*))'
    r'<([^<>\s"(),;:\\@\[]+@[^<>\s"(),;:\\@\[]+)>'
)
_BARE = re.compile(r'[^<>\s"(),;:\\@\[]+@[^<>\s"(),;:\\@\[]+')
_TOKEN = re.compile(
    r"(=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=|\[[^\[\]]{0,99}\])|([^\"(<,;:\\=\[]+)|(.)",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_INNER_COMMENT = re.compile(r"\([^()]*\)")
_BLANKS = re.compile(r"[\s\x00-\x1f\x7f]+")
_COMMENT = re.compile(r"\\.|[()]", re.DOTALL)


class _Entry:
    """One address while it is being read."""

    __slots__ = ("angle", "before", "comments", "quoted", "words")

    def __init__(self) -> None:
        self.words: list[str] = []
        self.comments: list[str] = []
        self.angle: str | None = None
        self.before = 0  # how many words stood before the angle brackets
        self.quoted = False

    def phrase(self) -> str:
        return "".join(self.words).strip()

    def split(self) -> "_Entry":
        """Hand what follows the angle brackets to an entry of its own."""
        following = _Entry()
        following.words = self.words[self.before :]
        del self.words[self.before :]
        return following


def parse_addresses(text: str) -> tuple[Address, ...]:
    """Read a list of addresses; what is no address is left out.

    Groups give their members, comments serve as names, unquoted commas in
    names are put up with.

    :param text: unfolded header value, encoded words in place
    :return: the addresses in their order
    """
    if not text:
        return ()
    if match := _SIMPLE.fullmatch(text):
        name = one_line(decode_words(match[1] or match[2] or ""), limits.LINE)
        return _address(name, match[3])
    if _BARE.fullmatch(text):
        return _address("", text)
    found: list[Address] = []
    waiting = ""  # the first half of a name with an unquoted comma
    for entry in _entries(text):
        phrase = entry.phrase()
        if entry.angle is None and phrase and not _find_addresses(phrase):
            waiting = f"{waiting}{phrase}, "[: limits.LINE]
            continue
        found.extend(_finish(entry, waiting))
        waiting = ""
        if len(found) >= limits.ADDRESSES:
            break
    return tuple(found)


def _entries(text: str) -> Iterator[_Entry]:
    entry = _Entry()
    position = 0
    closed = dict.fromkeys('"(<', True)  # whether a closing mark may still follow
    while position < len(text):
        match = _TOKEN.match(text, position)
        assert match  # the last branch takes any character
        position = match.end()
        char = match[3]
        if char is None:
            entry.words.append(match[0])
        elif char in ",;":
            yield entry
            entry = _Entry()
        elif char == ":" and entry.angle is None:
            # What stands before it was the name of a group.
            entry.words.clear()
        elif char in '"(<' and closed[char]:
            if char == "<" and entry.angle and "@" in entry.angle:
                first, entry = entry, entry.split()  # a comma is missing
                yield first
            position, closed[char] = _delimited(entry, text, position, char)
        elif char != "\\":
            entry.words.append(char)
    yield entry


def _delimited(
    entry: _Entry, text: str, position: int, opening: str
) -> tuple[int, bool]:
    """Take a quoted string, a comment or an address in angle brackets."""
    if opening == "(":
        end = _comment_end(text, position)
        if end != -1:
            entry.comments.append(text[position : end - 1])
    elif opening == '"':
        end = _quote_end(text, position)
        if end != -1:
            entry.quoted = True
            entry.words.append(_ESCAPED.sub(r"\1", text[position : end - 1]))
    else:
        end = text.find(">", position) + 1 or -1
        if end != -1:
            entry.angle = text[position : end - 1]
            entry.before = len(entry.words)
    return (position, False) if end == -1 else (end, True)


def _quote_end(text: str, position: int) -> int:
    while True:
        quote = text.find('"', position)
        if quote == -1:
            return -1
        backslashes = 0
        while text[quote - 1 - backslashes] == "\\" and quote - backslashes > position:
            backslashes += 1
        if backslashes % 2 == 0:
            return quote + 1
        position = quote + 1


def _comment_end(text: str, position: int) -> int:
    depth = 1
    for match in _COMMENT.finditer(text, position):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if depth == 0:
            return match.end()
    return -1


def _find_addresses(phrase: str) -> list[str]:
    # Word by word: a regular expression would try every start of a long word.
    if "@" not in phrase:
        return []
    return [word for word in phrase.split() if "@" in word[1:-1]]


def _finish(entry: _Entry, waiting: str) -> tuple[Address, ...]:
    phrase = entry.phrase()
    comment = " ".join(entry.comments)
    if entry.angle is not None and "@" in entry.angle:
        return _address(_name(waiting + phrase or comment), entry.angle)
    found = _find_addresses(phrase)
    if len(found) > 1:
        # Commas are missing, so nothing tells names from addresses.
        return tuple(chain.from_iterable(_address("", one) for one in found))
    if not found:
        return ()
    if entry.quoted and " " in phrase.partition("@")[0]:
        # "john doe"@example.com: a quoted local part.
        local, _, domain = phrase.rpartition("@")
        return _address(_name(comment), f'"{local}"@{domain}')
    around = phrase.replace(found[0], "", 1).strip(" '>")
    return _address(_name(waiting + around or comment), found[0])


def _name(text: str) -> str:
    name = one_line(decode_words(text[: limits.NAME].strip(" <>")), limits.LINE)
    if len(name) > 1 and name[0] == name[-1] and name[0] in "'\"":
        name = name[1:-1].strip()
    return name


def _address(name: str, email: str) -> tuple[Address, ...]:
    if "=?" in email:
        email = decode_words(email)
    email = email if email.isprintable() and " " not in email else _tidy(email)
    if "(" in email:
        email = _INNER_COMMENT.sub("", email)
    email = email.removeprefix("mailto:").strip("'<>")
    if email.startswith("@"):
        email = email.rpartition(":")[2]  # RFC 5322 section 4.4: a route
    local, at, domain = email.rpartition("@")
    domain = domain.strip(".").lower()
    if not (local and at and domain) or len(email) > limits.FILENAME * 2:
        return ()
    return (Address(name, f"{local}@{domain}"),)


def _tidy(email: str) -> str:
    if email.lstrip().startswith('"'):
        return one_line(email, limits.LINE)
    return _BLANKS.sub("", email)
