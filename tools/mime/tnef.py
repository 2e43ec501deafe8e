"""Outlook's ``winmail.dat`` (MS-OXTNEF), unpacked."""

from dataclasses import dataclass, field

MIMETYPES = {"application/ms-tnef", "application/vnd.ms-tnef"}


@dataclass(slots=True)
class Unpacked:
    """What a TNEF stream holds."""

    html: str = ""
    text: str = ""
    files: list[tuple[str, str, bytes]] = field(default_factory=list)


def unpack(data: bytes) -> Unpacked | None:
    """Unpack a TNEF stream.

    :param data: the content of ``winmail.dat``
    :return: None when it cannot be read or holds nothing
    """
    return None
