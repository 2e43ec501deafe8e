"""The real Dovecot and SMTP server which `dev/test` started for this run.

    server = mail_server()      # skips the test when there are none
    user = server.new_user()    # any name logs in; a fresh name is an empty mailbox
    server.deliver(user, raw)

No import of odoo: tests of the pure tools use it too.
"""

import imaplib
import os
import uuid
from dataclasses import dataclass
from unittest import SkipTest

from imapclient import IMAPClient

PASSWORD = "secret"


@dataclass(frozen=True)
class MailServer:
    host: str
    imap_port: int
    imaps_port: int
    smtp_port: int
    smtps_port: int
    ca_file: str
    password: str = PASSWORD

    @staticmethod
    def new_user(prefix: str = "user") -> str:
        return f"{prefix}-{uuid.uuid4().hex[:12]}"

    def imap(self, user: str) -> IMAPClient:
        """A logged-in session; use it in a with statement."""
        client = IMAPClient(self.host, port=self.imap_port, ssl=False, timeout=30)
        client.login(user, self.password)
        return client

    def deliver(self, user: str, raw: bytes, folder: str = "INBOX") -> None:
        """Put a mail into a folder as it is; a missing folder is created."""
        self.deliver_many(user, [raw], folder)

    def deliver_many(self, user: str, raws: list[bytes], folder: str = "INBOX") -> None:
        with self.imap(user) as client:
            if not client.folder_exists(folder):
                client.create_folder(folder)
            for raw in raws:
                client.append(folder, _crlf(raw))

    def inbox(self, user: str, folder: str = "INBOX") -> list[bytes]:
        """The raw mails of a folder, oldest first."""
        with self.imap(user) as client:
            if not client.folder_exists(folder):
                return []
            client.select_folder(folder, readonly=True)
            uids = client.search("ALL")
            found = client.fetch(uids, ["BODY.PEEK[]"]) if uids else {}
            return [found[uid][b"BODY[]"] for uid in sorted(found)]

    def wipe(self, user: str) -> None:
        """Empty all folders of the user. A new user name is faster and safer."""
        with self.imap(user) as client:
            for flags, _separator, folder in client.list_folders():
                if b"\\Noselect" in flags or b"\\NonExistent" in flags:
                    continue
                client.select_folder(folder)
                uids = client.search("ALL")
                if uids:
                    client.delete_messages(uids)
                    client.expunge()


def _crlf(raw: bytes) -> bytes:
    return imaplib.MapCRLF.sub(b"\r\n", raw)


def mail_server() -> MailServer:
    """The servers of this run, or SkipTest with the reason."""
    try:
        ports = {
            f"{name}_port": int(os.environ[f"SWITCHBOARD_TEST_{name.upper()}_PORT"])
            for name in ("imap", "imaps", "smtp", "smtps")
        }
    except KeyError as missing:
        raise SkipTest(
            f"no mail servers for this run ({missing.args[0]} is not set);"
            " dev/test starts them"
        ) from None
    return MailServer(
        host=os.environ.get("SWITCHBOARD_TEST_MAIL_HOST", "127.0.0.1"),
        ca_file=os.environ.get("SWITCHBOARD_TEST_CA_FILE", ""),
        **ports,
    )
