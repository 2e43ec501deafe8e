"""Files that are there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import threading

# What open() asks the system for; going through it costs as much as a small file.
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
_MODE = 0o666


def keep_file(folder: str, name: str, content: bytes) -> bool:
    """Write a file under its name only when all of it is on the disk.

    A half of it, left by a full disk or by a kill, is replaced: its length tells.

    :param folder: of the file store.
    :param name: made of the content's checksum, so what has it is the same.
    :return: False when it was there.
    :raises OSError: it cannot be written; nothing of this try is left behind.
    """
    path = os.path.join(folder, name)
    with contextlib.suppress(FileNotFoundError):
        if os.stat(path).st_size == len(content):
            return False
    part = f"{path}.{os.getpid()}-{threading.get_ident()}.part"
    try:
        handle = os.open(part, _NEW, _MODE)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(part), exist_ok=True)
        handle = os.open(part, _NEW, _MODE)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(part, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(part)
        raise
    return True
