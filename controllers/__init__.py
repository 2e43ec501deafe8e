from . import conversation, mail_view, oauth, search, twilio, webclient
