"""Runs in `odoo shell` at the first start of dev/demo, after the installation.

The local mail servers listen on SWITCHBOARD_DEMO_MAIL_HOST, at the ports
SWITCHBOARD_DEMO_IMAP_PORT and SWITCHBOARD_DEMO_SMTP_PORT.
"""

env.cr.commit()  # noqa: F821 the shell's env
