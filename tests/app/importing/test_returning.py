"""What an export tells comes back as it stood: what has ended stays ended, and who is gone stays gone."""

import csv
import json
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.exporting.tables import Tables
from epex.core.decision import Refused
from tests.app.importing.bases import TONE, brought, steps_of, whys
from tests.app.importing.exchanges import acting, exchanging

OURS = {"exported_from": "urn:epex:other"}
GONE = {"id": "p9", "name": "an erased person", "organisation": "o1", "status": "erased", **OURS}
MATCH = {"id": "a1", "host": "o1", "visitor": "HH", "status": "accepted"}
VISIT = {"title": "Doors", "year": "1", "host": "o1", "visitors": "Tone Dahl"}
THEIRS = {"text": "We waited, then asked.", "person": "Tone Dahl", "language": "en"}


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    return exchanging(tmp_path / "base")


def shown(base: KnowledgeBase, subject: str, title: str) -> dict[str, object]:
    """Show the newest thing of a title."""
    return base.queries().show([row for row in base.queries().listing(subject) if row["title"] == title][-1]["id"])


def table(base: KnowledgeBase, subject: str) -> list[dict[str, str]]:
    """Read an export's table as a spreadsheet does."""
    return list(csv.DictReader(Tables(KnowledgeBase.open(base.config.folder)).lines(subject)))


def test_an_organisation_that_left_stays_so_and_keeps_what_it_did_before(base: KnowledgeBase) -> None:
    left = {"id": "o7", "name": "Old Mill", "country": "NL", "kind": "ngo", "left_on": "2018-12-20"}
    offer = {"text": "Bread", "organisation": "o7", "occurred_on": "2017-01"}
    brought(base, "organisations", left)

    outcome = brought(base, "offers", {**offer, "id": "f1"}, {**offer, "id": "f2", "occurred_on": "2019-01"})

    assert shown(base, "organisation", "Old Mill")["left_on"] == "2018-12-20"
    assert (outcome.recorded, [why for _, why in whys(outcome)]) == (
        1,
        ["The organisation has left the network; choose one that is a member, or add it again."],
    )


def test_an_organisation_leaves_by_a_later_table_and_never_comes_back(base: KnowledgeBase) -> None:
    row = {"id": "o7", "name": "Old Mill", "country": "NL", "kind": "ngo", "left_on": ""}
    brought(base, "organisations", row)

    rows = ({**row, "left_on": "2018-12-20", "country": "BE"}, row)
    outcomes = [brought(base, "organisations", one, revises=True) for one in rows]

    assert (outcomes[0].recorded, whys(outcomes[0])) == (1, [])
    assert steps_of(base, 2) == [("organisation.revised", None), ("organisation.left", "2018-12-20")]
    assert whys(outcomes[1]) == [
        ("row", "The organisation has left the network; choose one that is a member, or add it again.")
    ]


def test_somebody_erased_never_becomes_a_person_who_can_act(base: KnowledgeBase) -> None:
    outcome = brought(base, "people", GONE, {**GONE, "id": "p8", "status": "being erased"})

    assert [field for field, _ in whys(outcome)] == ["status", "status"]
    with pytest.raises(Refused):
        acting(base, "an erased person").begin()


def test_somebody_erased_is_left_out_of_what_names_them_and_that_is_told(base: KnowledgeBase) -> None:
    visitors = {"visitors": f"person-gone; {TONE}", "visitors_titles": "an erased person; Tone Dahl"}

    outcome = brought(base, "visits", {**VISIT, **OURS, **visitors, "id": "v9"})

    assert (outcome.recorded, shown(base, "visit", "Doors")["visitors"]) == (1, [TONE])
    assert outcome.notes == ["visitors does not come back (row 2): an erased person is nobody here."]


def test_what_was_withdrawn_or_retracted_comes_back_so(base: KnowledgeBase) -> None:
    taken = {"status": "withdrawn", "withdrawn_because": "Nobody calls."}
    rows = {
        "offers": {"id": "f1", "text": "Bread", "organisation": "o1"},
        "needs": {"id": "n1", "text": "To bake", "organisation": "o1"},
    }
    for kind, row in rows.items():
        opened, carried = (brought(base, kind, one, revises=True) for one in (row, {**row, **taken}))
        again = brought(base, kind, row, revises=True)
        at_once = brought(base, kind, {**row, **taken, "id": "x1"})
        assert [one.recorded for one in (opened, carried, again, at_once)] == [1, 1, 0, 1]

    assert [row["withdrawn_because"] for row in table(base, "offer")] == ["Nobody calls."] * 2
    assert [row["status"] for row in table(base, "need")] == ["withdrawn"] * 2


def test_a_visit_keeps_its_match_and_only_one_comes_of_it(base: KnowledgeBase) -> None:
    brought(base, "matches", MATCH)

    row = {**VISIT, "match": "a1"}
    outcome = brought(
        base,
        "visits",
        {**row, "id": "v8", "status": "cancelled", "reason": "Ill."},
        {**row, "id": "v9"},
        {**row, "id": "v10", "title": "Again"},
    )
    again = brought(base, "visits", {**row, "id": "v9"})

    [match] = base.queries().listing("match")
    assert (outcome.recorded, shown(base, "visit", "Doors")["match"], again.skipped) == (2, match["id"], 1)
    assert [why.partition(":")[0] for _, why in whys(outcome)] == ["A visit was planned from this match already"]


def test_a_declined_match_names_what_came_in_for_it(base: KnowledgeBase) -> None:
    declined = {**MATCH, "status": "declined", "reason": "No room."}

    brought(base, "matches", declined, {"id": "a2", "host": "HH", "visitor": "o1", "replaces": "a1"})

    old, new = table(base, "match")
    assert (old["replaced_by"], new["replaces"]) == (new["id"], old["id"])


def test_an_element_is_looked_at_again_by_its_day(base: KnowledgeBase) -> None:
    row = {"id": "e9", "name": "Tea", "core": "Two drink.", "organisation": "o1", "review_by": "2019-05"}
    brought(base, "elements", row)

    later = brought(base, "elements", {**row, "review_by": "2020"}, revises=True)

    assert (later.recorded, shown(base, "element", "Tea")["review_by"]) == (1, "2020")


def test_a_reflection_comes_back_with_its_versions_translations_and_what_its_author_agreed_to(
    base: KnowledgeBase,
) -> None:
    before = [{"answers": {"text": "We waited."}, "replaced_on": "2017-05-02", "because": "Too short."}]
    german = {"language": "de", "version": 1, "translator": TONE, "answers": {"text": "Wir warteten."}}
    french = {**german, "language": "fr", "version": 2, "translator": "p1", "occurred_on": "2017-06-01"}
    waiting = {"translator": "p2", "occurred_on": "2017-07", "answers": {"text": "Nous avons attendu."}}
    translated = [german, {**french, "reviewed": True, "waiting": waiting}]
    more = {"if_erased": "yes", "earlier_versions": json.dumps(before), "translated": json.dumps(translated)}

    first = brought(base, "reflections", {**THEIRS, **more, "id": "r9", "title": "Waiting"})

    [row] = [one for one in table(base, "reflection") if one["title"] == "Waiting"]
    second = brought(base, "reflections", {**row, "id": "r10", "title": "Again"})
    [back] = [one for one in table(base, "reflection") if one["title"] == "Again"]
    assert (whys(first), whys(second)) == ([], [])
    assert (row["version"], row["translations"], row["if_erased"]) == ("2", "de; fr", "stays, without a name")
    assert json.loads(row["earlier_versions"]) == before
    apart = ("id", "title", "position", "recorded_at")
    assert {name: row[name] for name in row if name not in apart} == {
        name: back[name] for name in back if name not in apart
    }


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("earlier_versions", "We waited."),
        ("earlier_versions", '{"text": "We waited."}'),
        ("earlier_versions", '[{"answers": "We waited."}]'),
        ("translated", '[{"language": "de", "version": "one", "answers": {}}]'),
    ],
)
def test_versions_and_translations_are_refused_in_another_form(base: KnowledgeBase, column: str, cell: str) -> None:
    outcome = brought(base, "reflections", {**THEIRS, column: cell})

    assert [field for field, _ in whys(outcome)] == [column]


def test_a_table_of_ours_is_read_by_no_more_people_than_before(base: KnowledgeBase) -> None:
    meeting = {"held_on": "2017-03-14", **OURS}
    labels = ("private", "evaluation", "all", "network")
    rows = ({**meeting, "id": label, "title": label, "visibility": label} for label in labels)

    outcome = brought(base, "meetings", *rows)
    stranger = brought(base, "meetings", {"id": "x", "title": "x", "held_on": "2017-03-14", "visibility": "private"})

    seen = {row["title"] for row in acting(base, TONE).queries().listing("meeting")}
    assert (outcome.recorded, [field for field, _ in whys(outcome)]) == (2, ["visibility", "visibility"])
    assert (seen, stranger.notes) == (
        {"Plenary", "network", "x"},
        ["Nothing is taken from the columns: visibility."],
    )


def test_a_released_reflection_of_ours_comes_back_released(base: KnowledgeBase) -> None:
    brought(base, "reflections", {**THEIRS, **OURS, "id": "r9", "title": "Waiting", "visibility": "network"})

    assert shown(base, "reflection", "Waiting")["visibility"] == "network"


def test_what_does_not_come_back_is_told(base: KnowledgeBase) -> None:
    row = {"id": "e9", "name": "Tea", "core": "Two drink.", "organisation": "o1", "label": "peer_reviewed"}

    ours = brought(base, "elements", {**row, **OURS, "reviewed_on": "2018-05-14", "merged_into": ""})
    again = brought(base, "elements", {**row, **OURS, "reviewed_on": "2018-05-15"})

    assert ours.notes == [
        "label does not come back (row 2): it comes in as inspiring, for a review is made here.",
        "reviewed_on does not come back (row 2): a review is made here.",
    ]
    assert (again.skipped, again.notes) == (1, [])


def test_what_was_withdrawn_is_refused_by_that(base: KnowledgeBase) -> None:
    outcome = brought(base, "reflections", {**OURS, "id": "r9", "text": "[erased]", "title": "[erased]"})

    assert whys(outcome) == [
        ("text", "This was withdrawn or erased where the table comes from; leave the row out."),
    ]
