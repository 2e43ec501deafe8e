"""The whole mail as a page of its own, for a sandboxed frame."""

import base64
import html as html_entities
import re

from . import limits
from .inline import replace_cids
from .textual import html_to_text
from .values import Attachment, ParsedEmail

# In a sandbox without scripts these could still call home or lead elsewhere.
_LEAVES = re.compile(
    r"</?(?:meta|base|link|script|iframe|frame|frameset|object|embed|applet|portal|form)"
    r"(?=[\s/>])[^<>]*>?",
    re.I,
)
_SCRIPT = re.compile(r"<script(?=[\s/>])[^<>]*>", re.I)
_SCRIPT_END = re.compile(r"</script\s*>", re.I)
_ROUNDS = 5  # of cutting; who needs more has built a trap
_SHOWN_TYPES = re.compile(r"image/(?:png|jpe?g|gif|webp|bmp|svg\+xml)\Z", re.I)
_TOP = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"/>'
    '<meta name="referrer" content="no-referrer"/>'
    '<base target="_blank"/><title>%s</title></head>'
)
_TEXT = (
    '<body style="margin:16px"><pre style="white-space:pre-wrap;'
    'overflow-wrap:anywhere;font-family:inherit">%s</pre></body></html>'
)
_REMOTE = re.compile(
    r"""(?:\b(?:src|srcset|background|poster)\s*=\s*["']?\s*|url\(\s*["']?\s*)"""
    r"""(?:https?:)?//""",
    re.I,
)


def full_page(parsed: ParsedEmail) -> str:
    """Write the mail as a page; its pictures are inside of it.

    It is shown without scripts, in a sandbox, under a policy that decides about
    pictures from elsewhere: neither is this function's business.

    :param parsed: the mail
    :return: a whole HTML document
    """
    top = _TOP % html_entities.escape(parsed.subject)
    html = parsed.html
    if html is None or len(html) > limits.PAGE_HTML:
        text = parsed.text
        if text is None:
            text = html_to_text(html or "")
        return top + _TEXT % html_entities.escape(text)
    html = _without_scripts(html)
    for _round in range(_ROUNDS):
        left = _LEAVES.sub("", html)
        if left == html:
            break
        html = left  # what was cut may have held something together
    else:
        return top + _TEXT % html_entities.escape(html_to_text(html))
    body = replace_cids(html, _pictures(parsed.attachments))
    return f"{top}<body>{body}</body></html>"


def _without_scripts(html: str) -> str:
    """Cut scripts out with what is in them: without its tag it would be read as text.

    One that does not end loses its tag with the others, see ``_LEAVES``.
    """
    kept, at = [], 0
    for start in _SCRIPT.finditer(html):
        if start.start() < at:
            continue
        end = _SCRIPT_END.search(html, start.end())
        if end is None:
            break
        kept.append(html[at : start.start()])
        at = end.end()
    return "".join([*kept, html[at:]])


def has_remote_pictures(html: str | None) -> bool:
    """Tell whether the mail would load something from elsewhere.

    :param html: HTML body
    :return: whether a picture of it is on another server
    """
    return html is not None and _REMOTE.search(html) is not None


def _pictures(attachments: tuple[Attachment, ...]) -> dict[str, str]:
    """Write pictures out: a sandboxed page may not fetch them with a cookie."""
    room = limits.PAGE_PICTURES
    found = {}
    for one in attachments:
        if one.content_id and _SHOWN_TYPES.match(one.mimetype):
            room -= len(one.content)
            if room < 0:
                break
            content = base64.b64encode(one.content).decode("ascii")
            found[one.content_id] = f"data:{one.mimetype};base64,{content}"
    return found
