from odoo import fields


class BigInteger(fields.Integer):
    """An integer of 64 bits.

    UIDs and UIDVALIDITY have 32 bits unsigned (RFC 3501, 2.3.1.1), HIGHESTMODSEQ
    has 63 (RFC 7162, 3.1): too much for PostgreSQL's int4.
    """

    _column_type = ("int8", "int8")
