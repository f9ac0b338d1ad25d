"""Bases with coded reflections, and what a codebook or project says, read without our own reader."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

from epex.app.base import KnowledgeBase
from epex.app.importing.taking import TakenIn, take_in
from epex.plugins.exchange import Cells, Taken
from epex.plugins.exchanges import exported, read
from tests.app.importing.bases import founded

SCHEMAS = Path(__file__).parent / "schemas"
TEXT = "We knocked. وقفنا عند الباب 👩‍👧 and waited."
WORDS = "وقفنا عند الباب 👩‍👧"
START = TEXT.index(WORDS)
ANSWERS = '{"why": "Doors open 🚪 slowly.", "how": "We wait."}'
THEMES = (
    {"id": "t1", "label": "Waiting", "definition": "Time before words.", "scope_note": "Doors."},
    {"id": "t2", "label": 'Doors & "locks" <open>'},
)
SOURCES = (
    {"id": "r1", "title": "A door", "text": TEXT, "occurred_on": "2017-03-14", "person": "Tone Dahl"},
    {"id": "r2", "title": "Two answers", "other_answers": ANSWERS, "occurred_on": "2017-03-15"},
)
EVIDENCE = (
    {"id": "e1", "of": "t1", "source": "r1", "words": WORDS, "start": str(START)},
    {
        "id": "e2",
        "of": "t2",
        "source": "r1",
        "words": WORDS,
        "start": str(START),
        "stance": "contradicts",
        "note": "Late.",
    },
    {"id": "e3", "of": "t1", "source": "r2", "words": "We wait.", "stance": "nuances"},
    {"id": "e4", "of": "t2", "source": "r2"},
)
NETWORK = {"reflections": {"visibility": "network"}}


def taken(base: KnowledgeBase, rows: Mapping[str, Sequence[Cells]], *, dry_run: bool = False) -> TakenIn:
    """Take rows in, for the whole network."""
    return take_in(base, Taken(rows=rows, values=NETWORK), dry_run=dry_run)


def coded(folder: Path) -> KnowledgeBase:
    """Found a base with two reflections that two themes rest on."""
    base = founded(folder)
    outcome = taken(base, {"themes": THEMES, "reflections": SOURCES, "evidence": EVIDENCE}).outcome
    assert (outcome.recorded, outcome.refused) == (8, [])
    return KnowledgeBase.open(folder)


def written(base: KnowledgeBase, form: str) -> bytes:
    """Export a format."""
    return b"".join(exported(base.plugins(), form, base.queries(), {}))


def brought(base: KnowledgeBase, form: str, content: bytes, **options: str) -> TakenIn:
    """Import a format."""
    return take_in(base, read(base.plugins(), form, content, options))


def project_of(content: bytes) -> etree._Element:
    """Give the project in an archive, validated against the published schema."""
    return validated(files_of(content)["project.qde"], "Project.xsd")


def files_of(content: bytes) -> dict[str, bytes]:
    """Unpack an archive."""
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def validated(content: bytes, schema: str) -> etree._Element:
    """Read a document and hold it against a schema."""
    root = etree.fromstring(content)
    etree.XMLSchema(etree.parse(str(SCHEMAS / schema))).assertValid(root)
    for element in root.iter():
        element.tag = etree.QName(element).localname
    return root


def told(content: bytes) -> dict[str, object]:
    """Tell what a project says, without its ids: codes, texts, and passages with their words, codes and stance."""
    root, files = project_of(content), files_of(content)
    codes = {code.get("guid"): code.get("name") for code in root.iter("Code")}
    notes = {note.get("guid"): note.get("name") for note in root.iter("Note")}
    texts, passages = [], []
    for source in root.iter("TextSource"):
        text = files[f"sources/{source.get('plainTextPath').removeprefix('internal://')}"].decode()
        texts.append((source.get("name"), text, source.get("creationDateTime")))
        for coding in source.iter("Coding"):
            above = coding.getparent()
            place = tuple(int(above.get(name, "0")) for name in ("startPosition", "endPosition"))
            note = coding.find("NoteRef")
            stance = "supports" if note is None else notes[note.get("targetGUID")]
            code = codes[coding.find("CodeRef").get("targetGUID")]
            passages.append((source.get("name"), place, text[slice(*place)], code, stance))
    return {
        "codes": sorted(filter(None, codes.values())),
        "texts": sorted(texts, key=str),
        "passages": sorted(passages),
    }
