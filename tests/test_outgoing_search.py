"""What each filter and grouping of the Outgoing list answers, by planted rows."""

from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import SwitchboardCase

# The rows: when they were due or are (minutes ago), and their other values.
ROWS = {
    "waiting": (-30, {}),
    "fresh": (5, {}),
    "late": (20, {}),
    "leaving": (1, {"state": "sending"}),
    "paused": (20, {"paused_reason": "incoming"}),
    "sent": (60, {"state": "sent"}),
    "copied": (60, {"state": "sent", "sent_copy_state": "done"}),
    "no copy": (60, {"state": "sent", "sent_copy_state": "failed"}),
    "failed": (60, {"state": "failed"}),
    "doubtful": (60, {"state": "in_doubt"}),
    "stopped": (60, {"state": "stopped"}),
    "old": (2000, {"state": "sent"}),
    "sara's": (60, {"state": "sent"}),
    "other line": (20, {}),
}
DONE = {"sent", "copied", "no copy", "failed", "doubtful", "stopped", "sara's"}
FILTERS = {
    "waiting": {"waiting", "fresh", "late", "leaving", "paused", "other line"},
    "paused": {"paused"},
    "late": {"late", "other line"},
    "trouble": {"failed", "doubtful"},
    "failed": {"failed"},
    "in_doubt": {"doubtful"},
    "sent": {"sent", "copied", "no copy", "old", "sara's"},
    "stopped": {"stopped"},
    "no_copy": {"no copy"},
    "mine": set(ROWS) - {"sara's"},
    "done_last_day": DONE,
    "last_day": set(ROWS) - {"old"},
}


@tagged("post_install", "-at_install")
class TestOutgoingSearch(SwitchboardCase):
    def setUp(self):
        super().setUp()
        self.now = fields.Datetime.now()
        self.other = self.make_mailbox(f"other-{self.address}").line_id
        self.env["switchboard.grant"].create(
            {"line_id": self.other.id, "user_id": self.ben.id, "level": "send_own"}
        )
        self.rows = {name: self.plant(name, *row) for name, row in ROWS.items()}
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE switchboard_outgoing SET create_date = %s WHERE id = %s",
            [self.now - timedelta(days=2), self.rows["old"].id],
        )
        self.env.invalidate_all()
        self.Outgoing = self.env["switchboard.outgoing"].with_user(self.ben)
        view = self.env.ref("mail_switchboard.switchboard_outgoing_view_search")
        arch = self.Outgoing.get_view(view.id, "search")["arch"]
        self.filters = {
            node.get("name"): node for node in etree.fromstring(arch).iter("filter")
        }

    def plant(self, name, minutes, values):
        line = self.other if name == "other line" else self.line
        at = self.now - timedelta(minutes=minutes)
        message = self.env["switchboard.message"].create(
            {
                "line_id": line.id,
                "key": f"planted {name}",
                "direction": "out",
                "kind": "normal",
                "date": at,
            }
        )
        done = values.get("state", "queued") not in ("queued", "sending")
        return self.env["switchboard.outgoing"].create(
            {
                "message_id": message.id,
                "line_id": line.id,
                "thread_key": name,
                "user_id": (self.sara if name == "sara's" else self.ben).id,
                "recipients": f"{name.partition(' ')[0]}@x.example",
                "send_at": at,
                "finished_at": done and at,
                **values,
            }
        )

    def found(self, domain):
        found = self.Outgoing.search(domain)
        return {name for name, row in self.rows.items() if row in found}

    def test_each_filter(self):
        with_domain = {n for n, node in self.filters.items() if node.get("domain")}
        self.assertEqual(with_domain, set(FILTERS), "a filter without a test")
        for name, expected in FILTERS.items():
            with self.subTest(filter=name):
                domain = safe_eval(
                    self.filters[name].get("domain"), {"uid": self.ben.id}
                )
                self.assertEqual(self.found(domain), expected)

    def test_each_grouping(self):
        groups = {
            name: safe_eval(node.get("context"))["group_by"]
            for name, node in self.filters.items()
            if node.get("context")
        }
        hours = {
            row.finished_at.replace(minute=0, second=0)
            for row in self.rows.values()
            if row.finished_at
        }
        expected = {
            "group_line": {self.line: 13, self.other: 1},
            "group_state": {
                **{"queued": 5, "sending": 1, "sent": 5, "failed": 1},
                **{"in_doubt": 1, "stopped": 1},
            },
            "group_hour": {hour: None for hour in (*hours, False)},
        }
        self.assertEqual(set(groups), set(expected), "a grouping without a test")
        mine = [("id", "in", [row.id for row in self.rows.values()])]
        for name, wanted in expected.items():
            with self.subTest(grouping=name):
                found = dict(
                    self.Outgoing._read_group(mine, [groups[name]], ["__count"])
                )
                self.assertEqual(sum(found.values()), len(ROWS))
                if name == "group_hour":
                    self.assertEqual(set(found), set(wanted))
                    self.assertEqual(found[False], 6, "what has not ended")
                else:
                    self.assertEqual(found, wanted)

    def test_each_field(self):
        for name, text, expected in (
            ("recipients", "late@", {"late"}),
            ("line_id", "other-", None),
            ("user_id", "Sara", {"sara's"}),
        ):
            with self.subTest(field=name):
                if name == "line_id":
                    self.other.name = "other-line"
                    expected = {"other line"}
                self.assertEqual(self.found([(name, "ilike", text)]), expected)

    def test_the_graph_counts_sent_and_failed_per_hour(self):
        """As the client asks for it, with what the menu's action chooses."""
        action = self.env.ref("mail_switchboard.outgoing_hours_action")
        self.assertEqual(action.view_mode.split(",")[0], "graph")
        chosen = safe_eval(action.context)
        self.assertEqual(chosen, {"search_default_done_last_day": 1})
        groups = self.Outgoing.formatted_read_group(
            safe_eval(self.filters["done_last_day"].get("domain")),
            ["finished_at:hour", "state"],
            ["__count"],
        )
        counts = {}
        for group in groups:
            counts[group["state"]] = counts.get(group["state"], 0) + group["__count"]
        self.assertEqual(counts, {"sent": 4, "failed": 1, "in_doubt": 1, "stopped": 1})

    def test_nobody_finds_others_rows(self):
        self.Outgoing = self.Outgoing.with_user(self.sara)
        self.assertEqual(self.found([]), set(ROWS) - {"other line"})
        self.Outgoing = self.Outgoing.with_user(self.nobody)
        self.assertEqual(self.found([]), set())
