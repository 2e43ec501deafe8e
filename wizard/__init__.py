from . import connect_mailbox, connect_member, connect_phone, write_first
