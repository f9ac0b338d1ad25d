"""A second scanner, which shares nothing with the program's: what is left in plain bytes below a folder."""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path
from unicodedata import normalize
from zipfile import ZipFile, is_zipfile

from epex.search.folding import words
from epex.search.languages import STEMMERS, stem

SHORTEST_STEM = 5
SHORTEST_CODE = 10


def residues(folder: Path, terms: Iterable[str], *, stems: bool = True) -> list[str]:
    """List where rare texts still stand below a folder, and in which form; `stems` looks for each word's stems too."""
    sought = [form for term in terms for form in forms(term, stems=stems)]
    return sorted({f"{place}: {name}" for place, raw in contents(folder) for name in _found(raw, sought)})


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Give the bytes of every file and of every member of a zip, and the names themselves."""
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder).as_posix()
        yield f"{place} (its name)", place.encode()
        if path.is_file():
            yield place, path.read_bytes()
            if is_zipfile(path):
                with ZipFile(path) as archive:
                    yield from ((f"{place}!{name}", archive.read(name)) for name in archive.namelist())


def forms(term: str, *, stems: bool) -> Iterator[tuple[str, bytes]]:
    """Give the forms of a text: UTF-8 and UTF-16 in lower case, base64 as it was written and in lower case, stems."""
    for spelling in {normalize("NFC", term), normalize("NFD", term)}:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            for case in {spelling, spelling.lower(), spelling.upper()}:
                yield encoding, case.encode(encoding).lower()
        for case in {spelling, spelling.lower()}:
            for before in range(3):
                code = b64encode(bytes(before) + case.encode())[
                    (0, 2, 3)[before] : (before + len(case.encode())) * 8 // 6
                ]
                if len(code) >= SHORTEST_CODE:
                    yield "base64", code
                    yield "base64 for addresses", code.replace(b"+", b"-").replace(b"/", b"_")
    if stems:
        found = {stem(word, language) for word in words(term) for language in (*STEMMERS, "sq")}
        yield from (("stem", each.encode()) for each in sorted(found) if len(each) >= SHORTEST_STEM)


def _found(raw: bytes, sought: list[tuple[str, bytes]]) -> Iterator[str]:
    lowered = raw.lower()
    yield from (name for name, form in sought if form in (raw if name.startswith("base64") else lowered))
