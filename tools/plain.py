"""Errors whose text is a whole sentence for a person, and can be translated.

Nothing below ``tools/`` knows a language, so an error keeps its English sentence
and the values that fill it apart; whoever shows it says
``env._(error.template, **error.values)``. The sentences get into the translation
template because they are written as ``_("...")``.
"""

from __future__ import annotations


def _(sentence: str) -> str:
    """Mark a sentence for translation and hand it back as it is.

    :param sentence: English, with ``%(name)s`` where a value goes.
    """
    return sentence


class PlainError(Exception):
    """An error that speaks in one whole sentence.

    :param template: the sentence, with ``%(name)s`` where a value goes.
    :param values: what fills it.
    """

    # What ``tools.errors.describe`` puts the words into: they need no frame.
    sentence = "{words}"

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template % values if values else template)
        self.template = template
        self.values = values
