from . import conversation, mail_view, oauth, presence, search, webclient
from . import chatter
from . import sms, twilio
