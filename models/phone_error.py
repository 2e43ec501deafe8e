"""What went wrong with a phone, in words for people."""

from ..tools import errors, twilio
from ..tools.secrets import SecretUnreadable


def phone_sentence(env, error):
    """Say an error of Twilio in a whole, translated sentence.

    :param odoo.api.Environment env: gives the language
    :param Exception error: of ``tools.errors`` or ``tools.twilio``
    :rtype: str
    """
    words = getattr(error, "message", "") or str(error)
    if isinstance(error, SecretUnreadable):
        return env._(error.template, **error.values)  # pylint: disable=translation-required
    if isinstance(error, twilio.NumberNotOwned):
        return env._(
            "%s does not belong to this Twilio account. Check the number, or take the "
            "account that owns it.",
            words,
        )
    if isinstance(error, errors.CredentialsRefused):
        return env._("%s Check the account SID and the token.", words)
    if isinstance(error, errors.Throttled):
        return env._("Twilio asks us to wait: %s", words)
    if isinstance(error, errors.ServerUnreachable):
        return env._("Twilio cannot be reached: %s", words)
    return env._("Twilio answered in an unexpected way: %s", words)
