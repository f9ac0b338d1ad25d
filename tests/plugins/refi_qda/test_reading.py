"""Projects of other programs: what is kept, with its places, and what is lost, counted."""

from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.core.decision import Refused
from epex.plugins.builtin.refi_qda.archive import packed
from epex.plugins.builtin.refi_qda.reading import read
from tests.app.importing.bases import copied, founded
from tests.plugins.refi_qda.bases import brought, validated

PARTS = [f"00000000-0000-4000-8000-{number:012d}" for number in range(20)]
CODE, FOLDER, SOURCE, INLINE, PASSAGE, CODING, WHOLE, NOTE, LOOSE, ELSE, OTHER, PERSON = PARTS[:12]
TEXT = "\ufeff\r\n  Cafe\u0301 first 🚪.\r\n\r\nالباب مفتوح then.\r\n"
# Where another program counts, and where the words come to lie.
MARKED, KEPT = TEXT.lstrip("\ufeff").index("الباب"), "Café first 🚪.\n\nالباب مفتوح then.".index("الباب")
QDE = f"""<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="Study" origin="A program" basePath="C:/Users/anna">
<Users><User guid="{PERSON}" name="Anna Berg"/></Users>
<CodeBook><Codes><Code guid="{FOLDER}" name="All" isCodable="false">
<Code guid="{{{CODE.upper()}}}" name="Doors" isCodable="true" color="#f00"><Description>Open ones.</Description></Code>
</Code></Codes></CodeBook>
<Variables><Variable guid="{OTHER}" name="Age" typeOfVariable="Integer"/></Variables>
<Cases><Case guid="{OTHER}" name="One"/></Cases>
<Sources>
<TextSource guid="{SOURCE}" name="Field notes" plainTextPath="internal://{SOURCE}.txt" richTextPath="internal://x.docx"
 creationDateTime="2017-03-14T09:30:00Z"><Description>Typed.</Description>
<PlainTextSelection guid="{PASSAGE}" startPosition="{MARKED}" endPosition="{MARKED + len("الباب مفتوح")}">
<Coding guid="{CODING}"><CodeRef targetGUID="{CODE}"/><NoteRef targetGUID="{NOTE}"/></Coding></PlainTextSelection>
<PlainTextSelection guid="{LOOSE}" startPosition="0" endPosition="4"/>
<PlainTextSelection guid="{ELSE}" startPosition="0" endPosition="2">
<Coding guid="{OTHER}"><CodeRef targetGUID="{CODE}"/></Coding></PlainTextSelection>
<Coding guid="{WHOLE}"><CodeRef targetGUID="{CODE}"/></Coding>
</TextSource>
<TextSource guid="{INLINE}" name="Inline"><PlainTextContent>Short.</PlainTextContent></TextSource>
<TextSource guid="{ELSE}" name="Gone" plainTextPath="absolute:///C:/Users/anna/x.txt"/>
<PictureSource guid="{OTHER}" name="A door">
<PictureSelection guid="{OTHER}" firstX="0" firstY="0" secondX="1" secondY="1">
<Coding guid="{OTHER}"><CodeRef targetGUID="{CODE}"/></Coding></PictureSelection></PictureSource>
<AudioSource guid="{OTHER}"><Transcript guid="{OTHER}"/></AudioSource>
</Sources>
<Notes><Note guid="{NOTE}" name="Memo"><PlainTextContent>It  stood open.</PlainTextContent></Note>
<Note guid="{LOOSE}" name="nuances"><PlainTextContent>Of nothing.</PlainTextContent></Note></Notes>
<Links><Link guid="{OTHER}"/></Links>
<Sets><Set guid="{OTHER}" name="Mine"/></Sets>
<Graphs><Graph guid="{OTHER}"/><Graph guid="{LOOSE}"/></Graphs>
</Project>"""
PROJECT = packed({"project.qde": QDE.encode(), f"Sources/{SOURCE}.txt": TEXT.encode()})
LOST = [
    "1 code only held others and was left out.",
    "1 code stood below another one; themes stand side by side.",
    "1 picture is left out.",
    "1 audio recording is left out.",
    "1 transcript is left out.",
    "1 case is left out.",
    "1 variable is left out.",
    "1 set is left out.",
    "2 graphs are left out.",
    "1 link is left out.",
    "1 marked passage without a code is left out.",
    "1 coding of no words is left out.",
    "1 source without plain text is left out.",
    "1 coding of such sources is left out.",
    "1 note that is on no coding is left out.",
    "1 description of a source or passage is left out.",
    "1 person's name is left out.",
    "1 text's formatting is left out.",
]


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    return copied(founded, tmp_path / "base")


def test_the_project_is_one_that_the_schema_allows() -> None:
    validated(QDE.encode(), "Project.xsd")


def test_read_gives_rows_and_counts_what_is_lost() -> None:
    taken = read(PROJECT, {"visibility": "network"})

    words = {"words": "الباب مفتوح", "start": str(KEPT), "end": str(KEPT + len("الباب مفتوح"))}
    assert taken.rows == {
        "themes": [{"id": CODE, "label": "Doors", "definition": "Open ones."}],
        "reflections": [
            {
                "id": SOURCE,
                "title": "Field notes",
                "occurred_on": "2017-03-14",
                "text": "Café first 🚪.\n\nالباب مفتوح then.",
            },
            {"id": INLINE, "title": "Inline", "text": "Short."},
        ],
        "evidence": [
            {"id": WHOLE, "of": CODE, "source": SOURCE},
            {"id": CODING, "of": CODE, "source": SOURCE, "note": "It  stood open.", **words},
        ],
    }
    assert taken.values == {"reflections": {"visibility": "network"}}
    assert list(taken.lost) == LOST


def test_project_is_recorded_once_with_its_places(base: KnowledgeBase) -> None:
    first = brought(base, "qdpx", PROJECT).outcome
    again = brought(KnowledgeBase.open(base.config.folder), "qdpx", PROJECT).outcome

    queries = KnowledgeBase.open(base.config.folder).queries()
    [theme] = queries.listing("theme")
    evidence = queries.show(theme["id"])["evidence"]
    assert (first.recorded, first.refused, again.recorded, again.skipped) == (5, [], 0, 5)
    assert [(row["passage"], row.get("start"), row["stance"], row["note"]) for row in evidence] == [
        (None, None, "supports", ""),
        ("الباب مفتوح", KEPT, "supports", "It  stood open."),
    ]


def test_codes_that_become_concepts_leave_the_codings() -> None:
    taken = read(PROJECT, {"as": "concepts"})

    assert [row["label"] for row in taken.rows["concepts"]] == ["All", "Doors"]
    assert taken.rows["evidence"] == []
    assert "2 codings, as concepts rest on no evidence, are left out." in taken.lost


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"PK", "The project is damaged"),
        (packed({"x.qde": b""}), "This is no project, for there is no project.qde in it; choose a .qdpx file"),
        (packed({"project.qde": b"<CodeBook/>"}), "This is no project, for it begins with 'CodeBook'"),
        (packed({"project.qde": b"<!DOCTYPE x><Project/>"}), "The file declares a document type"),
    ],
)
def test_read_refuses_what_is_no_project(content: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        read(content, {})
