"""Text that was wrapped for old terminals, unwrapped (RFC 3676)."""


def unflow(text: str, delsp: bool = False) -> str:
    """Join the lines of a ``format=flowed`` text into paragraphs.

    :param text: with "\\n" line ends
    :param delsp: whether the trailing blank was added by the wrapping
        (section 4.1, parameter DelSp)
    :return: one line per paragraph; quote marks are kept
    """
    result: list[str] = []
    paragraph: list[str] = []
    depth = 0
    for line in text.split("\n"):
        content = line.lstrip(">")
        level = len(line) - len(content)
        if content.startswith(" "):
            content = content[1:]  # section 4.4: space-stuffing
        if paragraph and level != depth:
            _close(result, paragraph, depth)
        depth = level
        # Section 4.3: a signature separator is never flowed.
        flowed = content.endswith(" ") and content != "-- "
        paragraph.append(content[:-1] if flowed and delsp else content)
        if not flowed:
            _close(result, paragraph, depth)
    _close(result, paragraph, depth)
    return "\n".join(result)


def _close(result: list[str], paragraph: list[str], depth: int) -> None:
    if paragraph:
        mark = ">" * depth + " " if depth else ""
        result.append(mark + "".join(paragraph))
        paragraph.clear()
