import json

from werkzeug.exceptions import Forbidden

from odoo import http
from odoo.http import request
from odoo.tools import email_normalize

from odoo.addons.google_gmail.controllers.main import GoogleGmailController
from odoo.addons.microsoft_outlook.controllers.main import MicrosoftOutlookController

from ..models.line_error import sentence
from ..tools import oauth
from ..tools.errors import LineError


def _is_ours(record):
    return record._name == "switchboard.mailbox"


def _check_owner(record):
    """Whoever comes back from the provider must be the one who may sign in here.

    Otherwise a link sent to somebody else would bind his account to this mailbox.
    """
    if _is_ours(record) and not record.sudo(False).has_access("write"):
        raise Forbidden()
    return record


def _refuse_other_address(template, record, address):
    """Answer when another account signed in than the mailbox's; None when it fits."""
    if email_normalize(address or "") == email_normalize(record.email):
        return None
    return request.render(
        template,
        {
            "error": request.env._(
                "You signed in as %(signed)s, but this mailbox is %(mailbox)s. Sign in "
                "with the mailbox's own account.",
                signed=address or request.env._("somebody unknown"),
                mailbox=record.email,
            ),
            "redirect_url": _url(record),
        },
    )


def _url(record):
    return f"/odoo/switchboard.mailbox/{record.id}"


def _url_of_state(state):
    return f"/odoo/switchboard.mailbox/{int(json.loads(state).get('id') or 0)}"


def _finish(record):
    """Go on after a consent: with step two of the dialog for a new mailbox; another
    is connected again."""
    mailbox = record.sudo(False)
    if mailbox._signed_in() and mailbox.state == "draft":
        return request.redirect(
            f"/odoo/{mailbox.id}/action-mail_switchboard.connect_details"
        )
    return request.redirect(_url(mailbox))


def _state_model(state):
    try:
        return json.loads(state or "{}").get("model")
    except (ValueError, AttributeError):
        return None


class SwitchboardGoogleController(GoogleGmailController):
    @http.route()
    def google_gmail_callback(self, code=None, state=None, error=None, **kwargs):
        """Say in plain words when the consent was not given; else as stock."""
        if error and _state_model(state) == "switchboard.mailbox":
            return request.render(
                "google_gmail.google_gmail_oauth_error",
                {
                    "error": request.env._(
                        "Google was not allowed to share the mailbox. Nothing has "
                        "changed; you can sign in again at any time."
                    ),
                    "redirect_url": _url_of_state(state),
                },
            )
        return super().google_gmail_callback(
            code=code, state=state, error=error, **kwargs
        )

    def _get_gmail_record(self, model_name, rec_id, csrf_token):
        return _check_owner(super()._get_gmail_record(model_name, rec_id, csrf_token))

    def _check_email_and_redirect_to_gmail_record(
        self, access_token, expiration, refresh_token, record
    ):
        if not _is_ours(record):
            return super()._check_email_and_redirect_to_gmail_record(
                access_token, expiration, refresh_token, record
            )
        refusal = _refuse_other_address(
            "google_gmail.google_gmail_oauth_error",
            record,
            record._google_address(access_token),
        )
        if refusal:
            return refusal
        record.write(
            {
                "google_gmail_access_token": access_token,
                "google_gmail_access_token_expiration": expiration,
                "google_gmail_refresh_token": refresh_token,
            }
        )
        return _finish(record)


class SwitchboardMicrosoftController(MicrosoftOutlookController):
    @http.route()
    def microsoft_outlook_callback(
        self, code=None, state=None, error_description=None, **kwargs
    ):
        """A personal account on the button for companies gets its own words."""
        if error_description and _state_model(state) == "switchboard.mailbox":
            personal = oauth.is_personal_account(
                kwargs.get("error") or "", error_description
            )
            return request.render(
                "microsoft_outlook.microsoft_outlook_oauth_error",
                {
                    "error": request.env._(oauth.PERSONAL_MICROSOFT)  # pylint: disable=gettext-variable
                    if personal
                    else error_description,
                    "redirect_url": _url_of_state(state),
                },
            )
        return super().microsoft_outlook_callback(
            code=code, state=state, error_description=error_description, **kwargs
        )

    def _get_outlook_record(self, model_name, rec_id, csrf_token):
        return _check_owner(super()._get_outlook_record(model_name, rec_id, csrf_token))

    def _check_email_and_redirect_to_outlook_record(
        self, access_token, expiration, refresh_token, record
    ):
        if not _is_ours(record):
            return super()._check_email_and_redirect_to_outlook_record(
                access_token, expiration, refresh_token, record
            )
        template = "microsoft_outlook.microsoft_outlook_oauth_error"
        try:
            # As stock does: an id token that comes straight from the provider.
            answer = record._fetch_outlook_token(
                "refresh_token", refresh_token=refresh_token
            )
        except LineError as error:
            return request.render(
                template,
                {
                    "error": sentence(request.env, error),
                    "redirect_url": _url(record),
                },
            )
        address = oauth.address_of(answer.get("id_token") or "")
        refusal = _refuse_other_address(template, record, address)
        if refusal:
            return refusal
        record.write(
            {
                "microsoft_outlook_refresh_token": answer.get("refresh_token")
                or refresh_token,
                "microsoft_outlook_access_token": answer["access_token"],
                "microsoft_outlook_access_token_expiration": expiration,
            }
        )
        return _finish(record)
