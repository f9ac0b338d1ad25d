"""A project of another program: codes become themes, sources reflections, and codings evidence by passage."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from epex.plugins import Cells, Refused, Taken
from epex.plugins.builtin.refi_qda.archive import FOLDER, PROJECT, Archive
from epex.plugins.builtin.refi_qda.codebook import what_codes_become
from epex.plugins.builtin.refi_qda.codes import CONCEPTS, THEMES, read_codes, rows_of
from epex.plugins.builtin.refi_qda.losses import set_aside, told
from epex.plugins.builtin.refi_qda.markup import bare, parsed, ref, text_of
from epex.plugins.builtin.refi_qda.texts import Layout, moved, read_layout, tidied

INTERNAL = "internal://"
STANCES = ("supports", "nuances", "contradicts")
OTHERS = ("PictureSource", "PDFSource", "AudioSource", "VideoSource")
FREE = "text"
DAY = len("2017-03-14")

NO_TEXT = ("source without plain text", "sources without plain text")
NO_WORDS = ("coding of no words", "codings of no words")
NO_CODE = ("marked passage without a code", "marked passages without a code")
ELSEWHERE = ("coding of such sources", "codings of such sources")
NOTE = ("note that is on no coding", "notes that are on no coding")
ABOUT = ("description of a source or passage", "descriptions of sources and passages")
PERSON = ("person's name", "people's names")
STYLE = ("text's formatting", "texts' formatting")
OF_CONCEPT = ("coding, as concepts rest on no evidence,", "codings, as concepts rest on no evidence,")


@dataclass(slots=True)
class Project:
    """A project that is being read: its rows so far, its notes by id, and what is lost."""

    archive: Archive
    root: Element
    sources: list[Cells] = field(default_factory=list)
    evidence: list[Cells] = field(default_factory=list)
    lost: Counter[tuple[str, str]] = field(default_factory=Counter)
    used: set[str] = field(default_factory=set)

    def notes(self) -> Mapping[str, Element]:
        """Give the notes by their ids."""
        return {bare(note.get("guid", "")): note for note in self.root.iterfind("Notes/Note")}


def read(content: bytes, options: Mapping[str, str]) -> Taken:
    """Read the codes, sources and codings of a project.

    Raises Refused when the file is no project, or is damaged or harmful.
    """
    kind = what_codes_become(options, THEMES)
    archive = Archive(content)
    inside = archive.read(PROJECT)
    if inside is None:
        raise Refused(f"This is no project, for there is no {PROJECT} in it; choose a .qdpx file.")
    project = Project(archive, parsed(inside, "Project", "project"))
    codebook = project.root.find("CodeBook")
    codes = [] if codebook is None else read_codes(codebook)
    language = options.get("language", "")
    rows, lost = rows_of(codes, kind, language)
    _read_sources(project, language)
    if kind == CONCEPTS:
        project.lost[OF_CONCEPT] += len(project.evidence)
        project.evidence.clear()
    _count(project)
    values = {"visibility": options["visibility"]} if options.get("visibility") else {}
    return Taken(
        rows={kind: rows, "reflections": project.sources, "evidence": project.evidence},
        values={"reflections": values},
        lost=(*lost, *set_aside(project.root), *told(project.lost)),
    )


def _read_sources(project: Project, language: str) -> None:
    notes = project.notes()
    for source in project.root.iterfind("Sources/TextSource"):
        text = _text(project, source)
        layout = read_layout(tidied(text)) if text else None
        if text is None or layout is None or not layout.answers:
            project.lost[NO_TEXT] += 1
            continue
        identity = bare(source.get("guid", ""))
        project.sources.append(_reflection(identity, source, layout, language))
        for coding in source.iterfind("Coding"):
            project.evidence.append(_evidence(project, identity, coding, notes))
        for selection in source.iterfind("PlainTextSelection"):
            _read_selection(project, identity, selection, (text, layout), notes)


def _read_selection(
    project: Project, source: str, selection: Element, told_in: tuple[str, Layout], notes: Mapping[str, Element]
) -> None:
    text, layout = told_in
    codings = selection.findall("Coding")
    project.lost[NO_CODE] += not codings
    place = _place(selection)
    start, end = layout.inward(*(moved(text, each) for each in place)) if place else (0, 0)
    words = layout.said[start:end]
    blank = len(words) - len(words.lstrip())
    words, start = words.strip(), start + blank
    if not words:
        project.lost[NO_WORDS] += len(codings)
        return
    where = {"words": words, "start": str(start), "end": str(start + len(words))}
    project.evidence += [{**_evidence(project, source, coding, notes), **where} for coding in codings]


def _evidence(project: Project, source: str, coding: Element, notes: Mapping[str, Element]) -> Cells:
    stance, said = "", []
    code = coding.find("CodeRef")
    for reference in coding.iterfind("NoteRef"):
        if (note := notes.get(ref(reference))) is None:
            continue
        project.used.add(ref(reference))
        name, text = note.get("name", "").strip(), _note_text(project, note)
        stance = name if name in STANCES else stance
        said += [text] if text and text != name else []
    row = {
        "id": bare(coding.get("guid", "")),
        "of": "" if code is None else ref(code),
        "source": source,
        "stance": stance,
        "note": "\n\n".join(said),
    }
    return {name: cell for name, cell in row.items() if cell}


def _reflection(identity: str, source: Element, layout: Layout, language: str) -> Cells:
    row = {
        "id": identity,
        "title": " ".join(source.get("name", "").split()),
        "occurred_on": _day(source.get("creationDateTime", "")),
        "language": language,
    }
    answers = layout.answers
    said = answers if list(answers) == [FREE] else {"other_answers": json.dumps(answers, ensure_ascii=False)}
    return {name: cell for name, cell in {**row, **said}.items() if cell}


def _count(project: Project) -> None:
    root, lost = project.root, project.lost
    lost[ELSEWHERE] += sum(1 for name in OTHERS for one in root.iterfind(f"Sources/{name}") for _ in one.iter("Coding"))
    lost[NOTE] += sum(note not in project.used for note in project.notes())
    texts = [*root.iterfind("Sources/TextSource"), *root.iterfind("Sources/TextSource/PlainTextSelection")]
    lost[ABOUT] += sum(bool(text_of(each, "Description")) for each in texts)
    lost[PERSON] += sum(bool(person.get("name")) for person in root.iterfind("Users/User"))
    lost[STYLE] += sum("richTextPath" in source.attrib for source in root.iterfind("Sources/TextSource"))


def _text(project: Project, source: Element) -> str | None:
    inline = source.findtext("PlainTextContent")
    if inline:
        return inline
    path = source.get("plainTextPath", "")
    if not path.startswith(INTERNAL):
        return None
    content = project.archive.read(FOLDER + path.removeprefix(INTERNAL).lstrip("/"))
    try:
        return None if content is None else content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _note_text(project: Project, note: Element) -> str:
    return " ".join((_text(project, note) or "").split("\x00")).strip()


def _place(selection: Element) -> tuple[int, int] | None:
    try:
        start, end = (int(selection.get(name, "")) for name in ("startPosition", "endPosition"))
    except ValueError:
        return None
    return (start, end) if 0 <= start < end else None


def _day(moment: str) -> str:
    return moment[:DAY] if len(moment) >= DAY and moment[:DAY].replace("-", "").isdigit() else ""
