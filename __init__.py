from . import controllers, models, wizard
from .hooks import uninstall_hook
from .tools import redact

# Whatever these say, no password or token gets into the log. Werkzeug's access log
# holds the addresses that providers send the browser back to, with their codes.
redact.install(
    [
        "odoo.addons.mail_switchboard",
        "odoo.addons.google_gmail",
        "odoo.addons.microsoft_outlook",
        "odoo.http",
        "imapclient",
        "twilio",
        "urllib3",
        "werkzeug",
    ]
)
