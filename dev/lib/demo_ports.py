"""Runs in `odoo shell`: the local mail servers' ports have changed."""

import os

mailboxes = env["switchboard.mailbox"].search(  # noqa: F821 the shell's env
    [("imap_host", "=", "127.0.0.1")]
)
mailboxes.write(
    {
        "imap_port": int(os.environ["SWITCHBOARD_DEMO_IMAP_PORT"]),
        "smtp_port": int(os.environ["SWITCHBOARD_DEMO_SMTP_PORT"]),
    }
)
env.cr.commit()  # noqa: F821
