"""What a mailbox leaves out, read once for a batch of mails."""

from dataclasses import dataclass

from .mime import ParsedEmail


def domain_of(email: str | None) -> str:
    """The part behind the @, in lower case."""
    return (email or "").rpartition("@")[2].lower()


@dataclass(frozen=True, slots=True)
class SkipRules:
    """The rules as plain values: asking a record for each mail costs more than they do.

    :param frozenset excepted: senders whom no rule leaves out
    :param frozenset blocked: addresses, and domains with an @ before them
    :param bool lists: newsletters, lists and bulk are left out
    :param frozenset internal: domains among which mail is left out
    """

    excepted: frozenset[str] = frozenset()
    blocked: frozenset[str] = frozenset()
    lists: bool = False
    internal: frozenset[str] = frozenset()

    def blocked_by(self, email: str | None) -> str | None:
        """The pattern that blocks an address, or None.

        :param email: normalized
        """
        if not email or not self.blocked:
            return None
        labels = email.rpartition("@")[2].split(".")
        candidates = [email, *("@" + ".".join(labels[i:]) for i in range(len(labels)))]
        return next((found for found in candidates if found in self.blocked), None)

    def is_internal(self, parsed: ParsedEmail) -> bool:
        """Whether only the company's own people take part in a mail.

        :param parsed: the mail
        """
        sender = parsed.from_ or parsed.sender
        if not self.internal or not sender:
            return False
        people = [sender, *parsed.to, *parsed.cc, *parsed.bcc]
        return len(people) > 1 and all(
            domain_of(person.normalized) in self.internal for person in people
        )
