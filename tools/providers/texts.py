"""The instructions shown beside the password field, one per way of signing in.

A provider in ``data/providers.json`` names one of these by its key, so that a
hundred providers need a dozen translations.
"""

from ..plain import _

HELP = {
    "password": _("Use the password you sign in to %(name)s with."),
    "password_or_app": _(
        "Use your %(name)s password. If you have switched on two-step verification, "
        "create an app password in the security settings and enter that instead."
    ),
    "app_password": _(
        "%(name)s does not accept your usual password here. Create an app password "
        "in the security settings of your account and enter that instead."
    ),
    "imap_switch": _(
        "Switch on IMAP (access for mail programs) in the settings of %(name)s first, "
        "then use your usual password."
    ),
    "imap_app_password": _(
        "Switch on IMAP (access for mail programs) in the settings of %(name)s first. "
        "Where it offers a password for mail programs, create one and enter it here."
    ),
    "separate_password": _(
        "%(name)s wants a password of its own for mail programs. "
        "Set it in your customer centre and enter it here."
    ),
    "mailbox_password": _(
        "Enter the password that was set for this mailbox at %(name)s, "
        "not the one of the customer account."
    ),
    "customer_login": _(
        "The user name at %(name)s is not the address. You find it, "
        "and the password of the mailbox, in your customer account."
    ),
    "google": _(
        "Sign in with Google. If that is not possible, switch on 2-Step Verification "
        "in your Google account, create an app password and enter it here."
    ),
    "microsoft": _(
        "Sign in with Microsoft. %(name)s no longer accepts passwords "
        "from mail programs."
    ),
    "bridge": _(
        "Proton Mail Bridge must run where Odoo can reach it. Enter the user name and "
        "the password that Bridge shows, and ask an administrator to allow its host."
    ),
    "other": _(
        "Ask your mail provider or administrator for the servers, "
        "the ports and the user name."
    ),
}
