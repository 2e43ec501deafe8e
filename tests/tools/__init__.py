from . import providers, test_netguard, test_oauth_server, test_purity, test_redact, test_secrets
