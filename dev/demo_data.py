"""Runs in `odoo shell` at the first start of dev/demo, after the installation.

Puts a few dozen mails into two mailboxes of the local mail server, connects them
as the demo's manager and syncs them. What is there already is left alone.

The local mail servers listen on SWITCHBOARD_DEMO_MAIL_HOST, at the ports
SWITCHBOARD_DEMO_IMAP_PORT and SWITCHBOARD_DEMO_SMTP_PORT.
"""

# ruff: noqa: F821 the shell's env
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from imapclient import IMAPClient

from odoo.tools.misc import file_path

MODULE = Path(file_path("mail_switchboard"))
sys.path.insert(0, str(MODULE / "dev/lib"))

import demo_mails  # noqa: E402 found through the line above
import demo_records  # noqa: E402

HOST = os.environ.get("SWITCHBOARD_DEMO_MAIL_HOST", "127.0.0.1")
IMAP_PORT = int(os.environ["SWITCHBOARD_DEMO_IMAP_PORT"])
SMTP_PORT = int(os.environ["SWITCHBOARD_DEMO_SMTP_PORT"])


def deliver(address, mails):
    """Put the mails into Inbox and Sent, with their own dates."""
    with IMAPClient(HOST, port=IMAP_PORT, ssl=False, timeout=30) as client:
        client.login(address.partition("@")[0], "secret")
        for folder, ours in (("INBOX", False), ("Sent", True)):
            if not client.folder_exists(folder):
                client.create_folder(folder)
            client.select_folder(folder)
            # an earlier demo's, with dates that are too old by now
            old = client.search("ALL")
            if old:
                client.delete_messages(old)
                client.expunge()
            for mail in mails:
                if mail.ours == ours:
                    client.append(folder, mail.raw, msg_time=mail.date)


servers = {
    "imap_host": HOST,
    "imap_port": IMAP_PORT,
    "imap_security": "none",
    "smtp_host": HOST,
    "smtp_port": SMTP_PORT,
    "smtp_security": "none",
    "smtp_auth": "none",
    "password": "secret",
}
demo_records.allow_host(env, HOST)
for name in ("Sales", "Support"):
    address = f"{name.lower()}@ours.example"
    if demo_records.find_mailbox(env, address):
        continue
    deliver(
        address,
        demo_mails.read_mails(
            MODULE / "demo/mails", name.lower(), address, datetime.now(UTC)
        ),
    )
    demo_records.connect(env, name, address, servers)
env.cr.commit()
