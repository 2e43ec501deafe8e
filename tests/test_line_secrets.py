"""Passwords and keys: nobody reads them."""

import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

from markupsafe import Markup

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import config, file_open, mute_logger

from ..models import secret_key
from ..tools import secrets
from .common import SwitchboardCase


@tagged("post_install", "-at_install")
class TestSecrets(SwitchboardCase):
    def test_no_way_to_read_a_password(self):
        secret = self.mailbox.password_secret
        self.assertNotIn("secret", secret)
        export = self.env.ref("base.group_allow_export")
        (self.manager | self.admin | self.ben).group_ids += export
        for user in (self.manager, self.admin, self.ben):
            mailbox = self.mailbox.with_user(user)
            with self.assertRaises(AccessError):
                mailbox.read(["password_secret"])
            with self.assertRaises(AccessError):
                mailbox.search([("password_secret", "!=", False)])
            with self.assertRaises(AccessError):
                mailbox.export_data(["password_secret"])
            everything = str(mailbox.read()) + str(mailbox.export_data(["password"]))
            self.assertNotIn(secret, everything)
            self.assertFalse(mailbox.password)
            self.assertNotIn("password_secret", mailbox.fields_get())

    def test_no_secret_in_the_log(self):
        logger = logging.getLogger("odoo.addons.mail_switchboard.tests.probe")
        access = logging.getLogger("werkzeug")
        with (
            self.assertLogs("odoo.addons.mail_switchboard", logging.INFO) as caught,
            self.assertLogs("werkzeug", logging.INFO) as web,
        ):
            logger.info("signed in with password=%s", "hunter2secret")
            logger.info("AUTHENTICATE XOAUTH2 dXNlcj1hbm5hAWF1dGg9QmVhcmVy")
            access.info('"GET /google_gmail/confirm?code=4/0Secret&state=1 HTTP/1.1"')
            try:
                raise ValueError("password='hunter2secret'")
            except ValueError:
                logger.exception("failed")
        said = "\n".join(
            logging.Formatter().format(record)
            for record in caught.records + web.records
        )
        for secret in ("hunter2secret", "dXNlcj1hbm5h", "4/0Secret"):
            self.assertNotIn(secret, said)

    def test_where_the_key_comes_from(self):
        one, two = secrets.generate_key().decode(), secrets.generate_key().decode()
        self.assertEqual(secret_key.key_source(), "file")
        with patch.dict(config.options, {secret_key.OPTION: one}):
            self.assertEqual(secret_key.key_source(), "config")
            token = secret_key.secret_box("x").encrypt("hi")
        with patch.dict(os.environ, {secret_key.VARIABLE: f"{two},{one}"}):
            self.assertEqual(secret_key.key_source(), "environment")
            box = secret_key.secret_box("x")
            self.assertEqual(box.decrypt(token), "hi")
            fresh = box.rotate(token)
        with patch.dict(os.environ, {secret_key.VARIABLE: two}):
            self.assertEqual(secret_key.secret_box("x").decrypt(fresh), "hi")

    def test_a_lost_key_is_said_and_fails_nothing(self):
        """Bringing the key back is enough: the line goes on by itself."""
        other = secrets.generate_key().decode()
        with patch.dict(os.environ, {secret_key.VARIABLE: other}):
            with mute_logger("odoo.addons.mail_switchboard.models.mailbox_sync_mixin"):
                self.mailbox._sync()
            self.assertEqual(self.mailbox.state, "connected")
            self.assertIn("cannot be read with the present", self.mailbox.state_message)
        self.assertTrue(self.mailbox._sync())
        self.assertFalse(self.mailbox.state_message)

    def test_rotation(self):
        one, two = secrets.generate_key().decode(), secrets.generate_key().decode()
        with patch.dict(os.environ, {secret_key.VARIABLE: one}):
            self.mailbox.password = "secret"
        before = self.mailbox.password_secret
        with patch.dict(os.environ, {secret_key.VARIABLE: f"{two},{one}"}):
            done, _unreadable = self.env["switchboard.secret.rotation"]._rotate()
        self.assertGreaterEqual(done, 1)
        self.assertNotEqual(self.mailbox.password_secret, before)
        with patch.dict(os.environ, {secret_key.VARIABLE: two}):
            self.assertEqual(
                self.mailbox._decrypt(self.mailbox.password_secret), "secret"
            )

    def test_every_ciphertext_is_rotated(self):
        columns = self.env["switchboard.secret.rotation"]._secret_columns()
        for column in (
            ("switchboard_mailbox", "password_secret"),
            ("switchboard_mailbox", "smtp_password_secret"),
            ("switchboard_oauth_token", "access_secret"),
            ("switchboard_oauth_token", "refresh_secret"),
        ):
            self.assertIn(column, columns)

    def test_key_file_while_it_is_changed(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "db.key"
            first = secrets.load_or_create_key(path)
            token = secrets.SecretBox([first]).encrypt("hi")
            secrets.put_key_in_front(path, secrets.generate_key())
            keys = secrets.load_or_create_keys(path)
            self.assertEqual(keys[1], first)
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)
            fresh = secrets.SecretBox(keys).rotate(token)
            secrets.keep_first_key(path)
            self.assertEqual(
                secrets.SecretBox(secrets.load_or_create_keys(path)).decrypt(fresh),
                "hi",
            )

    def test_the_command_is_known(self):
        found = subprocess.run(
            [sys.executable, "-m", "odoo", "switchboard_rotate_key", "--help"],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        said = found.stdout + found.stderr
        self.assertNotIn("Unknown command", said)
        self.assertIn("database", said.lower())

    def test_neutralized(self):
        self.send_mail()
        self.mailbox._sync()
        self.line.undo_seconds = 100
        self.conversation().message_post(body=Markup("<p>Hi</p>"))
        self.env.flush_all()
        with file_open("mail_switchboard/data/neutralize.sql") as file:
            self.env.cr.execute(file.read())
        self.env.invalidate_all()
        self.assertFalse(self.mailbox.password_secret)
        self.assertEqual(self.mailbox.state, "disconnected")
        self.assertFalse(
            self.env["switchboard.outgoing"].search([("state", "=", "queued")])
        )
        crons = self.env["ir.model.data"].search(
            [("module", "=", "mail_switchboard"), ("model", "=", "ir.cron")]
        )
        self.assertTrue(crons)
        self.assertFalse(
            self.env["ir.cron"].search([("id", "in", crons.mapped("res_id"))])
        )
