"""What bystanders see of messages on contacts and deals, by every way in.

The table is the specification: level of the line × role → what is seen.
"""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_sharing import (
    EVERYTHING,
    METADATA,
    NOTHING,
    SECRET,
    SUBJECT,
    TEXT,
    SharingCase,
)

# role: what is seen at each of the line's levels
TABLE = {
    "owner": {"metadata": EVERYTHING, "subject": EVERYTHING, "everything": EVERYTHING},
    "grantee": {
        "metadata": EVERYTHING,
        "subject": EVERYTHING,
        "everything": EVERYTHING,
    },
    "bystander": {"metadata": METADATA, "subject": SUBJECT, "everything": EVERYTHING},
    "administrator": {
        "metadata": METADATA,
        "subject": SUBJECT,
        "everything": EVERYTHING,
    },
    "stranger": {"metadata": NOTHING, "subject": NOTHING, "everything": NOTHING},
}


@tagged("post_install", "-at_install")
class TestSharing(SharingCase):
    def test_table(self):
        for role, levels in TABLE.items():
            for level, expected in levels.items():
                with self.subTest(role=role, level=level):
                    self.line.sharing_level = level
                    user = self.roles[role]
                    self.assertEqual(self.seen(user), expected)
                    self.check_ways_in(user, expected)

    def check_ways_in(self, user, rank):
        Shared = self.env["switchboard.shared.message"].with_user(user)
        shared = Shared.browse(self.message.id)
        here = [("id", "=", self.message.id)]
        if rank == NOTHING:
            for read in (
                lambda: shared.read(["subject"]),
                lambda: shared.export_data(["subject"]),
                shared.action_open,
            ):
                self.assertRaises(AccessError, read)
        else:
            [values] = shared.read(["subject", "snippet", "body", "files", "date"])
            self.assertEqual(SECRET in (values["subject"] or ""), rank >= SUBJECT)
            self.assertEqual(TEXT in (values["snippet"] or ""), rank >= EVERYTHING)
            self.assertEqual(TEXT in (values["body"] or ""), rank >= EVERYTHING)
            self.assertEqual("plan" in str(values["files"]), rank >= EVERYTHING)
            exported = str(shared.export_data(["subject", "snippet", "body"]))
            self.assertEqual(SECRET in exported, rank >= SUBJECT)
            self.assertEqual(TEXT in exported, rank >= EVERYTHING)
            whole = str(shared.web_read({name: {} for name in Shared._fields}))
            self.assertEqual(SECRET in whole, rank >= SUBJECT)
            self.assertEqual(TEXT in whole, rank >= EVERYTHING)
        for field, word, wanted in (
            ("subject", SECRET, SUBJECT),
            ("snippet", TEXT, EVERYTHING),
        ):
            for domain in (
                [(field, "ilike", word)],
                [(field, "=like", f"%{word}%")],
                [(field, "!=", False)],
                [(field, "not ilike", "no such word")],
            ):
                with self.subTest(domain=domain):
                    count = Shared.search_count(here + domain)
                    self.assertEqual(count, int(rank >= wanted))

    def test_negation_tells_nothing(self):
        Shared = self.env["switchboard.shared.message"].with_user(self.nobody)
        here = [("id", "=", self.message.id)]
        for word in (SECRET, "no such word"):
            answers = {
                Shared.search_count([*here, "!", ("subject", "ilike", word)])
                for word in (SECRET, "no such word")
            }
            self.assertEqual(len(answers), 1, "both words answer alike")
            self.assertFalse(
                Shared.search_count([*here, ("subject", "not ilike", word)])
            )

    def test_no_grouping_or_ordering_by_what_is_hidden(self):
        Shared = self.env["switchboard.shared.message"].with_user(self.nobody)
        for field in ("subject", "snippet", "body", "attachment_count"):
            with self.subTest(field=field):
                with self.assertRaises(ValueError):
                    Shared._read_group([], [field])
                with self.assertRaises(ValueError):
                    list(Shared.search([], order=f"{field} desc"))

    def test_index_copies_and_raw_mail_stay_closed(self):
        self.line.sharing_level = "everything"
        self.shown(self.conversation())
        self.message.invalidate_recordset()
        raw, copy = self.message.raw_attachment_id, self.message.mail_message_id
        for user in (self.nobody, self.admin, self.stranger):
            with self.subTest(user=user.login):
                for record, field in (
                    (self.message, "subject"),
                    (raw, "raw"),
                    (copy, "body"),
                    (copy.attachment_ids, "raw"),
                    (self.conversation(), "name"),
                ):
                    with self.assertRaises(AccessError):
                        record.with_user(user).read([field])

    def test_nothing_of_a_mail_runs_on_the_form(self):
        self.line.sharing_level = "everything"
        html = f"<b>{TEXT}</b><script>alert(1)</script><img src=x onerror=alert(1)>"
        self.send_mail(
            subject="Evil", html=f"{html}<a href='javascript:alert(1)'>x</a>"
        )
        self.mailbox._sync()
        Shared = self.env["switchboard.shared.message"].with_user(self.nobody)
        shared = Shared.search([("subject", "=", "Evil")])
        self.assertIn(f"<b>{TEXT}</b>", shared.body)
        for word in ("script", "onerror", "alert"):
            self.assertNotIn(word, shared.body)

    def test_new_lines_tell_who_and_when(self):
        for model in ("switchboard.line", "switchboard.connect.mailbox"):
            values = self.env[model].default_get(["sharing_level"])
            self.assertEqual(values["sharing_level"], "metadata", model)

    def test_portal_has_no_way_in(self):
        self.line.sharing_level = "everything"
        with self.assertRaises(AccessError):
            self.shared.with_user(self.portal).search([])

    def test_direction_of_its_own(self):
        self.line.write(
            {"sharing_level": "everything", "sharing_level_out": "metadata"}
        )
        self.assertEqual(self.seen(self.nobody), EVERYTHING)
        self.message.direction = "out"
        self.assertEqual(self.seen(self.nobody), METADATA)

    def test_owner_decides_for_one_conversation(self):
        Sharing = self.env["switchboard.sharing"]
        channel = self.conversation()
        for level, expected in (
            ("hidden", NOTHING),
            ("everything", EVERYTHING),
            ("subject", SUBJECT),
            (None, METADATA),
        ):
            with self.subTest(level=level):
                Sharing.with_user(self.manager)._set_level(channel, level)
                self.assertEqual(self.seen(self.nobody), expected)
                self.assertEqual(self.seen(self.carla), EVERYTHING)
        for user in (self.nobody, self.carla):
            with self.assertRaises(AccessError):
                Sharing.with_user(user)._set_level(channel, "everything")

    def test_most_generous_line_wins_and_says_which(self):
        other = self.make_mailbox(f"second.{self.address}", sharing_level="everything")
        other.name = "Generous"
        twin = self.message.copy({"line_id": other.line_id.id})
        twin._set_participants([self.customer_address])
        twin._link()
        found = (
            self.env["switchboard.shared.message"]
            .with_user(self.nobody)
            .search(self.maria._switchboard_shared_domain())
        )
        self.assertEqual(found.ids, twin.ids)
        self.assertEqual((found.level, found.line_name), ("everything", "Generous"))
        other.sharing_level = "metadata"
        self.line.sharing_level = "subject"
        self.env.flush_all()
        self.env.invalidate_all()
        found = found.search(self.maria._switchboard_shared_domain())
        self.assertEqual(found.ids, self.message.ids)

    def test_personal_line_does_not_tell_its_name(self):
        self.env["switchboard.grant"].search([("line_id", "=", self.line.id)]).unlink()
        self.mailbox.write({"access": "personal", "name": "Private matters"})
        shared = self.shared.with_user(self.nobody)
        self.assertEqual(self.seen(self.nobody), METADATA)
        self.assertNotIn("Private", shared.line_name)
        self.assertEqual(shared.hidden_by, self.manager.name)

    def test_click_opens_as_far_as_allowed(self):
        opened = self.shared.with_user(self.nobody).action_open()
        self.assertEqual(opened["res_model"], "switchboard.shared.message")
        opened = self.shared.with_user(self.carla).action_open()
        self.assertNotEqual(opened.get("res_model"), "switchboard.shared.message")

    def test_write_from_the_contact(self):
        action = self.maria.with_user(self.ben).action_switchboard_write()
        wizard = (
            self.env["switchboard.write.first"]
            .with_user(self.ben)
            .with_context(**action["context"])
            .create({})
        )
        self.assertIn(self.maria.email_normalized, wizard.emails)
