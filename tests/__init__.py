from . import tools
from . import test_benchmarks
from . import test_bad_input, test_install, test_leaks, test_slice
from . import test_rights, test_rights_levels, test_rights_rpc
from . import (
    test_bounces,
    test_mail_content,
    test_mail_view,
    test_samples,
    test_writing,
)
from . import test_slice_tour
from . import test_browsers
from . import (
    test_phone_chatter,
    test_phone_connect,
    test_phone_crash,
    test_phone_in,
    test_phone_kill,
    test_phone_other,
    test_phone_out,
    test_phone_rights,
    test_phone_rpc,
    test_phone_status,
    test_phone_tour,
    test_phone_webhook,
)
from . import test_queue_kill
from . import (
    test_access_requests,
    test_contacts,
    test_conversation_crm,
    test_crm_rights,
    test_earlier_mail,
    test_links,
    test_links_property,
    test_shared_tour,
    test_sharing,
    test_sharing_http,
    test_skip_rules,
)
from . import test_sync, test_sync_faults, test_sync_lanes, test_sync_proof
from . import test_sync_bulk, test_sync_change, test_sync_large, test_sync_providers
from . import test_sync_quarantine, test_sync_sessions
from . import test_conversation_bulk, test_open_transactions
from . import test_sync_restart, test_sync_tour, test_sync_wanted
from . import test_hoot
from . import test_load
from . import test_handling, test_linked_records, test_push, test_together
from . import (
    test_thread_index,
    test_threading,
    test_threading_confirm,
    test_threading_corpora,
    test_threading_hand,
)
from . import test_queue_race
from . import (
    test_connect_dialog,
    test_line_tours,
    test_oauth,
    test_oauth_dovecot,
    test_oauth_tokens,
)
from . import test_disconnect, test_health, test_plans
from . import test_hosts, test_line_secrets, test_stock_servers
from . import test_queue_faults, test_queue_limits, test_queue_names
from . import test_chatter, test_chatter_race
from . import test_disk_full, test_queue_people
from . import test_queue_wake
from . import test_queue_doubt
from . import test_chatter_composers
from . import test_drafts, test_posting, test_write_first
from . import test_composer_text_tour, test_composer_tour
from . import test_outgoing_search, test_outgoing_tour, test_queue_tour
from . import test_queue_crash, test_queue_hosts, test_watch
from . import test_notifications
from . import test_chatter_content
from . import test_forward_tour
