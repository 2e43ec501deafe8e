"""A PostgreSQL cluster of the test's own, which may be crashed and restarted.

::

    cluster = self.enterContext(ThrowawayPostgres())
    cluster.copy(dbname)             # the committed rows of a database of this run
    with cluster.chosen():           # what is forked here connects to the copy
        worker = self.worker()
    cluster.restart("immediate")     # as a crash; "fast": as an administrator does
    cluster.query(dbname, "SELECT …")

Commits are not waited for unless whoever commits asks for it: what must be durable
has to say so itself.
"""

import contextlib
import glob
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from unittest import SkipTest

import psycopg2

from odoo.tools import config

_OPTIONS = (
    "-c listen_addresses= -c fsync=off -c synchronous_commit=off"
    # The writer comes by rarely, so that what nobody waited for is lost for sure.
    " -c wal_writer_delay=10s -c jit=off -c max_connections=60"
)


def _programs():
    for folder in sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True):
        return Path(folder)
    found = shutil.which("initdb")
    if not found:
        raise SkipTest("no initdb on this machine")
    return Path(found).resolve().parent


class ThrowawayPostgres:
    """The cluster; use it as a context manager.

    :ivar host: the folder of its socket.
    """

    def __init__(self):
        self.programs = _programs()
        # PostgreSQL refuses to run as root.
        self._user = None
        if os.getuid() == 0:
            try:
                self._user = pwd.getpwnam("postgres")
            except KeyError:
                raise SkipTest("no user to run PostgreSQL as") from None

    def __enter__(self):
        self.host = tempfile.mkdtemp(prefix="sbpg.", dir="/tmp")
        if self._user:
            os.chown(self.host, self._user.pw_uid, self._user.pw_gid)
        self._data = f"{self.host}/data"
        self._run("initdb", "-D", self._data, "-U", "odoo", "-A", "trust", "-E", "UTF8")
        self._control("start")
        return self

    def __exit__(self, *_exception):
        with contextlib.suppress(subprocess.CalledProcessError):
            self._control("stop", "-m", "immediate")
        shutil.rmtree(self.host, ignore_errors=True)

    def _run(self, program, *arguments):
        subprocess.run(
            [self.programs / program, *arguments],
            check=True,
            cwd=self.host,
            user=self._user and self._user.pw_uid,
            group=self._user and self._user.pw_gid,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=120,
        )

    def _control(self, *arguments):
        log = f"{self.host}/log"
        options = f"-k {self.host} {_OPTIONS}"
        self._run(
            "pg_ctl", "-D", self._data, "-l", log, "-w", "-o", options, *arguments
        )

    def restart(self, mode):
        """Stop it and start it again.

        :param str mode: ``immediate`` like a crash, ``fast`` like a restart
        """
        self._control("restart", "-m", mode)

    def copy(self, dbname):
        """Copy a database of this run, without its files."""
        self._run("createdb", "-h", self.host, "-U", "odoo", dbname)
        dump = subprocess.Popen(
            [self.programs / "pg_dump", "--no-owner", dbname], stdout=subprocess.PIPE
        )
        with dump:
            subprocess.run(
                [self.programs / "psql", "-Xq", "-h", self.host, "-U", "odoo", dbname],
                check=True,
                stdin=dump.stdout,
                stdout=subprocess.DEVNULL,
                timeout=240,
            )
        if dump.returncode:
            raise AssertionError("pg_dump failed")

    @contextlib.contextmanager
    def chosen(self):
        """What is forked here connects to this cluster."""
        before = config["db_host"]
        config["db_host"] = self.host
        try:
            yield
        finally:
            config["db_host"] = before

    def query(self, dbname, sql, *parameters):
        """Run a statement on a connection of its own; return its rows."""
        connection = psycopg2.connect(dbname=dbname, host=self.host, user="odoo")
        with contextlib.closing(connection), connection, connection.cursor() as cr:
            cr.execute(sql, parameters)
            return cr.fetchall() if cr.description else []
