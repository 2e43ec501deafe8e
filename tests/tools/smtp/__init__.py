from . import (
    test_crew,
    test_explain,
    test_login,
    test_payload,
    test_phases,
    test_real_server,
    test_send,
    test_throttle,
)
