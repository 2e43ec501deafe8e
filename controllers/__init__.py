from . import conversation, search, webclient
