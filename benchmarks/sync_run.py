"""One run of the sync benchmarks: its database, its server, its mailboxes."""

import resource
import sys
import time
from contextlib import contextmanager

import mailboxes

from odoo import SUPERUSER_ID, api


@contextmanager
def environment(registry):
    """The superuser's, in a transaction of its own."""
    with registry.cursor() as cr:
        yield api.Environment(cr, SUPERUSER_ID, {})


def memory():
    """What this process holds, in MB."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize() / 1024**2


class Run:
    """What every measurement needs.

    :param registry: of the fresh database
    :param mailboxes.Server server: of this run
    """

    def __init__(self, registry, server, options):
        self.registry, self.server, self.options = registry, server, options
        self.figures = {}
        # A mailbox with the whole growth in it, once there is one.
        self.large = None
        self.boxes = 0

    def refuse_dirty(self):
        with environment(self.registry) as env:
            for model in ("switchboard.mailbox", "switchboard.message", "crm.lead"):
                if env[model].with_context(active_test=False).search_count([], limit=1):
                    sys.exit(f"This database has rows of {model}; take a fresh one.")
            params = env["ir.config_parameter"]
            params.set_param("mail_switchboard.allowed_hosts", self.server.host)

    def new_box(self, mails):
        """A filled mailbox on the server; returns its name."""
        self.boxes += 1
        box = f"bench{self.boxes}"
        self.server.fill(box, mails(box))
        return box

    def connect(self, box):
        with environment(self.registry) as env:
            mailbox = env["switchboard.mailbox"].create(
                {
                    "name": box,
                    "email": f"{box}@ours.example",
                    "imap_host": self.server.host,
                    "imap_port": self.server.imap_port,
                    "imap_security": "none",
                    "login": box,
                    "password": mailboxes.PASSWORD,
                    "smtp_auth": "none",
                    "sync_period": "all",
                }
            )
            assert mailbox.action_connect(), mailbox.state_message
            return mailbox.id

    def sync(self, mailbox_id):
        """One pass; returns its seconds."""
        with environment(self.registry) as env:
            mailbox = env["switchboard.mailbox"].browse(mailbox_id)
            started = time.perf_counter()
            assert mailbox._sync(), mailbox.state_message
            return time.perf_counter() - started

    def stored(self, mailbox_id):
        with environment(self.registry) as env:
            mailbox = env["switchboard.mailbox"].browse(mailbox_id)
            domain = [("line_id", "=", mailbox.line_id.id)]
            return env["switchboard.message"].search_count(domain)
