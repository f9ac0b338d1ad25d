"""Tables: what lists and pages show, in columns that an import takes back."""

import csv
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.exporting.tables import SUBJECTS, Tables, require_subject
from epex.app.importing.kinds import NAMES, kind_of
from epex.core.decision import Refused
from tests.app.exporting.bases import HIDDEN, OUTSIDER, PLACE, hold, told
from tests.app.importing.bases import TONE, copied


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    return copied(told, tmp_path / "base")


def rows(base: KnowledgeBase, subject: str, person: str = "") -> list[dict[str, str]]:
    """Read a table as a spreadsheet does."""
    reading = KnowledgeBase.open(base.config.folder, acting_as=person)
    return list(csv.DictReader(Tables(reading).lines(subject)))


def test_every_subject_has_a_table_with_the_columns_of_its_import(base: KnowledgeBase) -> None:
    tables = Tables(base)
    columns = {subject: tables.columns(subject) for subject in SUBJECTS}

    for name in NAMES:
        kind = kind_of(name)
        own = [column.name for column in kind.columns]
        assert columns[kind.subject][: len(own) + 1] == ["id", *own]
    assert [subject for subject, names in columns.items() if names[-2:] != ["visibility", "exported_from"]] == []
    assert [subject for subject, names in columns.items() if len(set(names)) != len(names)] == []


def test_a_table_shows_values_titles_and_labels(base: KnowledgeBase) -> None:
    [visit] = rows(base, "visit", TONE)

    assert (visit["title"], visit["status"], visit["year"], visit["visitors"], visit["visitors_titles"]) == (
        "Doors",
        "completed",
        "1",
        TONE,
        "Tone Dahl",
    )
    assert (visit["place"], visit["visibility"], visit["occurred_on"]) == (PLACE, "network", "2017-03")
    assert visit["exported_from"] == f"urn:epex:{base.config.base_id}"


def test_a_table_tells_no_more_than_a_page(base: KnowledgeBase) -> None:
    hold(base, "Steering", "private")

    [visit], [theme] = (rows(base, subject, OUTSIDER) for subject in ("visit", "theme"))

    assert (visit["title"], visit["place"]) == ("Doors", "")
    assert theme["label_en"] == "Trust"
    assert (rows(base, "reflection", OUTSIDER), rows(base, "meeting", OUTSIDER)) == ([], [])
    assert [row["how"] for row in rows(base, "reflection", TONE)] == [HIDDEN]


def test_formulas_are_guarded(base: KnowledgeBase) -> None:
    assert [row["text"] for row in rows(base, "challenge")] == ["'=How do we count?"]


@pytest.mark.slow
def test_every_table_can_be_read_by_everybody(base: KnowledgeBase) -> None:
    for person in ("", TONE, OUTSIDER):
        counted = {subject: len(rows(base, subject, person)) for subject in SUBJECTS}

        queries = KnowledgeBase.open(base.config.folder, acting_as=person).queries()
        assert counted == {subject: len(queries.listing(subject)) for subject in SUBJECTS}


def test_subjects_are_known_by_name() -> None:
    assert require_subject("visit") == "visit"
    with pytest.raises(Refused, match="write one of: organisation, person"):
        require_subject("cats")
