"""Workers that renew one token at the same moment, each with a cursor of its own."""

import contextlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from odoo.tests import tagged

from .common_queue import QueueCase
from .common_sync_workers import SyncWorker
from .fakes.oauth_server import OAuthServer
from .fakes.oauth_tokens import Grant

_WORKERS = 4


class _SlowOAuth(OAuthServer):
    """Takes its time to answer, so that the others come in meanwhile."""

    def exchange(self, params, microsoft):
        answer = super().exchange(params, microsoft)
        time.sleep(0.3)
        return answer


@tagged("post_install", "-at_install")
class TestOauthRace(QueueCase):
    def setUp(self):
        super().setUp()
        self.oauth = self.enterContext(_SlowOAuth())
        values = {
            "microsoft_outlook.endpoint": self.oauth.microsoft_endpoint,
            "microsoft_outlook_client_id": self.oauth.client_id,
            "microsoft_outlook_client_secret": self.oauth.client_secret,
        }
        with self.env() as env:
            params = env["ir.config_parameter"].sudo()
            before = {name: params.get_param(name) for name in values}
            for name, value in values.items():
                params.set_param(name, value)
        self.addCleanup(self._put_back, before)
        self._sign_in()

    def _put_back(self, values):
        with self.env() as env:
            for name, value in values.items():
                env["ir.config_parameter"].sudo().set_param(name, value or False)

    def _sign_in(self):
        """A consent of an hour ago: its access token is over."""
        email = f"{self.box}@ours.example"
        self.oauth.add_account(email)
        grant = Grant(self.oauth.accounts[email], "mail")
        refresh_token = self.oauth.tokens.new_refresh_token(grant)
        with self.env() as env:
            mailbox = env["switchboard.mailbox"].browse(self.mailbox_id)
            mailbox.oauth_provider = "microsoft"
            mailbox._get_token_row()._keep("over", 0, refresh_token)

    def _renew(self, start):
        with self.env() as env:
            mailbox = env["switchboard.mailbox"].browse(self.mailbox_id)
            self.assertTrue(mailbox.oauth_token_ids.expires_at == 0)
            start.wait(10)
            return mailbox._oauth_access_token()

    def _asked(self):
        return len(self.oauth.token_requests("refresh_token"))

    def _still_good(self):
        """Whether the refresh token that is stored now opens the door once more."""
        with self.env() as env:
            mailbox = env["switchboard.mailbox"].browse(self.mailbox_id)
            mailbox.oauth_token_ids.expires_at = 0
        with self.env() as env:
            mailbox = env["switchboard.mailbox"].browse(self.mailbox_id)
            return bool(self.oauth.tokens.owner(mailbox._oauth_access_token()))

    def test_one_asks_and_all_get_the_token(self):
        """A rotating provider takes a refresh token once: a second one asking with it
        would lose the consent."""
        start = threading.Barrier(_WORKERS)
        with ThreadPoolExecutor(_WORKERS) as pool:
            jobs = [pool.submit(self._renew, start) for _worker in range(_WORKERS)]
            tokens = {job.result() for job in jobs}
        self.assertEqual(len(tokens), 1)
        self.assertEqual(self._asked(), 1)
        self.assertTrue(self.oauth.tokens.owner(tokens.pop()))
        self.assertTrue(self._still_good())

    def test_two_processes(self):
        def work(env):
            env["switchboard.mailbox"].browse(self.mailbox_id)._oauth_access_token()

        workers = [SyncWorker(self.registry, work) for _worker in range(2)]
        for worker in workers:
            worker.wait()
        self.assertEqual(self._asked(), 1)
        self.assertTrue(self._still_good())

    def test_a_rollback_afterwards_loses_nothing(self):
        with contextlib.suppress(ZeroDivisionError), self.env() as env:
            mailbox = env["switchboard.mailbox"].browse(self.mailbox_id)
            mailbox.sender_name = "Never stored"
            mailbox._oauth_access_token()
            mailbox.sender_name = "Neither"
            env.flush_all()
            raise ZeroDivisionError
        self.assertTrue(self._still_good())
        with self.env() as env:
            mailbox = env["switchboard.mailbox"].browse(self.mailbox_id)
            self.assertNotEqual(mailbox.sender_name, "Neither")
