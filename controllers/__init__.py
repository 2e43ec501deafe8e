from . import conversation, mail_view, oauth, search, webclient
from . import chatter
from . import sms, twilio
