"""Where the key comes from that encrypts passwords and tokens."""

import os
from pathlib import Path

from odoo.tools import config

from ..tools.secrets import SecretBox, load_or_create_keys

OPTION = "switchboard_secret_key"
VARIABLE = "SWITCHBOARD_SECRET_KEY"


def key_path(dbname):
    """The file used when neither configuration nor environment names a key."""
    return Path(config["data_dir"]) / "switchboard" / f"{dbname}.key"


def key_source():
    """Return "environment", "config" or "file"."""
    if os.environ.get(VARIABLE):
        return "environment"
    return "config" if config.get(OPTION) else "file"


def secret_keys(dbname):
    """Return the keys: the first one encrypts, all of them decrypt.

    :param str dbname: names the key file
    :rtype: list[bytes]
    """
    text = os.environ.get(VARIABLE) or config.get(OPTION)
    if text:
        return [part.strip().encode() for part in str(text).split(",") if part.strip()]
    return load_or_create_keys(key_path(dbname))


def secret_box(dbname):
    """Return what encrypts and decrypts the secrets of a database.

    :rtype: SecretBox
    """
    return SecretBox(secret_keys(dbname))
