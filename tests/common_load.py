"""A line with a hundred thousand conversations, made in SQL."""

from .common import SwitchboardMixin
from .common_queries import QueriesMixin

CONVERSATIONS = 100_000
FEW = 5_000


class LoadMixin(QueriesMixin, SwitchboardMixin):
    """Sara has a grant on ``line``, which is filled by ``_fill``."""

    @classmethod
    def _set_up_line(cls):
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

    @classmethod
    def _fill(cls, count=CONVERSATIONS):
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
        """A line with few conversations beside the big one, with older dates.

        So many that walking the index is the only sensible plan: of some hundred
        rows PostgreSQL rightly sorts all.
        """
        small = cls.line.copy({"name": "Small"})
        cls.env.cr.execute(
            """
            INSERT INTO discuss_channel
                   (name, channel_type, uuid, active, switchboard_line_id,
                    switchboard_last_date, create_uid)
            SELECT 'Few ' || n, 'email', 'small-' || n, true, %s,
                   timestamp '2025-01-01' + n * interval '1 minute', 1
              FROM generate_series(1, %s) AS n
            """,
            [small.id, FEW],
        )
        cls.env.cr.execute("ANALYZE discuss_channel")
        return small
