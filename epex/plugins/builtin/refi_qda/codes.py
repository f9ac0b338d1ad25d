"""Codes: themes, elements and concepts as one, in colours of their own; and codes read as rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from epex.plugins import Cells, Row
from epex.plugins.builtin.refi_qda.markup import add, bare, own, text_of

COLOURS = {"theme": "#1f6fb2", "element": "#2e8540", "concept": "#7a7a7a"}
SETS = {"theme": "Themes", "element": "Elements of practice", "concept": "Thesaurus"}
# What went on in others is theirs.
GONE_ON = ("merged", "split")
THEMES, CONCEPTS = "themes", "concepts"
LONGEST_NOTE = 1000


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a file; `parent` is the id of the code that it stands below."""

    id: str
    name: str
    description: str
    parent: str
    is_codable: bool


def themes(rows: Sequence[Row]) -> list[Row]:
    """Give the themes that are still themselves."""
    return [row for row in rows if row["status"] not in GONE_ON]


def add_code(parent: Element, kind: str, row: Row, description: str) -> Element:
    """Add a code for something."""
    given = {"guid": own(row["id"]), "name": row["title"], "isCodable": "true", "color": COLOURS[kind]}
    made = add(parent, "Code", **given)
    if description:
        add(made, "Description", description)
    return made


def theme_description(shown: Row) -> str:
    """Say what a theme means and what belongs to it."""
    return "\n\n".join(filter(None, (shown["definition"], shown["scope_note"])))


def add_concepts(codes: Element, concepts: Sequence[Row]) -> None:
    """Add the concepts, each below the first that is broader; what else is broader is said in words."""
    made: dict[str, Element] = {}
    by_id = {row["id"]: row for row in concepts}

    def place(row: Row) -> Element:
        if row["id"] not in made:
            first, *others = [each for each in row["broader"] if each["id"] in by_id] or [None]
            above = place(by_id[first["id"]]) if first else codes
            also = f"Also below: {', '.join(each['title'] for each in others if each)}." if others else ""
            made[row["id"]] = add_code(above, "concept", row, "\n\n".join(filter(None, (row["note"], also))))
        return made[row["id"]]

    for row in concepts:
        place(row)


def add_sets(parent: Element, kinds: Mapping[str, Sequence[Row]], member: str, attribute: str) -> None:
    """Add a set of the codes of each kind, so that a program can show them apart."""
    there = {kind: rows for kind, rows in kinds.items() if rows}
    if not there:
        return
    sets = add(parent, "Sets")
    for kind, rows in there.items():
        made = add(sets, "Set", guid=SET_IDS[kind], name=SETS[kind])
        for row in rows:
            add(made, member, **{attribute: own(row["id"])})


SET_IDS = {
    "theme": "1d1f5e0a-50c4-5d8b-8a61-0f8a0c1e7b01",
    "element": "1d1f5e0a-50c4-5d8b-8a61-0f8a0c1e7b02",
    "concept": "1d1f5e0a-50c4-5d8b-8a61-0f8a0c1e7b03",
}


def read_codes(codebook: Element) -> list[Code]:
    """Read the codes of a codebook, each after the one that it stands below."""
    found: list[Code] = []
    waiting = [(each, "") for each in reversed(codebook.findall("Codes/Code"))]
    while waiting:
        element, parent = waiting.pop()
        identity = bare(element.get("guid", ""))
        codable = element.get("isCodable", "true").strip() in ("true", "1")
        name = " ".join(element.get("name", "").split())
        found.append(Code(identity, name, text_of(element, "Description"), parent, codable))
        waiting += [(each, identity) for each in reversed(element.findall("Code"))]
    return found


def rows_of(codes: Sequence[Code], kind: str, language: str) -> tuple[list[Cells], list[str]]:
    """Give the rows that codes become, and what is lost of them in sentences."""
    if kind == CONCEPTS:
        return _concepts(codes, language)
    kept = [code for code in codes if code.is_codable]
    rows = [{"id": code.id, "label": code.name, "definition": code.description, "language": language} for code in kept]
    lost = []
    if folders := len(codes) - len(kept):
        lost.append(f"{_counted(folders, 'code')} only held others and {_is(folders)} left out.")
    if below := sum(bool(code.parent) for code in kept):
        lost.append(f"{_counted(below, 'code')} stood below another one; themes stand side by side.")
    return [_filled(row) for row in rows], lost


def _concepts(codes: Sequence[Code], language: str) -> tuple[list[Cells], list[str]]:
    names = dict(_told_apart(codes))
    rows = [
        {
            "id": code.id,
            "label": names[code.id],
            "note": code.description[:LONGEST_NOTE],
            "language": language,
            "broader": code.parent,
        }
        for code in codes
    ]
    lost = []
    if renamed := sum(names[code.id] != code.name for code in codes):
        lost.append(f"{_counted(renamed, 'code')} had the name of another one; what is broader stands before it.")
    if cut := sum(len(code.description) > LONGEST_NOTE for code in codes):
        lost.append(f"{_counted(cut, 'description')} had more than {LONGEST_NOTE} letters and {_is(cut)} cut.")
    return [_filled(row) for row in rows], lost


def _told_apart(codes: Iterable[Code]) -> Iterator[tuple[str, str]]:
    """Give each code a name of its own: in branches apart, codes may share one."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for code in codes:
        name = code.name
        if name.casefold() in taken and code.parent in names:
            name = f"{names[code.parent]}: {name}"
        taken.add(name.casefold())
        names[code.id] = name
        yield code.id, name


def _filled(row: Cells) -> Cells:
    return {name: cell for name, cell in row.items() if cell}


def _counted(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"


def _is(number: int) -> str:
    return "was" if number == 1 else "were"
