"""Find a text in bytes, however it is written there: in any case, in UTF-8 or UTF-16, escaped, or as base64."""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from html import escape, unescape
from unicodedata import category, normalize
from urllib.parse import unquote

UTF8 = "utf-8"
WIDE = ("utf-16-le", "utf-16-be")
LETTERS = re.compile(r"[a-z0-9]+", re.ASCII)
WORD = re.compile(r"[^\W_]+")
ESCAPES = re.compile(r"\\u([0-9a-fA-F]{4})|\\[abfnrtv0/\"'\\]")
CODED = re.compile(rb"[A-Za-z0-9+/]*")
# What stands for one kind of sign in other people's spelling; a line may be broken within a name.
SAME = {"-": "-‐‑–", "'": "'’ʼ`", "’": "'’ʼ`", **dict.fromkeys("σςΣ", "σς")}
GAPS = (
    rb"[\s+_.-]",
    rb"\xc2\xa0",
    rb"%(?:20|0a|0d|09|c2%a0)",
    rb"\\[nrt]",
    rb"\\u00(?:20|a0|0a|0d|09)",
    rb"&nbsp;",
    rb"&\#(?:160|32|10|13|x[0a]);",
)
GAP = b"(?:" + b"|".join(GAPS) + b"){1,6}"
WIDE_GAP = {"utf-16-le": rb"(?:[\s+_.\-\xa0]\x00){1,6}", "utf-16-be": rb"(?:\x00[\s+_.\-\xa0]){1,6}"}
AROUND = 24
TELLING = 8
CODE_BEFORE, CODE_AFTER = re.compile(r"[\w-]{20}\Z"), re.compile(r"[\w-]{20}")
NEAR = 6
NO_TEXT = ("Cc", "Cn", "Co", "Cs")
# How many signs of its group a piece of base64 has before it, by the bytes that stand before the text.
GROUP = 4
BEFORE = (0, 2, 3)
STANDARD = bytes.maketrans(b"-_", b"+/")


class Bounds(Enum):
    """Where a text counts."""

    WORDS = auto()
    """On the boundaries of words."""
    CELLS = auto()
    """On the boundaries of words, and a telling one anywhere: in a database, cells stand side by side."""
    ANYWHERE = auto()
    """Within words too."""


@dataclass(frozen=True, slots=True)
class Written:
    """A text in one encoding: a pattern, and an anchor in lower case that stands wherever the pattern fits."""

    pattern: re.Pattern[bytes]
    anchor: bytes
    encoding: str
    is_telling: bool

    def count(self, raw: bytes, lowered: bytes, *, on_words: bool) -> int:
        """Count where it stands."""
        if self.anchor not in lowered:
            return 0
        return sum(not on_words or self._is_whole(raw, *span) for span in self._spans(raw))

    def _spans(self, raw: bytes) -> Iterator[tuple[int, int]]:
        place = 0
        # One that is within a word may begin before one that is not.
        while found := self.pattern.search(raw, place):
            yield found.span()
            place = found.start() + 1

    def _is_whole(self, raw: bytes, start: int, end: int) -> bool:
        # From a whole sign on, where one has two bytes.
        before = raw[max(start % 2 * (self.encoding != UTF8), start - AROUND) : start].decode(self.encoding, "replace")
        after = raw[end : end + AROUND].decode(self.encoding, "replace")
        if _is_letter(_read(before)[-1:]) or _is_letter(_read(after)[:1]):
            return False
        return self.is_telling or _is_prose(before, after)


@dataclass(frozen=True, slots=True)
class Packed:
    """A text within base64: the sure signs of its longest word, by how many signs of the group stand before them."""

    pieces: tuple[tuple[bytes, int], ...]
    written: Written
    reach: int

    def count(self, flat: bytes, *, on_words: bool) -> int:
        """Count where it stands in bytes without line ends, in the standard alphabet."""
        return sum(
            not on_words or self._is_whole(flat, place, place + len(piece), place - before)
            for piece, before in self.pieces
            for place in _places(flat, piece)
        )

    def _is_whole(self, flat: bytes, place: int, end: int, start: int) -> bool:
        while place - start < self.reach and start >= GROUP and CODED.fullmatch(flat, start - GROUP, start):
            start -= GROUP
        run = CODED.match(flat, max(start, 0), end + self.reach)
        if start < 0 or run is None or run.end() < end:
            return False
        text = _unpacked(run.group())
        return self.written.count(text, text.lower(), on_words=True) > 0


class Finder:
    """Finds some texts in bytes."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Know the texts."""
        self.texts = tuple(dict.fromkeys(filter(None, map(tidied, texts))))
        self._known = [_Known(text) for text in self.texts]

    def count(self, raw: bytes, bounds: Bounds = Bounds.WORDS) -> int:
        """Count how often the texts stand in some bytes."""
        lowered, flat = raw.lower(), raw.translate(STANDARD, delete=b"\r\n")
        return sum(known.count(raw, lowered, flat, bounds) for known in self._known)

    def finds(self, text: str) -> bool:
        """Tell whether one of the texts stands in another."""
        return self.count(text.encode(UTF8, "replace")) > 0

    @property
    def reach(self) -> int:
        """Give how many bytes one of them may take, with what stands around it."""
        return 24 * max(map(len, self.texts), default=0) + 8 * AROUND


class _Known:
    """One text in all its forms."""

    def __init__(self, text: str) -> None:
        self._written = _written(text, UTF8)
        self._wide = [_written(text, encoding) for encoding in WIDE]
        self._packed = Packed(tuple(_pieces(text)), self._written, 8 * len(text) + 2 * AROUND)

    def count(self, raw: bytes, lowered: bytes, flat: bytes, bounds: Bounds) -> int:
        on_words = bounds is not Bounds.ANYWHERE
        anywhere = not on_words or (bounds is Bounds.CELLS and self._written.is_telling)
        found = self._written.count(raw, lowered, on_words=not anywhere)
        found += sum(wide.count(raw, lowered, on_words=on_words) for wide in self._wide)
        return found + self._packed.count(flat, on_words=on_words)


def tidied(text: str) -> str:
    """Bring a text into the form that is looked for: NFC, with single spaces; what has no two letters is nothing."""
    line = " ".join(normalize("NFC", text).split())
    return line if any(len(word) > 1 for word in WORD.findall(line)) else ""


def _written(text: str, encoding: str) -> Written:
    gap = GAP if encoding == UTF8 else WIDE_GAP[encoding]
    pattern = b"".join(gap if sign == " " else _either(sign, encoding) for sign in text)
    runs = LETTERS.findall("".join(sign.lower() if sign.isascii() else " " for sign in text))
    anchor = max(runs, key=len, default="").encode(encoding)
    is_telling = len(text.replace(" ", "")) >= TELLING
    return Written(re.compile(pattern, re.IGNORECASE), anchor, encoding, is_telling)


def _either(sign: str, encoding: str) -> bytes:
    cases = {case for same in SAME.get(sign, sign) for case in (same, same.lower(), same.upper(), same.title())}
    spellings = {normalize(form, case) for case in cases for form in ("NFC", "NFD")}
    ways = sorted(b"".join(_ways(each, encoding) for each in spelling) for spelling in spellings)
    return b"(?:" + b"|".join(ways) + b")"


def _ways(sign: str, encoding: str) -> bytes:
    plain = re.escape(sign.encode(encoding))
    if encoding != UTF8 or (sign.isascii() and sign.isalnum()):
        return plain
    units = sign.encode("utf-16-be").hex()
    escapes = {
        "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4)),
        "".join(f"%{byte:02x}" for byte in sign.encode()),
        *(f"&#{ord(sign)};", f"&#x{ord(sign):x};", escape(sign), f"\\{sign}" if sign in "\"'/\\" else sign),
    }
    others = (re.escape(each.encode()) for each in sorted(escapes - {sign}))
    return b"(?:" + b"|".join((plain, *others)) + b")"


def _pieces(text: str) -> Iterator[tuple[bytes, int]]:
    word = max(WORD.findall(text), key=len)
    cases = (word, word.lower(), word.upper(), word.title())
    for raw in sorted({normalize(form, case).encode() for case in cases for form in ("NFC", "NFD")}):
        for shift, before in enumerate(BEFORE):
            whole = (shift + len(raw)) * 8 // 6
            yield b64encode(bytes(shift) + raw)[before:whole], before


def _places(raw: bytes, piece: bytes) -> Iterator[int]:
    place = raw.find(piece)
    while place >= 0:
        yield place
        place = raw.find(piece, place + 1)


def _unpacked(signs: bytes) -> bytes:
    rest = len(signs) % GROUP
    # A single sign more holds no byte.
    return b64decode(signs[:-1] if rest == 1 else signs + b"=" * (-rest % GROUP))


def _read(text: str) -> str:
    """Read what is escaped, so that a letter is known as one."""
    plain = ESCAPES.sub(lambda found: chr(int(found[1], 16)) if found[1] else " ", text)
    return unescape(unquote(plain))


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or category(sign or " ").startswith("M")


def _is_prose(before: str, after: str) -> bool:
    """Tell text from ciphertext and codes, in which a short word stands by chance."""
    near = before[-NEAR:] + after[:NEAR]
    is_text = "\ufffd" not in near and all(category(sign) not in NO_TEXT or sign.isspace() for sign in near)
    return is_text and not (CODE_BEFORE.search(before) or CODE_AFTER.match(after))
