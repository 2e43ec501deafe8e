"""Links and the Emails tab, measured: dev/odoo shell -d DB < benchmarks/bench_links.py

Nothing is kept: the transaction is rolled back at the end.
"""

import statistics
import time
import uuid

from odoo import api
from odoo.tests import new_test_user

MANY = 100_000
TAB = 20_000


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def fill(env, line, email, count):
    env.cr.execute(
        """
        INSERT INTO switchboard_message
                    (line_id, key, direction, date, subject, participants)
             SELECT %s, %s || n, 'in', now() - n * interval '1 minute', 'Offer ' || n,
                    ARRAY[%s, 'other' || n %% 1000 || '@cliente.example']
               FROM generate_series(1, %s) n
        """,
        [line.id, uuid.uuid4().hex, email, count],
    )


def open_tab(env, user, partner):
    """What the browser asks for: the form's count, then the first page of the list.

    :return: seconds of the count and of the page, queries, rows, count
    """
    env.invalidate_all()
    Shared = env["switchboard.shared.message"].with_user(user).sudo(False)
    contact = partner.with_user(user).sudo(False)
    names = (
        *("date", "direction", "line_name", "email_from", "subject", "hidden_by"),
        *("attachment_count", "state", "may_ask", "email_to", "snippet"),
    )
    before = env.cr.sql_log_count
    counted, total = timed(lambda: contact.switchboard_message_count)
    seconds, page = timed(
        lambda: Shared.web_search_read(
            contact._switchboard_shared_domain(),
            {name: {} for name in names},
            limit=20,
            order="date desc, id desc",
            count_limit=10_001,
        )
    )
    queries = env.cr.sql_log_count - before
    return counted, seconds, queries, len(page["records"]), total


def main(env: api.Environment):
    key = uuid.uuid4().hex[:8]
    owner = new_test_user(
        env, f"owner{key}", "base.group_user,mail_switchboard.group_manager"
    )
    bystander = new_test_user(env, f"bystander{key}", "base.group_user")
    line = env["switchboard.line"].create(
        {"name": key, "kind": "email", "owner_id": owner.id, "access": "shared"}
    )
    fill(env, line, f"many{key}@cliente.example", MANY)
    fill(env, line, f"tab{key}@cliente.example", TAB)
    env.cr.execute("ANALYZE switchboard_message")
    many, partner = [
        {"name": name, "email": f"{name}{key}@cliente.example"}
        for name in ("many", "tab")
    ]
    seconds, _many = timed(lambda: env["res.partner"].create(many))
    print(f"linking {MANY:,} messages to a new contact: {seconds:.2f} s")
    partner = env["res.partner"].create(partner)
    env.cr.execute("ANALYZE res_partner_switchboard_message_rel")
    for user in (owner, bystander):
        runs = [open_tab(env, user, partner) for _run in range(5)]
        count, page = (statistics.median(run[i] for run in runs) for i in (0, 1))
        print(
            f"tab of {runs[0][4]:,} as {user.login[:-8]}: count {count * 1000:.0f} ms, "
            f"page {page * 1000:.0f} ms, {runs[-1][2]} queries"
        )
    seconds, _done = timed(lambda: partner.write({"email": f"x{key}@y.example"}))
    print(f"unlinking {TAB:,} messages after an address changed: {seconds:.2f} s")
    env.cr.rollback()


main(env)  # noqa: F821  the shell's own
