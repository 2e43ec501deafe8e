"""What bystanders get over HTTP: routes of Discuss, files, exports, the bus.

Each answer is searched for the secret words, whatever form it has.
"""

import json

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common_sharing import SECRET, TEXT, SharingCase

SHARED = "switchboard.shared.message"
INDEX = "switchboard.message"
FILE = b"%PDF-1.4 plan"


@tagged("post_install", "-at_install")
class TestSharingHttp(SharingCase, HttpCase):
    def setUp(self):
        super().setUp()
        # The owner has opened the conversation: everything there is to leak exists.
        self.channel = self.conversation()
        self.shown(self.channel)
        self.message.invalidate_recordset()
        self.copy = self.message.mail_message_id
        self.shared.with_user(self.nobody).check_access("read")
        request = self.env["switchboard.access.request"].with_user(self.nobody)
        request._ask(self.shared.with_user(self.nobody), "I took over this client")

    def rpc(self, route, **params):
        """The whole answer of a JSON-RPC route, errors included, as text."""
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
            answer = self.url_open(
                route,
                data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
                headers={"Content-Type": "application/json"},
            )
        return answer.text

    def call(self, model, method, *args, **kwargs):
        values = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self.rpc(f"/web/dataset/call_kw/{model}/{method}", **values)

    def data(self, name, **params):
        return self.rpc("/mail/data", fetch_params=[[name, params]])

    def closed_ways(self):
        """(name, answer) of ways that are shut at every level of sharing."""
        channel, partner = self.channel.id, self.maria.id
        thread = {"thread_model": "discuss.channel", "thread_id": channel}
        search = {"search_term": SECRET}
        here = [["id", "=", self.message.id]]
        yield "index", self.call(INDEX, "read", self.message.ids, ["subject"])
        yield "index search", self.call(INDEX, "search_read", here, ["snippet"])
        yield "original", self.call(INDEX, "get_original", self.message.ids)
        yield "copy", self.call("mail.message", "read", self.copy.ids, ["body"])
        yield "name", self.call("discuss.channel", "read", channel, ["name"])
        yield "names", self.call("discuss.channel", "name_search", "Maria")
        yield "links", self.call("discuss.channel", "switchboard_links", [channel])
        yield "messages", self.rpc("/discuss/channel/messages", channel_id=channel)
        yield "thread", self.rpc("/mail/thread/messages", **thread)
        yield "pins", self.rpc("/discuss/channel/pinned_messages", channel_id=channel)
        yield "files", self.rpc("/discuss/channel/attachments", channel_id=channel)
        yield "join", self.rpc("/discuss/channel/join", channel_id=channel)
        yield "search", self.rpc("/discuss/search", term=SECRET)
        yield "inbox", self.rpc("/mail/inbox/messages", fetch_params=search)
        yield "history", self.rpc("/mail/history/messages", fetch_params=search)
        yield (
            "init",
            self.rpc(
                "/mail/data", fetch_params=["init_messaging", "channels_as_member"]
            ),
        )
        yield "channel data", self.data("discuss.channel", id=channel)
        yield (
            "row data",
            self.data("/mail_switchboard/conversations", line_id=self.line.id),
        )
        yield (
            "update data",
            self.data(
                "/mail_switchboard/update",
                channel_id=channel,
                message_ids=self.copy.ids,
            ),
        )
        yield (
            "contact data",
            self.data(
                "mail.thread",
                thread_model="res.partner",
                thread_id=partner,
                request_list=["activities", "attachments", "switchboard_message_count"],
            ),
        )
        yield (
            "activities",
            self.rpc("/mail/data", fetch_params=["systray_get_activities"]),
        )
        yield (
            "previews",
            self.call(
                "mail.activity", "search_read", [], ["summary", "res_name", "note"]
            ),
        )
        yield (
            "requests",
            self.call("switchboard.access.request", "search_read", [], []),
        )
        url = f"/mail_switchboard/message/{self.message.id}"
        for path in (url, f"{url}/source", f"{url}/eml"):
            yield path, self.url_open(path).text
        for attachment in self.message.raw_attachment_id | self.copy.attachment_ids:
            path = f"/web/content/{attachment.id}?download=1"
            yield path, self.url_open(path).text

    def test_ways_that_are_closed(self):
        self.line.sharing_level = "everything"
        for user in (self.nobody, self.admin, self.stranger):
            self.authenticate(user.login, user.login)
            for name, answer in self.closed_ways():
                with self.subTest(user=user.login, way=name):
                    self.assertNotIn(SECRET, answer)
                    self.assertNotIn(TEXT, answer)
                    self.assertNotIn(FILE.decode(), answer)

    def test_the_ways_are_real(self):
        """The owner gets through some of them: the test above looks where it is."""
        self.authenticate(self.manager.login, self.manager.login)
        answers = dict(self.closed_ways())
        for name in ("index", "messages", "thread", "update data", "row data"):
            with self.subTest(name):
                self.assertIn(SECRET, answers[name])

    def test_levels_over_rpc_and_export(self):
        names = ["subject", "snippet", "body", "files"]
        here = [["id", "=", self.message.id]]
        specification = {name: {} for name in self.shared._fields}
        for user, levels in (
            (self.nobody, ("metadata", "subject", "everything")),
            (self.admin, ("metadata", "subject", "everything")),
        ):
            self.authenticate(user.login, user.login)
            for rank, level in enumerate(levels, 1):
                self.line.sharing_level = level
                self.env.flush_all()
                ways = {
                    "read": self.call(SHARED, "read", self.message.ids, names),
                    "list": self.call(
                        SHARED,
                        "web_search_read",
                        domain=[["about", "=", f"res.partner,{self.maria.id}"]],
                        specification=specification,
                    ),
                    "form": self.call(
                        SHARED, "web_read", self.message.ids, specification
                    ),
                    "export": self.export(here, names),
                }
                for way, answer in ways.items():
                    with self.subTest(user=user.login, level=level, way=way):
                        self.assertEqual(SECRET in answer, rank >= 2)
                        self.assertEqual(TEXT in answer, rank >= 3)
                        if way != "export":
                            self.assertEqual("plan.pdf" in answer, rank >= 3)

    def export(self, domain, names):
        data = {
            "model": SHARED,
            "fields": [{"name": name, "label": name} for name in names[:3]],
            "ids": False,
            "domain": domain,
            "import_compat": False,
        }
        answer = self.url_open(
            "/web/export/csv",
            data={
                "data": json.dumps(data),
                "csrf_token": http.Request.csrf_token(self),
            },
        )
        self.assertEqual(answer.status_code, 200)
        return answer.text

    def test_files_at_level_everything_only(self):
        path = f"/mail_switchboard/shared/{self.message.id}/file/0"
        for level, status in (("metadata", 404), ("subject", 404), ("everything", 200)):
            self.line.sharing_level = level
            self.env.flush_all()
            for user in (self.nobody, self.admin):
                with self.subTest(user=user.login, level=level):
                    self.authenticate(user.login, user.login)
                    answer = self.url_open(path)
                    self.assertEqual(answer.status_code, status)
                    self.assertEqual(FILE in answer.content, status == 200)
            self.authenticate(self.stranger.login, self.stranger.login)
            self.assertEqual(self.url_open(path).status_code, 404)
            self.authenticate(self.portal.login, self.portal.login)
            self.assertEqual(self.url_open(path).status_code, 404)
        self.authenticate(self.nobody.login, self.nobody.login)
        answer = self.url_open(path)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        beyond = path.replace("file/0", "file/7")
        self.assertEqual(self.url_open(beyond).status_code, 404)

    def test_no_counting_over_rpc(self):
        self.authenticate(self.nobody.login, self.nobody.login)
        here = ["id", "=", self.message.id]
        for field in ("subject", "snippet"):
            for word in (SECRET, TEXT, "no such word"):
                for domain in (
                    [here, [field, "ilike", word]],
                    [here, [field, "not ilike", word]],
                    [here, [field, "=like", f"%{word}%"]],
                    [here, [field, "in", [f"About {word}"]]],
                ):
                    with self.subTest(domain=domain):
                        answer = self.call(SHARED, "search_count", domain)
                        self.assertIn('"result": 0', answer)
            for method in ("web_read_group", "formatted_read_group", "read_group"):
                with self.subTest(method=method), mute_logger("odoo.http"):
                    answer = self.call(SHARED, method, [here], [field], [field])
                    self.assertIn('"error"', answer)

    def test_the_bus_is_for_readers_and_carries_ids(self):
        self.env["bus.bus"].sudo().search([]).unlink()
        self.send_mail(subject=f"More {SECRET}", body=TEXT)
        self.mailbox._sync()
        self.env.cr.precommit.run()
        users = {self.manager: True, self.carla: True}
        users.update(dict.fromkeys((self.nobody, self.admin, self.stranger), False))
        for user, reads in users.items():
            self.authenticate(user.login, user.login)
            with self.subTest(user=user.login):
                heard = self.rpc(
                    "/websocket/peek_notifications",
                    channels=[f"switchboard.line_{self.line.id}"],
                    last=0,
                    is_first_poll=True,
                )
                self.assertNotIn('"error"', heard)
                self.assertEqual("mail_switchboard/conversation" in heard, reads)
                self.assertNotIn(SECRET, heard)
                self.assertNotIn(TEXT, heard)

    def test_a_new_address_offers_to_look_for_earlier_mail(self):
        notes = self.env["bus.bus"].sudo().search([])
        partner_manager = self.env.ref("base.group_partner_manager")
        (self.manager | self.nobody).group_ids |= partner_manager
        extra = {"partner_id": self.maria.id, "email": "private@cliente.example"}
        for user, offered in ((self.manager, True), (self.nobody, False)):
            self.authenticate(user.login, user.login)
            notes.search([]).unlink()
            with self.subTest(user=user.login):
                email = f"{user.login}@cliente.example"
                self.call("res.partner", "write", self.maria.ids, {"email": email})
                self.call("switchboard.partner.address", "create", [extra])
                self.call("res.partner", "write", self.maria.ids, {"name": "Maria S."})
                self.env.cr.precommit.run()
                told = "".join(notes.search([]).mapped("message"))
                offers = told.count("mail_switchboard/earlier_mail")
                self.assertEqual(offers, 2 if offered else 0)
                self.assertEqual(email in told, offered)
                self.maria.switchboard_address_ids.unlink()
