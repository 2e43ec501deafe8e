"""Runs the Hoot tests of static/tests/ in headless Chromium."""

import logging
import re

from odoo.tests import HttpCase, tagged

from odoo.addons.web.tests.test_js import unit_test_error_checker

_SUITE = "@mail_switchboard"
_PASSED = re.compile(r"\[HOOT\] Passed (\d+) tests")
# All suites of other modules would be some thousands, and pass here as well.
_MOST_TESTS = 500


def _hoot_id(name):
    """Return the id Hoot gives to a suite: Java's hash of its name."""
    value = 0
    for char in name:
        value = ((value << 5) - value + ord(char)) & 0xFFFFFFFF
    return f"{value:08x}"


class _PassedCount(logging.Handler):
    """Reads how many tests passed from the browser's console."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.passed = 0

    def emit(self, record):
        if found := _PASSED.search(record.getMessage()):
            self.passed = int(found[1])


@tagged("post_install", "-at_install")
class TestHoot(HttpCase):
    def test_hoot(self):
        """All suites of ours, and only they: an unknown id would run everything."""
        count = _PassedCount()
        logger = self._logger.getChild("browser")
        level = logger.level
        logger.addHandler(count)
        logger.setLevel(logging.INFO)
        try:
            self.browser_js(
                "/web/tests?headless&loglevel=2&preset=desktop&timeout=15000"
                f"&id={_hoot_id(_SUITE)}",
                "",
                "",
                login="admin",
                timeout=240,
                success_signal="[HOOT] Test suite succeeded",
                error_checker=unit_test_error_checker,
            )
        finally:
            logger.removeHandler(count)
            logger.setLevel(level)
        self.assertGreater(count.passed, 30)
        self.assertLess(count.passed, _MOST_TESTS)
