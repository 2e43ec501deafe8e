from . import ask_access, connect_warning_mixin, grant_access
from . import connect_check_mixin, connect_details_mixin, connect_servers_mixin
from . import connect_folder, connect_mailbox, connect_member
from . import dry_run, dry_run_row, dry_run_sample
from . import write_first_record, write_first_template
from . import disconnect_mailbox, earlier_mail, link_contact, sync_change, write_first
from . import mail_compose_message
from . import move_messages
from . import connect_phone, write_first_sms
