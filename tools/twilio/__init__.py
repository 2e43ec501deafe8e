"""Twilio: numbers, messages, signed webhooks. Pure, as everything in ``tools``."""

from .account import ApiSettings, NumberNotOwned, OwnedNumber, TwilioAccount
from .codes import explain, is_opt_out, is_permanent
from .numbers import BadNumber, Number, read_number, region_of, shown
from .optout import keyword_kind
from .pace import number_type, parts_per_second
from .reach import public_problem
from .result import SmsInDoubt, SmsRefused, SmsSent
from .segments import Segments, count
from .signature import SIGNATURE_HEADER, is_signature_shape, sign, valid
from .status import ERROR_STATUSES, FINAL, advances, known

__all__ = [
    "ERROR_STATUSES",
    "FINAL",
    "SIGNATURE_HEADER",
    "ApiSettings",
    "BadNumber",
    "Number",
    "NumberNotOwned",
    "OwnedNumber",
    "Segments",
    "SmsInDoubt",
    "SmsRefused",
    "SmsSent",
    "TwilioAccount",
    "advances",
    "count",
    "explain",
    "is_opt_out",
    "is_permanent",
    "is_signature_shape",
    "keyword_kind",
    "known",
    "number_type",
    "parts_per_second",
    "public_problem",
    "read_number",
    "region_of",
    "shown",
    "sign",
    "valid",
]
