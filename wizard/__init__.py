from . import connect_mailbox, connect_member, dry_run, dry_run_row, dry_run_sample
from . import connect_phone, disconnect_mailbox, sync_change, write_first
