"""Two people at two browsers, on committed rows and real servers.

Tours have one browser and roll everything back, so no bus note ever comes. Here
the server of this test run answers several browsers at once, as in real life.
"""

import contextlib
import resource
import shutil
import uuid
from unittest import SkipTest
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name, new_test_user
from odoo.tools import config

from odoo.addons.bus.websocket import WebsocketConnectionHandler

from .common import SwitchboardMixin
from .servers import mail_server

_WAIT = 30_000  # milliseconds, on a busy machine
_USERS = (("ben", "Ben Ortiz"), ("sara", "Sara Lind"), ("carla", "Carla Nunes"))


@contextlib.contextmanager
def _memory():
    """What Odoo limits for itself is too little for a browser started by it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


class BrowsersCase(SwitchboardMixin, BaseCase):
    """A mailbox, three members, and a window for each of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = mail_server()
        cls.registry = Registry(get_db_name())
        cls.chromium = next(
            filter(None, map(shutil.which, ("google-chrome", "chromium"))), None
        )
        try:
            from playwright.sync_api import sync_playwright
        except ImportError:
            raise SkipTest("playwright is not installed") from None
        if not cls.chromium:
            raise SkipTest("there is no Chromium here")
        # Sockets are off in tests for those whose rows are rolled back.
        cls.startClassPatcher(
            patch.object(
                WebsocketConnectionHandler, "websocket_allowed", return_value=True
            )
        )
        with _memory():
            cls.playwright = cls.enterClassContext(sync_playwright())
            cls.browser = cls.playwright.chromium.launch(
                executable_path=cls.chromium, args=["--no-sandbox"]
            )
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        super().setUp()
        self.box = f"two{uuid.uuid4().hex[:10]}"
        self.address = f"{self.box}@ours.example"
        self.customer_address = f"maria{self.box}@cliente.example"
        self.addCleanup(self._clean_up)
        with self.in_database() as env:
            params = env["ir.config_parameter"]
            self.allowed = params.get_param("mail_switchboard.allowed_hosts")
            params.set_param("mail_switchboard.allowed_hosts", self.server.host)
            self._make_people(env)
        self.send_mail(subject="Roof", body="How much is the roof?")
        self.sync()

    def _make_people(self, env):
        self.env = env
        groups = "base.group_user,mail_switchboard.group_operator"
        self.logins = {name: f"{name}_{self.box}" for name, _full in _USERS}
        users = {
            name: new_test_user(env, self.logins[name], groups=groups, name=full)
            for name, full in _USERS
        }
        self.user_ids = {name: user.id for name, user in users.items()}
        mailbox = self.make_mailbox(
            self.address, env.user, name=f"Sales {self.box}", undo_seconds=60
        )
        env["switchboard.grant"].create(
            [
                {
                    "line_id": mailbox.line_id.id,
                    "user_id": users[name].id,
                    "level": level,
                }
                for name, level in (
                    ("ben", "send_all"),
                    ("sara", "send_all"),
                    ("carla", "receive_all"),
                )
            ]
        )
        mailbox.action_connect()
        self.mailbox_id = mailbox.id

    def _clean_up(self):
        with self.in_database() as env:
            env["switchboard.mailbox"].browse(self.mailbox_id).unlink()
            users = env["res.users"].browse(self.user_ids.values())
            users.active = False
            notes = env["bus.bus"].search([("message", "like", "mail_switchboard/")])
            notes.unlink()
            params = env["ir.config_parameter"]
            params.set_param("mail_switchboard.allowed_hosts", self.allowed or False)

    @contextlib.contextmanager
    def in_database(self):
        """The superuser's environment in a transaction of its own, committed."""
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def sync(self):
        with self.in_database() as env:
            env["switchboard.mailbox"].browse(self.mailbox_id)._sync()

    def window(self, name):
        """A browser window of this user, at the customer's conversation.

        :rtype: playwright.sync_api.Page
        """
        context = self.browser.new_context(viewport={"width": 1280, "height": 800})
        self.addCleanup(context.close)
        context.set_default_timeout(_WAIT)
        page = context.new_page()
        url = f"http://127.0.0.1:{config['http_port']}"
        page.goto(f"{url}/web/login?db={get_db_name()}", timeout=120_000)
        page.fill("input[name=login]", self.logins[name])
        page.fill("input[name=password]", self.logins[name])
        page.click("button[type=submit]")
        page.wait_for_selector(".o_main_navbar", timeout=120_000)
        page.goto(f"{url}/odoo/discuss")
        page.click(".o-mail-DiscussSidebarChannel:has-text('Maria Silva')")
        page.wait_for_selector(".o-mail-Message", timeout=60_000)
        return page
