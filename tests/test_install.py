"""The module comes with its menus and groups, and goes without a trace."""

import os
import shutil
import subprocess
import sys
import uuid
from contextlib import closing
from pathlib import Path
from unittest import SkipTest

from odoo.modules.module import Manifest
from odoo.sql_db import close_db, db_connect
from odoo.tests import BaseCase, TransactionCase, tagged
from odoo.tools import config
from odoo.tools.convert import convert_file

MODULE = "mail_switchboard"

_SCHEMA = """
    SELECT 'column ' || table_name || '.' || column_name
      FROM information_schema.columns WHERE table_schema = 'public'
     UNION ALL
    SELECT 'index ' || indexname FROM pg_indexes WHERE schemaname = 'public'
     UNION ALL
    SELECT 'constraint ' || conrelid::regclass || ' ' || conname
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace
     UNION ALL
    SELECT 'function ' || proname FROM pg_proc
     WHERE pronamespace = 'public'::regnamespace
"""
# What must be as many as before the module was installed.
_ROWS = {
    "names of records": "SELECT count(*) FROM ir_model_data"
    " WHERE module = 'mail_switchboard'",
    "conversations": "SELECT count(*) FROM discuss_channel"
    " WHERE channel_type IN ('email', 'sms')",
    "messages of conversations": "SELECT count(*) FROM mail_message m"
    " WHERE m.model = 'discuss.channel' AND NOT EXISTS"
    " (SELECT 1 FROM discuss_channel c WHERE c.id = m.res_id)",
    "files": "SELECT count(*) FROM ir_attachment WHERE res_model LIKE 'switchboard.%'",
    "crons": "SELECT count(*) FROM ir_cron",
    "rules": "SELECT count(*) FROM ir_rule",
    "menus": "SELECT count(*) FROM ir_ui_menu",
    "views": "SELECT count(*) FROM ir_ui_view",
    "groups": "SELECT count(*) FROM res_groups",
    "incoming servers": "SELECT count(*) FROM fetchmail_server",
    "outgoing servers": "SELECT count(*) FROM ir_mail_server",
    "parameters": "SELECT count(*) FROM ir_config_parameter"
    " WHERE key LIKE 'mail_switchboard%'",
}
# A mailbox that was used, then the button Uninstall. The line is set to work by
# hand, so that no server is needed.
_USE_AND_UNINSTALL = """
mailbox = env["switchboard.mailbox"].create({
    "name": "Sales", "email": "sales@ours.example", "password": "secret",
    "imap_host": "127.0.0.1", "imap_port": 1, "smtp_host": "127.0.0.1",
    "smtp_port": 1, "access": "shared",
    "signature_ids": [(0, 0, {"body": "<p>Sales</p>"})],
})
mailbox.line_id._set_state("connected")
channel = env["discuss.channel"]._switchboard_write_first(
    mailbox.line_id, ["maria@cliente.example"], subject="Offer", body="Hello"
)
outgoing = env["switchboard.outgoing"].search([])
assert outgoing.state == "queued", outgoing.state
outgoing.action_stop()
env.cr.commit()
module = env["ir.module.module"].search([("name", "=", "mail_switchboard")])
module.button_immediate_uninstall()
"""


def run_odoo(*arguments, script=None):
    """Run Odoo in a process of its own, as `dev/odoo` does.

    :raise AssertionError: with the last lines of its log
    """
    done = subprocess.run(
        [sys.executable, "-m", "odoo", *arguments, "--no-http", "--log-level=warn"],
        input=script,
        capture_output=True,
        text=True,
        timeout=280,
        env={k: v for k, v in os.environ.items() if k != "ODOO_RC"},
        check=False,
    )
    assert not done.returncode and "Traceback" not in done.stderr, done.stderr[-3000:]


def query(database, sql):
    """Rows of a query in another database; no connection stays open."""
    with closing(db_connect(database).cursor()) as cr:
        cr.execute(sql)
        rows = cr.fetchall()
    close_db(database)
    return rows


def administer(sql):
    with closing(db_connect("postgres").cursor()) as cr:
        cr._cnx.autocommit = True
        cr.execute(sql)
    close_db("postgres")


@tagged("post_install", "-at_install")
class TestUninstall(BaseCase):
    def setUp(self):
        super().setUp()
        template = os.environ.get("SWITCHBOARD_TEST_TEMPLATE")
        if not template:
            raise SkipTest("no template database for this run; dev/test has one")
        self.database = f"sb_uninstall_{uuid.uuid4().hex[:10]}"
        administer(f'CREATE DATABASE "{self.database}" TEMPLATE "{template}"')
        self.addCleanup(administer, f'DROP DATABASE "{self.database}" WITH (FORCE)')
        files = Path(config.filestore(self.database))
        if Path(config.filestore(template)).exists():
            shutil.copytree(config.filestore(template), files)
        self.addCleanup(shutil.rmtree, files, ignore_errors=True)
        key = Path(config["data_dir"]) / "switchboard" / f"{self.database}.key"
        self.addCleanup(key.unlink, missing_ok=True)

    def _schema(self):
        return {row for (row,) in query(self.database, _SCHEMA)}

    def _rows(self):
        return {name: query(self.database, sql)[0][0] for name, sql in _ROWS.items()}

    def test_uninstalling_leaves_a_clean_database(self):
        schema, rows = self._schema(), self._rows()
        run_odoo("-d", self.database, "-i", MODULE, "--stop-after-init")
        self.assertIn("column switchboard_line.name", self._schema())
        self.assertGreater(self._rows()["crons"], rows["crons"])
        run_odoo("shell", "-d", self.database, script=_USE_AND_UNINSTALL)
        state = query(
            self.database, f"SELECT state FROM ir_module_module WHERE name = '{MODULE}'"
        )
        self.assertEqual(state, [("uninstalled",)])
        self.assertEqual(self._schema() - schema, set(), "left behind")
        self.assertEqual(schema - self._schema(), set(), "taken away from others")
        self.assertEqual(self._rows(), rows)


@tagged("post_install", "-at_install")
class TestInstalled(TransactionCase):
    def test_demo_data(self):
        for file in Manifest.for_addon(MODULE)["demo"]:
            convert_file(self.env, MODULE, file, {}, mode="init")
        manager = self.env.ref(f"{MODULE}.user_manager")
        self.assertTrue(manager.has_group(f"{MODULE}.group_manager"))

    def test_menus(self):
        root = self.env.ref(f"{MODULE}.menu_root")
        self.assertEqual(root.name, "Switchboard")
        names = root.child_id.mapped("name")
        for name in ("Emails", "Phones", "Conversations", "Outgoing", "Settings"):
            self.assertIn(name, names)
        for menu in root.child_id.filtered("action"):
            with self.subTest(menu=menu.name):
                self.env[menu.action.res_model].get_views(
                    [(False, mode) for mode in menu.action.view_mode.split(",")]
                )

    def test_groups_contain_each_other(self):
        operator, manager, administrator = (
            self.env.ref(f"{MODULE}.group_{name}")
            for name in ("operator", "manager", "administrator")
        )
        self.assertIn(operator, manager.all_implied_ids)
        self.assertIn(manager, administrator.all_implied_ids)
        self.assertEqual(
            len((operator | manager | administrator).privilege_id), 1, "one privilege"
        )

    def test_an_operator_sees_no_settings(self):
        operator = self.env["res.users"].create(
            {
                "name": "Op",
                "login": "sb_menu_operator",
                "group_ids": [
                    (4, self.env.ref("base.group_user").id),
                    (4, self.env.ref(f"{MODULE}.group_operator").id),
                ],
            }
        )
        visible = self.env["ir.ui.menu"].with_user(operator)._visible_menu_ids()
        self.assertIn(self.env.ref(f"{MODULE}.menu_emails").id, visible)
        self.assertNotIn(self.env.ref(f"{MODULE}.menu_settings").id, visible)
