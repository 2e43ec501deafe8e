"""Mails: raw bytes to values, and drafts to raw bytes. No Odoo in here."""

from .compose import build, make_message_id
from .inline import replace_cids
from .page import full_page, has_remote_pictures
from .parse import message_key, parse, parse_headers
from .quotes import FoldedBody, Segment, split_quoted
from .shown import ShownBody, show_body
from .textual import html_to_text, text_to_html
from .undelivered import bounce_reason, is_dead_address
from .values import (
    Address,
    Attachment,
    Bounce,
    BuiltEmail,
    CalendarEvent,
    Draft,
    Kind,
    ParsedEmail,
)

__all__ = [
    "Address",
    "Attachment",
    "Bounce",
    "BuiltEmail",
    "CalendarEvent",
    "Draft",
    "FoldedBody",
    "Kind",
    "ParsedEmail",
    "Segment",
    "ShownBody",
    "bounce_reason",
    "build",
    "full_page",
    "has_remote_pictures",
    "html_to_text",
    "is_dead_address",
    "make_message_id",
    "message_key",
    "parse",
    "parse_headers",
    "replace_cids",
    "show_body",
    "split_quoted",
    "text_to_html",
]
