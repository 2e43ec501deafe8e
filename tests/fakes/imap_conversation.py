"""One client's session with the scripted IMAP server: a method for each command."""

import base64
import re

from .imap_fetch import fetch_lines
from .imap_store import FakeFolder


class Conversation:
    """One client's session."""

    def __init__(self, server, connection):
        self.server = server
        self.connection = connection
        self.folder = None
        self.known = 0
        self.qresync = False

    def run(self):
        while True:
            tag, command = self._read()
            self.server.note(command)
            rule = self.server.script.find(command)
            if rule and not self._act(rule, tag):
                continue
            self._obey(tag, command)
            if rule and (rule.drop or rule.reset):
                self.connection.drop(reset=rule.reset)

    def _read(self):
        line = self.connection.readline()
        self.literal = b""
        found = re.search(rb"\{(\d+)(\+?)\}$", line)
        tag, _, command = line.partition(b" ")
        # Of the commands known here only APPEND holds a literal, at its end.
        if found:
            if not found[2]:
                self.connection.send(b"+ go on\r\n")
            self.literal = self.connection.read(int(found[1]))
            self.connection.readline()
        return tag, command.decode("utf-8", "replace")

    def _act(self, rule, tag):
        """Carry out a rule; return whether to obey the command too."""
        if rule.silence:
            self.connection.wait(rule.silence)
        for line in rule.before:
            self.connection.send(line + b"\r\n")
        if rule.bye:
            self.connection.send(f"* BYE {rule.bye}\r\n".encode())
            self.connection.drop()
        if rule.reply:
            self.connection.send(tag + f" {rule.reply}\r\n".encode())
        elif (rule.drop or rule.reset) and not rule.obey:
            self.connection.drop(reset=rule.reset)
        return rule.obeys

    def _obey(self, tag, command):
        word, _, rest = command.partition(" ")
        if word.upper() == "UID":
            word, _, rest = rest.partition(" ")
        method = getattr(self, f"do_{word.lower()}", None)
        if word.upper() in ("SEARCH", "FETCH") and not self.folder:
            reply = "BAD no folder is open"
        else:
            reply = method(rest) if method else "BAD unknown command"
        self.connection.send(tag + f" {reply or 'OK done'}\r\n".encode())
        if word.upper() == "STARTTLS" and self.server.starttls:
            self.connection.start_tls(self.server.starttls)
        if word.upper() == "LOGOUT":
            self.connection.drop()

    def tell(self, line):
        """Say one line: text, bytes, or the pieces of something large."""
        self.connection.send(b"* ")
        if isinstance(line, str | bytes):
            line = [line.encode() if isinstance(line, str) else line]
        for piece in line:
            self.connection.send(piece)
        self.connection.send(b"\r\n")

    def do_capability(self, _rest):
        offered = self.server.capabilities
        offered += " STARTTLS" if self.server.starttls else ""
        offered += " X-GM-EXT-1" if "gmail" in self.server.quirks else ""
        self.tell(f"CAPABILITY {offered}")

    def do_starttls(self, _rest):
        return "OK begin" if self.server.starttls else "BAD no"

    def do_login(self, rest):
        return self._logged_in(words(rest)[-1] == self.server.password)

    def do_authenticate(self, rest):
        mechanism, _, response = rest.partition(" ")
        if not response:
            self.connection.send(b"+ \r\n")
            response = self.connection.readline().decode()
        said = base64.b64decode(response).decode()
        if mechanism.upper() == "PLAIN":
            return self._logged_in(said.split("\0")[-1] == self.server.password)
        if f"auth=Bearer {self.server.token}\1" in said:
            return "OK in"
        reason = base64.b64encode(b'{"status":"401","schemes":"bearer"}')
        self.connection.send(b"+ " + reason + b"\r\n")
        self.connection.readline()
        return "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)"

    def _logged_in(self, right):
        return "OK in" if right else "NO [AUTHENTICATIONFAILED] Invalid credentials"

    def do_id(self, _rest):
        self.tell("ID NIL")

    def do_noop(self, _rest):
        self._news()

    def do_logout(self, _rest):
        self.tell("BYE bye")

    def do_enable(self, rest):
        self.qresync = "QRESYNC" in rest.upper()
        self.tell(f"ENABLED {rest}")

    def do_list(self, rest):
        asked = "SPECIAL-USE" in rest.upper()
        for name, folder in list(self.server.folders.items()):
            flags = folder.flags
            if "plain-list" in self.server.quirks and not asked:
                flags = ()
            self.tell(f'LIST ({" ".join(flags)}) "/" {quoted(name)}')

    def do_status(self, rest):
        name = words(rest)[0]
        folder = self.server.folders.get(name)
        if folder is None:
            return "NO [NONEXISTENT] no such folder"
        told = self._numbers(folder)
        asked = [w for w in ("MESSAGES", *told) if w in rest.upper()]
        told["MESSAGES"] = len(folder.mails)
        pairs = " ".join(f"{word} {told[word]}" for word in asked)
        self.tell(f"STATUS {quoted(name)} ({pairs})")

    def _numbers(self, folder):
        numbers = {"UIDVALIDITY": folder.uidvalidity, "UIDNEXT": folder.uidnext}
        if "no-uidnext" in self.server.quirks:
            del numbers["UIDNEXT"]
        if "stale-uidnext" in self.server.quirks:
            numbers["UIDNEXT"] = max(folder.uidnext - 10, 1)
        if "CONDSTORE" in self.server.capabilities:
            numbers["HIGHESTMODSEQ"] = folder.modseq
        return numbers

    def do_examine(self, rest):
        self.folder = self.server.folders.get(words(rest)[0])
        if self.folder is None:
            return "NO [NONEXISTENT] no such folder"
        self.known = len(self.folder.mails)
        self.tell(f"{self.known} EXISTS")
        for word, number in self._numbers(self.folder).items():
            self.tell(f"OK [{word} {number}] ok")
        return "OK [READ-ONLY] open"

    def do_select(self, rest):
        reply = self.do_examine(rest)
        return reply.replace("READ-ONLY", "READ-WRITE")

    def _news(self):
        """Tell what happened in the open folder since the client was told last."""
        if self.folder and len(self.folder.mails) != self.known:
            if len(self.folder.mails) < self.known:
                self.tell("1 EXPUNGE")
            self.known = len(self.folder.mails)
            self.tell(f"{self.known} EXISTS")

    def do_idle(self, _rest):
        self.connection.send(b"+ idling\r\n")
        self.connection.sock.settimeout(0.02)
        while True:
            try:
                self.connection.readline()
                break
            except TimeoutError:
                self.connection.file = self.connection.sock.makefile("rb")
                self._news()
        self.connection.sock.settimeout(None)

    def do_search(self, rest):
        quirks = self.server.quirks
        if "no-zero" in quirks and re.match("UID 0", rest, re.I):
            return "BAD invalid UID set"
        uids = self.folder.search(rest)
        if "split-search" in quirks:
            for uid in uids:
                self.tell(f"SEARCH {uid}")
        elif uids or "silent-search" not in quirks:
            self.tell(f"SEARCH {' '.join(map(str, uids))}".rstrip())

    def do_fetch(self, rest):
        for line in fetch_lines(self, rest):
            self.tell(line)
            if "cut-literal" in self.server.quirks:
                self.connection.drop()

    def do_append(self, rest):
        folder = self.server.folders.get(words(rest)[0])
        if folder is None:
            return "NO [TRYCREATE] no such folder"
        flags = re.search(r"\(([^)]*)\)", rest)
        uid = folder.add(self.literal, flags=flags[1].split() if flags else ())
        return f"OK [APPENDUID {folder.uidvalidity} {uid}] stored"

    def do_store(self, rest):
        uid_set, _, items = rest.partition(" ")
        flags = re.search(r"\(([^)]*)\)", items)[1].split()
        for uid in self.folder.matching(uid_set):
            self.folder.set_flags(uid, *self.folder.mails[uid].flags, *flags)

    def do_create(self, rest):
        name = words(rest)[0]
        if name in self.server.folders:
            return "NO [ALREADYEXISTS] it is there"
        self.server.folders[name] = FakeFolder()

    def do_subscribe(self, rest):
        return None if words(rest)[0] in self.server.folders else "NO no such folder"


def words(text):
    """Split into atoms and quoted strings."""
    found = re.findall(r'"((?:[^"\\]|\\.)*)"|([^\s"]+)', text)
    return [re.sub(r"\\(.)", r"\1", quoted) or atom for quoted, atom in found]


def quoted(name):
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
