from . import tools
from . import test_leaks, test_rights, test_slice
from . import test_slice_tour
from . import (
    test_phone_connect,
    test_phone_in,
    test_phone_out,
    test_phone_status,
    test_phone_webhook,
)
