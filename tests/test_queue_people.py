"""What people see and decide: pause, send later, bulk, signatures, alerts."""

from datetime import timedelta

from markupsafe import Markup
from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SwitchboardCase


@tagged("post_install", "-at_install")
class TestQueuePeople(SwitchboardCase):
    def setUp(self):
        super().setUp()
        self.send_mail(subject="Roof")
        self.mailbox._sync()
        self.channel = self.conversation()
        self.line.undo_seconds = 60

    def write(self, user=None, text="Sure", **post):
        message = self.channel.with_user(user or self.ben).message_post(
            body=Markup("<p>%s</p>") % text, **post
        )
        return message.sudo().switchboard_message_ids.outgoing_ids

    def make_due(self, outgoing):
        outgoing.send_at = fields.Datetime.now() - timedelta(seconds=1)

    def process(self):
        self.env["switchboard.outgoing"]._process()

    # -- pause -------------------------------------------------------------------

    def test_a_new_message_pauses_what_waits(self):
        outgoing = self.write()
        self.send_mail(subject="Re: Roof", body="Forget it")
        self.mailbox._sync()
        self.assertEqual(
            (outgoing.state, outgoing.paused_reason), ("queued", "incoming")
        )
        self.make_due(outgoing)
        self.process()
        self.assertEqual(outgoing.state, "queued", "it waits for its author")
        self.assertEqual(outgoing.with_user(self.ben).get_card()["paused"], "incoming")
        self.assertTrue(outgoing.with_user(self.ben).action_confirm())
        self.process()
        self.assertEqual(outgoing.state, "sent", outgoing.error)

    def test_a_paused_message_can_be_stopped(self):
        outgoing = self.write()
        self.send_mail(subject="Re: Roof")
        self.mailbox._sync()
        self.assertTrue(outgoing.with_user(self.ben).action_stop())
        self.make_due(outgoing)
        self.process()
        self.assertEqual(self.server.inbox(self.customer), [])

    def test_a_colleagues_answer_pauses_and_ones_own_does_not(self):
        first, second = self.write(), self.write(text="And one more thing")
        self.assertFalse(first.paused_reason)
        third = self.write(self.sara, "I have it")
        self.assertEqual(first.paused_reason, "colleague")
        self.assertEqual(second.paused_reason, "colleague")
        self.assertFalse(third.paused_reason)

    def test_an_automatic_reply_pauses_nothing(self):
        outgoing = self.write()
        self.send_mail(subject="Out of office", Auto_Submitted="auto-replied")
        self.mailbox._sync()
        self.assertFalse(outgoing.paused_reason)

    # -- send later --------------------------------------------------------------

    def test_send_later_and_at_another_time(self):
        at = fields.Datetime.now() + timedelta(days=3)
        outgoing = self.write(switchboard_send_at=fields.Datetime.to_string(at))
        self.assertEqual(outgoing.shown_send_at, at)
        self.process()
        self.assertEqual(outgoing.state, "queued")
        sooner = at - timedelta(days=1)
        as_ben = outgoing.with_user(self.ben)
        self.assertTrue(as_ben.action_reschedule(fields.Datetime.to_string(sooner)))
        self.assertEqual(outgoing.send_at, sooner)
        self.assertTrue(as_ben.action_reschedule(False), "send it now")
        self.process()
        self.assertEqual(outgoing.state, "sent", outgoing.error)
        self.assertFalse(as_ben.action_reschedule(fields.Datetime.to_string(at)))

    def test_a_time_that_is_none_is_refused(self):
        for wrong in ("2020-01-01 00:00:00", "tomorrow", 7):
            with self.subTest(wrong), self.assertRaises(UserError):
                self.write(switchboard_send_at=wrong)

    def test_the_server_holds_longer_than_the_screen_shows(self):
        outgoing = self.write()
        self.assertEqual((outgoing.send_at - outgoing.shown_send_at).total_seconds(), 2)

    def test_the_time_to_stop(self):
        Line = self.env["switchboard.line"]
        self.assertEqual(Line.default_get(["undo_seconds"])["undo_seconds"], 10)
        for seconds, allowed in ((0, True), (120, True), (-1, False), (121, False)):
            with self.subTest(seconds):
                if allowed:
                    self.line.undo_seconds = seconds
                    self.line.flush_recordset()
                else:
                    with (
                        mute_logger("odoo.sql_db"),
                        self.assertRaises(CheckViolation),
                    ):
                        self.line.undo_seconds = seconds
                        self.line.flush_recordset()

    # -- decisions ---------------------------------------------------------------

    def test_who_decides(self):
        outgoing = self.write()
        for user in (self.carla, self.nobody, self.admin):
            for action in ("action_stop", "action_retry", "action_arrived"):
                with (
                    self.subTest(user=user.login, action=action),
                    self.assertRaises(AccessError),
                ):
                    getattr(outgoing.with_user(user), action)()

    def test_bulk(self):
        rows = self.write() + self.write(text="Two") + self.write(text="Three")
        self.assertTrue(rows.with_user(self.sara).action_stop())
        self.assertEqual(set(rows.mapped("state")), {"stopped"})
        rows.with_user(self.sara).action_retry()
        self.assertEqual(set(rows.mapped("state")), {"queued"})
        rows.state = "in_doubt"
        rows.flush_recordset()
        rows.with_user(self.sara).action_arrived()
        self.assertEqual(set(rows.mapped("state")), {"sent"})

    def test_too_many_recipients_are_refused_with_the_figures(self):
        self.line.max_recipients = 1
        self.channel._switchboard_add_counterparts({"second@x.example": "Two"})
        with self.assertRaisesRegex(UserError, "2 people, and the provider takes 1"):
            self.write()

    # -- watching ----------------------------------------------------------------

    def test_the_owner_is_told_of_late_messages_once(self):
        outgoing = self.write()
        notes = [("partner_ids", "in", self.manager.partner_id.ids)]
        Message = self.env["mail.message"]
        before = Message.search_count(notes)
        self.env["switchboard.outgoing"]._cron_watch()
        self.assertEqual(Message.search_count(notes), before)
        outgoing.send_at = fields.Datetime.now() - timedelta(minutes=11)
        self.env["switchboard.outgoing"]._cron_watch()
        self.env["switchboard.outgoing"]._cron_watch()
        self.assertEqual(Message.search_count(notes), before + 1)
        self.assertTrue(outgoing.is_late)
        self.assertIn(
            outgoing, outgoing.search([("is_late", "=", True)]), "the list's filter"
        )

    def test_graph_per_hour(self):
        outgoing = self.write()
        self.make_due(outgoing)
        self.process()
        groups = self.env["switchboard.outgoing"]._read_group(
            [("line_id", "=", self.line.id)], ["finished_at:hour", "state"], ["__count"]
        )
        [(hour, state, count)] = groups
        self.assertEqual((state, count), ("sent", 1))
        self.assertTrue(hour)


@tagged("post_install", "-at_install")
class TestSignatures(SwitchboardCase):
    def sign(self, user=None, **values):
        return self.env["switchboard.signature"].create(
            {"line_id": self.line.id, "user_id": user and user.id, **values}
        )

    def test_which_signature(self):
        own = self.sign(self.ben, body="<p>Ben's</p>")
        common = self.sign(body="<p>Ours</p>")
        # operators' on, common on, own text, common text: rule
        table = [
            (True, True, True, True, "operator"),
            (True, True, False, True, "fallback"),
            (False, True, True, True, "fallback"),
            (True, False, False, True, "none"),
            (False, False, True, True, "none"),
            (True, True, False, False, "none"),
        ]
        for operators, commons, has_own, has_common, rule in table:
            with self.subTest(rule=rule, switches=(operators, commons)):
                self.line.operator_signature = operators
                self.line.fallback_signature = commons
                own.body = "<p>Ben's</p>" if has_own else "<p><br></p>"
                common.body = "<p>Ours</p>" if has_common else False
                self.assertEqual(self.line._get_signature(self.ben)[1], rule)

    def test_placeholders(self):
        self.ben.partner_id.write({"function": "Roofer <3", "phone": "+49 1"})
        self.sign(body="<p>{{name}}, {{ job }}, {{phone}}, {{company}}, {{other}}</p>")
        body, _rule = self.line._get_signature(self.ben)
        self.assertEqual(
            body,
            Markup("<p>Ben Ortiz, Roofer &lt;3, +49 1, %s, {{other}}</p>")
            % self.ben.company_id.name,
        )

    def test_the_preferences_signature_only_by_choice(self):
        self.ben.signature = Markup("<p>Private Ben</p>")
        own = self.sign(self.ben)
        self.assertEqual(self.line._get_signature(self.ben)[1], "none")
        own.source = "preferences"
        body, rule = self.line._get_signature(self.ben)
        self.assertEqual(rule, "operator")
        self.assertIn("Private Ben", body)

    def test_one_signature_also_after_stop_and_retry(self):
        self.sign(body="<p>The Team</p>")
        self.send_mail()
        self.mailbox._sync()
        channel = self.conversation()
        message = channel.with_user(self.ben).message_post(body=Markup("<p>Hi</p>"))
        outgoing = message.sudo().switchboard_message_ids.outgoing_ids
        outgoing.with_user(self.ben).action_stop()
        # What comes back into the composer holds no signature to be doubled.
        draft = outgoing.with_user(self.ben).get_card()["body"]
        self.assertNotIn("The Team", draft)
        outgoing.with_user(self.ben).action_retry()
        self.env["switchboard.outgoing"]._process()
        [raw] = self.server.inbox(self.customer)
        html = self.parse(raw).get_body(("html",)).get_content()
        self.assertEqual(html.count("The Team"), 1)

    def test_who_edits(self):
        operator = "mail_switchboard.group_operator"
        other = self.env["res.users"].create(
            {
                "name": "Mia Manager",
                "login": "sb_mia",
                "group_ids": [
                    (4, self.env.ref("base.group_user").id),
                    (4, self.env.ref("mail_switchboard.group_manager").id),
                ],
            }
        )
        self.assertTrue(self.ben.has_group(operator))
        self.env["switchboard.grant"].create(
            {"line_id": self.line.id, "user_id": other.id, "level": "send_own"}
        )
        own, foreign = self.sign(self.ben, body="<p>B</p>"), self.sign(self.sara)
        # user, signature, operators write their own: allowed
        table = [
            (self.manager, foreign, True, True),
            (other, foreign, False, True),
            (self.ben, own, True, True),
            (self.ben, own, False, False),
            (self.ben, foreign, True, False),
            (self.carla, own, True, False),
            (self.nobody, own, True, False),
        ]
        for user, signature, allowed_by_owner, may in table:
            with self.subTest(user=user.login, own=signature == own):
                self.line.operators_edit_signature = allowed_by_owner
                as_user = signature.with_user(user)
                self.env.flush_all()
                if may:
                    as_user.write({"body": "<p>New</p>"})
                else:
                    with self.assertRaises(AccessError):
                        as_user.write({"body": "<p>New</p>"})

    def test_preview_matrix(self):
        self.sign(self.ben, body="<p>{{name}}</p>")
        self.sign(body="<p>Ours</p>")
        self.env.flush_all()
        Preview = self.env["switchboard.signature.preview"]
        rows = Preview.with_user(self.manager).search([("line_id", "=", self.line.id)])
        rules = {row.user_id: row.rule for row in rows}
        self.assertEqual(
            rules,
            {
                self.manager: "fallback",
                self.ben: "operator",
                self.sara: "fallback",
            },
            "everybody who may send, and nobody else",
        )
        [mine] = rows.filtered(lambda row: row.user_id == self.ben)
        self.assertIn("Ben Ortiz", mine.signature)
        as_ben = Preview.with_user(self.ben).search([("line_id", "=", self.line.id)])
        self.assertEqual(as_ben.user_id, self.ben)
