"""A scripted SMTP server on a real socket.

::

    with FakeSmtpServer() as server:
        settings = SmtpSettings(server.host, server.port, "none")
        server.rules.append(Rule("RCPT TO:<gone@", reply="550 5.1.1 unknown"))
        …
        server.mails[0].raw

Rules (see :mod:`.script`) match commands, and these moments as well:

========== ====================================================================
CONNECT    before the greeting
BODY       when the first bytes of a mail have come in
DOT        when the whole mail has come in, before it is taken
REPLY      when it was taken and stored, before the client is told
========== ====================================================================

So ``Rule("REPLY", drop=True)`` is the mail that left although the sender cannot know,
and ``Rule("REPLY", drop=True, obey=True)`` cuts the line after the 250.
"""

import base64
from dataclasses import dataclass

from .script import Script
from .socket_server import Dropped, FakeServer


@dataclass
class TakenMail:
    """One mail the server took.

    :param session: number of the connection it came by, from 1.
    """

    mail_from: str
    recipients: list[str]
    raw: bytes
    session: int


class FakeSmtpServer(FakeServer):
    """See the module's text.

    :param size: SIZE to announce, in bytes; None for no SIZE at all.
    :param smtputf8: announce SMTPUTF8.
    :param auth: mechanisms to announce, e.g. ``"PLAIN LOGIN XOAUTH2"``.
    :param password: what AUTH PLAIN and LOGIN take; any name will do.
    :param token: the access token XOAUTH2 takes.
    :param starttls: a server-side ``ssl.SSLContext``.
    :param delay: seconds before every reply.
    :param greeting: empty for silence.

    ``mails`` are the :class:`TakenMail` in the order they came.
    """

    def __init__(
        self,
        *,
        rules=(),
        size=10_000_000,
        smtputf8=True,
        auth="",
        password="secret",
        token="token",
        starttls=None,
        delay=0.0,
        greeting="220 fake ESMTP",
        **connection,
    ):
        super().__init__(**connection)
        self.script = Script(list(rules))
        self.rules = self.script.rules
        self.size = size
        self.smtputf8 = smtputf8
        self.auth = auth
        self.password = password
        self.token = token
        self.starttls = starttls
        self.delay = delay
        self.greeting = greeting
        self.mails = []

    def handle(self, connection):
        Conversation(self, connection).run()


class Conversation:
    """One client's session."""

    def __init__(self, server, connection):
        self.server = server
        self.connection = connection
        self.session = server.connections
        self._forget()

    def _forget(self):
        self.sender = None
        self.recipients = []

    def run(self):
        if not self.server.greeting:
            self.connection.wait(60)
        self._step("CONNECT", lambda: self.server.greeting)
        while True:
            command = self.connection.readline().decode("utf-8", "replace")
            self.server.note(command)
            word = command[:4].upper()
            method = getattr(self, f"do_{word.lower()}", None)
            self._step(command, lambda m=method, c=command: m(c) if m else "502 what?")
            if word == "STAR" and self.server.starttls:
                self.connection.start_tls(self.server.starttls)
                self._forget()
            if word == "QUIT":
                raise Dropped

    def _step(self, moment, obey):
        """Answer one command, or do what the script says instead."""
        rule = self.server.script.find(moment)
        if rule and rule.silence:
            self.connection.wait(rule.silence)
        if rule and not rule.obeys:
            if rule.drop or rule.reset:
                self.connection.drop(reset=rule.reset)
            self._say(rule.reply or f"421 4.3.2 {rule.bye}")
            if rule.bye:
                self.connection.drop()
            return
        self._say(obey())
        if rule and (rule.drop or rule.reset):
            self.connection.drop(reset=rule.reset)

    def _say(self, reply):
        """Send a reply; empty when it was said already."""
        if not reply:
            return
        if self.server.delay:
            self.connection.wait(self.server.delay)
        self.connection.send(reply.encode() + b"\r\n")

    def do_ehlo(self, _command):
        server = self.server
        offers = ["fake", "8BITMIME", "ENHANCEDSTATUSCODES"]
        offers += [f"SIZE {server.size}"] if server.size is not None else []
        offers += ["SMTPUTF8"] if server.smtputf8 else []
        offers += ["STARTTLS"] if server.starttls else []
        offers += [f"AUTH {server.auth}"] if server.auth else []
        return "\r\n".join([*(f"250-{o}" for o in offers[:-1]), f"250 {offers[-1]}"])

    def do_helo(self, _command):
        return "250 fake"

    def do_star(self, _command):
        return "220 2.0.0 begin" if self.server.starttls else "502 5.5.1 no"

    def do_auth(self, command):
        _auth, mechanism, *given = command.split()
        if mechanism.upper() == "XOAUTH2":
            return self._token(given[0])
        if mechanism.upper() == "PLAIN":
            right = decoded(given[0]).split("\0")[-1] == self.server.password
        else:
            self._ask("Username:")
            right = self._ask("Password:") == self.server.password
        return (
            "235 2.7.0 in" if right else "535 5.7.8 Username and Password not accepted"
        )

    def _token(self, given):
        if f"auth=Bearer {self.server.token}\1" in decoded(given):
            return "235 2.7.0 in"
        self._ask('{"status":"401","schemes":"Bearer"}')
        return "535 5.7.8 Username and Password not accepted"

    def _ask(self, question):
        self._say("334 " + base64.b64encode(question.encode()).decode())
        return decoded(self.connection.readline())

    def do_mail(self, command):
        self._forget()
        self.sender = address(command)
        return "250 2.1.0 ok"

    def do_rcpt(self, command):
        if self.sender is None:
            return "503 5.5.1 MAIL first"
        self.recipients.append(address(command))
        return "250 2.1.5 ok"

    def do_data(self, _command):
        if not self.recipients:
            return "503 5.5.1 RCPT first"
        self._say("354 go on")
        self._body()
        self._step("DOT", self._take)
        return ""

    def _body(self):
        lines = []
        rule = None
        while (line := self.connection.file.readline()) != b".\r\n":
            if not line.endswith(b"\n"):
                raise Dropped
            rule = rule or (not lines and self.server.script.find("BODY"))
            if rule:
                if rule.reply:
                    self._say(rule.reply)
                self.connection.drop(reset=rule.reset)
            lines.append(line[1:] if line.startswith(b".") else line)
        self.raw = b"".join(lines)

    def _take(self):
        mail = TakenMail(self.sender, self.recipients, self.raw, self.session)
        with self.server.lock:
            self.server.mails.append(mail)
            number = len(self.server.mails)
        self._forget()
        self._step("REPLY", lambda: f"250 2.0.0 queued as {number}")
        return ""

    def do_rset(self, _command):
        self._forget()
        return "250 2.0.0 ok"

    def do_noop(self, _command):
        return "250 2.0.0 ok"

    def do_quit(self, _command):
        return "221 2.0.0 bye"


def address(command):
    """The address in ``MAIL FROM:<a@x.example> SIZE=1``."""
    return command.partition("<")[2].partition(">")[0]


def decoded(text):
    return base64.b64decode(text).decode("utf-8", "replace")
