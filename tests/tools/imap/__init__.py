from . import (
    test_dovecot,
    test_faults,
    test_fetch,
    test_folders,
    test_login,
    test_quirks,
    test_records,
    test_session,
    test_text,
    test_translate,
    test_wire,
)
