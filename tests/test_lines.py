"""Plans, team mailboxes, states, disconnecting, secrets, stock servers."""

import logging
import os
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path
from unittest.mock import patch

from markupsafe import Markup

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import config, file_open, mute_logger

from ..models import secret_key
from ..tools import errors, netguard, secrets
from .common import SwitchboardCase


@tagged("post_install", "-at_install")
class TestPlans(SwitchboardCase):
    def _plan(self, **values):
        plan = self.env["switchboard.plan"].create({"name": "Tiny", **values})
        self.env.company.switchboard_plan_id = plan
        return plan

    def test_ready_plans(self):
        for name, expected in {
            "free": (1, False, 60),
            "standard": (3, True, 10),
            "professional": (0, True, 5),
        }.items():
            plan = self.env.ref(f"mail_switchboard.plan_{name}")
            found = (plan.max_lines_per_user, plan.allow_shared, plan.sync_interval)
            self.assertEqual(found, expected, name)

    def test_own_and_granted_lines_count(self):
        self._plan(max_lines_per_user=2)
        ben = self.ben
        self.make_mailbox("one@ours.example", user=ben, access="personal")
        with self.assertRaises(ValidationError) as caught:
            self.make_mailbox("two@ours.example", user=ben, access="personal")
        self.assertIn("“Tiny”: 2 lines for each user", str(caught.exception))
        self.assertIn("Ada Admin", str(caught.exception))

    def test_a_grant_counts_for_the_one_who_gets_it(self):
        self._plan(max_lines_per_user=1)
        self.make_mailbox("mine@ours.example", user=self.nobody, access="personal")
        with self.assertRaisesRegex(ValidationError, "Nick Nobody has reached"):
            self.env["switchboard.grant"].create(
                {"line_id": self.line.id, "user_id": self.nobody.id}
            )

    def test_a_disconnected_line_does_not_count_until_it_is_back(self):
        self._plan(max_lines_per_user=1)
        self.mailbox.action_disconnect()
        self.make_mailbox("second@ours.example", access="personal")
        with self.assertRaisesRegex(ValidationError, "has reached the limit"):
            self.mailbox.action_connect()

    def test_no_sharing(self):
        self._plan(allow_shared=False)
        mailbox = self.make_mailbox("own@ours.example", access="personal")
        with self.assertRaisesRegex(ValidationError, "personal lines only"):
            mailbox.access = "shared"

    def test_lowering_disconnects_nothing_and_says_what_is_over(self):
        self.make_mailbox("private@ours.example", user=self.sara, access="personal")
        self._plan(max_lines_per_user=1, allow_shared=False)
        self.assertEqual(self.mailbox.state, "connected")
        self.assertTrue(self.mailbox._sync())
        said = "\n".join(self.env.company._switchboard_over_plan())
        self.assertIn("Sara Lind has 1 lines over the limit of 1", said)
        self.assertIn("“Sales” is shared", said)
        # The name of a personal line is nobody else's business.
        self.assertNotIn("private@", said)

    def test_interval(self):
        self._plan(sync_interval=60)
        self.assertEqual(self.mailbox._sync_interval(), 3600)
        self.mailbox._sync()
        wait = self.line.runtime_ids.next_sync_at - self.line.runtime_ids.last_sync_at
        self.assertAlmostEqual(wait.total_seconds(), 3600, delta=400)

    def test_administrators_edit_plans(self):
        plan = self.env.ref("mail_switchboard.plan_free")
        plan.with_user(self.admin).max_lines_per_user = 2
        with self.assertRaises(AccessError):
            plan.with_user(self.manager).max_lines_per_user = 5


@tagged("post_install", "-at_install")
class TestTeamMailbox(SwitchboardCase):
    def setUp(self):
        super().setUp()
        self.team = self.env["crm.team"].create({"name": "Europe"})

    def test_connected_by_leader_or_administrator(self):
        leader = new_test_user(
            self.env,
            f"lead_{uuid.uuid4().hex[:6]}",
            groups="base.group_user,mail_switchboard.group_operator",
        )
        for user, words in (
            (self.manager, "by an administrator or by the team's leader"),
            (self.ben, "by an administrator or by the team's leader"),
        ):
            with (
                self.assertRaisesRegex(AccessError, words),
                self.env.cr.savepoint(),
            ):
                self.make_mailbox("t1@ours.example", user=user, team_id=self.team.id)
        self.team.user_id = leader
        mailbox = self.make_mailbox(
            "t2@ours.example", user=leader, team_id=self.team.id
        )
        with self.assertRaisesRegex(ValidationError, "has a team mailbox already: t2@"):
            self.make_mailbox("t3@ours.example", user=self.admin, team_id=self.team.id)
        mailbox.active = False
        self.make_mailbox("t4@ours.example", user=self.admin, team_id=self.team.id)

    def test_operators_do_not_share(self):
        with (
            self.assertRaisesRegex(AccessError, "Only managers share"),
            self.env.cr.savepoint(),
        ):
            self.make_mailbox("o@ours.example", user=self.ben, access="shared")
        mine = self.make_mailbox("o@ours.example", user=self.ben, access="personal")
        with self.assertRaisesRegex(AccessError, "Only managers share"):
            mine.with_user(self.ben).access = "shared"

    def test_a_personal_line_has_no_members(self):
        mine = self.make_mailbox("p@ours.example", access="personal")
        with self.assertRaisesRegex(ValidationError, "no members and no team"):
            self.env["switchboard.grant"].create(
                {"line_id": mine.line_id.id, "user_id": self.ben.id}
            )


@tagged("post_install", "-at_install")
class TestHealth(SwitchboardCase):
    def _notes(self):
        return self.env["mail.message"].search_count(
            [
                ("partner_ids", "in", self.manager.partner_id.ids),
                ("subject", "like", "is back"),
            ]
        )

    def test_one_activity_and_one_note(self):
        for _again in range(3):
            self.mailbox._sync_failed(errors.CredentialsRefused("no"))
        self.assertEqual(self.mailbox.state, "failed")
        self.assertEqual(len(self.line.failure_activity_id), 1)
        self.assertEqual(self.line.failure_activity_id.user_id, self.manager)
        self.assertEqual(self._notes(), 0)
        self.assertTrue(self.mailbox.action_connect())
        self.assertTrue(self.mailbox._sync())
        self.assertTrue(self.mailbox._sync())
        self.assertFalse(self.line.failure_activity_id)
        self.assertEqual(self._notes(), 1)

    def test_what_fails_a_line_and_what_backs_off(self):
        for error, state, words in (
            (errors.CredentialsRefused("535 no"), "failed", "refused the user name"),
            (errors.ConsentGone("gone"), "failed", "Sign in again"),
            (errors.ServerUnreachable("refused"), "connected", "Retrying at"),
            (errors.TlsFailed("expired"), "connected", "Retrying at"),
            (errors.Throttled("later", 120), "connected", "Retrying at"),
            (errors.ProtocolFailed("what?"), "connected", "Retrying at"),
            (ValueError("boom"), "connected", "Retrying at"),
        ):
            with self.subTest(error=error):
                self.line._set_state("connected")
                self.mailbox._sync_failed(error)
                self.assertEqual(self.line.state, state)
                self.assertIn(words, self.line.state_message)
        self.assertEqual(len(self.line.failure_activity_id), 0)

    def test_retry_after_wins(self):
        self.assertGreaterEqual(
            self.mailbox._sync_failed(errors.Throttled("later", 7200)), 7200
        )


@tagged("post_install", "-at_install")
class TestDisconnect(SwitchboardCase):
    def _wizard(self, content):
        return (
            self.env["switchboard.disconnect.mailbox"]
            .with_user(self.manager)
            .create({"mailbox_id": self.mailbox.id, "content": content})
        )

    def _fill(self):
        self.send_mail(subject="One")
        self.send_mail(subject="Two")
        self.mailbox._sync()
        channel = self.conversation()
        self.line.undo_seconds = 100
        channel.with_user(self.ben).message_post(body=Markup("<p>Later</p>"))
        return channel

    def test_keep(self):
        channel = self._fill()
        wizard = self._wizard("keep")
        self.assertEqual(
            (wizard.messages, wizard.conversations, wizard.waiting), (3, 1, 1)
        )
        wizard.action_disconnect()
        self.assertEqual(self.mailbox.state, "disconnected")
        self.assertFalse(self.mailbox.password_secret)
        self.assertEqual(len(self.shown(channel, user=self.ben)), 3)
        with self.assertRaisesRegex(UserError, "not connected"):
            channel.with_user(self.ben).message_post(body=Markup("<p>Hi</p>"))
        with self.assertRaisesRegex(UserError, "Connect “Sales” first"):
            self.mailbox.action_sync_now()

    def test_erase_and_connect_again(self):
        self._fill()
        self._wizard("erase").action_disconnect()
        domain = [("line_id", "=", self.line.id)]
        self.assertFalse(self.env["switchboard.message"].search(domain))
        self.assertFalse(self.conversation())
        action = self.mailbox.with_user(self.manager).action_reconnect()
        self.assertEqual(action["res_model"], "switchboard.mailbox")
        self.mailbox.with_user(self.manager).password = "secret"
        self.assertEqual(
            self.mailbox.with_user(self.manager).action_connect_again()["type"],
            "ir.actions.act_window_close",
        )
        self.mailbox._sync()
        self.assertEqual(
            self.env["switchboard.message"].search_count(domain), 2, "all of it again"
        )

    def test_delete(self):
        self._fill()
        servers = self.mailbox.fetchmail_server_id, self.mailbox.mail_server_id
        line, mailbox = self.line, self.mailbox
        self._wizard("delete").action_disconnect()
        for gone in (line, mailbox, *servers):
            self.assertFalse(gone.exists())

    def test_others_do_not_disconnect(self):
        for user in (self.ben, self.nobody):
            with self.assertRaises(AccessError):
                self.mailbox.with_user(user).action_disconnect()

    def test_test_email(self):
        self.manager.email = f"{self.customer}@cliente.example"
        mailbox = self.mailbox.with_user(self.manager)
        result = mailbox.action_send_test()["params"]
        self.assertEqual(result["type"], "success")
        [raw] = self.server.inbox(self.customer)
        self.assertIn(b"Test of", raw)
        mailbox.smtp_port = 1
        result = mailbox.action_send_test()["params"]
        self.assertEqual(result["type"], "danger")
        self.assertIn("cannot be reached", result["message"])
        with self.assertRaises(AccessError):
            self.mailbox.with_user(self.ben).action_send_test()

    def test_receive_only(self):
        self.send_mail()
        self.mailbox.smtp_host = ""
        self.assertTrue(self.mailbox.receive_only)
        self.assertTrue(self.mailbox.action_connect())
        self.assertTrue(self.mailbox._sync())
        channel = self.conversation().with_user(self.ben)
        self.assertIn("only receives", channel.switchboard_no_send_reason)
        with self.assertRaisesRegex(UserError, "only receives"):
            channel.message_post(body=Markup("<p>Hi</p>"))
        with self.assertRaisesRegex(UserError, "only receives"):
            self.mailbox.action_send_test()


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


@tagged("post_install", "-at_install")
class TestHosts(SwitchboardCase):
    def test_inside_is_refused_for_users_and_allowed_by_administrators(self):
        params = self.env["ir.config_parameter"]
        Mailbox = self.env["switchboard.mailbox"]
        host = self.server.host
        for user, allowed, reached in (
            (self.manager, "", False),
            (self.manager, "127.0.0.0/8", True),
            (self.manager, host, True),
            (self.admin, "", True),
        ):
            params.set_param("mail_switchboard.allowed_hosts", allowed)
            name = f"{uuid.uuid4().hex[:6]}@ours.example"
            mailbox = self.make_mailbox(name, user=user, access="personal")
            with self.subTest(user=user.name, allowed=allowed):
                self.assertEqual(mailbox.action_connect(), reached)
                if not reached:
                    self.assertIn("not public", mailbox.state_message)
        params.set_param("mail_switchboard.allowed_hosts", "")
        for inside in (
            "localhost",
            "10.0.0.1",
            "169.254.169.254",
            "[::1]",
            "2130706433",
            "192.168.1.1",
        ):
            with self.subTest(host=inside), self.assertRaises(netguard.HostRefused):
                Mailbox.with_user(self.manager)._resolve(inside, 143, False)

    def test_a_user_cannot_use_what_an_administrator_typed(self):
        """A host that a user changes later is his, not the administrator's."""
        self.env["ir.config_parameter"].set_param("mail_switchboard.allowed_hosts", "")
        mailbox = self.make_mailbox("adm@ours.example", user=self.admin)
        self.assertTrue(mailbox.imap_host_trusted)
        mailbox.line_id.owner_id = self.manager
        mailbox.with_user(self.manager).imap_host = "localhost"
        self.assertFalse(mailbox.imap_host_trusted)

    def test_certificates_are_an_administrators_choice(self):
        with self.assertRaises(AccessError):
            self.mailbox.with_user(self.manager).verify_tls = False
        self.mailbox.with_user(self.admin).verify_tls = False
        self.assertTrue(self.mailbox.with_user(self.ben).tls_unchecked)


@tagged("post_install", "-at_install")
class TestStockServers(SwitchboardCase):
    def test_stock_mail_never_chooses_a_mailbox_server(self):
        server = self.mailbox.mail_server_id
        Server = self.env["ir.mail_server"]
        Server.search([("switchboard_mailbox_id", "=", False)]).active = False
        for sender in (self.address, "other@ours.example", "x@elsewhere.example"):
            found, _sender = Server._find_mail_server(sender)
            self.assertNotEqual(found, server)
        mail = self.env["mail.mail"].create(
            {"email_from": self.address, "email_to": "x@y.example", "subject": "Stock"}
        )
        for batch in mail._split_by_mail_configuration():
            self.assertNotEqual(batch[0], server.id)

    def test_a_stock_template_never_chooses_it(self):
        template = self.env["mail.template"].create(
            {
                "name": "T",
                "model_id": self.env.ref("base.model_res_partner").id,
                "email_from": self.address,
                "email_to": "x@y.example",
                "subject": "Stock template",
                "body_html": "<p>Hi</p>",
            }
        )
        mail_id = template.send_mail(self.env.user.partner_id.id)
        mail = self.env["mail.mail"].browse(mail_id)
        for batch in mail._split_by_mail_configuration():
            self.assertNotEqual(batch[0], self.mailbox.mail_server_id.id)

    def test_stock_crons_leave_it_alone(self):
        server = self.mailbox.fetchmail_server_id
        server.button_confirm_login()
        self.assertEqual(server.state, "draft")
        server.with_context(fetchmail_cron_running=True).state = "done"
        seen = []

        def connect(self, *args, **kwargs):
            seen.append(self.id)
            raise OSError("no")

        with (
            patch.object(type(server), "_connect__", connect),
            self.enter_registry_test_mode(),
            self.registry.cursor() as cr,
        ):
            server.with_env(self.env(cr=cr))._fetch_mail()
        self.assertEqual(seen, [])

    def test_read_only_with_a_link(self):
        for server in (self.mailbox.fetchmail_server_id, self.mailbox.mail_server_id):
            server = server.with_user(self.admin)
            with self.assertRaisesRegex(AccessError, "belongs to the mailbox"):
                server.name = "Other"
            with self.assertRaisesRegex(AccessError, "belongs to the mailbox"):
                server.unlink()
            action = server.action_open_switchboard_mailbox()
            self.assertEqual(action["res_id"], self.mailbox.id)
            arch = server.get_view(view_type="form")["arch"]
            self.assertIn("action_open_switchboard_mailbox", arch)
            self.assertIn(
                'name="name" readonly="switchboard_mailbox_id',
                arch.replace('placeholder="e.g. My Outgoing Server" ', ""),
            )

    def test_they_go_with_their_mailbox(self):
        servers = self.mailbox.fetchmail_server_id, self.mailbox.mail_server_id
        self.mailbox.with_user(self.manager).unlink()
        for server in servers:
            self.assertFalse(server.exists())


@tagged("post_install", "-at_install")
class TestDialog(SwitchboardCase):
    def _dialog(self, **values):
        defaults = {
            "imap_host": self.server.host,
            "imap_port": self.server.imap_port,
            "imap_security": "none",
            "smtp_host": self.server.host,
            "smtp_port": self.server.smtp_port,
            "smtp_security": "none",
            "smtp_auth": "none",
            "password": "secret",
        }
        Dialog = self.env["switchboard.connect.mailbox"].with_user(self.manager)
        return Dialog.create(defaults | values)

    def test_step_two_shows_folders_with_counts(self):
        name = f"anna{uuid.uuid4().hex[:8]}"
        self.send_mail(to=f"{name}@ours.example")
        self.server.deliver(name, b"Subject: x\r\n\r\nx", folder="Archive")
        dialog = self._dialog(email=f"{name}@ours.example", login=name)
        dialog.action_check()
        self.assertEqual(dialog.step, "details", dialog.imap_error)
        found = {f.path: (f.messages, f.selected) for f in dialog.folder_ids}
        self.assertEqual(found["INBOX"], (1, True))
        self.assertEqual(found["Archive"], (1, False))
        self.assertEqual(dialog.messages, 1)
        dialog.folder_ids.filtered(lambda f: f.path == "Archive").selected = True
        dialog.write(
            {
                "name": "Anna",
                "access": "shared",
                "fallback_signature": False,
                "member_ids": [
                    (0, 0, {"user_id": self.ben.id, "level": "receive_all"})
                ],
            }
        )
        action = dialog.action_connect()
        mailbox = self.env["switchboard.mailbox"].browse(action["res_id"])
        self.assertEqual(mailbox.state, "syncing", mailbox.state_message)
        chosen = mailbox.folder_ids.filtered("selected").mapped("path")
        self.assertIn("Archive", chosen)
        self.assertEqual(mailbox.grant_ids.user_id, self.ben)
        self.assertEqual(mailbox.grant_ids.level, "receive_all")
        self.assertFalse(mailbox.fallback_signature)

    def test_refusals_stand_at_their_field(self):
        for values, field, words in (
            ({"email": "nonsense"}, "email_error", "no @ sign"),
            ({"email": self.address}, "email_error", "connected already"),
            ({"password": "wrong"}, "imap_error", "refused"),
            ({"imap_port": 1}, "imap_error", "cannot be reached"),
            ({"smtp_port": 1}, "smtp_error", "cannot be reached"),
        ):
            name = f"x{uuid.uuid4().hex[:8]}"
            dialog = self._dialog(
                **{"email": f"{name}@ours.example", "login": name} | values
            )
            dialog.action_check()
            with self.subTest(values=values):
                self.assertEqual(dialog.step, "servers")
                self.assertIn(words, dialog[field])

    def test_nothing_is_created_before_the_servers_answered(self):
        before = self.env["switchboard.mailbox"].search_count([])
        dialog = self._dialog(email="n@ours.example", password="wrong")
        dialog.action_check()
        with self.assertRaisesRegex(UserError, "Check the servers first"):
            dialog.action_connect()
        self.assertEqual(self.env["switchboard.mailbox"].search_count([]), before)

    def test_help_of_the_provider(self):
        for email, provider, sign_in, takes_password, words in (
            ("a@gmail.com", "gmail", "google", True, "app password"),
            ("a@ukr.net", "ukr_net", False, True, ""),
            ("a@outlook.com", "outlook", "microsoft", False, "no longer accepts"),
            ("a@unknown.example", "other", False, True, ""),
        ):
            dialog = self.env["switchboard.connect.mailbox"].new({"email": email})
            with self.subTest(email=email):
                self.assertEqual(dialog.provider, provider)
                self.assertEqual(dialog.sign_in, sign_in)
                self.assertEqual(dialog.takes_password, takes_password)
                self.assertIn(words, dialog.provider_help or "")

    def test_receive_only(self):
        name = f"r{uuid.uuid4().hex[:8]}"
        dialog = self._dialog(email=f"{name}@ours.example", login=name, smtp_host="")
        dialog.action_check()
        mailbox = self.env["switchboard.mailbox"].browse(
            dialog.action_connect()["res_id"]
        )
        self.assertTrue(mailbox.receive_only)
        self.assertEqual(mailbox.state, "syncing")

    def test_the_password_is_not_kept_in_clear(self):
        dialog = self._dialog(email="c@ours.example", password="hunter2secret")
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT w::text FROM switchboard_connect_mailbox w WHERE id = %s",
            [dialog.id],
        )
        self.assertNotIn("hunter2secret", str(self.env.cr.fetchall()))
        self.assertFalse(dialog.password)


@tagged("post_install", "-at_install")
class TestForms(SwitchboardCase):
    """Forms fill in rows before they are saved; nothing there is refused."""

    def test_members_and_signatures_are_added_in_the_form(self):
        with Form(self.mailbox.with_user(self.manager)) as form:
            with form.grant_ids.new() as grant:
                grant.user_id = self.nobody
            with form.signature_ids.new() as signature:
                signature.user_id = self.nobody
        self.assertIn(self.nobody, self.line.grant_ids.user_id)
        self.assertIn(self.nobody, self.line.signature_ids.user_id)
