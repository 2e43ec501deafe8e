"""A hundred thousand conversations must cost Discuss nothing.

The fixture is made in SQL; what is asserted are queries, each of them named,
never times (``benchmarks/`` measures those).
"""

from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools import SQL

from odoo.addons.mail.tools.discuss import Store

from . import load_queries
from .common_load import CONVERSATIONS, LoadMixin


@tagged("post_install", "-at_install")
class TestLoad(LoadMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_line()
        cls._start_discuss()  # warms what is kept for good: rules, fields
        cls.queries_empty = cls.queries_of(cls._start_discuss)
        cls._fill()

    @classmethod
    def _start_discuss(cls):
        """What the server does when a browser opens Odoo and Discuss."""
        store = Store()
        user = cls.sara.with_user(cls.sara)
        user._init_store_data(store)
        user._init_messaging(store)
        channels = cls.env["discuss.channel"].with_user(cls.sara)
        store.add(channels._get_channels_as_member())
        return store.get_result()

    def test_discuss_starts_as_before(self):
        self._start_discuss()
        self.assertEqual(self.queries_of(self._start_discuss), self.queries_empty)
        data = self._start_discuss()
        self.assertEqual(data["switchboard.line"][0]["unread"], 99)
        listed = [c["id"] for c in data.get("discuss.channel", ())]
        ours = (
            self.env["discuss.channel"].browse(listed).filtered("switchboard_line_id")
        )
        self.assertFalse(ours, "no conversation is loaded at start")

    def test_list_page_and_search(self):
        Channel = self.env["discuss.channel"].with_user(self.sara)
        fields = Channel._switchboard_row_fields()

        def page(**kwargs):
            channels, more = Channel._switchboard_page(self.line.id, **kwargs)
            store = Store().add(channels, fields)
            return channels, more, store.get_result()

        channels, more, _data = page()
        unread = ("switchboard_message", "switchboard_read")
        for kwargs, tables in (
            ({}, ()),
            ({"only": "unread"}, unread),
            ({"search": "person4711"}, ()),
        ):
            with self.subTest(**kwargs):
                self.assertQueries(
                    lambda kwargs=kwargs: page(**kwargs), *load_queries.page(*tables)
                )
        self.assertEqual(len(channels), 30)
        self.assertTrue(more)
        self.assertEqual(channels[0].name, f"Person {CONVERSATIONS}")
        second, _more, _data = page(
            before=(channels[-1].switchboard_last_date, channels[-1].id)
        )
        self.assertEqual(second[0].name, f"Person {CONVERSATIONS - 30}")
        found, _more, _data = page(search="person4711@load")
        self.assertEqual(found.name, "Person 4711")
        unread, _more, _data = page(only="unread")
        self.assertTrue(all(channel.switchboard_unread for channel in unread))

    def test_list_page_uses_the_index(self):
        """The plan of a page walks an index and sorts nothing."""
        small = self._add_small_line()
        for line, index in ((self.line, "(list|all)_idx"), (small, "list_idx")):
            self.env.cr.execute(
                """
                EXPLAIN
                SELECT c.id FROM discuss_channel c
                 WHERE c.switchboard_line_id = %s AND c.active
                   AND (c.switchboard_last_date, c.id) < ('2026-02-01', 100000000)
              ORDER BY c.switchboard_last_date DESC, c.id DESC LIMIT 31
                """,
                [line.id],
            )
            plan = "\n".join(row[0] for row in self.env.cr.fetchall())
            self.assertRegex(plan, f"switchboard_{index}")
            self.assertNotIn("Sort", plan)

    def test_search_uses_the_index(self):
        """A search does not read a hundred thousand names."""
        if not self.registry.has_trigram:
            self.skipTest("PostgreSQL has no pg_trgm here, so there is no such index.")
        queries = []
        execute = type(self.env.cr).execute

        def note(cr, query, params=None, **kwargs):
            queries.append((query, params))
            return execute(cr, query, params, **kwargs)

        Channel = self.env["discuss.channel"].with_user(self.sara)
        with patch.object(type(self.env.cr), "execute", note):
            found = Channel._switchboard_search("person4711@load", 10)
        self.assertEqual(found.name, "Person 4711")
        query, params = queries[-1]
        explain = (
            SQL("EXPLAIN %s", query) if isinstance(query, SQL) else (f"EXPLAIN {query}")
        )
        self.env.cr.execute(explain, params)
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("discuss_channel_switchboard_search_idx", plan)

    def test_ctrl_k_finds_for_those_who_may_see(self):
        for login, expected in (("sb_sara", 1), ("sb_nobody", 0), ("sb_admin", 0)):
            with self.subTest(user=login):
                self.authenticate(login, login)
                data = self.make_jsonrpc_request(
                    "/discuss/search", {"term": "person777@load"}
                )
                ids = [c["id"] for c in data.get("discuss.channel", ())]
                found = self.env["discuss.channel"].browse(ids)
                self.assertEqual(len(found.filtered("switchboard_line_id")), expected)

    def _all(self, domain=(), **kwargs):
        """A page of the list of all conversations, as its view asks for it."""
        Channel = self.env["discuss.channel"].with_user(self.sara)
        return Channel.web_search_read(
            [("switchboard_line_id", "!=", False), *domain],
            {
                "name": {},
                "switchboard_subject": {},
                "switchboard_unread": {},
                "switchboard_unanswered_since": {},
                "switchboard_last_date": {},
            },
            limit=80,
            order="switchboard_last_date desc, id desc",
            count_limit=10001,
            **kwargs,
        )

    def test_all_conversations_list(self):
        self._all()
        self.assertQueries(self._all, *load_queries.LIST)
        result = self._all()
        self.assertEqual(len(result["records"]), 80)
        self.assertEqual(result["records"][0]["name"], f"Person {CONVERSATIONS}")
        self.assertEqual(result["length"], 10001, "it is not counted to the end")

    def test_filters_of_all_conversations(self):
        message, read = "switchboard_message", "switchboard_read"
        filtered = load_queries.filtered
        for domain, expected, queries in (
            (
                [("switchboard_text", "ilike", "Subject 4711")],
                11,
                filtered(message, rules=3, found=True),
            ),
            (
                [("switchboard_is_unread", "=", True)],
                CONVERSATIONS // 10,
                filtered(message, read, rules=3, found=True, paged=True),
            ),
            (
                [("switchboard_user_id", "=", self.sara.id)],
                0,
                filtered(company=False),
            ),
            (
                [("switchboard_has_deal", "=", True)],
                0,
                filtered(message, "crm_lead_switchboard_message_rel", rules=3),
            ),
            (
                [("switchboard_outgoing_ids.state", "=", "failed")],
                0,
                filtered("switchboard_outgoing", company=False, rules=3),
            ),
        ):
            with self.subTest(domain=domain):
                self._all(domain)
                self.assertQueries(lambda domain=domain: self._all(domain), *queries)
                self.assertEqual(self._all(domain)["length"], expected)

    def test_all_conversations_are_not_sorted(self):
        """The first page comes off an index, whoever asks."""
        Channel = self.env["discuss.channel"].with_user(self.sara)
        query = Channel._search(
            [("switchboard_line_id", "!=", False)],
            limit=80,
            order="switchboard_last_date desc, id desc",
        )
        self.env.cr.execute(SQL("EXPLAIN %s", query.select()))
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("switchboard_all_idx", plan)
        self.assertNotIn("Sort", plan)

    def _fetch(self, channel, term=None):
        """A page of a conversation, or what answers to a word in it."""
        Message = self.env["mail.message"].with_user(self.sara)
        return Message._message_fetch(None, thread=channel, search_term=term)

    def test_opening_takes_the_same_queries_for_any_number(self):
        """A page of a conversation, its details, and what came in between."""
        Channel = self.env["discuss.channel"].with_user(self.sara)
        channel = Channel.search([("name", "=", "Person 4711")], limit=1)
        line = self.line.with_user(self.sara)
        for name, work, queries in (
            ("details", channel.get_switchboard_details, load_queries.DETAILS),
            ("links", channel.switchboard_links, load_queries.LINKS),
            ("news", lambda: channel.get_switchboard_news(0), load_queries.NEWS),
            ("notes", line.get_writing_notes, load_queries.NOTES),
            ("messages", lambda: self._fetch(channel), load_queries.MESSAGES),
            ("find", lambda: self._fetch(channel, "subject"), load_queries.FOUND),
            (
                "Ctrl-K",
                lambda: Channel._switchboard_search("person4711@load", 10),
                load_queries.CTRL_K,
            ),
        ):
            with self.subTest(name=name):
                work()
                self.assertQueries(work, *queries)
        channel.action_switchboard_done()
        channel.action_switchboard_reopen()
        self.assertQueries(channel.action_switchboard_done, *load_queries.DONE)
