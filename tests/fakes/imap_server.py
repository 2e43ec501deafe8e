"""A scripted IMAP server on a real socket.

::

    with FakeImapServer({"INBOX": [raw, raw], "Sent": FakeFolder()}) as server:
        settings = ImapSettings(server.host, server.port, "none", "anna", "secret")
        server.folders["INBOX"].add(raw)              # mail comes in
        server.rules.append(Rule("EXAMINE", reply="NO [UNAVAILABLE] later", times=1))
        server.quirks.add("no-uidnext")

Quirks, each as some provider has it:

* ``no-uidnext``: neither EXAMINE nor STATUS tells UIDNEXT
* ``stale-uidnext``: UIDNEXT lags ten behind
* ``no-zero``: a UID set that begins with 0 is refused (Zoho)
* ``split-search``: one SEARCH line for each UID; ``silent-search``: none when empty
* ``estimate-sizes``: RFC822.SIZE is too small (Exchange)
* ``wrong-uids``: FETCH answers speak of UIDs nobody asked for
* ``forgetful``: FETCH leaves out every mail; ``stubborn``: only for a single UID
* ``chatty``: flags of other mails come in between, without UID
* ``cut-literal``: the line breaks within the first mail
* ``gmail``: X-GM-EXT-1 with ids and labels
* ``plain-list``: LIST names no roles unless asked (RFC 6154)
"""

from .imap_conversation import Conversation
from .imap_store import FakeFolder
from .script import Script
from .socket_server import FakeServer

CAPABILITIES = (
    "IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=XOAUTH2 ID ENABLE IDLE UIDPLUS CONDSTORE QRESYNC"
    " SPECIAL-USE LIST-EXTENDED"
)


class FakeImapServer(FakeServer):
    """See the module's text.

    :param folders: name to :class:`FakeFolder` or to a list of raw mails.
    :param password: what to log in with; any name will do.
    :param token: the access token XOAUTH2 takes.
    :param capabilities: what to announce after login as well as before.
    :param greeting: the first line; empty for silence.
    :param starttls: a server-side ``ssl.SSLContext``.
    """

    def __init__(
        self,
        folders=None,
        *,
        rules=(),
        quirks=(),
        password="secret",
        token="token",
        capabilities=CAPABILITIES,
        greeting="* OK ready",
        starttls=None,
        **connection,
    ):
        super().__init__(**connection)
        self.folders = {}
        for name, folder in (folders or {"INBOX": []}).items():
            is_folder = isinstance(folder, FakeFolder)
            self.folders[name] = folder if is_folder else FakeFolder(folder)
        self.script = Script(list(rules))
        self.rules = self.script.rules
        self.quirks = set(quirks)
        self.password = password
        self.token = token
        self.capabilities = capabilities
        self.greeting = greeting
        self.starttls = starttls

    def handle(self, connection):
        if self.greeting:
            connection.send(self.greeting.encode() + b"\r\n")
        else:
            connection.wait(60)
        Conversation(self, connection).run()
