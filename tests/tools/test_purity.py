import ast
from pathlib import Path

from odoo.tests import BaseCase

TOOLS = Path(__file__).parents[2] / "tools"


def _imports(tree):
    """Yield every imported module, relative ones with their leading dots."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def _leaves_tools(name, depth):
    """Tell whether an import of a file ``depth`` folders below tools/ leads out."""
    dots = len(name) - len(name.lstrip("."))
    return dots > depth + 1 or name.partition(".")[0] in ("odoo", "openerp")


class TestPurity(BaseCase):
    """Tools know nothing of Odoo: they run, and are tested, without it."""

    def test_no_import_leaves_tools(self):
        files = sorted(TOOLS.rglob("*.py"))
        self.assertGreater(len(files), 5)
        for file in files:
            depth = len(file.relative_to(TOOLS).parents) - 1
            tree = ast.parse(file.read_text(encoding="utf-8"))
            wrong = [name for name in _imports(tree) if _leaves_tools(name, depth)]
            with self.subTest(file=str(file.relative_to(TOOLS))):
                self.assertEqual(wrong, [])

    def test_what_leads_out(self):
        for name, depth, leaves in (
            ("odoo", 0, True),
            ("odoo.tools", 1, True),
            ("odoorpc", 0, False),
            (".errors", 0, False),
            ("..models", 0, True),
            ("..errors", 1, False),
            ("...models", 1, True),
            ("json", 0, False),
        ):
            with self.subTest(name=name, depth=depth):
                self.assertEqual(_leaves_tools(name, depth), leaves)
