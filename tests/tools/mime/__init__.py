from . import (
    test_attachments,
    test_bodies,
    test_bounds,
    test_compose,
    test_corpora,
    test_headers,
    test_keys,
    test_kinds,
    test_properties,
    test_quotes,
    test_reports,
    test_textual,
)
