"""Pytest plugin of dev/test (loaded with -p).

A clone's folder may have any name, but the tests import relatively and must be
`odoo.addons.mail_switchboard.tests…`, whatever path pytest was given. Without a
database (SWITCHBOARD_PURE=1) the packages above tests/tools are empty stand-ins:
Odoo gives its BaseCase, but no model of ours or of others is loaded.

With SWITCHBOARD_CLAIMS, a folder, several processes share the tests: each takes the
next file that nobody has taken, so that all end at about the same time. What came of
them is written to SWITCHBOARD_COUNTS, for the closing line of the whole.
"""

import itertools
import json
import os
import signal
import sys
import types
from pathlib import Path

import _pytest.pathlib
import _pytest.python
import pytest
from hypothesis import HealthCheck, settings

# How busy the machine is with others says nothing about what is tested.
settings.register_profile(
    "switchboard", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("switchboard")

CLONE = Path(os.environ["SB_CLONE"])
PACKAGE = "odoo.addons.mail_switchboard"


def _resolve(original):
    def resolve_pkg_root_and_module_name(path, *, consider_namespace_packages=False):
        real = Path(path).resolve()
        if not real.is_relative_to(CLONE):
            return original(
                path, consider_namespace_packages=consider_namespace_packages
            )
        parts = list(real.relative_to(CLONE).with_suffix("").parts)
        if parts and parts[-1] == "__init__":
            parts.pop()
        # the first value goes to the front of sys.path: something harmless
        return Path(__file__).parent, ".".join([PACKAGE, *parts])

    return resolve_pkg_root_and_module_name


def _stand_in(name: str, *folders: Path) -> None:
    module = types.ModuleType(name)
    module.__path__ = [str(folder) for folder in folders]
    sys.modules[name] = module
    parent, _, leaf = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], leaf, module)


def _patch() -> None:
    patched = _resolve(_pytest.pathlib.resolve_pkg_root_and_module_name)
    _pytest.pathlib.resolve_pkg_root_and_module_name = patched


def _prepare_odoo() -> None:
    """What pytest-odoo does before a run, except for the database."""
    import pytest_odoo

    import odoo.api
    import odoo.http
    import odoo.tests
    import odoo.tools

    import odoo.addons

    odoo.tools.config.parse_config(["--log-level=critical"])
    pytest_odoo.support_subtest()
    pytest_odoo.disable_odoo_test_retry()


def pytest_configure(config):
    _patch()
    if os.environ.get("SWITCHBOARD_PURE"):
        _prepare_odoo()
        _stand_in(PACKAGE, CLONE)
        _stand_in(f"{PACKAGE}.tests", CLONE / "tests")
    if os.environ.get("SWITCHBOARD_CLAIMS"):
        # Started in the background, where the shell has Ctrl-C ignored.
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _claimed(items):
    """The tests of the files that this process gets, each asked for when it comes."""
    claims = Path(os.environ["SWITCHBOARD_CLAIMS"])
    for path, group in itertools.groupby(items, key=lambda item: item.path):
        name = str(path.relative_to(CLONE)).replace("/", ".")
        try:
            (claims / name).mkdir()
        except FileExistsError:
            continue
        yield from group


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    if not os.environ.get("SWITCHBOARD_CLAIMS") or session.testsfailed:
        return None  # pytest's own, which also ends after errors in collection
    items = _claimed(session.items)
    item = next(items, None)
    while item:
        # Fixtures that the next test needs as well are kept for it.
        following = next(items, None)
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.shouldfail:
            raise session.Failed(session.shouldfail)
        if session.shouldstop:
            raise session.Interrupted(session.shouldstop)
        item = following
    return True


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter):
    if not os.environ.get("SWITCHBOARD_COUNTS"):
        return
    stats = terminalreporter.stats
    counts = {
        kind: sum(getattr(report, "count_towards_summary", True) for report in reports)
        for kind, reports in stats.items()
        if kind
    }
    Path(os.environ["SWITCHBOARD_COUNTS"]).write_text(json.dumps(counts))
