"""How a scripted server misbehaves."""

import re
from dataclasses import dataclass, field


@dataclass
class Rule:
    """Do something else than the command says.

    :param match: regular expression; matched against the start of the command,
        without its tag, in any case.
    :param reply: the answer instead of the real one: ``NO [UNAVAILABLE] later`` or
        ``BAD what?`` for IMAP, ``550 5.1.1 unknown`` for SMTP.
    :param before: lines to send first, as they are.
    :param bye: say goodbye with these words and close.
    :param drop: cut the line instead of answering.
    :param reset: cut it with a TCP reset.
    :param obey: do what the command says, before ``drop`` or after ``silence``.
    :param silence: seconds to wait first.
    :param skip: leave so many matches alone first.
    :param times: act so often; always when None.
    """

    match: str
    reply: str = ""
    before: tuple[bytes, ...] = ()
    bye: str = ""
    drop: bool = False
    reset: bool = False
    obey: bool = False
    silence: float = 0.0
    skip: int = 0
    times: int | None = None

    def applies(self, command):
        """Whether to act now; counts itself down."""
        if not re.match(self.match, command, re.I | re.S) or self.times == 0:
            return False
        if self.skip:
            self.skip -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True

    @property
    def obeys(self):
        """Whether the command is carried out all the same."""
        ends = self.reply or self.bye or self.drop or self.reset
        return self.obey or not ends


@dataclass
class Script:
    """The rules, tried in order; the first that applies acts."""

    rules: list[Rule] = field(default_factory=list)

    def find(self, command):
        """The rule for a command, or None."""
        return next((rule for rule in self.rules if rule.applies(command)), None)
