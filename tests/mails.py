"""Raw mails for tests: written out, so that what is in them is what is meant."""

import base64

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)


def html_mail(sender, to, html, **headers):
    """A mail with an HTML body only."""
    return _mail(sender, to, "text/html; charset=utf-8", html, headers)


def text_mail(sender, to, text, **headers):
    """A mail with a text body only."""
    return _mail(sender, to, "text/plain; charset=utf-8", text, headers)


def picture_mail(sender, to, html, pictures, **headers):
    """A mail with pictures beside its HTML.

    :param dict pictures: {Content-ID: file name}
    """
    lines = ["--cut", "Content-Type: text/html; charset=utf-8", "", html]
    for content_id, name in pictures.items():
        lines += [
            "--cut",
            f"Content-Type: image/png; name={name}",
            f"Content-Disposition: inline; filename={name}",
            f"Content-ID: <{content_id}>",
            "Content-Transfer-Encoding: base64",
            "",
            base64.b64encode(PNG).decode(),
        ]
    body = "\r\n".join([*lines, "--cut--", ""])
    return _mail(sender, to, "multipart/related; boundary=cut", body, headers)


def delivery_report(
    to, original, recipient, status, diagnostic, action="failed", subject="Offer"
):
    """A delivery report (RFC 3464).

    :param str original: Message-ID of the mail, without angle brackets; empty: the
        report does not tell
    :param str subject: of the mail
    """
    body = "\r\n".join(
        [
            "--cut",
            "Content-Type: text/plain",
            "",
            "Your message could not be delivered.",
            "--cut",
            "Content-Type: message/delivery-status",
            "",
            "Reporting-MTA: dns; mx.example",
            "",
            f"Final-Recipient: rfc822; {recipient}",
            f"Action: {action}",
            f"Status: {status}",
            f"Diagnostic-Code: smtp; {diagnostic}",
            "",
            "--cut",
            "Content-Type: text/rfc822-headers",
            "",
            *([f"Message-ID: <{original}>"] if original else []),
            f"Subject: {subject}",
            "",
            "--cut--",
            "",
        ]
    )
    kind = "multipart/report; report-type=delivery-status; boundary=cut"
    return _mail("MAILER-DAEMON@mx.example", to, kind, body, {"Subject": "Undelivered"})


def _mail(sender, to, kind, body, headers):
    fields = {
        "From": sender,
        "To": to,
        "Subject": "Roof",
        "Date": "Mon, 07 Jul 2025 10:00:00 +0200",
        "MIME-Version": "1.0",
        "Content-Type": kind,
        "Content-Transfer-Encoding": "8bit",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return f"{head}\r\n{body}".encode()
