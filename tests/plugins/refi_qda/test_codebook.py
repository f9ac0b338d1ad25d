"""Codebooks: valid, in the reader's language, and known again by their ids."""

from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest

from epex.app.base import KnowledgeBase
from epex.core.decision import Refused
from tests.app.importing.bases import copied, founded
from tests.plugins.refi_qda.bases import brought, coded, validated, written

PRISON = "9a0d3c52-2222-4333-8444-555566667777"
Code = tuple[str, str, list[Any]]
CODES: tuple[Code, ...] = (
    ("Barriers", "What stands in the way.", [("Time", "", []), ("Other", "", [])]),
    ("Helpers of practice", "", [("Other", "", []), ("night shelter", "A bed for a night.", [])]),
    ("prison", "", []),
)


def codebook(*codes: Code, more: str = "") -> bytes:
    """Write a codebook as another program does, with braces and capitals in its ids."""
    numbers = iter(range(1, 1000))

    def told_of(code: Code) -> str:
        name, description, below = code
        identity = f"{{9A0D3C52-1111-4222-8333-{next(numbers):012d}}}"
        told = f"<Description>{description}</Description>" if description else ""
        inside = told + "".join(map(told_of, below))
        return f'<Code guid="{identity}" name={quoteattr(name)} isCodable="true" color="#ff0000">{inside}</Code>'

    inside = "".join(map(told_of, codes))
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>{inside}</Codes>{more}</CodeBook>'.encode()


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    return copied(founded, tmp_path / "base")


def shown(base: KnowledgeBase, label: str) -> dict[str, object]:
    """Tell of a concept what a codebook can."""
    concepts = KnowledgeBase.open(base.config.folder).queries().concepts
    page = concepts.page(concepts.find(label))
    return {"notes": page["notes"], "broader": [each["title"] for each in page["broader"]]}


def test_codebook_holds_themes_and_concepts_below_what_is_broader(tmp_path: Path) -> None:
    base = copied(coded, tmp_path / "base")
    root = validated(written(base, "qdc"), "Codebook.xsd")
    codes = {code.get("name"): code for code in root.iter("Code")}

    assert codes["Waiting"].findtext("Description") == "Time before words.\n\nDoors."
    assert {code.get("color") for code in root.iter("Code")} == {"#1f6fb2", "#7a7a7a"}
    assert [each.get("name") for each in root.iter("Set")] == ["Themes", "Thesaurus"]
    nested = {(code.getparent().get("name"), code.get("name")) for code in root.iter("Code")}
    broader = {
        (concept["broader"][0]["title"] if concept["broader"] else None, concept["title"])
        for concept in base.queries().thesaurus()
    }
    assert nested - broader == {(None, "Waiting"), (None, 'Doors & "locks" <open>')}


def test_codebook_speaks_the_readers_language(tmp_path: Path) -> None:
    base = copied(founded, tmp_path / "base")
    config = base.config.folder / "epex.toml"
    config.write_text(config.read_text("utf-8").replace('language = "en"', 'language = "de"'), "utf-8")
    german = KnowledgeBase.open(base.config.folder)
    assert german.config.language == "de"

    names = {code.get("name") for code in validated(written(german, "qdc"), "Codebook.xsd").iter("Code")}

    assert "Vertrauensaufbau" in names


def test_codes_become_concepts_once(base: KnowledgeBase) -> None:
    first = brought(base, "qdc", codebook(*CODES))
    again = brought(KnowledgeBase.open(base.config.folder), "qdc", codebook(*CODES))

    assert (first.outcome.recorded, first.outcome.skipped, first.outcome.refused) == (6, 1, [])
    assert (again.outcome.recorded, again.outcome.skipped, again.outcome.refused) == (0, 7, [])
    assert shown(base, "night shelter") == {"notes": {"en": "A bed for a night."}, "broader": ["Helpers of practice"]}
    assert shown(base, "Helpers of practice: Other")["broader"] == ["Helpers of practice"]
    assert list(first.lost) == ["1 code had the name of another one; what is broader stands before it."]


def test_codes_go_below_a_concept_that_is_here(base: KnowledgeBase) -> None:
    outcome = brought(base, "qdc", codebook(("prison", "", [("night shift", "", [])]))).outcome

    assert (outcome.recorded, outcome.skipped, outcome.refused) == (1, 1, [])
    assert shown(base, "night shift")["broader"] == ["prison"]


def test_a_changed_code_is_refused_and_revised_when_asked(base: KnowledgeBase) -> None:
    brought(base, "qdc", codebook(("Time", "", [])))

    changed = codebook(("Time at the door", "", []))
    refused = brought(KnowledgeBase.open(base.config.folder), "qdc", changed).outcome

    assert [(one.field, one.why) for one in refused.refused] == [
        ("label", "It has changed since it was imported; add --revise to record a revision.")
    ]


def test_codes_become_themes_when_asked(base: KnowledgeBase) -> None:
    told = brought(base, "qdc", codebook(*CODES), **{"as": "themes", "language": "fr"})

    listed = KnowledgeBase.open(base.config.folder).queries().listing("theme")
    assert {row["title"] for row in listed} == {
        "Barriers",
        "Time",
        "Other",
        "Helpers of practice",
        "night shelter",
        "prison",
    }
    assert {row["status"] for row in listed} == {"candidate"}
    assert list(told.lost) == ["4 codes stood below another one; themes stand side by side."]


def test_own_codebook_comes_back_as_known(tmp_path: Path) -> None:
    base = copied(coded, tmp_path / "base")
    content = written(base, "qdc")

    home = brought(base, "qdc", content).outcome
    away = brought(copied(founded, tmp_path / "other"), "qdc", content).outcome

    count = content.count(b"<Code ")
    assert (home.recorded, home.skipped) == (0, count)
    assert (away.recorded, away.skipped, away.refused) == (2, count - 2, [])


def test_what_a_codebook_holds_beside_codes_is_counted(base: KnowledgeBase) -> None:
    sets = f'<Sets><Set guid="{PRISON}" name="Mine"/><Set guid="{PRISON}" name="Yours"/></Sets>'

    assert list(brought(base, "qdc", codebook(*CODES[2:], more=sets)).lost) == ["2 sets are left out."]


@pytest.mark.parametrize(
    ("content", "options", "why"),
    [
        (b"", {}, "The codebook is damaged"),
        (b"<CodeBook><Codes>", {}, "The codebook is damaged"),
        (b"<Project/>", {}, "This is no codebook, for it begins with 'Project'"),
        (codebook(), {}, "The codebook has no code in it"),
        (codebook(*CODES), {"as": "cats"}, "Codes become themes or concepts, and not 'cats'"),
        (codebook(*CODES), {"is": "cats"}, "The format 'qdc' has no option 'is'; it takes: as, language"),
    ],
)
def test_codebooks_are_refused_in_one_sentence(
    base: KnowledgeBase, content: bytes, options: dict[str, str], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        brought(base, "qdc", content, **options)
