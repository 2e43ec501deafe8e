from . import connect_mailbox, connect_member, write_first
