"""Pytest plugin of dev/test (loaded with -p).

A clone's folder may have any name, but the tests import relatively and must be
`odoo.addons.mail_switchboard.tests…`, whatever path pytest was given. Without a
database (SWITCHBOARD_PURE=1) the packages above tests/tools are empty stand-ins:
Odoo gives its BaseCase, but no model of ours or of others is loaded.
"""

import os
import sys
import types
from pathlib import Path

import _pytest.pathlib
import _pytest.python
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
