"""How much room words take, so that none runs into another or off the sheet."""

from unicodedata import category, east_asian_width

# Wide enough for the widest of the fonts that a page may be shown in.
NARROW, PLAIN, BROAD, FULL = 0.36, 0.6, 0.86, 1.0
NARROW_SIGNS = frozenset("iljtfrI.,:;'|!()[]-/· ")
BROAD_SIGNS = frozenset("mwMW@%QOGDNH&—…")
STRONG = 1.06
MORE = "…"


def room(text: str, size: float, *, is_strong: bool = False) -> float:
    """Measure, rather too much than too little, how wide a text is."""
    return sum(map(_sign, text)) * size * (STRONG if is_strong else 1)


def shortened(text: str, size: float, wide: float, *, is_strong: bool = False) -> str:
    """Cut a text so that it fits."""
    if room(text, size, is_strong=is_strong) <= wide:
        return text
    while text and room(text + MORE, size, is_strong=is_strong) > wide:
        text = text[:-1]
    return f"{text.rstrip(' ,.:;-')}{MORE}" if text else ""


def _sign(sign: str) -> float:
    if category(sign) in ("Mn", "Me", "Cf"):
        return 0
    if east_asian_width(sign) in "WF":
        return FULL
    if sign in NARROW_SIGNS:
        return NARROW
    return BROAD if sign in BROAD_SIGNS or (sign.isupper() and sign not in "EFLJ") else PLAIN
