"""What is brought in, moved, marked and left alone: the engine on scripted servers."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .fakes.imap_store import FakeFolder
from .fakes.script import Rule
from .sync_common import SyncCase, mail


@tagged("post_install", "-at_install")
class TestSync(SyncCase):
    def test_mails_of_all_sorts_of_servers_come_in_once(self):
        for quirks, capabilities in (
            ((), None),
            (("no-uidnext",), None),
            (("no-zero", "silent-search"), None),
            (("split-search",), None),
            (("estimate-sizes",), None),
            (("chatty",), None),
            (("gmail",), None),
            (("plain-list",), None),
            ((), "IMAP4rev1"),
            ((), "IMAP4rev1 CONDSTORE ENABLE"),
        ):
            with self.subTest(quirks=quirks, capabilities=capabilities):
                script = {"quirks": quirks}
                if capabilities:
                    script["capabilities"] = capabilities
                self.connect({"INBOX": [mail(n) for n in range(5)]}, **script)
                self.inbox.add(mail(5))
                self.sync()
                self.sync()
                self.assert_complete(stored=6)

    def test_history_is_read_and_live_mail_is_unread(self):
        self.connect({"INBOX": [mail(1)]})
        self.inbox.add(mail(2))
        self.sync()
        self.assertFalse(self.message(1).live)
        self.assertTrue(self.message(2).live)

    def test_nothing_new_asks_for_nothing(self):
        self.connect({"INBOX": [mail(n) for n in range(50)]})
        self.fake.commands.clear()
        self.sync()
        commands = " ".join(self.fake.commands)
        self.assertNotIn("FETCH", commands)
        self.assertNotIn("SEARCH ALL", commands)

    def test_one_mail_in_two_folders_is_one_message(self):
        self.connect({"INBOX": [mail(1)], "Sent": FakeFolder([mail(1)])})
        self.assertEqual(len(self.message(1).location_ids), 2)
        self.assert_complete(stored=1)

    def test_gmail_labels_are_one_message_without_message_id(self):
        raw = b"From: a@x.example\r\nSubject: No id\r\n\r\nHello\r\n"
        inbox, sent = FakeFolder(), FakeFolder(flags=("\\Sent",))
        inbox.add(raw, gm_msgid=77)
        sent.add(raw.replace(b"Hello", b"Hello "), gm_msgid=77)
        self.connect({"INBOX": inbox, "Sent": sent}, quirks=("gmail",))
        self.assertEqual(len(self.messages().location_ids), 2)
        self.assertEqual(self.messages().gm_msgid, 77)

    def test_two_mails_under_one_message_id_are_both_stored(self):
        other = mail(1, subject="Quite another").replace(b"10:01", b"17:30")
        self.connect({"INBOX": [mail(1), other]})
        subjects = sorted(self.messages().mapped("subject"))
        self.assertEqual(subjects, ["Mail 1", "Quite another"])
        self.folder()._restart()
        self.sync()
        self.assertEqual(len(self.messages()), 2)

    def test_same_mail_in_two_mailboxes_is_two_messages(self):
        self.connect({"INBOX": [mail(1)]})
        first = self.messages()
        self.connect({"INBOX": [mail(1)]})
        self.assertEqual(len(self.messages()), 1)
        self.assertNotEqual(self.messages(), first)

    def test_deleted_on_server_is_marked(self):
        self.connect({"INBOX": [mail(1), mail(2)], "Old": FakeFolder()})
        self.inbox.expunge(1)
        self.sync()
        self.assertTrue(self.message(1).deleted_on_server)
        self.assertFalse(self.message(2).deleted_on_server)
        self.assert_complete(stored=2)

    def test_deleted_on_server_is_hidden_when_the_owner_wants(self):
        self.connect({"INBOX": [mail(1), mail(2)]})
        channel = self.message(1).channel_id
        self.inbox.expunge(1)
        self.sync()
        self.assertEqual(len(self.shown(channel)), 2)
        self.mailbox.with_user(self.manager).hide_deleted = True
        self.assertEqual(self.shown(channel).subject, "Mail 2")

    def test_moved_mail_stays(self):
        for selected in (True, False):
            with self.subTest(selected=selected):
                self.connect({"INBOX": [mail(1)], "Done": FakeFolder()}, sync=False)
                self.folder("Done").selected = selected
                self.sync()
                self.inbox.move(1, self.fake.folders["Done"])
                self.sync()
                message = self.message(1)
                self.assertFalse(message.deleted_on_server)
                paths = message.location_ids.folder_id.mapped("path")
                self.assertEqual(paths, ["Done"] if selected else [])
                self.assertEqual(len(self.messages()), 1)

    def test_moved_into_a_folder_that_refuses_is_not_taken_for_deleted(self):
        self.connect({"INBOX": [mail(1)], "Done": FakeFolder()})
        self.inbox.move(1, self.fake.folders["Done"])
        self.fake.rules.append(Rule('EXAMINE "?Done', reply="NO not now"))
        self.sync()
        self.assertFalse(self.message(1).deleted_on_server)

    def test_moved_into_the_bin_counts_as_deleted(self):
        bin_ = FakeFolder(flags=("\\Trash",))
        self.connect({"INBOX": [mail(1)], "Bin": bin_})
        self.inbox.move(1, bin_)
        self.sync()
        self.assertTrue(self.message(1).deleted_on_server)

    def test_mail_that_is_put_back_is_no_longer_marked(self):
        self.connect({"INBOX": [mail(1)]})
        gone = self.inbox.expunge(1)
        self.sync()
        self.inbox.add(gone.raw)
        self.sync()
        self.assertFalse(self.message(1).deleted_on_server)
        self.assert_complete(stored=1)

    def test_uidvalidity_changed_doubles_and_loses_nothing(self):
        self.connect({"INBOX": [mail(n) for n in range(1, 6)]})
        before = {m.id: (m.channel_id, m.date) for m in self.messages()}
        self.inbox.new_validity(first_uid=40)
        self.inbox.expunge(40)
        self.inbox.add(mail(9))
        self.sync()
        after = {m.id: (m.channel_id, m.date) for m in self.messages()}
        self.assertEqual({i: after.get(i) for i in before}, before)
        self.sync()
        self.assert_complete(stored=6)
        self.assertTrue(self.message(1).deleted_on_server)
        self.assertFalse(self.message(2).deleted_on_server)
        self.assertIn("numbered", self.line.log_ids[0].text)

    def test_uidnext_fell_after_a_restored_backup(self):
        self.connect({"INBOX": [mail(n) for n in range(1, 6)]})
        for uid in (4, 5):
            self.inbox.expunge(uid)
        self.inbox.uidnext = 4
        self.sync()
        self.inbox.add(mail(44))
        self.inbox.add(mail(55))
        self.sync()
        self.sync()
        self.assert_complete()
        self.assertTrue(self.message(44))
        self.assertTrue(self.message(55))

    def test_emptied_mailbox_keeps_the_messages(self):
        self.connect({"INBOX": [mail(1), mail(2)]})
        for uid in (1, 2):
            self.inbox.expunge(uid)
        self.sync()
        self.assertEqual(len(self.messages()), 2)
        self.assertTrue(all(m.deleted_on_server for m in self.messages()))
        self.inbox.add(mail(3))
        self.sync()
        self.assert_complete(stored=3)

    def test_renamed_folder_is_followed(self):
        self.connect({"INBOX": [], "Work": FakeFolder([mail(1)])}, sync=False)
        self.folder("Work").selected = True
        self.sync()
        self.fake.folders["Projects"] = self.fake.folders.pop("Work")
        self.mailbox._sync()
        self.fake.folders["Projects"].add(mail(2))
        self.sync()
        self.assert_complete(stored=2)
        self.assertIn("Projects", self.line.log_ids[0].text)

    def test_deleted_here_does_not_come_back(self):
        self.connect({"INBOX": [mail(1), mail(2)]})
        self.message(1).unlink()
        self.folder()._restart()
        self.inbox.new_validity()
        self.sync()
        self.assertFalse(self.message(1))
        self.assert_complete(stored=1)
        self.assertIn("deleted", self.journal().mapped("reason"))

    def test_deleted_conversation_does_not_come_back(self):
        self.connect({"INBOX": [mail(1), mail(2)]})
        self.message(1).channel_id.unlink()
        self.folder()._restart()
        self.sync()
        self.assert_complete(stored=0)

    def test_read_elsewhere_is_read_by_the_owner_only(self):
        self.connect()
        self.inbox.add(mail(1))
        self.sync()
        channel = self.message(1).channel_id
        self.assertEqual(channel.with_user(self.manager).switchboard_unread, 1)
        self.inbox.set_flags(1, "\\Seen")
        self.sync()
        channel.invalidate_recordset()
        self.assertEqual(channel.with_user(self.manager).switchboard_unread, 0)
        self.env["switchboard.grant"].create(
            {"line_id": self.line.id, "user_id": self.sara.id, "level": "send_all"}
        )
        self.assertEqual(channel.with_user(self.sara).switchboard_unread, 1)

    def test_read_here_is_marked_there_only_when_wanted(self):
        for wanted in (False, True):
            with self.subTest(wanted=wanted):
                self.connect(values={"flags_two_way": wanted})
                self.inbox.add(mail(1))
                self.sync()
                channel = self.message(1).channel_id.with_user(self.manager)
                channel._switchboard_mark_read(self.message(1).id)
                self.sync()
                seen = "\\Seen" in self.inbox.mails[1].flags
                self.assertEqual(seen, wanted)
                stores = [c for c in self.fake.commands if "STORE" in c]
                self.assertEqual(bool(stores), wanted)

    def test_large_mail_is_stored_in_part_and_fetched_when_asked(self):
        self.env["ir.config_parameter"].set_param("mail_switchboard.max_mail_mb", "1")
        boundary = "Content-Type: multipart/mixed; boundary=b"
        head = mail(1).split(b"\r\n\r\n")[0] + f"\r\n{boundary}\r\n\r\n".encode()
        body = (
            "--b\r\nContent-Type: text/plain\r\n\r\nThe text\r\n"
            "--b\r\nContent-Type: application/pdf\r\n"
            "Content-Disposition: attachment; filename=big.pdf\r\n\r\n"
            + "x" * 2_000_000
            + "\r\n--b--\r\n"
        )
        self.connect({"INBOX": [head + body.encode()]})
        message = self.message(1)
        self.assertTrue(message.truncated)
        self.assertGreater(message.size, 2_000_000)
        self.assertLess(message.raw_attachment_id.file_size, 100_000)
        shown = self.shown(message.channel_id)
        self.assertIn("The text", shown.body)
        message.with_user(self.manager).action_fetch_whole()
        self.assertFalse(message.truncated)
        self.assertEqual(shown.attachment_ids.name, "big.pdf")

    def test_large_mail_that_is_gone_says_so(self):
        self.env["ir.config_parameter"].set_param("mail_switchboard.max_mail_mb", "1")
        self.connect({"INBOX": [mail(1, body="y" * 1_500_000)]})
        self.inbox.expunge(1)
        with self.assertRaisesRegex(UserError, "no longer on the server"):
            self.message(1).with_user(self.manager).action_fetch_whole()
