from . import conversation, mail_view, oauth, search, webclient
from . import chatter, shared_file
from . import sms, twilio
