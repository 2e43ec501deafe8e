"""The SMTP server of the demo and the tests: takes mail for any address and hands
it to Dovecot by LMTP, so that it lies in the mailbox of its local part at once.

Failures can be tried by hand: `reject…@` is refused with 550, `later…@` with 451.
"""

import argparse
import asyncio
import hmac
import os
import re
import signal
import smtplib
import ssl
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

SIZE_LIMIT = 50 * 1024 * 1024
DOT = re.compile(rb"^\.", re.MULTILINE)


class Deliver:
    def __init__(self, lmtp_socket: str):
        self.lmtp_socket = lmtp_socket

    async def handle_RCPT(self, server, session, envelope, address, options):
        local = address.lower()
        if local.startswith("reject"):
            return f"550 5.1.1 <{address}>: no such user here"
        if local.startswith("later"):
            return f"451 4.3.0 <{address}>: try again later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        loop = asyncio.get_running_loop()
        try:
            # smtplib blocks, other sessions must go on meanwhile
            refused = await loop.run_in_executor(None, self._hand_over, envelope)
        except (OSError, smtplib.SMTPException) as error:
            return f"451 4.3.0 not delivered: {' '.join(str(error).split())[:200]}"
        if refused:
            return f"554 5.0.0 not delivered to {', '.join(refused)}"
        return "250 2.0.0 OK: delivered"

    def _hand_over(self, envelope) -> list[str]:
        """The recipients who did not get it."""
        with smtplib.LMTP(self.lmtp_socket, timeout=60) as lmtp:
            lmtp.ehlo_or_helo_if_needed()
            options = ["SMTPUTF8"] if envelope.smtp_utf8 else []
            if not lmtp.has_extn("smtputf8"):
                options = []
            lmtp.command_encoding = "utf-8"
            lmtp.mail(envelope.mail_from or "", options)
            taken = [to for to in envelope.rcpt_tos if lmtp.rcpt(to)[0] == 250]
            if taken:
                # smtplib's own data() reads one answer, LMTP gives one for each
                lmtp.docmd("DATA")
                lmtp.send(_dotted(envelope.original_content))
                taken = [to for to in taken if lmtp.getreply()[0] == 250]
            return [to for to in envelope.rcpt_tos if to not in taken]


def _dotted(content: bytes) -> bytes:
    end = b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n"
    return DOT.sub(b"..", content) + end


def authenticator(password: str):
    def check(server, session, envelope, mechanism, data):
        good = isinstance(data, LoginPassword) and hmac.compare_digest(
            data.password, password.encode()
        )
        # not "handled": aiosmtpd then answers 535 itself
        return AuthResult(success=good, handled=False)

    return check


async def serve(options) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options.cert, options.key)
    handler = Deliver(options.lmtp)
    loop = asyncio.get_running_loop()

    def protocol(**extra):
        return SMTP(
            handler,
            data_size_limit=SIZE_LIMIT,
            enable_SMTPUTF8=True,
            hostname="localhost",
            ident="Switchboard test server",
            authenticator=authenticator(options.password),
            auth_require_tls=False,
            timeout=600,
            loop=loop,
            **extra,
        )

    plain = await loop.create_server(
        lambda: protocol(tls_context=context), "127.0.0.1", options.port
    )
    tls = await loop.create_server(protocol, "127.0.0.1", options.tls_port, ssl=context)
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    options.pid_file.write_text(str(os.getpid()))
    async with plain, tls:
        await stopped.wait()
        # sessions that are still open must not hold up the end
        plain.close()
        tls.close()
        os._exit(0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--lmtp", "--cert", "--key", "--password"):
        parser.add_argument(name, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--tls-port", type=int, required=True)
    parser.add_argument("--pid-file", type=Path, required=True)
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
