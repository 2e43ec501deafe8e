from . import conversation, mail_view, search, webclient
