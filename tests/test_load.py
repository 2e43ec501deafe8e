"""A hundred thousand conversations must cost Discuss nothing.

The fixture is made in SQL; what is asserted are queries, each of them named,
never times (``benchmarks/`` measures those).
"""

from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools import SQL

from odoo.addons.mail.tools.discuss import Store

from .common import SwitchboardMixin

_CONVERSATIONS = 100_000


@tagged("post_install", "-at_install")
class TestLoad(SwitchboardMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_users()
        cls.line = (
            cls.env["switchboard.line"]
            .with_user(cls.manager)
            .create({"name": "Big", "kind": "email", "access": "shared"})
            .sudo()
        )
        cls.env["switchboard.grant"].create(
            {"line_id": cls.line.id, "user_id": cls.sara.id, "level": "send_all"}
        )
        cls._start_discuss()  # warms what is kept for good: rules, fields
        cls.queries_empty = cls._queries(cls._start_discuss)
        cls._fill()

    @classmethod
    def _fill(cls, count=_CONVERSATIONS):
        """Conversations with two mails each; every tenth mail came live."""
        cls.env.cr.execute(
            """
            INSERT INTO discuss_channel
                   (name, channel_type, uuid, active, switchboard_line_id,
                    switchboard_counterpart_key, switchboard_counterparts,
                    switchboard_last_date, last_interest_dt, switchboard_subject,
                    switchboard_last_direction, create_uid, create_date)
            SELECT 'Person ' || n, 'email', 'sb-' || n, true, %(line)s,
                   'person' || n || '@load.example',
                   jsonb_build_array(jsonb_build_object(
                       'name', 'Person ' || n,
                       'email', 'person' || n || '@load.example')),
                   d, d, 'Subject ' || n, 'in', 1, d
              FROM (SELECT n, timestamp '2026-01-01' + n * interval '1 minute' AS d
                      FROM generate_series(1, %(count)s) AS n) AS numbers
            """,
            {"line": cls.line.id, "count": count},
        )
        cls.env.cr.execute(
            """
            INSERT INTO switchboard_message
                   (line_id, key, direction, kind, date, from_email, email_from,
                    subject, snippet, size, channel_id, live, search_vector)
            SELECT %(line)s, c.id || '-' || k, 'in', 'normal',
                   c.switchboard_last_date - k * interval '1 hour',
                   c.switchboard_counterpart_key, c.name, c.switchboard_subject,
                   'text', 1000, c.id, c.id %% 10 = 0,
                   to_tsvector('simple', c.switchboard_subject || ' ' || c.name)
              FROM discuss_channel c, generate_series(0, 1) AS k
             WHERE c.switchboard_line_id = %(line)s
            """,
            {"line": cls.line.id},
        )
        cls.env.cr.execute("ANALYZE discuss_channel; ANALYZE switchboard_message")
        cls.env.invalidate_all()

    @classmethod
    def _add_small_line(cls):
        """A line with few conversations beside the big one, with older dates."""
        small = cls.line.copy({"name": "Small"})
        cls.env.cr.execute(
            """
            INSERT INTO discuss_channel
                   (name, channel_type, uuid, active, switchboard_line_id,
                    switchboard_last_date, create_uid)
            SELECT 'Few ' || n, 'email', 'small-' || n, true, %s,
                   timestamp '2025-01-01' + n * interval '1 minute', 1
              FROM generate_series(1, 500) AS n
            """,
            [small.id],
        )
        cls.env.cr.execute("ANALYZE discuss_channel")
        return small

    @classmethod
    def _queries(cls, work):
        """How many queries ``work`` takes with cold caches."""
        cls.env.flush_all()
        cls.env.invalidate_all()
        before = cls.env.cr.sql_log_count
        work()
        return cls.env.cr.sql_log_count - before

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
        self.assertEqual(self._queries(self._start_discuss), self.queries_empty)
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

        page()
        # 1 companies of the user, 2-4 his lines (to read twice, to send from),
        # 5 the line asked for, 6 its company, 7 its columns, 8 ids of the page,
        # 9 the user, 10 levels of his grants, 11 his channels (stock's rule),
        # 12 columns of the page, 13 unread counts, 14 what other parts add to a row
        with self.assertQueryCount(14):
            self.env.invalidate_all()
            channels, more, data = page()
        self.assertEqual(len(channels), 30)
        self.assertTrue(more)
        self.assertEqual(channels[0].name, f"Person {_CONVERSATIONS}")
        second, _more, _data = page(
            before=(channels[-1].switchboard_last_date, channels[-1].id)
        )
        self.assertEqual(second[0].name, f"Person {_CONVERSATIONS - 30}")
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
        # 1 companies of the user, 2-5 his lines, as rules ask for them, 6 his
        # channels (stock's rule), 7 ids of the page, 8 columns of it, 9 unread
        # counts, 10 the count up to its limit
        self.assertLessEqual(self._queries(self._all), 14)
        result = self._all()
        self.assertEqual(len(result["records"]), 80)
        self.assertEqual(result["records"][0]["name"], f"Person {_CONVERSATIONS}")
        self.assertEqual(result["length"], 10001, "it is not counted to the end")

    def test_filters_of_all_conversations(self):
        for domain, expected in (
            ([("switchboard_text", "ilike", "person4711@load")], 1),
            ([("switchboard_text", "ilike", "Subject 4711")], 11),
            ([("switchboard_is_unread", "=", True)], _CONVERSATIONS // 10),
            ([("switchboard_user_id", "=", self.sara.id)], 0),
            ([("switchboard_has_deal", "=", True)], 0),
            ([("switchboard_outgoing_ids.state", "=", "failed")], 0),
        ):
            with self.subTest(domain=domain):
                self._all(domain)
                queries = self._queries(lambda domain=domain: self._all(domain))
                self.assertLessEqual(queries, 18, "as many as without 100,000 more")
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

    def test_opening_takes_the_same_queries_for_any_number(self):
        """A page of a conversation, its details, and what came in between."""
        Channel = self.env["discuss.channel"].with_user(self.sara)
        channel = Channel.search([("name", "=", "Person 4711")], limit=1)
        for name, work, most in (
            ("details", channel.get_switchboard_details, 30),
            ("news", lambda: channel.get_switchboard_news(0), 16),
            ("done", channel.action_switchboard_done, 16),
        ):
            with self.subTest(name=name):
                work()
                self.assertLessEqual(self._queries(work), most)
