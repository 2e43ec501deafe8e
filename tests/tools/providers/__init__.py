from . import test_address, test_discovery, test_names, test_registry
