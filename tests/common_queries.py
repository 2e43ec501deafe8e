"""Which queries some work takes: each by its name, in their order."""

import re
from unittest.mock import patch

from odoo.sql_db import Cursor
from odoo.tools import SQL

_TABLE = re.compile(
    r'\b(?:FROM|JOIN|INTO|UPDATE)\s+(?:ONLY\s+)?"?([a-z]\w*_\w+)"?', re.IGNORECASE
)


def name_of(query):
    """Name a query by what it does, and to which tables.

    :param query: SQL or str
    :return: ``select switchboard_line switchboard_grant``; empty for what touches no
        table (savepoints)
    :rtype: str
    """
    text = query.code if isinstance(query, SQL) else str(query)
    tables = dict.fromkeys(found.lower() for found in _TABLE.findall(text))
    verb = re.search(r"\w+", text)
    return " ".join([verb[0].lower(), *tables]) if tables else ""


class QueriesMixin:
    """Asserts queries by name: an upper bound would hide one that comes to it."""

    @classmethod
    def queries_of(cls, work):
        """Run some work with cold caches.

        :param work: a function without arguments
        :return: the name of each query
        :rtype: list[str]
        """
        cls.env.flush_all()
        cls.env.invalidate_all()
        names = []
        execute = Cursor.execute

        def note(cr, query, *args, **kwargs):
            names.append(name_of(query))
            return execute(cr, query, *args, **kwargs)

        with patch.object(Cursor, "execute", note):
            work()
            cls.env.flush_all()
        return list(filter(None, names))

    def assertQueries(self, work, *expected):
        """Assert which queries some work takes with cold caches.

        :param work: a function without arguments
        :param expected: (name, what it is for) of each, in their order
        """
        self.assertEqual(self.queries_of(work), [name for name, _purpose in expected])
