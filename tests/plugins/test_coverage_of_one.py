"""Coverage of one element or theme: what it rests on, what speaks against it, and what is lacking still."""

from typing import Any

import pytest

from epex.app.base import KnowledgeBase
from epex.core.decision import Actor, Refused
from epex.core.element import ElementEvidenceLinked, ElementIdentified
from epex.core.organisation import OrganisationJoined, OrganisationLeft
from epex.core.reflection import ReflectionRecorded
from epex.core.theme import ThemeEvidenceLinked
from epex.core.transfer import TransferConsidered, TransferEvaluated, TransferPiloted
from epex.plugins import Bullets, Document, Notice, Paragraph, Section, Table, Trail, positions, sentences
from epex.plugins.builtin.practice_transfer.findings import gather
from tests.plugins.drawing.seen import outside, overlapping
from tests.plugins.test_pictures import cells, drawn, pictures, report, said
from tests.projections.bases import ANNA, BEA, CLEO, Base

NOBODY = Actor("")
HIDDEN = "Quicksilver"
# The story has two reflections for the element that nobody permitted to quote, so whoever wrote them is not named.
TWO_NOT_TOLD = (
    "It is not told where 2 pieces of evidence come from, for whoever said it is not to be named; that may be where"
    " something is lacking here."
)


def lacking(document: Document) -> list[str]:
    (notice,) = [block for block in document.page if isinstance(block, Notice)]
    return [sentence.text for sentence in notice.sentences]


def steps(document: Document) -> dict[int, str]:
    parts = (part for part in document.appendix if isinstance(part, Section))
    trails = (block for part in parts for block in part.blocks if isinstance(block, Trail))
    return {step.position: step.summary for trail in trails for step in trail.steps}


def listed(document: Document, title: str) -> list[str]:
    found = [block for block in document.page if isinstance(block, Section) and block.title == title]
    return [
        point.text
        for section in found
        for block in section.blocks
        if isinstance(block, Bullets)
        for point in block.points
    ]


def test_what_an_element_rests_on_stands_by_country_setting_and_kind(small: Base) -> None:
    small.record(
        "organisation-cell", OrganisationJoined(name="A cell", country="NO", kind="research", settings=("prison",))
    )
    named: dict[str, Any] = {"author": "person-bea", "side": "visitor", "quotation": "attributed"}
    words = ReflectionRecorded(answers={"why": "Tea."}, about="visit-week", visibility="network", **named)
    small.record("reflection-named", words, by=BEA)
    small.record("element-tea", ElementEvidenceLinked(source="reflection-named", stance="supports"))
    small.record("element-tea", ElementEvidenceLinked(source="visit-week", stance="contradicts"))

    document = report(small, "coverage", element="Tea first")

    assert [picture.title for picture in pictures(document.page)] == [
        "By country",
        "By setting",
        "By kind of organisation",
    ]
    country, setting, kind = map(cells, pictures(document.page))
    assert country == [
        ["Austria", "comes from here", "1"],
        ["Austria", "contradicts", "1"],
        ["Germany", "tried here", "1"],
        ["Kosovo", "supports", "1"],
        ["Kosovo", "contradicts", "1"],
        ["not told", "supports", "2"],
    ]
    assert setting == [
        ["school", "supports", "1"],
        ["school", "contradicts", "1"],
        ["not stated", "comes from here", "1"],
        ["not stated", "tried here", "1"],
        ["not told", "supports", "2"],
    ]
    assert kind == [
        ["ngo", "comes from here", "1"],
        ["ngo", "supports", "1"],
        ["ngo", "contradicts", "1"],
        ["ngo", "tried here", "1"],
        ["not told", "supports", "2"],
    ]


def test_what_members_have_and_nothing_speaks_of_is_lacking(small: Base) -> None:
    joined = small.record(
        "organisation-cell", OrganisationJoined(name="A cell", country="NO", kind="research", settings=("prison",))
    )

    small.record("element-tea", ElementEvidenceLinked(source="visit-week", stance="supports"))

    document = report(small, "coverage", element="Tea first")

    assert lacking(document) == [
        "Countries: Norway (1 member).",
        "Settings: prison (1 member).",
        "Kinds of organisation: research (1 member).",
        TWO_NOT_TOLD,
    ]
    (notice,) = [block for block in document.page if isinstance(block, Notice)]
    assert [sentence.positions for sentence in notice.sentences] == [*[(joined,)] * 3, ()]


@pytest.mark.slow
def test_a_member_that_left_is_not_missed(small: Base) -> None:
    small.record(
        "organisation-cell", OrganisationJoined(name="A cell", country="NO", kind="research", settings=("prison",))
    )
    small.record("organisation-cell", OrganisationLeft(), occurred_on="2017")
    small.record("element-tea", ElementEvidenceLinked(source="visit-week", stance="supports"))

    assert lacking(report(small, "coverage", element="Tea first")) == [
        "Countries: none of those that the members have.",
        "Settings: none of those that the members have.",
        "Kinds of organisation: none of those that the members have.",
        TWO_NOT_TOLD,
    ]


@pytest.mark.slow
def test_where_a_challenge_was_only_asked_evidence_is_lacking(small: Base) -> None:
    small.record("theme-trust", ThemeEvidenceLinked(source="transfer-tea", stance="nuances"))
    document = report(small, "coverage", theme="Trust")

    country, _, _ = map(cells, pictures(document.page))
    assert [row for row in country if row[1] == "asked here"] == [
        ["Austria", "asked here", "1"],
        ["Kosovo", "asked here", "1"],
    ]
    assert lacking(report(small, "coverage", theme="Tea"))[0] == "Countries: Kosovo (1 member)."


def test_failures_and_contradictions_stand_together_and_other_trials_apart(small: Base) -> None:
    small.record("element-tea", ElementEvidenceLinked(source="visit-week", stance="contradicts", note="Too loud"))
    way: dict[str, Any] = {"element": "element-tea", "source": "organisation-north", "receiving": "organisation-south"}
    worked = TransferEvaluated(outcome="They talk.", result="partly")
    small.record("transfer-two", TransferConsidered(**way), TransferPiloted(starts_on="2017"), worked)

    document = report(small, "coverage", element="Tea first")

    assert listed(document, "What speaks against it") == [
        "Contradicts, visit 'A week in the north': Too loud",
        "Tried by The far house: abandoned, anticipated.",
    ]
    assert listed(document, "Where else it was tried") == [
        "Tried by The south house: evaluated, determined; it worked in part."
    ]


@pytest.mark.slow
def test_a_theme_counts_where_its_elements_were_tried(small: Base) -> None:
    document = report(small, "coverage", theme="Trust")

    assert listed(document, "What speaks against it") == ["Tried by The far house: abandoned, anticipated."]
    assert drawn(pictures(document.page)[0])["Germany, tried here"] == 1


@pytest.mark.slow
def test_an_element_that_nothing_contradicts_says_so(small: Base) -> None:
    small.record("element-walk", ElementIdentified(name="Walk", core="x", organisation="organisation-far"))

    document = report(small, "coverage", element="Walk")

    told = [block.text for block in document.page if isinstance(block, Paragraph)]
    assert told[0] == "Nothing that you may see contradicts it, and no trial failed."


def test_what_is_hidden_changes_nothing_for_others(small: Base) -> None:
    asked: tuple[dict[str, str], ...] = ({"element": "Tea first"}, {"theme": "Trust"}, {})
    before = [said(report(small, "coverage", actor, **one)) for actor in (BEA, CLEO) for one in asked]
    hidden: dict[str, Any] = {"visibility": "private", "by": ANNA}
    small.record("organisation-secret", OrganisationJoined(name=HIDDEN, country="NO", kind="research"), **hidden)
    element = ElementIdentified(name=f"{HIDDEN} round", core="x", organisation="organisation-far", setting="prison")
    small.record("element-secret", element, **hidden)
    small.record("theme-trust", ThemeEvidenceLinked(source="element-secret", stance="contradicts"))
    small.record("element-tea", ElementEvidenceLinked(source="visit-other", stance="contradicts"), **hidden)
    way: dict[str, Any] = {"element": "element-tea", "source": "organisation-north", "receiving": "organisation-south"}
    small.record("transfer-secret", TransferConsidered(**way), TransferPiloted(starts_on="2017"), **hidden)

    assert [said(report(small, "coverage", actor, **one)) for actor in (BEA, CLEO) for one in asked] == before


@pytest.mark.slow
def test_every_position_is_one_that_the_reader_may_see(small: Base) -> None:
    for actor in (BEA, CLEO):
        visible = {event["position"] for event in small.queries(actor).audit_log()}
        for one in ({"element": "Tea first"}, {"theme": "Trust"}):
            assert set(positions(report(small, "coverage", actor, **one))) <= visible


@pytest.mark.parametrize(
    ("actor", "options", "why"),
    [
        (ANNA, {"element": "Tea first", "theme": "Trust"}, "Ask for one element or for one theme"),
        (ANNA, {"element": "Tea first", "audience": "outside"}, "is for members of the network: name who reads"),
        (NOBODY, {"theme": "Trust"}, "is for members of the network: name who reads"),
        (ANNA, {"theme": "Snow"}, "'Snow'"),
    ],
)
def test_coverage_of_one_refuses(small: Base, actor: Actor, options: dict[str, str], why: str) -> None:
    with pytest.raises(Refused, match=why):
        report(small, "coverage", actor, **options)


def test_kinds_of_organisation_stand_beside_their_members(small: Base) -> None:
    small.record("organisation-cell", OrganisationJoined(name="A cell", country="NO", kind="research"))

    (table,) = [block for block in report(small, "coverage").page if isinstance(block, Table)]

    assert [[cell.text for cell in row] for row in table.rows] == [
        ["ngo", "3", "1", "1"],
        ["research", "1", "none yet", "none yet"],
        ["not told", "none yet", "none yet", "1"],
    ]


@pytest.mark.slow
def test_outside_kinds_of_organisation_are_not_told(small: Base) -> None:
    document = report(small, "coverage", audience="outside")

    assert [block for block in document.page if isinstance(block, Table)] == []


@pytest.mark.slow
def test_pictures_of_one_theme_say_what_their_tables_say(demo: KnowledgeBase) -> None:
    for theme in demo.queries().listing("theme"):
        for picture in pictures(report(demo, "coverage", theme=theme["id"]).page):
            assert drawn(picture) == {f"{row}, {column}": int(count) for row, column, count in cells(picture)}
            assert picture.drawing
            assert (outside(picture.drawing), overlapping(picture.drawing)) == ([], [])


@pytest.mark.slow
def test_evidence_of_speakers_not_to_be_named_is_counted_and_not_placed(demo: KnowledgeBase) -> None:
    for element in demo.queries().listing("element"):
        unnamed = gather(demo.queries(), element["id"], "").withheld
        for picture in pictures(report(demo, "coverage", element=element["id"]).page):
            for where, _, count in picture.table.rows:
                assert unnamed.intersection(count.positions) == set()
                assert (count.positions == ()) == (where.text == "not told")


def test_coverage_tells_no_more_of_a_contradiction_than_the_transfer_report(demo: KnowledgeBase) -> None:
    (trust,) = [row for row in demo.queries().listing("element") if row["title"].startswith("Trust before content")]
    unnamed = gather(demo.queries(), trust["id"], "").withheld

    document = report(demo, "coverage", element=trust["id"])

    against = [point for point in listed(document, "What speaks against it") if point.startswith("Contradicts")]
    assert against == ["Contradicts. A visitor, 2017; not to be named."]
    transfer = {sentence.text for sentence in sentences(report(demo, "practice-transfer", element=trust["id"]))}
    assert set(against) <= transfer
    assert [position for position in (*positions(document), *steps(document)) if position in unnamed] == []
    assert [row for picture in pictures(document.page) for row in cells(picture) if row[0] == "not told"] == [
        ["not told", "supports", "3"],
        ["not told", "contradicts", "1"],
    ] * 3
    assert lacking(document)[-1] == (
        "It is not told where 4 pieces of evidence come from, for whoever said it is not to be named; that may be where"
        " something is lacking here."
    )
