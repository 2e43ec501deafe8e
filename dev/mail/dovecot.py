"""A private Dovecot: its configuration, start and stop."""

import grp
import os
import pwd
import re
import signal
import string
import subprocess
import time
from pathlib import Path

HERE = Path(__file__).parent
# everything a local part holds, except what would leave the mail folder
USERNAME_CHARS = string.ascii_letters + string.digits + ".-_@+&'!=^~*?"


def version() -> tuple[int, int]:
    text = subprocess.run(
        ["dovecot", "--version"], capture_output=True, text=True, check=True
    ).stdout
    major, minor = re.match(r"(\d+)\.(\d+)", text).groups()
    return int(major), int(minor)


def identity(user: str) -> dict:
    """What subprocess needs to become that user; nothing when we are it."""
    if os.getuid() != 0 or user == "root":
        return {}
    entry = pwd.getpwnam(user)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def write_config(folder: Path, user: str, password: str, ports: dict) -> Path:
    name = "dovecot24.conf.in" if version() >= (2, 4) else "dovecot.conf.in"
    group = grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name
    text = string.Template((HERE / name).read_text()).substitute(
        folder=folder,
        user=user,
        group=group,
        password=password,
        username_chars=USERNAME_CHARS,
        imap_port=ports["imap"],
        imaps_port=ports["imaps"],
    )
    path = folder / "dovecot.conf"
    path.write_text(text)
    return path


def master_pid(folder: Path) -> int | None:
    """The pid of our Dovecot when it runs, and is really ours."""
    try:
        pid = int((folder / "run/master.pid").read_text())
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError):
        return None
    return pid if str(folder).encode() in command else None


def start(folder: Path, user: str) -> None:
    log = folder / "dovecot.start.log"
    # a file and no pipe: the daemon keeps it open
    with log.open("wb") as output:
        result = subprocess.run(
            ["dovecot", "-c", str(folder / "dovecot.conf")],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=folder,
            **identity(user),
        )
    if result.returncode:
        reason = log.read_text(errors="replace").strip()
        raise RuntimeError(f"Dovecot did not start: {reason}")


def stop(folder: Path) -> None:
    pid = master_pid(folder)
    if pid is None:
        return
    os.kill(pid, signal.SIGTERM)
    for _ in range(100):
        if master_pid(folder) is None:
            return
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
