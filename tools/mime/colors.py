"""Letters that nobody could read once the background behind them is gone."""

import re

from lxml.html import HtmlElement

# CSS Color Module Level 4: the named colours that are nearly white.
_LIGHT_NAMES = frozenset(
    "white snow ivory whitesmoke ghostwhite floralwhite mintcream azure aliceblue "
    "lavender lightyellow beige linen seashell lightcyan honeydew oldlace gainsboro "
    "antiquewhite cornsilk lavenderblush lemonchiffon lightgoldenrodyellow".split()
)
_HEX = re.compile(r"#([0-9a-f]{3,8})\b", re.I)
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})", re.I)
_COLOR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;]{1,60})", re.I)
_BACKGROUND = re.compile(r"(?:^|;)\s*background(?:-color)?\s*:\s*([^;]{1,200})", re.I)
_NAME = re.compile(r"\b[a-z]{3,25}\b", re.I)
_NO_COLOR = frozenset(("transparent", "none", "inherit", "initial", "unset"))
_DIGITS = re.compile(r"[0-9a-f]{6}", re.I)  # a bgcolor of old
_LIGHT = 190  # of 255


def color_in(declaration: str) -> str:
    """Find the colour in a ``background`` whose picture is left out.

    :param declaration: the value of the property
    :return: ``#hex`` or ``rgb(…)``, empty when there is none
    """
    outside = re.sub(r"url\([^)]*\)?", " ", declaration, flags=re.I)
    found = _HEX.search(outside)
    if found:
        return found[0]
    numbers = _RGB.search(outside)
    return f"rgb({','.join(numbers.groups())})" if numbers else ""


def plain_background(value: str) -> str:
    """Name the colour of a ``background`` or a ``bgcolor``.

    Only ``background-color`` passes the sanitizer that every message goes through;
    a mail's dark bar must not lose its colour there while its letters stay white.

    :param value: of the property or of the attribute
    :return: a colour for CSS, empty when there is none
    """
    word = value.replace("!important", "").strip()
    if _DIGITS.fullmatch(word):
        return f"#{word}"
    if _NAME.fullmatch(word):
        return "" if word.lower() in _NO_COLOR else word
    return color_in(word)


def is_light(color: str) -> bool:
    """Tell a colour that cannot be read on white.

    :param color: as in CSS or in ``<font color>``
    :return: False for what is no colour known here
    """
    color = color.lower().replace("!important", "").strip()
    if color in _LIGHT_NAMES:
        return True
    numbers = _RGB.match(color)
    if numbers:
        red, green, blue = (int(one) for one in numbers.groups())
    else:
        found = _HEX.fullmatch(color if color.startswith("#") else f"#{color}")
        if not found or len(found[1]) not in (3, 4, 6, 8):
            return False
        digits = found[1]
        if len(digits) < 6:
            digits = "".join(2 * digit for digit in digits)
        red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    # ITU-R BT.601: how bright it looks
    return (299 * red + 587 * green + 114 * blue) // 1000 > _LIGHT


def drop_light_letters(body: HtmlElement) -> None:
    """Take light colours off letters that stand on no background of their own.

    :param body: cleaned; changed in place
    """
    painted: set[HtmlElement] = set()
    for element in body.iter():
        # The page's own background stays behind: only what is in it is shown.
        if element is body:
            continue
        style = element.get("style") or ""
        if element.getparent() in painted or _has_background(style):
            painted.add(element)
            continue
        found = _COLOR.search(style)
        if is_light(element.get("color") or ""):
            del element.attrib["color"]
        if found and is_light(found[1]):
            rest = (style[: found.start()] + style[found.end() :]).strip("; ")
            element.attrib.pop("style")
            if rest:
                element.set("style", rest)


def _has_background(style: str) -> bool:
    found = _BACKGROUND.search(style)
    return found is not None and _is_painted(found[1])


def _is_painted(value: str) -> bool:
    if _HEX.search(value) or "(" in value:
        return True
    return any(name.lower() not in _NO_COLOR for name in _NAME.findall(value))
