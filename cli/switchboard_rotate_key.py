import sys

import odoo.api
import odoo.modules.registry
from odoo.cli import Command
from odoo.tools import config


class SwitchboardRotateKey(Command):
    """Encrypt all passwords and tokens of Switchboard with a new key.

    With a key file this makes the new key itself. With the key in the configuration
    or the environment put the new key in front first ("new,old"), run this, and then
    take the old one away.
    """

    name = "switchboard_rotate_key"

    def run(self, args):
        config.parse_config([*args, "--no-http"], setup_logging=True)
        names = config["db_name"]
        if not names:
            sys.exit("Name the database: odoo switchboard_rotate_key -d DATABASE")
        for dbname in [names] if isinstance(names, str) else names:
            self._rotate(dbname)

    def _rotate(self, dbname):
        registry = odoo.modules.registry.Registry(dbname)
        # not at the top: commands are loaded before the addons are
        from odoo.addons.mail_switchboard.models import secret_key  # noqa: PLC0415
        from odoo.addons.mail_switchboard.tools import secrets  # noqa: PLC0415

        in_file = secret_key.key_source() == "file"
        path = secret_key.key_path(dbname)
        if in_file:
            secrets.put_key_in_front(path, secrets.generate_key())
        with registry.cursor() as cr:
            env = odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {})
            done, unreadable = env["switchboard.secret.rotation"]._rotate()
        if unreadable:
            sys.exit(
                f"{dbname}: {done} secrets are encrypted with the new key; "
                f"{unreadable} could not be read with any key and were left as they "
                "are. The old keys stay."
            )
        if in_file:
            secrets.keep_first_key(path)
        print(f"{dbname}: {done} secrets are encrypted with the new key.")
        if not in_file:
            print("Take the old key out of the configuration now.")
