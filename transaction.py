"""The one place that commits (border 2 of the design).

Everything that must survive a crash between two network steps goes through
here. Inside a test's single transaction a commit is a flush, so that the same
code runs under ``TransactionCase``; tests of crash safety use processes and
cursors of their own.
"""

import logging
import time
from contextlib import contextmanager

import psycopg2
from psycopg2 import errorcodes, errors

from odoo import modules
from odoo.sql_db import Cursor

_logger = logging.getLogger(__name__)

_RETRYABLE = (
    errorcodes.SERIALIZATION_FAILURE,
    errorcodes.DEADLOCK_DETECTED,
    errorcodes.LOCK_NOT_AVAILABLE,
    errorcodes.UNIQUE_VIOLATION,
)
_TRIES = 5


class RunAgain(Exception):
    """Something was committed after this transaction began that it has to see."""


def _is_test_cursor(cr):
    """True for the one cursor of a running test, which must not be committed."""
    test = modules.module.current_test
    return bool(test) and getattr(test, "cr", None) is cr


def commit(env):
    """Make what was done so far durable, and end the transaction.

    Call it before every network wait, so that none happens with a transaction
    open, and after every batch that must not be lost.

    :param odoo.api.Environment env: whose cursor is committed
    """
    if _is_test_cursor(env.cr):
        env.flush_all()
    else:
        env.cr.commit()  # pylint: disable=invalid-commit


def rollback(env):
    """Give up what was not committed; the caches forget it too.

    :param odoo.api.Environment env: whose cursor is rolled back
    """
    if _is_test_cursor(env.cr):
        env.invalidate_all(flush=False)
    else:
        env.cr.rollback()


def begin_read_committed(env):
    """End the transaction and start one that sees other workers' commits.

    ``FOR UPDATE SKIP LOCKED`` under Odoo's REPEATABLE READ fails with a
    serialization error as soon as two workers meet (PostgreSQL, "Transaction
    Isolation"), so claims run under READ COMMITTED.

    :param odoo.api.Environment env: whose cursor begins anew
    """
    commit(env)
    if isinstance(env.cr, Cursor) and not _is_test_cursor(env.cr):
        env.cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")


@contextmanager
def own_cursor(env):
    """Yield an environment whose work is committed apart from the caller's.

    For what must outlive a rollback of the caller. READ COMMITTED, so that a row
    lock that was waited for shows what the other one wrote.

    :param odoo.api.Environment env: of the caller
    """
    if _is_test_cursor(env.cr):
        yield env
        env.flush_all()
        return
    with env.registry.cursor() as cr:
        if isinstance(cr, Cursor):
            cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        yield env(cr=cr)


def run(env, work):
    """Run ``work()`` in a transaction of its own and commit it.

    A concurrent update or insert by somebody else, or RunAgain, makes it run again
    from the start, so ``work`` has no effect outside of the database.

    :param odoo.api.Environment env: whose cursor is used
    :param work: callable without parameters
    :return: what ``work`` returned
    :raise psycopg2.Error: still in conflict after the last try
    """
    for attempt in range(1, _TRIES + 1):
        try:
            if _is_test_cursor(env.cr):
                with env.cr.savepoint():
                    result = work()
            else:
                result = work()
            commit(env)
            return result
        except (psycopg2.OperationalError, errors.UniqueViolation) as error:
            # Somebody else's row that our snapshot cannot see is there next time.
            rollback(env)
            if error.pgcode not in _RETRYABLE or attempt == _TRIES:
                raise
            _logger.info("Transaction runs again after %s", error.pgcode)
            time.sleep(0.05 * attempt)
        except RunAgain:
            rollback(env)
            if attempt == _TRIES:
                raise
        except Exception:
            rollback(env)
            raise


@contextmanager
def read_committed_cursor(env):
    """A transaction of its own that sees what others have committed meanwhile.

    It waits a few seconds at most for a row that somebody holds: the caller's own
    transaction could be that somebody.

    :param odoo.api.Environment env: whose database is used
    """
    with env.registry.cursor() as cr:
        cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
        cr.execute("SET LOCAL lock_timeout = '5s'")
        yield cr


@contextmanager
def ledger(env):
    """A cursor on which each call is a transaction of its own, in one round trip.

    For what has to be durable row by row and fast: several statements given in one
    call are committed together or not at all. A cluster that does not wait for its
    disk (``synchronous_commit = off``) forgets the last commits when it crashes; here
    it waits nevertheless, because a mail that left must not be taken for one that
    has not.

    :param odoo.api.Environment env: whose database is used
    """
    if _is_test_cursor(env.cr):
        yield env.cr
        return
    with env.registry.cursor() as cr:
        cr.connection.set_session(isolation_level="READ COMMITTED", autocommit=True)
        cr.execute(
            "SELECT set_config('synchronous_commit', 'on', FALSE)"
            " WHERE current_setting('synchronous_commit') = 'off'"
        )
        try:
            yield cr
        finally:
            if not cr.connection.closed:
                cr.execute("RESET synchronous_commit")
                cr.connection.set_session(autocommit=False)
