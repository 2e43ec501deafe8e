"""To whom, with what, and in which form mails leave."""

from markupsafe import Markup

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from . import mails
from .test_mail_content import ContentCase


class WritingCase(ContentCase):
    def setUp(self):
        super().setUp()
        self.asked = self.send_mail(subject="Roof", body="When do you come?")
        self.mailbox._sync()
        self.channel = self.conversation()

    def post(self, body="<p>Tomorrow</p>", user=None, **kwargs):
        message = self.channel.with_user(user or self.ben).message_post(
            body=Markup(body), **kwargs
        )
        return message.sudo().switchboard_message_ids

    def leave(self, *users):
        """Send what waits; return the last mail of each mailbox, parsed."""
        self.env["switchboard.outgoing"]._process()
        return [self.parse(self.server.inbox(user)[-1]) for user in users]


@tagged("post_install", "-at_install")
class TestRecipients(WritingCase):
    def test_recipients_of_one_message(self):
        joe, sue = (self.server.new_user(name) for name in ("joe", "sue"))
        self.post(
            switchboard_to=[f"Maria S <{self.customer_address}>"],
            switchboard_cc=f'"Joe, the boss" <{joe}@cliente.example>',
            switchboard_bcc=[f"{sue}@else.example", f"{joe}@cliente.example"],
        )
        for mail in self.leave(self.customer, joe, sue):
            self.assertEqual(mail["To"], f"Maria S <{self.customer_address}>")
            self.assertEqual(mail["Cc"], f'"Joe, the boss" <{joe}@cliente.example>')
            self.assertIsNone(mail["Bcc"])
        row = self.rows().filtered(lambda r: r.direction == "out")
        self.assertEqual(row.email_bcc, f"{sue}@else.example")
        # Who stands in Cc takes part from now on; who stands in Bcc does not.
        self.assertEqual(
            {p["email"] for p in self.channel.switchboard_counterparts},
            {self.customer_address, f"{joe}@cliente.example"},
        )

    def test_left_out_recipient_gets_nothing(self):
        joe = self.server.new_user("joe")
        self.post(switchboard_to=f"{joe}@cliente.example")
        self.leave(joe)
        self.assertEqual(self.server.inbox(self.customer), [])

    def test_refused(self):
        for kwargs, word in (
            ({"switchboard_to": ["no address"]}, "no address"),
            ({"switchboard_cc": "joe@"}, "joe@"),
            ({"switchboard_to": []}, "at least one address"),
        ):
            with self.subTest(kwargs), self.assertRaisesRegex(UserError, word):
                self.post(**kwargs)
        self.line.write_first = False
        with self.assertRaisesRegex(UserError, "takes no part"):
            self.post(switchboard_cc="stranger@else.example")
        self.post(switchboard_to=self.customer_address)

    def test_reply_proposals(self):
        joe = "joe@cliente.example"
        self.send_mail(
            to=f"{self.address}, {joe}",
            subject="Form",
            Cc=f"sue@else.example, {self.address}",
            Reply_To="Real <real@cliente.example>",
        )
        self.mailbox._sync()
        row = self.rows().filtered(lambda r: r.subject == "Form").with_user(self.ben)
        answer = row.get_reply("reply")
        self.assertEqual(
            answer["to"], [{"name": "Real", "email": "real@cliente.example"}]
        )
        self.assertEqual(answer["cc"], [])
        self.assertEqual(answer["subject"], "Re: Form")
        cc = {person["email"] for person in row.get_reply("reply_all")["cc"]}
        self.assertEqual(cc, {self.customer_address, joe, "sue@else.example"})
        with self.assertRaises(AccessError):
            row.with_user(self.nobody).get_reply("reply")

    def test_chosen_message_is_answered(self):
        first = self.rows()
        second = self.send_mail(subject="Other")
        self.mailbox._sync()
        self.post(switchboard_answers=first.id)
        self.assertEqual(self.leave(self.customer)[0]["In-Reply-To"], self.asked)
        self.post()
        self.assertNotEqual(self.leave(self.customer)[0]["In-Reply-To"], self.asked)
        self.assertTrue(second)

    def test_answers_go_to(self):
        self.mailbox.reply_to = "answers@ours.example"
        self.post()
        self.assertEqual(
            self.leave(self.customer)[0]["Reply-To"], "answers@ours.example"
        )
        with self.assertRaises(UserError):
            self.mailbox.reply_to = "nobody"

    def test_history_is_quoted_when_the_owner_wants_it(self):
        self.post()
        self.assertNotIn("When do you come?", str(self.leave(self.customer)[0]))
        self.mailbox.quote_history = True
        row = self.post(switchboard_answers=self.rows()[-1:].id)
        mail = self.leave(self.customer)[0]
        html = mail.get_body(("html",)).get_content()
        own, mark, quoted = html.partition("<blockquote")
        self.assertTrue(mark)
        self.assertIn("Tomorrow", own)
        self.assertIn("wrote:", own)
        self.assertIn("When do you come?", quoted)
        self.assertIn("> When do you come?", mail.get_body(("plain",)).get_content())
        self.assertNotIn("When do you come?", row.mail_message_id.body)
        self.assertNotIn("When do you come?", row.snippet)

    def test_size_is_checked_before_queueing(self):
        self.assertGreater(self.mailbox.smtp_size_limit, 0)
        self.mailbox.smtp_size_limit = 1000
        before = self.env["switchboard.outgoing"].search_count([])
        with (
            self.assertRaisesRegex(UserError, "takes 0.0 MB at most"),
            self.cr.savepoint(),
        ):
            self.post(body=f"<p>{'long ' * 1000}</p>")
        self.assertEqual(self.env["switchboard.outgoing"].search_count([]), before)

    def test_foreign_letters_in_addresses(self):
        self.post(switchboard_to="bücher@cliente.example")
        self.mailbox.smtp_without_utf8 = True
        with self.assertRaisesRegex(UserError, "bücher@cliente.example"):
            self.post(switchboard_to="bücher@cliente.example")
        # A domain with them has another spelling that every server takes.
        self.post(switchboard_to="info@bücher.example")

    def test_pictures_of_others_do_not_leave(self):
        secret = self.env["ir.attachment"].create(
            {
                "name": "secret.png",
                "raw": mails.PNG,
                "mimetype": "image/png",
                "res_model": "switchboard.mailbox",
                "res_id": self.make_mailbox(
                    "hidden@ours.example", access="personal"
                ).id,
            }
        )
        own = (
            self.env["ir.attachment"]
            .with_user(self.ben)
            .create({"name": "own.png", "raw": mails.PNG, "mimetype": "image/png"})
        )
        pictures = [f'<img src="/web/image/{one.id}">' for one in (secret, own)]
        self.post(body=f"<p>{''.join(pictures)}</p>")
        [mail] = self.leave(self.customer)
        names = [part.get_filename() for part in mail.walk() if part.get_filename()]
        self.assertEqual(names, ["own.png"])
        self.assertIn("cid:", mail.get_body(("html",)).get_content())


@tagged("post_install", "-at_install")
class TestForwardAndComposer(WritingCase):
    def test_forward_takes_the_files_along(self):
        self.send_mail(
            subject="Plan",
            html="<p>See the <b>plan</b></p>",
            attachment=("plan.pdf", b"%PDF-1.4 plan", "application", "pdf"),
        )
        self.mailbox._sync()
        row = self.rows().filtered(lambda r: r.subject == "Plan").with_user(self.ben)
        action = row.action_forward()
        joe = self.server.new_user("joe")
        Wizard = self.env[action["res_model"]].with_user(self.ben)
        with Form(Wizard.with_context(**action["context"])) as form:
            self.assertEqual(form.subject, "Fwd: Plan")
            form.emails = f"{joe}@partner.example"
        form.save().action_send()
        [mail] = self.leave(joe)
        self.assertEqual(mail["Subject"], "Fwd: Plan")
        html = mail.get_body(("html",)).get_content()
        self.assertIn("Forwarded message", html)
        self.assertIn("<b>plan</b>", html)
        self.assertIn(self.customer_address, html)
        [file] = mail.iter_attachments()
        self.assertEqual(file.get_content(), b"%PDF-1.4 plan")

    def test_full_composer_goes_through_the_queue(self):
        template = self.env["mail.template"].create(
            {
                "name": "Visit",
                "model_id": self.env["ir.model"]._get_id("discuss.channel"),
                "subject": "Visit of {{ object.name }}",
                "body_html": "<p>Dear <t t-out='object.name'/>, we come.</p>",
            }
        )
        joe = self.server.new_user("joe")
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.ben)
            .with_context(
                default_model="discuss.channel",
                default_res_ids=self.channel.ids,
                default_composition_mode="comment",
            )
            .create(
                {
                    "template_id": template.id,
                    "switchboard_cc": f"{joe}@partner.example",
                }
            )
        )
        self.assertTrue(composer.switchboard_conversation)
        composer.action_send_mail()
        row = self.rows().filtered(lambda r: r.direction == "out")
        self.assertEqual(row.outgoing_ids.user_id, self.ben)
        [mail] = self.leave(self.customer)
        self.assertEqual(mail["Subject"], "Visit of Maria Silva")
        self.assertIn("Dear Maria Silva", mail.get_body(("html",)).get_content())
        self.assertEqual(mail["Cc"], f"{joe}@partner.example")
        self.assertFalse(
            self.env["mail.mail"].search([("subject", "=", mail["Subject"])])
        )

    def test_full_composer_asks_for_the_right(self):
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.carla)
            .with_context(
                default_model="discuss.channel",
                default_res_ids=self.channel.ids,
                default_composition_mode="comment",
            )
            .create({"body": "<p>Hi</p>", "subject": "Hi"})
        )
        with self.assertRaises(UserError):
            composer.action_send_mail()


@tagged("post_install", "-at_install")
class TestStrictReading(WritingCase):
    """What leaves, read by two parsers that are not ours: Python's and Dovecot's."""

    CASES = {
        "plain": ("Hello", "<p>Hello</p>"),
        "letters": ("Grüße — こんにちは " * 8, "<p>Grüße — こんにちは 🏠</p>"),
        "long": ("x" * 400, "<p>" + "word " * 3000 + "</p>"),
        "dots": (". dot", "<p>.<br/>..<br/>From here</p>"),
        "entities": ("a & b <c>", "<p>a &amp; b &lt;c&gt;</p>"),
    }

    def test_two_parsers_agree(self):
        for name, (subject, body) in self.CASES.items():
            with self.subTest(name):
                file = (
                    self.env["ir.attachment"]
                    .with_user(self.ben)
                    .create({"name": "Übersicht €.txt", "raw": "Grüße".encode()})
                )
                self.post(body=body, subject=subject, attachment_ids=file.ids)
                [mail] = self.leave(self.customer)
                self.assertFalse(mail.defects)
                self.assertEqual(mail["Subject"], subject.strip())
                [attached] = mail.iter_attachments()
                self.assertEqual(attached.get_filename(), "Übersicht €.txt")
                self.assertEqual(attached.get_payload(decode=True), "Grüße".encode())
                self.check_dovecot(mail)

    def check_dovecot(self, mail):
        with self.server.imap(self.customer) as client:
            client.select_folder("INBOX", readonly=True)
            uid = max(client.search("ALL"))
            found = client.fetch([uid], ["ENVELOPE", "BODYSTRUCTURE"])[uid]
        envelope, structure = found[b"ENVELOPE"], found[b"BODYSTRUCTURE"]
        self.assertEqual(envelope.message_id.decode(), mail["Message-ID"])
        self.assertEqual(envelope.in_reply_to.decode(), mail["In-Reply-To"])
        [sender] = envelope.from_
        self.assertEqual(
            f"{sender.mailbox.decode()}@{sender.host.decode()}", self.address
        )
        parts, kind = structure[0], structure[1]
        self.assertEqual((kind, parts[0][1]), (b"mixed", b"alternative"))
        types = [(part[0], part[1]) for part in parts[0][0]]
        self.assertEqual(types, [(b"text", b"plain"), (b"text", b"html")])
        self.assertEqual(parts[1][0], b"text")
