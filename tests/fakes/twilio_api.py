"""Twilio's REST API on a loopback port: messages, incoming numbers, media.

::

    with TwilioServer() as server:
        account = server.add_account()
        account.add_number("+4930123456", sms=True, mms=False)
        server.script("drop_after")        # the next POST of a message: answer lost
        server.script((400, 21610, "Attempt to send to unsubscribed recipient"))

The real client talks to it over the socket. ``tests/tools/twilio/test_fake.py`` holds
its answers against Twilio's own OpenAPI description.
"""

import base64
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlsplit

from .twilio_account import ROOT, Account

_MESSAGES = re.compile(rf"{ROOT}/(?P<account>AC\w+)/Messages\.json")
_MESSAGE = re.compile(rf"{ROOT}/(?P<account>AC\w+)/Messages/(?P<sid>\w+)\.json")
_NUMBERS = re.compile(rf"{ROOT}/(?P<account>AC\w+)/IncomingPhoneNumbers\.json")
_NUMBER = re.compile(
    rf"{ROOT}/(?P<account>AC\w+)/IncomingPhoneNumbers/(?P<sid>\w+)\.json"
)
_MEDIA = re.compile(
    rf"{ROOT}/(?P<account>AC\w+)/Messages/(?P<message>\w+)/Media/(?P<sid>\w+)"
)


class TwilioServer:
    """Serves while the ``with`` block runs."""

    def __init__(self):
        self.accounts = {}
        self.requests = []
        self.sent_values = []
        self.answers = []
        self._script = []
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.fake = self
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exc):
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()

    def add_account(self):
        account = Account()
        self.accounts[account.sid] = account
        return account

    def script(self, *steps):
        """What the next requests get, one step each.

        A step is (HTTP status, Twilio code, words[, headers]), ``drop_before``
        (nothing is done), ``drop_after`` (done, and the answer is lost), ``hang_after``
        (done, and the answer takes half a minute), ``slow_after`` (it takes a second),
        ``garbage`` (done, and the answer is no JSON) or ``ok``.
        """
        self._script.extend(steps)

    def forget_script(self):
        """What a test that failed has left over."""
        self._script.clear()

    def hang(self, seconds=30):
        """Be silent for half a minute, or until the server ends."""
        self._ended.wait(seconds)

    def wait_for(self, condition, timeout=15):
        """Wait for something a client in another process does."""
        end = time.monotonic() + timeout
        while not condition():
            if time.monotonic() > end:
                raise AssertionError("it did not happen in time")
            time.sleep(0.01)

    def next_step(self):
        with self._lock:
            return self._script.pop(0) if self._script else "ok"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_GET(self):
        self._handle("GET")

    def do_POST(self):
        self._handle("POST")

    def _handle(self, method):
        fake = self.server.fake
        url = urlsplit(self.path)
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        values = dict(parse_qsl(raw.decode(), keep_blank_values=True))
        media = parse_qs(raw.decode()).get("MediaUrl")
        if media:
            values["MediaUrl"] = media
        query = dict(parse_qsl(url.query))
        fake.requests.append((method, url.path))
        step = fake.next_step()
        if step == "drop_before":
            return self._drop()
        account = self._account(url.path)
        if not account:
            return self._error(401, 20003, "Authenticate")
        if isinstance(step, tuple):
            return self._error(*step)
        return self._route(method, url.path, account, values or query, step)

    def _account(self, path):
        found = re.match(rf"{ROOT}/(AC\w+)", path)
        account = self.server.fake.accounts.get(found[1]) if found else None
        login = self.headers.get("Authorization", "").partition(" ")[2]
        user, _colon, password = base64.b64decode(login).decode().partition(":")
        if account and (
            (user, password) == (account.sid, account.auth_token)
            or account.keys.get(user) == password
        ):
            return account
        return None

    def _route(self, method, path, account, values, step):
        if _MESSAGES.fullmatch(path):
            if method == "POST":
                return self._send(account, values, step)
            return self._list("messages", self._matching(account, values))
        if found := _MESSAGE.fullmatch(path):
            for row in account.messages:
                if row["sid"] == found["sid"]:
                    return self._json(200, row)
        elif _NUMBERS.fullmatch(path):
            wanted = values.get("PhoneNumber", "")
            rows = [n for n in account.numbers.values() if wanted in n["phone_number"]]
            return self._list("incoming_phone_numbers", rows)
        elif (found := _NUMBER.fullmatch(path)) and found["sid"] in account.numbers:
            number = account.numbers[found["sid"]]
            if method == "POST":
                number["sms_url"] = values.get("SmsUrl", number["sms_url"])
            return self._json(200, number)
        elif (found := _MEDIA.fullmatch(path)) and found["sid"] in account.media:
            content, mimetype = account.media[found["sid"]]
            return self._bytes(200, content, mimetype)
        return self._error(404, 20404, "The requested resource was not found")

    def _send(self, account, values, step):
        owned = {n["phone_number"] for n in account.numbers.values()}
        if values.get("From") not in owned:
            return self._error(400, 21606, "The From phone number is not owned.")
        if not values.get("Body") and not values.get("MediaUrl"):
            return self._error(400, 21602, "Message body is required.")
        row = account.add_message(values)
        self.server.fake.sent_values.append({**values, "Sid": row["sid"]})
        if step == "drop_after":
            return self._drop()
        if step == "hang_after":
            self.server.fake.hang()
            return self._drop()
        if step == "slow_after":
            self.server.fake.hang(1)
        if step == "garbage":
            return self._bytes(201, b"<html>bad gateway", "text/html")
        return self._json(201, row)

    def _matching(self, account, values):
        return [
            row
            for row in account.messages
            if values.get("To", row["to"]) == row["to"]
            and values.get("From", row["from"]) == row["from"]
        ]

    def _list(self, name, rows):
        size = len(rows)
        path = self.path
        self._json(
            200,
            {
                name: rows,
                "page": 0,
                "page_size": 50,
                "start": 0,
                "end": max(size - 1, 0),
                "uri": path,
                "first_page_uri": path,
                "next_page_uri": None,
                "previous_page_uri": None,
            },
        )

    def _error(self, status, code, words, headers=None):
        value = {
            "code": code,
            "message": words,
            "more_info": f"https://www.twilio.com/docs/errors/{code}",
            "status": status,
        }
        self._json(status, value, headers)

    def _json(self, status, value, headers=None):
        self.server.fake.answers.append((self.command, self.path, status, value))
        self._bytes(status, json.dumps(value).encode(), "application/json", headers)

    def _bytes(self, status, content, mimetype, headers=None):
        self.send_response(status)
        self.send_header("Content-Type", mimetype)
        self.send_header("Content-Length", str(len(content)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _drop(self):
        self.close_connection = True
        self.connection.close()
