"""The project, `.qdpx`: reflections as sources, themes and elements as codes, passages of evidence as codings."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from epex.plugins import Queries, Row
from epex.plugins.builtin.refi_qda.archive import FOLDER, PROJECT, packed
from epex.plugins.builtin.refi_qda.codebook import ORIGIN
from epex.plugins.builtin.refi_qda.codes import add_code, add_sets, theme_description, themes
from epex.plugins.builtin.refi_qda.markup import add, document, guid, own
from epex.plugins.builtin.refi_qda.texts import Layout, laid_out

NAMESPACE = "urn:QDA-XML:project:1.0"
SCHEMA = "Project/v1.0/Project.xsd"
DAY = len("2017-03-14")
SHORT = 80
PLAIN = "supports"
MOVED_ON = "These words were quoted from an earlier version, and stand in it no more: "


# The code, and the link to what it rests on.
Coding = tuple[str, Row]


@dataclass(slots=True)
class Project:
    """A project that is being written: its codes, the evidence by source, and the notes."""

    codes: list[tuple[str, Row, str]] = field(default_factory=list)
    evidence: dict[str, list[Coding]] = field(default_factory=lambda: defaultdict(list))
    notes: list[tuple[str, str, str]] = field(default_factory=list)
    dissents: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def note(self, name: str, text: str, *about: str | int) -> str:
        """Keep a note and give its id."""
        identity = guid("note", *about)
        self.notes.append((identity, name, text))
        return identity


def written(queries: Queries, options: Mapping[str, str]) -> Iterable[bytes]:  # noqa: ARG001 - as all exporters
    """Write a project of what the reader may see; nobody is named in it."""
    project = _gathered(queries)
    layouts = {identity: laid_out(rows) for identity, rows in _worded(queries).items()}
    sources = [row for row in queries.listing("reflection") if row["id"] in layouts]
    [network] = queries.listing("network") or [{"title": ORIGIN}]
    root = Element("Project", {"name": network["title"], "origin": ORIGIN})
    _add_people(root, sources)
    _add_codes(root, project)
    if sources:
        parts = add(root, "Sources")
        for row in sources:
            _add_source(parts, row, layouts[row["id"]], project)
    _add_notes(root, project)
    kinds = {kind: [row for each, row, _ in project.codes if each == kind] for kind in ("theme", "element")}
    add_sets(root, kinds, "MemberCode", "targetGUID")
    texts = {f"{FOLDER}{own(row['id'])}.txt": layouts[row["id"]].text.encode() for row in sources}
    return [packed({PROJECT: document(root, NAMESPACE, SCHEMA), **texts})]


def _worded(queries: Queries) -> dict[str, list[Row]]:
    return queries.worded([row["id"] for row in queries.listing("reflection")])


def _gathered(queries: Queries) -> Project:
    """Gather the codes with what rests on reflections, and the dissent about themes."""
    project = Project()
    for row in themes(queries.pages("theme")):
        project.codes.append(("theme", row, theme_description(queries.show(row["id"]))))
        for name, text in _dissents(queries.decisions(row["id"])):
            place = len(project.dissents[row["id"]])
            project.dissents[row["id"]].append(project.note(name, text, row["id"], place))
    for row in queries.pages("element"):
        if row["status"] != "merged":
            project.codes.append(("element", row, row["core"]))
    for code, link in ((row["id"], link) for _, row, _ in project.codes for link in row["evidence"]):
        if link["kind"] == "reflection":
            project.evidence[link["id"]].append((code, link))
    return project


def _dissents(decisions: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """Give what those say who disagree, and never who they are."""
    for decision in decisions:
        what = " ".join(filter(None, (decision["decision"], decision["occurred_on"])))
        for said in decision["dissents"]:
            yield f"Dissent ({what})", said["text"]


def _add_people(root: Element, sources: Sequence[Row]) -> None:
    people = dict.fromkeys(row["person"] for row in sources if row["person"])
    if people:
        listed = add(root, "Users")
        for number, person in enumerate(people, 1):
            add(listed, "User", guid=guid("person", person), name=f"Person {number}")


def _add_codes(root: Element, project: Project) -> None:
    if not project.codes:
        return
    codes = add(add(root, "CodeBook"), "Codes")
    for kind, row, description in project.codes:
        made = add_code(codes, kind, row, description)
        for note in project.dissents.get(row["id"], ()):
            add(made, "NoteRef", targetGUID=note)


def _add_source(parts: Element, row: Row, layout: Layout, project: Project) -> None:
    identity = own(row["id"])
    day = row["occurred_on"] or ""
    source = add(
        parts,
        "TextSource",
        guid=identity,
        name=row["title"],
        plainTextPath=f"internal://{identity}.txt",
        creatingUser=guid("person", row["person"]) if row["person"] else "",
        creationDateTime=f"{day}T00:00:00Z" if len(day) == DAY else "",
    )
    whole: list[Coding] = []
    spots: dict[tuple[int, int], list[Coding]] = defaultdict(list)
    for code, link in project.evidence.get(row["id"], ()):
        now = link.get("now")
        (spots[layout.outward(now["start"], now["end"])] if now else whole).append((code, link))
    for place in sorted(spots):
        _add_codings(_add_selection(source, row["id"], layout.text, *place), spots[place], project)
    _add_codings(source, whole, project)


def _add_selection(source: Element, reflection: str, text: str, start: int, end: int) -> Element:
    words = " ".join(text[start:end].split())
    return add(
        source,
        "PlainTextSelection",
        guid=guid("selection", reflection, start, end),
        name=f"{words[:SHORT]}..." if len(words) > SHORT else words,
        startPosition=str(start),
        endPosition=str(end),
    )


def _add_codings(parent: Element, codings: Sequence[Coding], project: Project) -> None:
    for code, link in codings:
        identity = (code, link["of"], link["id"], link["position"])
        made = add(parent, "Coding", guid=guid("coding", *identity))
        add(made, "CodeRef", targetGUID=own(code))
        stance, note = link["stance"] or PLAIN, _note(link)
        if note or stance != PLAIN:
            add(made, "NoteRef", targetGUID=project.note(stance, note, *identity))


def _note(link: Row) -> str:
    """Give what was noted of a piece of evidence, and the words where they are no longer in the text."""
    moved_on = f"{MOVED_ON}“{link['passage']}”" if link["passage"] and not link["now"] else ""
    return "\n\n".join(filter(None, (moved_on, link["note"])))


def _add_notes(root: Element, project: Project) -> None:
    if not project.notes:
        return
    notes = add(root, "Notes")
    for identity, name, text in project.notes:
        made = add(notes, "Note", guid=identity, name=name)
        add(made, "PlainTextContent", text or name)
