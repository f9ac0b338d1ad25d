"""Projects as they are written: valid, with places in codepoints, and nobody's name or path."""

from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from tests.app.importing.bases import TONE, copied, founded
from tests.plugins.refi_qda.bases import START, TEXT, WORDS, coded, files_of, project_of, taken, told, written

LAID_OUT = "# why: Why do we do what we do?\nDoors open 🚪 slowly.\n\n# how: How do we do it in practice?\nWe wait."


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    return copied(coded, tmp_path / "base")


def test_project_is_valid_and_tells_codes_sources_and_codings(base: KnowledgeBase) -> None:
    project, place = told(written(base, "qdpx")), (START, START + len(WORDS))
    waits = (LAID_OUT.index("We wait."), len(LAID_OUT))

    assert project == {
        "codes": ['Doors & "locks" <open>', "Waiting"],
        "texts": [("A door", TEXT, "2017-03-14T00:00:00Z"), ("Two answers", LAID_OUT, "2017-03-15T00:00:00Z")],
        "passages": [
            ("A door", place, WORDS, 'Doors & "locks" <open>', "contradicts"),
            ("A door", place, WORDS, "Waiting", "supports"),
            ("Two answers", (0, 0), "", 'Doors & "locks" <open>', "supports"),
            ("Two answers", waits, "We wait.", "Waiting", "nuances"),
        ],
    }


def test_project_keeps_the_uuids_of_what_is_here(base: KnowledgeBase) -> None:
    root = project_of(written(base, "qdpx"))
    ids = {
        row["id"].partition("-")[2] for subject in ("theme", "reflection") for row in base.queries().listing(subject)
    }

    assert {each.get("guid") for each in (*root.iter("Code"), *root.iter("TextSource"))} == ids


def test_project_is_the_same_each_time(base: KnowledgeBase) -> None:
    assert written(base, "qdpx") == written(KnowledgeBase.open(base.config.folder), "qdpx")


def test_project_names_nobody_and_no_path(base: KnowledgeBase) -> None:
    files = files_of(written(base, "qdpx"))
    root = project_of(written(base, "qdpx"))

    [person] = root.iter("User")
    assert person.attrib == {"guid": root.find("Sources/TextSource").get("creatingUser"), "name": "Person 1"}
    assert person.get("guid") != TONE.partition("-")[2]
    assert {name for each in root.iter() for name in each.attrib if "path" in name.lower()} == {"plainTextPath"}
    project = files["project.qde"].decode()
    assert [name for name in ("Tone", "Dahl", "Anna", "Berg", str(base.config.folder)) if name in project] == []


def test_project_holds_no_more_than_its_reader_may_see(base: KnowledgeBase) -> None:
    own = {"id": "r3", "title": "Between us", "text": "A secret door."}
    hidden = {"reflections": [own], "evidence": [{"id": "e9", "of": "t1", "source": "r3", "words": "secret"}]}
    outcome = taken(KnowledgeBase.open(base.config.folder), hidden)
    tone = KnowledgeBase.open(base.config.folder, acting_as=TONE)
    assert outcome.outcome.recorded == 2

    assert told(written(tone, "qdpx")) == told(written(base, "qdpx"))


def test_project_tells_dissent_on_the_code_and_not_whose_it_is(demo_folder: Path) -> None:
    root = project_of(written(KnowledgeBase.open(demo_folder), "qdpx"))
    notes = {note.get("guid"): note for note in root.iter("Note")}

    said = [notes[ref.get("targetGUID")] for ref in root.findall("CodeBook/Codes/Code/NoteRef")]

    assert len(said) > 1
    assert {note.get("name").partition(" (")[0] for note in said} == {"Dissent"}
    assert all(note.findtext("PlainTextContent") for note in said)


def test_project_of_an_empty_base_is_valid(tmp_path: Path) -> None:
    root = project_of(written(founded(tmp_path / "base"), "qdpx"))

    assert [each.tag for each in root] == []
