from . import conversation, search, twilio, webclient
