"""What went wrong with a line, in words for people."""

import errno

from ..tools import errors
from ..tools.netguard import HostRefused
from ..tools.oauth import ClientRefused
from ..tools.plain import PlainError

# No space, no quota, a file that may not grow any more.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def sentence(env, error):
    """Say an error of the tools in a whole, translated sentence.

    :param odoo.api.Environment env: gives the language
    :param Exception error: of ``tools.errors`` or ``tools.netguard``
    :rtype: str
    """
    words = getattr(error, "message", "") or str(error)
    if isinstance(error, HostRefused):
        return env._("This server may not be connected to: %s", _plain(env, error))
    if isinstance(error, PlainError):
        return _plain(env, error)
    if isinstance(error, errors.CredentialsRefused):
        return env._("The server refused the user name or the password: %s", words)
    if isinstance(error, errors.ConsentGone):
        return env._("The permission to read this mailbox is gone. Sign in again.")
    if isinstance(error, ClientRefused):
        return env._(
            "The provider does not accept this Odoo. An administrator checks the "
            "client id and secret: %s",
            words,
        )
    if isinstance(error, errors.TlsFailed):
        return env._("No secure connection could be made: %s", words)
    if isinstance(error, errors.Throttled):
        return env._("The server asks us to wait: %s", words)
    if isinstance(error, errors.ServerUnreachable):
        return env._("The server cannot be reached: %s", words)
    if isinstance(error, errors.LineError):
        return env._("The server answered in an unexpected way: %s", words)
    return _unexpected(env, error, words)


def _unexpected(env, error, words):
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return env._("Odoo's server has no room left on its disk.")
    return env._("Something went wrong: %s", words)


def _plain(env, error):
    # The sentences stand in the translation template by way of tools.plain.
    return env._(error.template, **error.values)  # pylint: disable=gettext-variable
