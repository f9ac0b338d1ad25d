"""Rows of several kinds from one file: recorded kind by kind, later ones name earlier ones, also in a dry run."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.importing.taking import TakenIn, read_file, take_in
from epex.core.decision import Refused
from epex.plugins.exchange import Cells, Taken
from tests.app.importing.bases import TONE, copied, founded, whys

TEXT = "We knocked first. Then we waited, and we waited."
Rows = Mapping[str, Sequence[Cells]]
ROWS: Rows = {
    "concepts": [{"id": "c1", "label": "doors"}, {"id": "c2", "label": "night doors", "broader": "c1"}],
    "themes": [{"id": "t1", "label": "Waiting"}],
    "reflections": [{"id": "r1", "title": "A door", "text": TEXT}],
    "evidence": [
        {"id": "e1", "of": "t1", "source": "r1", "words": "we waited", "start": "38"},
        {"id": "e2", "of": "t1", "source": "r1", "stance": "nuances", "note": "All of it."},
    ],
}


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    return copied(founded, tmp_path / "base")


def taken(base: KnowledgeBase, rows: Rows, *, revises: bool = False, dry_run: bool = False) -> TakenIn:
    """Take rows in, by somebody who opens the base anew."""
    told = Taken(rows=rows, lost=["Two cups."])
    return take_in(KnowledgeBase.open(base.config.folder), told, revises=revises, dry_run=dry_run)


def evidence(base: KnowledgeBase) -> list[tuple[object, ...]]:
    """Tell the evidence of the only theme."""
    queries = KnowledgeBase.open(base.config.folder).queries()
    [theme] = queries.listing("theme")
    rows = queries.show(theme["id"])["evidence"]
    return [(row["passage"], row.get("start"), row["stance"], row["note"]) for row in rows]


def test_rows_are_recorded_once_and_later_ones_name_earlier_ones(base: KnowledgeBase) -> None:
    head = base.log.head()
    dry, first, again = taken(base, ROWS, dry_run=True), taken(base, ROWS), taken(base, ROWS)

    kinds = {"concepts": 2, "themes": 1, "reflections": 1, "evidence": 2}
    recorded = {name: {"recorded": count, "skipped": 0} for name, count in kinds.items()}
    told = {"recorded": 6, "skipped": 0, "refused": [], "notes": [], "kinds": recorded, "lost": ["Two cups."]}
    assert (dry.as_json(), first.as_json(), base.log.head()) == (told, told, head + 6)
    assert (again.outcome.recorded, again.outcome.skipped) == (0, 6)
    assert evidence(base) == [("we waited", 38, "supports", ""), (None, None, "nuances", "All of it.")]


def test_rows_of_what_is_here_by_its_uuid_are_known_and_can_be_named(base: KnowledgeBase) -> None:
    taken(base, ROWS)
    queries = KnowledgeBase.open(base.config.folder).queries()
    [theme], [text] = ([row["id"].partition("-")[2] for row in queries.listing(one)] for one in ("theme", "reflection"))

    outcome = taken(
        base,
        {
            "concepts": [{"id": theme, "label": "Waiting long"}],
            "reflections": [{"id": text.upper(), "text": "Other words."}],
            "evidence": [{"id": "e9", "of": theme, "source": f"{{{text}}}", "words": "knocked"}],
        },
    ).outcome

    assert (outcome.recorded, outcome.skipped, outcome.refused) == (1, 2, [])
    assert evidence(base)[-1] == ("knocked", 3, "supports", "")


def test_refused_rows_are_named_by_kind_and_words(base: KnowledgeBase) -> None:
    rows = {
        **ROWS,
        "evidence": [{"of": "t1", "source": "r1", "words": "never said, whoever may have said so elsewhere"}],
    }

    [refusal] = taken(base, rows).outcome.refused

    assert refusal.file == "evidence 1 'never said, whoever may have said so els...'"
    assert (refusal.field, refusal.why) == (
        "words",
        "These words do not stand in the reflection; quote them exactly as they were written.",
    )


def test_nothing_is_recorded_by_somebody_who_may_not_import_one_kind(base: KnowledgeBase) -> None:
    tone = KnowledgeBase.open(base.config.folder, acting_as=TONE)
    head = base.log.head()

    with pytest.raises(Refused, match="coordinator"):
        take_in(tone, Taken(rows=ROWS))

    assert base.log.head() == head


def test_evidence_on_what_is_here_needs_no_right_to_import_texts(base: KnowledgeBase) -> None:
    told = Taken(rows=ROWS, values={"reflections": {"visibility": "network"}})
    take_in(KnowledgeBase.open(base.config.folder), told)
    tone = KnowledgeBase.open(base.config.folder, acting_as=TONE)
    [theme], [text] = ([row["id"] for row in tone.queries().listing(one)] for one in ("theme", "reflection"))

    outcome = take_in(
        tone,
        Taken(
            rows={
                "themes": [{"id": theme.partition("-")[2], "label": "Waiting"}],
                "reflections": [{"id": text.partition("-")[2], "text": TEXT}],
                "evidence": [{"id": "e9", "of": theme, "source": text, "words": "knocked"}],
            }
        ),
    ).outcome

    assert (outcome.recorded, outcome.skipped, outcome.refused) == (1, 2, [])


def test_read_file_refuses_what_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "empty.qdc").touch()

    with pytest.raises(Refused, match=r"empty\.qdc is empty; choose"):
        read_file(tmp_path / "empty.qdc")
    with pytest.raises(Refused, match=r"cannot be read \(No such file or directory\); check the name"):
        read_file(tmp_path / "none.qdc")
    with (tmp_path / "large.qdpx").open("wb") as file:
        file.truncate(500_000_001)
    with pytest.raises(Refused, match=r"large\.qdpx has more than 500 MB; save it without"):
        read_file(tmp_path / "large.qdpx")


def test_evidence_that_stands_already_is_known(base: KnowledgeBase) -> None:
    taken(base, ROWS)

    outcome = taken(base, {"evidence": [{**row, "id": f"other {row['id']}"} for row in ROWS["evidence"]]}).outcome

    assert (outcome.recorded, outcome.skipped, outcome.refused) == (0, 2, [])


@pytest.mark.parametrize(
    ("row", "refused"),
    [
        ({"words": "we waited"}, ("row", "These words stand in the document more than once; quote a little more of")),
        ({"start": "3", "end": "9"}, ("words", "The row says where the words stand and not which; give the words.")),
        ({"words": "knocked", "stance": "doubts"}, ("stance", "'doubts' is not a known stance")),
        ({"words": "knocked", "of": "Waits"}, ("of", "'Waits' is no theme or element that you may read; mend it.")),
    ],
)
def test_evidence_is_refused_with_what_to_do(base: KnowledgeBase, row: Cells, refused: tuple[str, str]) -> None:
    taken(base, {name: rows for name, rows in ROWS.items() if name != "evidence"})

    [(field, why)] = whys(taken(base, {"evidence": [{"of": "t1", "source": "r1", **row}]}).outcome)

    assert (field, why[: len(refused[1])]) == refused


def test_changed_evidence_is_refused(base: KnowledgeBase) -> None:
    taken(base, ROWS)

    changed = [{**ROWS["evidence"][0], "stance": "contradicts"}]
    [(field, why)] = whys(taken(base, {"evidence": changed}).outcome)

    assert (field, why.partition(",")[0]) == ("stance", "It has changed since it was imported")


def test_elements_rest_on_evidence_too(base: KnowledgeBase) -> None:
    element = {"id": "m1", "name": "Tea first", "core": "Tea before talk.", "organisation": "Lighthouse"}

    outcome = taken(base, {**ROWS, "elements": [element], "evidence": [{"of": "m1", "source": "r1"}]}).outcome

    assert (outcome.recorded, outcome.refused) == (6, [])


def test_a_concept_is_revised_when_asked(base: KnowledgeBase) -> None:
    taken(base, ROWS)
    changed = {"concepts": [{"id": "c1", "label": "front doors", "note": "Those to the street."}]}

    plain, revised = taken(base, changed).outcome, taken(base, changed, revises=True).outcome

    concepts = KnowledgeBase.open(base.config.folder).queries().concepts
    known = concepts.find("front doors")
    assert (whys(plain)[0][0], revised.recorded, revised.refused) == ("label", 1, [])
    assert (known.alternatives, known.notes) == ({"en": ("doors",)}, {"en": "Those to the street."})
    assert taken(base, changed, revises=True).outcome.skipped == 1


def test_two_rows_do_not_add_one_label_twice(base: KnowledgeBase) -> None:
    outcome = taken(base, {"concepts": [{"id": "c1", "label": "doors"}, {"id": "c2", "label": "Doors"}]}).outcome

    assert (outcome.recorded, whys(outcome)) == (
        1,
        [("label", "An earlier row has the label 'Doors'; word one of them otherwise.")],
    )
