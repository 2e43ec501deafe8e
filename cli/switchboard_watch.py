import signal
import sys
import threading

from odoo.cli import Command
from odoo.tools import config

# Each costs the server one IMAP connection and this process one thread.
_CONNECTIONS = 200


class SwitchboardWatch(Command):
    """Wake the sending and the syncing of Switchboard at the very moment.

    Optional: without it the crons look by themselves, once a minute or as often as
    the plan says. One process serves all hosts and databases named with -d; a second
    one stands by. It ends with SIGTERM or Ctrl-C; start it again after an update.
    """

    name = "switchboard_watch"

    def run(self, args):
        config.parse_config([*args, "--no-http"], setup_logging=True)
        names = config["db_name"]
        if not names:
            sys.exit("Name the database: odoo switchboard_watch -d DATABASE")
        # not at the top: commands are loaded before the addons are
        from odoo.modules.registry import Registry  # noqa: PLC0415

        names = [names] if isinstance(names, str) else names
        for name in names:
            Registry(name)
        from odoo.addons.mail_switchboard.models.watcher import (  # noqa: PLC0415
            Watcher,
        )

        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        watching = [
            threading.Thread(target=Watcher(name, _CONNECTIONS).run, args=(stop,))
            for name in names
        ]
        for thread in watching:
            thread.start()
        for thread in watching:
            thread.join()
