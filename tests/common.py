import email
import email.policy
import smtplib
import uuid
from email.message import EmailMessage
from email.utils import make_msgid

from odoo.tests import TransactionCase, new_test_user, tagged

from .servers import mail_server


class SwitchboardMixin:
    """A manager's mailbox on the real servers, and a user for each level.

    ``manager`` owns the mailbox, ``ben`` may send and is told about his own
    conversations, ``sara`` may send and is told about everything, ``carla`` only
    reads, ``nobody`` has no grant, ``admin`` is an administrator without one.
    """

    @classmethod
    def _set_up_users(cls):
        operator = "base.group_user,mail_switchboard.group_operator"
        cls.manager = new_test_user(
            cls.env,
            "sb_manager",
            groups="base.group_user,mail_switchboard.group_manager",
            name="Anna Kovalenko",
            email="anna@ours.example",
        )
        cls.ben = new_test_user(
            cls.env,
            "sb_ben",
            groups=operator,
            name="Ben Ortiz",
            email="ben@ours.example",
        )
        cls.sara = new_test_user(cls.env, "sb_sara", groups=operator, name="Sara Lind")
        cls.carla = new_test_user(
            cls.env, "sb_carla", groups=operator, name="Carla Nunes"
        )
        cls.nobody = new_test_user(
            cls.env, "sb_nobody", groups=operator, name="Nick Nobody"
        )
        cls.admin = new_test_user(
            cls.env,
            "sb_admin",
            groups="base.group_system,mail_switchboard.group_administrator",
            name="Ada Admin",
        )

    @classmethod
    def _make_assets(cls):
        """Make the bundles before a tour asks for them.

        They are rolled back with each test class, and on a busy machine the first
        page gives up waiting for them: its other requests need the same cursor.
        """
        for css in (True, False):
            for name in ("web.assets_web", "web.assets_tests"):
                bundle = cls.env["ir.qweb"]._get_asset_bundle(name, css=css, js=not css)
                if css:
                    bundle.css()
                else:
                    bundle.js()

    @classmethod
    def _set_up_server(cls):
        cls.server = mail_server()
        # The test's servers stand on this machine, which is refused otherwise.
        cls.env["ir.config_parameter"].set_param(
            "mail_switchboard.allowed_hosts", cls.server.host
        )

    def _set_up_mailbox(self):
        self.box = f"sales{uuid.uuid4().hex[:10]}"
        self.address = f"{self.box}@ours.example"
        self.customer = f"maria{uuid.uuid4().hex[:10]}"
        self.customer_address = f"{self.customer}@cliente.example"
        self.mailbox = self.make_mailbox(self.address)
        self.line = self.mailbox.line_id

    def make_mailbox(self, email, user=None, **values):
        """Create a shared mailbox of the manager, not connected yet.

        :param str email: its address; the local part is the login
        :param res.users user: who connects it
        :param values: more fields
        """
        user = user or self.manager
        return (
            self.env["switchboard.mailbox"]
            .with_user(user)
            .create(
                {
                    "name": "Sales",
                    "email": email,
                    "sender_name": "Ours Sales",
                    "access": "shared",
                    "imap_host": self.server.host,
                    "imap_port": self.server.imap_port,
                    "imap_security": "none",
                    "smtp_host": self.server.host,
                    "smtp_port": self.server.smtp_port,
                    "smtp_security": "none",
                    "login": email.partition("@")[0],
                    "password": "secret",
                    "smtp_auth": "none",
                    "sync_period": "all",
                    "undo_seconds": 0,
                    **values,
                }
            )
            .sudo(False)
            .with_env(self.env)
        )

    def _set_up_grants(self):
        self.env["switchboard.grant"].create(
            [
                {"line_id": self.line.id, "user_id": user.id, "level": level}
                for user, level in (
                    (self.ben, "send_own"),
                    (self.sara, "send_all"),
                    (self.carla, "receive_all"),
                )
            ]
        )

    def send_mail(self, to=None, *, subject="Hello", body="Hello there", **headers):
        """Send a real mail over SMTP, as the customer does.

        :param str to: the mailbox when left out
        :param headers: others, ``In_Reply_To`` for In-Reply-To and so on
        :return: its Message-ID, with the angle brackets
        """
        message = EmailMessage()
        message["From"] = headers.pop("From", f"Maria Silva <{self.customer_address}>")
        message["To"] = to or self.address
        message["Subject"] = subject
        message["Message-ID"] = headers.pop(
            "Message_ID", make_msgid(domain="cliente.example")
        )
        html = headers.pop("html", None)
        attachment = headers.pop("attachment", None)
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        message.set_content(body)
        if html:
            message.add_alternative(html, subtype="html")
        if attachment:
            name, content, maintype, subtype = attachment
            message.add_attachment(
                content, maintype=maintype, subtype=subtype, filename=name
            )
        with smtplib.SMTP(self.server.host, self.server.smtp_port, timeout=10) as smtp:
            smtp.send_message(message)
        return message["Message-ID"]

    @staticmethod
    def parse(raw):
        """Read a mail with the standard library, which is not our own parser."""
        return email.message_from_bytes(raw, policy=email.policy.default)

    def conversation(self, email=None, mailbox=None):
        """The conversation with one counterpart."""
        return self.env["discuss.channel"].search(
            [
                ("switchboard_line_id", "=", (mailbox or self.mailbox).line_id.id),
                ("switchboard_counterpart_key", "=", email or self.customer_address),
            ]
        )

    def shown(self, channel, user=None, **kwargs):
        """The Discuss messages of a page, as ``user`` gets them."""
        Message = self.env["mail.message"].with_user(user or self.manager)
        thread = channel.with_user(user or self.manager)
        return Message._message_fetch(None, thread=thread, **kwargs)["messages"]


@tagged("post_install", "-at_install")
class SwitchboardCase(SwitchboardMixin, TransactionCase):
    """With users, grants and a mailbox that is connected and synced once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_users()
        cls._set_up_server()

    def setUp(self):
        super().setUp()
        # A mailbox for each test: the servers are not rolled back.
        self._set_up_mailbox()
        self._set_up_grants()
        self.mailbox.action_connect()
        self.mailbox._sync()
