"""A Dovecot of one's own that asks an OAuth server whose an access token is, and an
SMTP server that has its logins checked by it, as Postfix does.

::

    with OAuthServer() as oauth, OAuthDovecot(oauth.tokeninfo_url) as dovecot:
        dovecot.host, dovecot.port          # IMAP: PLAIN, XOAUTH2, OAUTHBEARER
        with DovecotSmtp(dovecot) as smtp:  # AUTH XOAUTH2

Configured by the files of ``dev/mail``, which know Dovecot 2.3 and 2.4.
"""

import getpass
import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from unittest import SkipTest

from ..servers import PASSWORD
from .smtp_server import Conversation, FakeSmtpServer

_DEV = Path(__file__).parents[2] / "dev/mail"

# doc.dovecot.org: "Open Authentication v2.0 database" (2.3) and "OAuth2" (2.4).
_PASSDB_23 = """
auth_mechanisms = plain login xoauth2 oauthbearer
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
"""
_OAUTH_23 = """
tokeninfo_url = {url}
username_attribute = email
username_format = %Ln
"""
_PASSDB_24 = """
auth_mechanisms = plain login xoauth2 oauthbearer
oauth2 {{
  tokeninfo_url = {url}
  introspection_mode = auth
  username_attribute = email
  username_validation_format = %{{user | username | lower}}
}}
passdb oauth2 {{
  mechanisms_filter = xoauth2 oauthbearer
}}
"""


def _dev_module(name):
    """A script of ``dev/mail``, which is no package; SkipTest where it is not."""
    path = _DEV / f"{name}.py"
    if not (path.exists() and shutil.which("dovecot")):
        raise SkipTest("no Dovecot here, or no dev folder to configure it with")
    spec = importlib.util.spec_from_file_location(f"switchboard_dev_{name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class OAuthDovecot:
    """Runs while the ``with`` block runs.

    :param str tokeninfo_url: where an access token is put behind
    """

    host = "127.0.0.1"

    def __init__(self, tokeninfo_url):
        self._url = tokeninfo_url
        self._dovecot = _dev_module("dovecot")
        self._certificate = _dev_module("certificate")
        self._user = "nobody" if os.getuid() == 0 else getpass.getuser()

    def __enter__(self):
        # A short path: the sockets lie below it.
        self.folder = Path(tempfile.mkdtemp(prefix="sbo", dir="/tmp"))
        self.folder.chmod(0o711)
        with (
            socket.create_server((self.host, 0)) as one,
            socket.create_server((self.host, 0)) as two,
        ):
            self.port, other = one.getsockname()[1], two.getsockname()[1]
        self._certificate.ensure(self.folder / "tls")
        ports = {"imap": self.port, "imaps": other}
        path = self._dovecot.write_config(self.folder, self._user, PASSWORD, ports)
        self._add_oauth(path)
        for name in ("run", "mail"):
            (self.folder / name).mkdir()
        if os.getuid() == 0:
            subprocess.run(["chown", "-R", f"{self._user}:", self.folder], check=True)
        self._dovecot.start(self.folder, self._user)
        self._wait()
        return self

    def __exit__(self, *_exc):
        self._dovecot.stop(self.folder)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _add_oauth(self, path):
        newer = self._dovecot.version() >= (2, 4)
        values = {"folder": self.folder, "url": self._url}
        passdb = (_PASSDB_24 if newer else _PASSDB_23).format(**values)
        path.write_text(path.read_text() + passdb)
        (self.folder / "oauth2.conf").write_text(_OAUTH_23.format(**values))

    def _wait(self):
        for _try in range(200):
            try:
                return socket.create_connection((self.host, self.port), 5).close()
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("Dovecot does not answer")


class DovecotSmtp(FakeSmtpServer):
    """Takes whom Dovecot lets in.

    :param OAuthDovecot dovecot: that runs
    """

    def __init__(self, dovecot, **options):
        super().__init__(auth="PLAIN XOAUTH2", **options)
        self.dovecot = dovecot

    def handle(self, connection):
        _Conversation(self, connection).run()


class _Conversation(Conversation):
    def do_auth(self, command):
        """Hand the words of AUTH on, and Dovecot's questions back (RFC 4954).

        Dovecot's side is its "Authentication Protocol v1.2", client to server.
        """
        _auth, mechanism, *given = command.split()
        with socket.socket(socket.AF_UNIX) as sock:
            sock.settimeout(10)
            sock.connect(str(self.server.dovecot.folder / "run/auth-client"))
            lines = sock.makefile("rw", newline="\n")
            lines.write(
                f"VERSION\t1\t2\nCPID\t{os.getpid()}\n"
                f"AUTH\t1\t{mechanism}\tservice=smtp\tresp={given[0]}\n"
            )
            lines.flush()
            return self._until_decided(lines)

    def _until_decided(self, lines):
        for line in lines:
            word, *rest = line.rstrip("\n").split("\t")
            if word == "OK":
                return "235 2.7.0 in"
            if word == "FAIL":
                break
            if word == "CONT":
                self._say(f"334 {rest[1]}")
                answer = self.connection.readline().decode()
                lines.write(f"CONT\t1\t{answer}\n")
                lines.flush()
        return "535 5.7.8 Username and Password not accepted"
