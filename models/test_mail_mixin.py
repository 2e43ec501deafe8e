import email.policy
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, make_msgid

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.errors import LineError
from ..tools.plain import PlainError
from ..tools.smtp import SendInDoubt, SendRefused, SmtpSession
from ..transaction import commit
from .line_error import sentence


class SwitchboardTestMailMixin(models.AbstractModel):
    """Sends one mail to whoever asks for it, and says what became of it.

    For what has ``email``, ``name``, ``sender_name``, ``smtp_host`` and
    ``_smtp_settings()``: a mailbox, and the dialog before there is one.
    """

    _name = "switchboard.test.mail.mixin"
    _description = "Test Email"

    def _send_test(self):
        """Send a test email to the user's own address.

        :return: (whether the server took it, the sentence to show)
        :rtype: tuple[bool, str]
        :raise UserError: there is no server or no address to send to
        """
        self.ensure_one()
        if not self.smtp_host:
            raise UserError(
                self.env._(
                    "“%s” has no SMTP server: it only receives. Enter one under "
                    "Servers to send from it.",
                    self.name,
                )
            )
        recipient = self.env.user.email
        if not recipient:
            raise UserError(
                self.env._("Enter your own email address in your preferences first.")
            )
        try:
            settings = self._smtp_settings()
            raw = self._build_test_mail(recipient)
            sender = self.email
            commit(self.env)
            self._hand_over(settings, sender, recipient, raw)
        except (LineError, PlainError, SendInDoubt, SendRefused) as error:
            return False, self._test_error(error)
        return True, self.env._(
            "The server took it for %s. Look into that inbox.", recipient
        )

    @staticmethod
    def _hand_over(settings, sender, recipient, raw):
        session = SmtpSession.open(settings)
        try:
            session.send(sender, [recipient], raw)
        finally:
            session.close()

    def _build_test_mail(self, recipient):
        mail = EmailMessage(policy=email.policy.SMTP)
        mail["From"] = formataddr((self.sender_name or self.name, self.email))
        mail["To"] = recipient
        mail["Subject"] = self.env._("Test of “%s”", self.name)
        mail["Date"] = format_datetime(fields.Datetime.now())
        mail["Message-ID"] = make_msgid(domain=self.email.rpartition("@")[2])
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(
            self.env._("This mailbox sends. Nothing has to be done with this message.")
        )
        return mail.as_bytes()

    def _test_error(self, error):
        if isinstance(error, SendRefused):
            return self.env._("The server refused it: %s", error.text)
        if isinstance(error, SendInDoubt):
            return self.env._("The connection broke; it may have left or not.")
        return sentence(self.env, error)
