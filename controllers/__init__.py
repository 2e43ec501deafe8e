from . import conversation, mail_view, oauth, search, webclient
