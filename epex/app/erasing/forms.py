"""Find a text in bytes, however it is written there: in any case, in UTF-8 or UTF-16, escaped, or as base64."""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from html import escape, unescape
from unicodedata import category, normalize
from urllib.parse import unquote

from epex.core.letters import APOSTROPHES, SPELT
from epex.core.watching import each

UTF8 = "utf-8"
WIDE = ("utf-16-le", "utf-16-be")
LETTERS = re.compile(r"[a-z0-9]+", re.ASCII)
WORD = re.compile(r"[^\W_]+")
ESCAPES = re.compile(r"\\u([0-9a-fA-F]{4})|\\[abfnrtv0/\"'\\]")
CODED = re.compile(rb"[A-Za-z0-9+/]*")
# What stands for one kind of sign in other people's spelling; a line may be broken within a name.
PAIRS = {pair: "".join(sign for sign, spelt in SPELT.items() if spelt == pair) for pair in SPELT.values()}
TOKEN = re.compile("|".join((*PAIRS, ".")), re.IGNORECASE | re.DOTALL)
TURNED = re.compile(r"[^\W\d_][^\d_@/:.,;!?]*")
MOST_WORDS = 4
SAME = {"-": "-‐‑–", "'": APOSTROPHES, "’": APOSTROPHES, **dict.fromkeys("σςΣ", "σς")}
GAPS = (
    rb"[\s+_.,;|\"-]",
    rb"\n[ \t]*>",
    rb"</?[a-z][^<>]{0,80}>",
    rb"=(?:20|09|0a|0d|c2=a0)",
    rb"\xc2\xa0",
    rb"%(?:20|0a|0d|09|c2%a0)",
    rb"\\[nrt]",
    rb"\\u00(?:20|a0|0a|0d|09)",
    rb"&nbsp;",
    rb"&\#(?:160|32|10|13|x[0a]);",
)
GAP = b"(?:" + b"|".join(GAPS) + b"){1,6}"
WIDE_GAP = {"utf-16-le": rb"(?:[\s+_.,;|\"\-\xa0]\x00){1,6}", "utf-16-be": rb"(?:\x00[\s+_.,;|\"\-\xa0]){1,6}"}
AROUND = 24
TELLING = 8
CODE_BEFORE, CODE_AFTER = re.compile(r"[\w-]{20}\Z"), re.compile(r"[\w-]{20}")
NEAR = 6
PLAIN = 8
# Fewer letters than these stand everywhere.
FEWEST = 2
BROKEN = re.compile(rb"=\r?\n")
QUOTED_BEFORE, QUOTED_AFTER = re.compile(r"(?:=[0-9A-F]{2})+\Z"), re.compile(r"(?:=[0-9A-F]{2})+")
# What is sealed holds short words by chance, and no others.
CELL = re.compile(rb'"(?:nonce|ciphertext|commitment)":"[\w-]*"', re.ASCII)
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
        if _is_letter(_read(QUOTED_BEFORE.sub("", before))[-1:]) or _is_letter(
            _read(QUOTED_AFTER.sub("", after, 1))[:1]
        ):
            return False
        if self.is_telling or _is_prose(before, after):
            return True
        return self.encoding == UTF8 and _is_western(raw[max(start - NEAR, 0) : start] + raw[end : end + NEAR])


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
        known = [_Known(text) for text in each("Preparing", "texts", self.texts, len(self.texts))]
        self._telling = [one for one in known if one.is_telling]
        self._short = [one for one in known if not one.is_telling]

    def count(self, raw: bytes, bounds: Bounds = Bounds.WORDS) -> int:
        """Count how often the texts stand in some bytes."""
        found = self._count(raw, bounds)
        # A mail may break a line within a word.
        return found or (self._count(BROKEN.sub(b"", raw), bounds) if BROKEN.search(raw) else 0)

    def _count(self, raw: bytes, bounds: Bounds) -> int:
        found = _together(self._telling, raw, bounds)
        return found + (_together(self._short, CELL.sub(b'""', raw), bounds) if self._short else 0)

    def finds(self, text: str) -> bool:
        """Tell whether one of the texts stands in another."""
        return self.count(text.encode(UTF8, "replace")) > 0

    def several(self) -> "Finder":
        """Look only for the texts that are no single word, such as any text may have."""
        return Finder(text for text in self.texts if not WORD.fullmatch(text))

    def telling(self) -> "Finder":
        """Look only for the texts that are so long that they stand nowhere by chance."""
        return Finder(filter(_is_telling, self.texts))

    @property
    def reach(self) -> int:
        """Give how many bytes one of them may take, with what stands around it."""
        return 24 * max(map(len, self.texts), default=0) + 8 * AROUND


class _Known:
    """One text in all its forms."""

    def __init__(self, text: str) -> None:
        self.is_telling = _is_telling(text)
        self._written = _written(text, UTF8)
        self._wide = [_written(each, encoding) for encoding in WIDE for each in (text, *_turned(text))]
        self._turned = [_written(each, UTF8) for each in _turned(text)]
        self._packed = Packed(tuple(_pieces(text)), self._written, 8 * len(text) + 2 * AROUND)

    def count(self, raw: bytes, lowered: bytes, flat: bytes, bounds: Bounds) -> int:
        on_words = bounds is not Bounds.ANYWHERE
        anywhere = not on_words or (bounds is Bounds.CELLS and self._written.is_telling)
        found = sum(each.count(raw, lowered, on_words=not anywhere) for each in (self._written, *self._turned))
        found += sum(wide.count(raw, lowered, on_words=on_words) for wide in self._wide)
        return found + self._packed.count(flat, on_words=on_words)


def _together(known: list[_Known], raw: bytes, bounds: Bounds) -> int:
    lowered, flat = raw.lower(), raw.translate(STANDARD, delete=b"\r\n")
    return sum(each.count(raw, lowered, flat, bounds) for each in known)


def tidied(text: str) -> str:
    """Bring a text into the form that is looked for: NFC, with single spaces; what has no two letters is nothing."""
    line = " ".join(normalize("NFC", text).split())
    return line if sum(map(len, WORD.findall(line))) >= FEWEST else ""


def repeats(said: str, text: str) -> bool:
    """Tell whether a text is in what is said, also one that has too few letters to be looked for in files."""
    line = " ".join(normalize("NFC", text).split())
    if tidied(line) or not line:
        return Finder([line]).finds(said)
    return re.search(rf"(?<!\w){re.escape(line)}(?!\w)", normalize("NFC", said)) is not None


def _is_telling(text: str) -> bool:
    return len(text.replace(" ", "")) >= TELLING


def _turned(text: str) -> list[str]:
    """Put the last names of a name first, as lists do; whatever has other signs is no name."""
    words = text.split(" ")
    if len(words) > MOST_WORDS or not all(map(TURNED.fullmatch, words)):
        return []
    turned = (" ".join((*words[place:], *words[:place])) for place in range(1, len(words)))
    return [each for each in dict.fromkeys(turned) if each != text]


def _written(text: str, encoding: str) -> Written:
    gap = GAP if encoding == UTF8 else WIDE_GAP[encoding]
    pattern = b"".join(gap if sign == " " else _spelt(sign, encoding) for sign in TOKEN.findall(text))
    sure = "".join(" " if sign.lower() in PAIRS or not sign.isascii() else sign.lower() for sign in TOKEN.findall(text))
    anchor = max(LETTERS.findall(sure), key=len, default="").encode(encoding)
    return Written(re.compile(pattern, re.IGNORECASE), anchor, encoding, _is_telling(text))


def _spelt(sign: str, encoding: str) -> bytes:
    """Write one sign, or a pair that stands for one, in every way."""
    plain = b"".join(_either(each, encoding) for each in sign)
    pair = SPELT.get(sign.lower(), "")
    others = [_either(each, encoding) for each in PAIRS.get(sign.lower(), "")]
    others += [b"".join(_either(each, encoding) for each in pair)] if pair else []
    return b"(?:" + b"|".join((plain, *others)) + b")" if others else plain


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
    western = sign.encode("cp1252", "ignore")
    escapes = {
        *("".join(f"={byte:02x}" for byte in raw) for raw in (sign.encode(), western) if raw),
        "".join(f"\\u{units[place : place + 4]}" for place in range(0, len(units), 4)),
        "".join(f"%{byte:02x}" for byte in sign.encode()),
        *(f"&#{ord(sign)};", f"&#x{ord(sign):x};", escape(sign), f"\\{sign}" if sign in "\"'/\\" else sign),
    }
    others = (re.escape(each.encode()) for each in sorted(escapes - {sign}))
    return (
        b"(?:" + b"|".join((plain, *((re.escape(western),) if western and not sign.isascii() else ()), *others)) + b")"
    )


def _pieces(text: str) -> Iterator[tuple[bytes, int]]:
    word = max(WORD.findall(text), key=len)
    if len(word) < FEWEST:
        return
    spelt = "".join(SPELT.get(sign, sign) for sign in word.lower())
    cases = (word, word.lower(), word.upper(), word.title(), spelt, spelt.title())
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


def _is_western(near: bytes) -> bool:
    """Tell text in Windows-1252 from ciphertext: nearly all of it is plain."""
    text = near.decode("cp1252", "replace")
    is_text = all(category(sign) not in NO_TEXT or sign.isspace() for sign in text)
    return is_text and not near.isascii() and sum(sign.isascii() for sign in text) >= min(PLAIN, len(text) - 2)
