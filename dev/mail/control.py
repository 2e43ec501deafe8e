"""Starts, stops and shows the local mail servers (Dovecot and SMTP).

All state lies in one folder; its `ports.env` tells others where the servers are.
"""

import argparse
import getpass
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import certificate
import dovecot

PASSWORD = "secret"
DEFAULTS = {"imap": 10143, "imaps": 10993, "smtp": 10025, "smtps": 10465}
HERE = Path(__file__).parent


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        # as the servers do: a port in TIME_WAIT is free
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def choose_ports(any_port: bool) -> dict:
    """The usual ports or the next free ones; free ones anywhere for tests."""
    if any_port:
        probes = {name: socket.create_server(("127.0.0.1", 0)) for name in DEFAULTS}
        ports = {name: probe.getsockname()[1] for name, probe in probes.items()}
        for probe in probes.values():
            probe.close()
        return ports
    ports = {}
    for name, wanted in DEFAULTS.items():
        port = wanted
        while not is_free(port) or port in ports.values():
            port += 1
        if port != wanted:
            print(f"port {wanted} ({name}) is taken, using {port}", file=sys.stderr)
        ports[name] = port
    return ports


def write_env(folder: Path, ports: dict) -> None:
    values = {
        "SWITCHBOARD_MAIL_HOST": "127.0.0.1",
        **{f"SWITCHBOARD_{name.upper()}_PORT": port for name, port in ports.items()},
        "SWITCHBOARD_CA_FILE": folder / "tls/ca.pem",
    }
    lines = [f"{key}={shlex.quote(str(value))}\n" for key, value in values.items()]
    (folder / "ports.env").write_text("".join(lines))


def read_ports(folder: Path) -> dict | None:
    ports = {}
    try:
        for line in (folder / "ports.env").read_text().splitlines():
            key, _, value = line.partition("=")
            if key.endswith("_PORT"):
                ports[key.split("_")[1].lower()] = int(value)
    except OSError:
        return None
    return ports


def smtp_pid(folder: Path) -> int | None:
    try:
        pid = int((folder / "smtpd.pid").read_text())
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except (OSError, ValueError):
        return None
    return pid if str(folder).encode() in command else None


def is_running(folder: Path) -> bool:
    return dovecot.master_pid(folder) is not None and smtp_pid(folder) is not None


def start_smtp(folder: Path, ports: dict) -> None:
    command = [sys.executable, str(HERE / "smtpd.py"), "--password", PASSWORD]
    command += ["--port", str(ports["smtp"]), "--tls-port", str(ports["smtps"])]
    command += ["--lmtp", str(folder / "run/lmtp")]
    command += ["--cert", str(folder / "tls/server.pem")]
    command += ["--key", str(folder / "tls/server.key")]
    command += ["--pid-file", str(folder / "smtpd.pid")]
    (folder / "smtpd.pid").unlink(missing_ok=True)
    with open(folder / "smtpd.log", "ab") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    for _ in range(200):
        if smtp_pid(folder):
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    log_text = (folder / "smtpd.log").read_text(errors="replace")[-2000:]
    raise RuntimeError(f"the SMTP server did not start:\n{log_text}")


def wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nothing answers on port {port}")


def start(folder: Path, user: str, any_port: bool) -> None:
    if not is_running(folder):
        stop(folder)
        ports = choose_ports(any_port)
        certificate.ensure(folder / "tls")
        dovecot.write_config(folder, user, PASSWORD, ports)
        for name in ("run", "mail"):
            (folder / name).mkdir(exist_ok=True)
        if os.getuid() == 0:
            subprocess.run(["chown", "-R", f"{user}:", str(folder)], check=True)
        dovecot.start(folder, user)
        start_smtp(folder, ports)
        wait_for(ports["imap"])
        write_env(folder, ports)
    status(folder)


def stop(folder: Path) -> None:
    pid = smtp_pid(folder)
    if pid:
        os.kill(pid, signal.SIGTERM)
    dovecot.stop(folder)
    (folder / "ports.env").unlink(missing_ok=True)


def status(folder: Path) -> int:
    ports = read_ports(folder)
    if not (ports and is_running(folder)):
        print("the mail servers do not run")
        return 3
    print(f"IMAP  127.0.0.1:{ports['imap']}  (plain, STARTTLS)")
    print(f"IMAPS 127.0.0.1:{ports['imaps']}")
    print(f"SMTP  127.0.0.1:{ports['smtp']}  (plain, STARTTLS)")
    print(f"SMTPS 127.0.0.1:{ports['smtps']}")
    print(f"Any user name, password {PASSWORD!r}; certificates: {folder}/tls/ca.pem")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["start", "stop", "status"])
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--user", default=getpass.getuser())
    parser.add_argument("--any-port", action="store_true")
    options = parser.parse_args()
    try:
        if options.command == "start":
            start(options.folder, options.user, options.any_port)
        elif options.command == "stop":
            stop(options.folder)
        else:
            return status(options.folder)
    except (RuntimeError, OSError, subprocess.CalledProcessError) as error:
        print(f"Failed: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
