"""The funder indicators: each figure with its whole, by year and of all, and no small figure outside the network."""

from typing import Any

import pytest

from epex.core.decision import Actor, Refused
from epex.core.element import ElementIdentified
from epex.core.organisation import OrganisationJoined
from epex.core.person import PersonRegistered
from epex.core.reflection import ReflectionRecorded
from epex.core.story import StoryChosen, StoryReleased
from epex.core.transfer import TransferConsidered, TransferEvaluated, TransferPiloted
from epex.core.visit import VisitCompleted, VisitPlanned, VisitStarted
from epex.core.year import YearOpened
from epex.plugins import Block, Document, Notice, Paragraph, Quote, Section, Table, positions, sentences
from epex.plugins.audience import INSIDE, OUTSIDE, WITHHELD
from epex.plugins.builtin.funder_indicators.figures import CYCLES
from epex.plugins.builtin.year_review.words import EVALUATORS
from epex.plugins.loader import Plugins
from epex.plugins.reports import render, run_report
from tests.projections.bases import ANNA, BEA, CLEO, EVE, Base

NOBODY = Actor("")
WAY: dict[str, Any] = {"element": "element-tea", "source": "organisation-north", "receiving": "organisation-south"}


def indicators(base: Base, actor: Actor | None = ANNA, **options: str) -> Document:
    return run_report(Plugins(), "funder-indicators", base.queries(actor), options)


def said(document: Document) -> str:
    return "\n".join(sentence.text for sentence in sentences(document))


def blocks(document: Document, title: str) -> tuple[Block, ...]:
    (found,) = [block for block in document.page if isinstance(block, Section) and block.title == title]
    return found.blocks


def figures(document: Document, title: str) -> dict[str, list[str]]:
    tables = [block for block in blocks(document, title) if isinstance(block, Table)]
    return {
        row[0].text: [cell.text.replace("\u00a0", " ") for cell in row[1:]] for table in tables for row in table.rows
    }


def notice(document: Document) -> list[str]:
    (found,) = [block for block in document.page if isinstance(block, Notice)]
    return [sentence.text for sentence in found.sentences]


def two_years(base: Base) -> None:
    """Open a second year in which the far house visits the south house, and a transfer is evaluated."""
    base.record("year-two", YearOpened(number=2, purpose="practice_transfer"), occurred_on="2099-01-16")
    visit(base, "visit-two", "south", "far", 2, "2099-03-07")
    evaluate(base, "transfer-two", "failed", "potential")


def visit(base: Base, stream: str, host: str, visitor: str, year: int, day: str) -> None:
    """Hold a visit of one organisation to another."""
    people = {"north": "person-anna", "south": "person-bea", "far": "person-cleo"}
    planned = VisitPlanned(
        title=stream,
        year=year,
        purpose="practice_transfer",
        host=f"organisation-{host}",
        host_people=tuple(filter(None, [people.get(host, "")])),
        visitors=(people.get(visitor, "person-bea"),),
        visiting_organisations=(f"organisation-{visitor}",),
        setting="prison",
    )
    base.record(stream, planned, VisitStarted(on=day), VisitCompleted(on=day))


def evaluate(base: Base, stream: str, result: str, cycle: str) -> None:
    """Try the element elsewhere, and say what came of it."""
    tried = (TransferConsidered(**WAY), TransferPiloted(starts_on="2099-04"))
    evaluated = TransferEvaluated(outcome="They talk.", result=result, value_cycle=cycle, failure="Nobody came")
    base.record(stream, *tried, evaluated, occurred_on="2099-05-01")


def test_every_figure_has_its_whole_by_year_and_of_all(small: Base) -> None:
    two_years(small)

    document = indicators(small)

    assert figures(document, "Whom it reached") == {
        "Visits that were held": ["1 of 2", "1 of 1", "2 of 3"],
        "Organisations that took part": ["2 of 3", "2 of 3", "3 of 3"],
        "Countries that took part": ["2 of 3", "2 of 3", "3 of 3"],
        "Settings in which a visit took place": ["1 of 1", "1 of 2", "2 of 2"],
        "People who hosted": ["1 of 5", "1 of 5", "2 of 5"],
        "People who visited": ["1 of 5", "1 of 5", "2 of 5"],
        "People who hosted or visited": ["2 of 5", "2 of 5", "3 of 5"],
    }


def test_transfers_are_told_by_how_far_they_are_with_failures(small: Base) -> None:
    two_years(small)

    assert figures(indicators(small), "What was carried over") == {
        "Anticipated: not evaluated yet, so nobody knows": ["1 of 1", "0 of 1", "1 of 2"],
        "Anticipated, abandoned": ["1 of 1", "0 of 1", "1 of 2"],
        "Determined: evaluated, failures included": ["0 of 1", "1 of 1", "1 of 2"],
        "Determined, evaluated": ["0 of 1", "1 of 1", "1 of 2"],
        "It worked": ["nothing to count", "0 of 1", "0 of 1"],
        "It worked in part": ["nothing to count", "0 of 1", "0 of 1"],
        "It failed": ["nothing to count", "1 of 1", "1 of 1"],
        "Result not stated": ["nothing to count", "0 of 1", "0 of 1"],
    }


def test_value_cycles_are_told_as_transfers_stories_and_reflections_record_them(small: Base) -> None:
    two_years(small)
    chosen = StoryChosen(title="Cup", text="He stayed.", about="transfer-two", year=2, considered=9, reason="Small")
    small.record("story-cup", chosen, by=EVE, visibility="evaluation")
    small.record(
        "story-cup", StoryReleased(visibility="network", title="A cup", text="He stayed.", because="Small"), by=EVE
    )

    document = indicators(small)

    told = figures(document, "What it was worth")
    assert {name: told[name] for name in told if told[name][-1][0] not in "0n"} == {
        "Immediate: visits on which the host's side reflected": ["1 of 1", "0 of 1", "1 of 2"],
        "Immediate: visits on which the visitor's side reflected": ["1 of 1", "0 of 1", "1 of 2"],
        "Potential: elements found in a reflection": ["1 of 1", "nothing to count", "1 of 1"],
        "Potential: transfers": ["0 of 1", "1 of 1", "1 of 2"],
        "Potential: stories of change": ["nothing to count", "1 of 1", "1 of 1"],
        "None named: transfers": ["1 of 1", "0 of 1", "1 of 2"],
    }
    (story,) = blocks(document, "Stories")
    assert isinstance(story, Quote)
    assert story.words.text == "He stayed."
    assert story.source.text == (
        "A cup, about 'Tea first → The south house'; value cycle: potential, chosen from 9. Chosen because: Small"
    )


@pytest.mark.slow
@pytest.mark.parametrize("cycle", CYCLES)
def test_a_value_cycle_without_evidence_is_named(small: Base, cycle: str) -> None:
    evaluate(small, "transfer-two", "worked", cycle)

    lacking = [name for name in CYCLES if name not in ("immediate", "potential", cycle)]
    *others, last = lacking
    assert notice(indicators(small))[-1] == f"No evidence yet of the value cycles: {', '.join(others)} and {last}."


@pytest.mark.slow
def test_the_notice_tells_what_failed_and_a_single_lack(small: Base) -> None:
    for number, cycle in enumerate(("applied", "realised")):
        evaluate(small, f"transfer-{number}", "failed", cycle)

    assert notice(indicators(small)) == [
        "Visits held: 1 of 2.",
        "Organisations that took part: 2 of 3.",
        "Transfers evaluated: 2 of 3.",
        "Of those, failed: 2 of 2.",
        "No evidence yet of the value cycle: transformative.",
    ]


def test_follow_ups_are_counted_of_those_due_each_by_its_months(small: Base) -> None:
    later = ReflectionRecorded(
        answers={"how": "x"}, about="visit-week", side="visitor", author="person-bea", follow_up=6, visibility="network"
    )
    small.record("reflection-later", later, by=BEA)

    assert figures(indicators(small), "Follow-up reflections") == {
        "After 3 months": ["0 of 2", "0 of 2"],
        "After 6 months": ["1 of 2", "1 of 2"],
        "After 12 months": ["0 of 2", "0 of 2"],
    }


@pytest.mark.slow
@pytest.mark.parametrize(("members", "figure"), [(9, "2 of 9"), (10, "2 of 10 (20 %)")])
def test_a_share_of_fewer_than_ten_is_no_percentage(small: Base, members: int, figure: str) -> None:
    for number in range(members - 3):
        small.record(f"organisation-{number}", OrganisationJoined(name=f"House {number}", country="NL", kind="ngo"))

    assert figures(indicators(small), "Whom it reached")["Organisations that took part"] == [figure] * 2


@pytest.mark.slow
def test_what_came_before_the_first_year_counts_under_all_years(small: Base) -> None:
    evaluate(small, "transfer-late", "worked", "applied")
    small.record("transfer-early", TransferConsidered(**WAY), occurred_on="2015-05-01")

    told = figures(indicators(small), "What was carried over")

    assert told["Anticipated: not evaluated yet, so nobody knows"] == ["1 of 2", "2 of 3"]
    assert told["Anticipated, considered"] == ["0 of 2", "1 of 3"]


@pytest.mark.slow
def test_one_year_stands_alone(small: Base) -> None:
    two_years(small)

    document = indicators(small, year="2")

    assert document.title.text == "Indicators of year 2"
    assert figures(document, "Whom it reached")["Visits that were held"] == ["1 of 1"]


@pytest.mark.slow
def test_what_every_figure_rests_on_is_an_event_that_the_reader_may_see(small: Base) -> None:
    two_years(small)

    for actor in (ANNA, CLEO):
        document = indicators(small, actor)
        assert set(positions(document)) <= {event["position"] for event in small.queries(actor).audit_log()}
    (table,) = [block for block in blocks(document, "Whom it reached") if isinstance(block, Table)]
    visits = {
        row["title"]: row["position"] for row in small.queries(ANNA).listing("visit") if row["status"] != "cancelled"
    }
    assert [head.positions for head in table.columns[1:]] == [
        (visits["A week in the north"],),
        (visits["visit-two"],),
        (),
    ]


def test_what_is_hidden_changes_nothing_for_others(small: Base) -> None:
    two_years(small)
    before = [render(indicators(small, actor), "text") for actor in (BEA, CLEO)]
    hidden: dict[str, Any] = {"visibility": "private", "by": ANNA}
    small.record("person-quiet", PersonRegistered(name="Quiet", organisation="organisation-far", roles=()), **hidden)
    quiet = VisitPlanned(
        title="Quiet",
        year=1,
        purpose="publication",
        host="organisation-far",
        visitors=("person-quiet",),
        visiting_organisations=("organisation-far",),
    )
    small.record("visit-quiet", quiet, **hidden)
    small.record("visit-quiet", VisitStarted(on="2099-02-02"))
    small.record("transfer-quiet", TransferConsidered(**WAY), **hidden)
    small.record(
        "transfer-two", TransferEvaluated(outcome="x", result="worked", value_cycle="transformative"), **hidden
    )
    chosen = StoryChosen(title="Cup", text="He stayed.", about="element-tea", year=1, reason="Small")
    small.record("story-cup", chosen, by=EVE, visibility="evaluation")

    assert [render(indicators(small, actor), "text") for actor in (BEA, CLEO)] == before


@pytest.mark.slow
def test_who_may_read_it_is_said_at_its_head(small: Base) -> None:
    chosen = StoryChosen(title="Cup", text="He stayed.", about="element-tea", year=1, reason="Small")
    small.record("story-cup", chosen, by=EVE, visibility="evaluation")

    assert [indicators(small, actor).handling.text for actor in (EVE, ANNA, NOBODY)] == [EVALUATORS, INSIDE, OUTSIDE]


@pytest.mark.parametrize(
    ("actor", "options", "why"),
    [
        (ANNA, {"year": "7"}, "Year 7 of the programme is not open; choose one of: 1"),
        (ANNA, {"year": "two"}, "'two' is not the number of a programme year; give one such as 2"),
        (NOBODY, {"audience": "inside"}, "Small figures are for members of the network"),
    ],
)
def test_indicators_refuse(small: Base, actor: Actor, options: dict[str, str], why: str) -> None:
    with pytest.raises(Refused, match=why):
        indicators(small, actor, **options)


def houses(base: Base, year: int, number: int, first: int = 0) -> None:
    """Let houses join that host the south house each in a year."""
    for each in range(first, first + number):
        base.record(f"organisation-{each}", OrganisationJoined(name=f"House {each}", country="NL", kind="ngo"))
        visit(base, f"visit-{year}-{each}", str(each), "south", year, f"20{97 + year}-02-01")


def test_outside_small_figures_are_withheld_and_nobody_is_named(small: Base) -> None:
    two_years(small)

    document = indicators(small, audience="outside")

    assert (document.handling.text, document.appendix, positions(document)) == (OUTSIDE, (), ())
    assert [word for word in ("house", "Austria", "Tea", "prison") if word in said(document)] == []
    told = [
        text
        for title in ("Whom it reached", "What it was worth")
        for row in figures(document, title).values()
        for text in row
    ]
    assert [text for text in told if text[0] in "123456789"] == []


def test_outside_all_years_are_told_where_every_year_is(small: Base) -> None:
    small.record("year-two", YearOpened(number=2, purpose="practice_transfer"), occurred_on="2099-01-16")
    houses(small, 2, 4)
    alone = figures(indicators(small, audience="outside"), "Whom it reached")["Visits that were held"]
    small.record("visit-other", VisitStarted(on="2016-05-02"))
    houses(small, 1, 3, first=4)
    both = figures(indicators(small, audience="outside"), "Whom it reached")["Visits that were held"]

    assert alone == [WITHHELD, "4 of 4", WITHHELD]
    assert both == ["5 of 5", "4 of 4", "9 of 9"]


@pytest.mark.slow
def test_outside_it_says_the_same_whoever_makes_it(small: Base) -> None:
    two_years(small)
    houses(small, 2, 4)

    assert len({render(indicators(small, actor, audience="outside"), "text") for actor in (ANNA, BEA, CLEO)}) == 1


@pytest.mark.slow
def test_outside_a_line_of_which_nothing_is_told_is_named_below_the_table(small: Base) -> None:
    (line,) = [
        block.text
        for block in blocks(indicators(small, audience="outside"), "Follow-up reflections")
        if isinstance(block, Paragraph)
    ]

    assert line.startswith(
        "Written, of those due by the newest event. Of these nothing is told, for there is nothing, or"
    )
    assert line.endswith(": After 3 months; After 6 months; After 12 months.")


@pytest.mark.slow
def test_an_element_that_no_reflection_speaks_for_is_not_found_in_one(small: Base) -> None:
    small.record("element-walk", ElementIdentified(name="Walk", core="Two walk.", organisation="organisation-far"))

    assert (
        figures(indicators(small), "What it was worth")["Potential: elements found in a reflection"] == ["1 of 2"] * 2
    )


@pytest.mark.slow
@pytest.mark.parametrize("form", ["text", "md", "html", "json"])
def test_every_format_says_the_figures(small: Base, form: str) -> None:
    assert "1 of 2" in render(indicators(small), form)
