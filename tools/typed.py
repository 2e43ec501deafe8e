"""Addresses as people type them."""

import re

# A comma or semicolon within quotes belongs to a name.
_PART = re.compile(r'(?:"[^"]*"|[^,;\n"]|")+?(?=[,;\n]|$)')


def split_typed(text: str) -> list[str]:
    """Cut a text of addresses into single ones; what is none stays in.

    :param text: like ``"Silva, Maria" <m@x.example>; joe@x.example``
    :return: the parts, without the empty ones
    """
    return [part.strip() for part in _PART.findall(text) if part.strip()]
