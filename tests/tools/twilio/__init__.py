from . import (
    test_account,
    test_fake,
    test_media,
    test_numbers,
    test_optout,
    test_segments,
    test_sending,
    test_signature,
    test_status,
)
