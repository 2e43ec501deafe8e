from . import conversation, mail_view, oauth, presence, search, webclient
from . import chatter, shared_file
from . import sms, twilio
