"""Sessions of the engine: no command waits for its answer in a transaction."""

from functools import partial

from ..tools.imap import ImapSession
from ..transaction import commit


def open_imap(env, settings):
    """Open a session that ends the transaction before each of its commands.

    Whoever asks a server between two looks at the database would else keep the
    transaction of the first look open for as long as the server likes.

    :param odoo.api.Environment env: whose cursor the caller works with
    :param ImapSettings settings: of the connection
    :rtype: ImapSession
    :raise LineError: the server cannot be used
    """
    commit(env)
    session = ImapSession.open(settings)
    session.wire.before_command = partial(commit, env)
    return session
