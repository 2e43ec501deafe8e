"""A PostgreSQL of a test's own, which may be killed without harming any other."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from unittest import SkipTest

from odoo import sql_db
from odoo.tools import config

from .common_sync_workers import SyncWorker

_OPTIONS = (
    "-k {folder} -p 5432 -c listen_addresses= -c fsync=off -c jit=off"
    " -c max_connections=30 -c shared_buffers=32MB"
)


class Cluster:
    """Runs from ``with`` to its end, reached through a socket only.

    :ivar folder: of the socket, for ``db_host``
    """

    def __enter__(self):
        self.bin = _folder_of_programs()
        self.folder = Path(tempfile.mkdtemp(prefix="sbpg", dir="/tmp"))
        # PostgreSQL does not run as root.
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            os.chown(self.folder, pwd.getpwnam(self.user).pw_uid, -1)
        self.folder.chmod(0o711)
        locale = ("-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self._run("initdb", "-D", "data", "-U", "odoo", "-A", "trust", *locale)
        self._control("start")
        return self

    def __exit__(self, *_exception):
        self._control("stop")
        shutil.rmtree(self.folder)

    def restart(self):
        """Kill it as a power cut does, and start it again."""
        self._control("stop")
        self._control("start")

    def copy(self, dbname):
        """Take over a database as it is now."""
        own = {**os.environ, "PGHOST": str(self.folder), "PGPORT": "5432"}
        own["PGUSER"] = "odoo"
        self._call("createdb", "-T", "template0", dbname, env=own)
        with subprocess.Popen(
            [self.bin / "pg_dump", "--no-owner", dbname], stdout=subprocess.PIPE
        ) as dump:
            restore = ("psql", "-q", "-d", dbname)
            self._call(*restore, env=own, stdin=dump.stdout)

    def worker(self, registry, work):
        """Run ``work(env)`` in a process that works with this PostgreSQL."""
        return _ClusterWorker(registry, work, self.folder)

    def _control(self, what):
        mode = ("-m", "immediate") if what == "stop" else ("-l", "log")
        options = ("-o", _OPTIONS.format(folder=self.folder))
        self._run("pg_ctl", "-D", "data", "-w", *mode, *options, what)

    def _run(self, program, *arguments):
        self._call(program, *arguments, user=self.user, cwd=self.folder)

    def _call(self, program, *arguments, **options):
        # What stays running must not hold a pipe of ours open.
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(
            [self.bin / program, *arguments],
            check=True,
            timeout=120,
            **quiet,
            **options,
        )


class _ClusterWorker(SyncWorker):
    def __init__(self, registry, work, folder):
        self.folder = str(folder)
        super().__init__(registry, work)

    def _run(self, registry, prepare):
        os.environ.update(PGHOST=self.folder, PGPORT="5432", PGUSER="odoo")
        config["db_host"], config["db_port"] = self.folder, 5432
        assert sql_db.connection_info_for(registry.db_name)[1]["host"] == self.folder
        super()._run(registry, prepare)


def _folder_of_programs():
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    path = str(found[-1]) if found else shutil.which("initdb")
    if not path:
        raise SkipTest("the programs of PostgreSQL's server are not here")
    return Path(path).parent
