from . import providers, test_netguard, test_purity, test_redact, test_secrets
