from . import (
    imap,
    mime,
    providers,
    smtp,
    sync,
    test_errors,
    test_netguard,
    test_oauth_server,
    test_purity,
    test_redact,
    test_secrets,
    twilio,
)
