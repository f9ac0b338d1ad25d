"""The year review: each figure with its whole and what is missing, and nothing that its reader may not see."""

from pathlib import Path
from typing import Any

import pytest

from epex.app.base import KnowledgeBase
from epex.core.decision import Actor, Refused
from epex.core.finding import FindingEvidenceLinked, FindingRetracted, FindingStated
from epex.core.interview import InterviewCited, InterviewRecorded
from epex.core.organisation import OrganisationJoined
from epex.core.reflection import ReflectionRecorded
from epex.core.story import StoryChosen, StoryReleased
from epex.core.theme import ThemeEvidenceLinked
from epex.core.year import YearOpened
from epex.plugins import (
    Block,
    Bullets,
    Document,
    Notice,
    Paragraph,
    Section,
    Table,
    positions,
    readable_date,
    sentences,
)
from epex.plugins.audience import INSIDE, NOT_SHOWN, OUTSIDE, WITHHELD
from epex.plugins.builtin.year_review.words import EVALUATORS, NO_PART_SHOWN
from epex.plugins.loader import Plugins
from epex.plugins.reports import render, run_report
from tests.projections.bases import ANNA, BEA, CLEO, DORA, EVE, Base

NOBODY = Actor("")
CONFIDED: dict[str, Any] = {"by": EVE, "visibility": "evaluation"}
WORDS = "Nobody tells the officers why."


def review(base: Base, actor: Actor | None = ANNA, **options: str) -> Document:
    return run_report(Plugins(), "year-review", base.queries(actor), {"year": "1", **options})


def blocks(document: Document, title: str) -> tuple[Block, ...]:
    (found,) = [block for block in document.page if isinstance(block, Section) and block.title == title]
    return found.blocks


def figures(document: Document, section: str, caption: str) -> dict[str, str]:
    tables = [block for block in blocks(document, section) if isinstance(block, Table)]
    (table,) = [table for table in tables if table.caption.startswith(caption)]
    return {row[0].text: row[1].text for row in table.rows}


def told(document: Document, section: str) -> list[str]:
    return [
        sentence.text
        for block in blocks(document, section)
        for sentence in (
            block.points if isinstance(block, Bullets) else [block] if isinstance(block, Paragraph) else []
        )
    ]


def said(document: Document) -> str:
    return "\n".join(sentence.text for sentence in sentences(document))


def test_visits_are_told_by_how_they_ended_each_with_the_whole(small: Base) -> None:
    document = review(small)

    assert figures(document, "Visits", "Visits of the year: 2 in all") == {
        "held": "1 of 2",
        "cancelled": "1 of 2",
        "postponed": "0 of 2",
        "still ahead": "0 of 2",
    }
    assert figures(document, "Visits", "What they were for") == {"getting to know": "2 of 2"}
    assert figures(document, "Coverage", "Visits held, by the host's country") == {"Austria": "1 of 1"}
    assert figures(document, "Coverage", "Members") == {"took part": "2 of 3", "took no part": "1 of 3"}


@pytest.mark.slow
def test_who_reflected_is_known_to_the_coordinator_and_to_others_as_far_as_they_may_read(small: Base) -> None:
    host = {
        actor.person: figures(review(small, actor), "Who reflected", "Visits held on which the host")
        for actor in (ANNA, CLEO)
    }
    visitor = figures(review(small, CLEO), "Who reflected", "Visits held on which the visitor")

    assert host == {
        "person-anna": {"reflected": "1 of 1", "missing": "0 of 1"},
        "person-cleo": {"reflected": "0 of 1", "none that you may read": "1 of 1"},
    }
    assert visitor == {"reflected": "1 of 1", "none that you may read": "0 of 1"}


def test_the_shift_to_how_is_a_share_of_what_the_reader_may_read(small: Base) -> None:
    answers = {"how": "We sit and pour.", "why": "Because tea helps us all"}
    recorded = ReflectionRecorded(
        answers=answers, about="visit-week", side="visitor", author="person-bea", visibility="network"
    )
    small.record("reflection-more", recorded, by=BEA)

    rows = figures(review(small, CLEO), "From what to how", "From what to how")

    # Of two reflections one answers "how": four words of its nine, and of the six of the other.
    assert list(rows.values()) == ["1 of 2 (50 %)", "27 % of 15 words", "0 of 1 (0 %)"]


@pytest.mark.slow
def test_the_year_before_stands_beside_it(small: Base) -> None:
    small.record("year-two", YearOpened(number=2, purpose="practice_transfer"), occurred_on="2017-01-16")

    document = review(small, year="2")

    (table,) = [block for block in blocks(document, "From what to how") if isinstance(block, Table)]
    assert [head.text for head in table.columns] == ["Measure", "Year 1", "Year 2"]
    assert document.subtitle[0].text.startswith("From 16 January 2017 and still open; purpose: practice transfer.")
    assert told(document, "Visits") == ["Visits of the year: none.", "What they were for: none."]


def test_a_year_that_was_opened_after_its_first_visit_says_so(small: Base) -> None:
    opened = readable_date(small.log.today())

    document = review(small)

    assert document.subtitle[0].text.startswith(f"Opened on {opened}, after its first visit, and still open; purpose:")


@pytest.mark.slow
def test_contradictions_are_quoted_with_permission_alone(small: Base) -> None:
    theme: dict[str, Any] = {"stance": "contradicts", "document_version": 1, "note": "In prison"}
    links: dict[str, int] = {}
    for name, quotation in (("named", "attributed"), ("open", "anonymous"), ("closed", "none")):
        words = {"why": f"Risk comes first, the {name} one says."}
        more: dict[str, Any] = {"quotation": quotation, "visibility": "network", "author": "person-cleo"}
        small.record(
            f"reflection-{name}", ReflectionRecorded(answers=words, about="visit-week", title=f"The {name} one", **more)
        )
        linked = ThemeEvidenceLinked(
            source=f"reflection-{name}", document=f"reflection-{name}", end=5, quote=f"the {name} one says", **theme
        )
        links[name] = small.record("theme-trust", linked)

    document = review(small, CLEO)
    found = [line for line in told(document, "Contradictions") if "contradicts" in line]

    assert found == [
        "The named one contradicts the theme 'Trust': “the named one says” (In prison)",
        "Somebody who is not to be named contradicts the theme 'Trust': “the open one says”",
        "Somebody who is not to be named contradicts the theme 'Trust'",
    ]
    assert {name for name, position in links.items() if position in positions(document)} == {"named"}


@pytest.mark.slow
def test_findings_say_what_they_rest_on_as_far_as_the_reader_may_see(small: Base) -> None:
    evaluate(small)

    own, others = (told(review(small, actor), "Findings") for actor in (EVE, ANNA))

    rests = "what works; rests on {} that you may see, 1 of them against it)"
    assert own[0] == f"Tea opens doors ({rests.format('2 pieces of evidence')}"
    assert others == [f"Tea opens doors ({rests.format('1 piece of evidence')}", "1 finding taken back since."]


def test_stories_are_told_with_the_reason_for_choosing_them(small: Base) -> None:
    evaluate(small)
    small.record("story-cup", StoryReleased(visibility="network", title="A cup", because="It is small"), by=EVE)

    assert told(review(small), "Stories of change") == [
        "A cup, chosen from 9 (most significant change). Chosen because: It is small"
    ]


@pytest.mark.slow
def test_who_may_read_the_report_is_said_at_its_head(small: Base) -> None:
    evaluate(small)

    handling = [review(small, actor).handling.text for actor in (EVE, ANNA)]

    assert handling == [EVALUATORS, INSIDE]


@pytest.mark.slow
def test_what_is_hidden_changes_nothing_in_the_report_of_others(small: Base) -> None:
    before = {actor.person: render(review(small, actor), "text") for actor in (ANNA, BEA, CLEO, DORA)}
    small.record("interview-one", InterviewRecorded(text=WORDS, person="person-bea", year=1), **CONFIDED)
    small.record("interview-one", InterviewCited(target="theme-trust", stance="contradicts"), **CONFIDED)
    chosen = StoryChosen(title="Cup", text="He stayed.", about="element-tea", year=1, reason="Small")
    small.record("story-cup", chosen, **CONFIDED)

    after = {actor.person: render(review(small, actor), "text") for actor in (ANNA, BEA, CLEO, DORA)}

    assert after == before


@pytest.mark.slow
def test_every_position_is_one_that_the_reader_may_see(small: Base) -> None:
    evaluate(small)

    for actor in (ANNA, CLEO, EVE):
        visible = {event["position"] for event in small.queries(actor).audit_log()}
        assert set(positions(review(small, actor))) <= visible


@pytest.mark.parametrize(("actor", "options"), [(NOBODY, {}), (ANNA, {"audience": "outside"})])
def test_outside_the_network_small_figures_are_withheld(small: Base, actor: Actor, options: dict[str, str]) -> None:
    evaluate(small)

    document = review(small, actor, **options)

    assert document.handling.text == OUTSIDE
    assert f"Visits of the year. {NOT_SHOWN}" in told(document, "Visits")
    assert positions(document) == ()
    assert "Tea" not in said(document)
    assert [name for name in ("The north house", "The south house", "Austria") if name in said(document)] == []


def test_outside_the_network_larger_figures_are_shown(small: Base) -> None:
    for number in range(4):
        joined = OrganisationJoined(name=f"House {number}", country="NL", kind="ngo")
        small.record(f"organisation-{number}", joined)

    document = review(small, audience="outside")

    (members,) = [line for line in told(document, "Coverage") if line.startswith("Members")]
    assert members == f"Members in a visit that was held: 7 in all. {NO_PART_SHOWN}"


def test_public_findings_are_told_outside(small: Base) -> None:
    stated = FindingStated(statement="Visits help", kind="what_works", year=1)
    small.record("finding-public", stated, by=EVE, visibility="public")

    assert "Visits help (what works)" in told(review(small, NOBODY), "Findings")


@pytest.mark.slow
def test_what_is_missing_is_listed_with_its_whole(small: Base) -> None:
    missing = told(review(small, CLEO), "What is missing")

    assert "Visits held on which the host's side reflected: 1 of 1 none that you may read." in missing
    assert "Members in a visit that was held: 1 of 3 took no part." in missing


@pytest.mark.parametrize(
    ("actor", "options", "why"),
    [
        (ANNA, {"year": "7"}, "Year 7 of the programme is not open; choose one of: 1"),
        (ANNA, {"year": "two"}, "'two' is not the number of a programme year; give one such as 2"),
        (ANNA, {"audience": "press"}, "'press' is not an audience; choose one of: inside, outside"),
        (NOBODY, {"audience": "inside"}, "Small figures are for members of the network; name who reads with --as"),
    ],
)
def test_review_refuses(small: Base, actor: Actor, options: dict[str, str], why: str) -> None:
    with pytest.raises(Refused, match=why):
        review(small, actor, **options)


def test_review_refuses_where_no_year_is_open(tmp_path: Path) -> None:
    base = Base(tmp_path)

    with pytest.raises(Refused, match="Year 1 of the programme is not open; none is"):
        review(base, None)
    base.close()


@pytest.mark.slow
@pytest.mark.parametrize("form", ["text", "md", "html", "json"])
def test_every_format_says_the_figures(small: Base, form: str) -> None:
    assert "1 of 2" in render(review(small), form)


def test_whoever_is_nobody_in_particular_is_no_member(small: Base) -> None:
    assert [small.queries(actor).is_member() for actor in (None, NOBODY, ANNA)] == [False, False, True]


@pytest.mark.slow
def test_the_notice_tells_the_visits_in_short(small: Base) -> None:
    (notice,) = [block for block in review(small).page if isinstance(block, Notice)]

    assert [sentence.text for sentence in notice.sentences] == [
        "1 of 2 visits held.",
        "1 of 2 visits cancelled.",
        "0 of 2 visits postponed.",
    ]


@pytest.mark.slow
def test_outside_no_member_is_named_and_no_figure_under_three_is_shown(demo: KnowledgeBase) -> None:
    members = [row[name] for row in demo.queries().listing("organisation") for name in ("title", "short_name")]

    for year in ("1", "2", "3"):
        document = run_report(Plugins(), "year-review", demo.queries(), {"year": year, "audience": "outside"})
        assert [name for name in members if name and name in said(document)] == []
        assert WITHHELD in said(document)


@pytest.mark.slow
def test_the_demo_shows_the_shift_from_what_to_how(demo: KnowledgeBase) -> None:
    document = run_report(Plugins(), "year-review", demo.queries(), {"year": "2"})

    (table,) = [block for block in blocks(document, "From what to how") if isinstance(block, Table)]
    (_, first, second) = [sentence.text for sentence in table.rows[1]]
    assert int(first.partition(" ")[0]) < int(second.partition(" ")[0])


def evaluate(base: Base) -> None:
    """State two findings, one on an interview, and choose a story."""
    stated = FindingStated(statement="Tea opens doors", kind="what_works", year=1)
    base.record("finding-tea", stated, FindingEvidenceLinked(source="visit-week", stance="contradicts"), by=EVE)
    base.record("interview-bea", InterviewRecorded(text=WORDS, person="person-bea", year=1), **CONFIDED)
    base.record("interview-bea", InterviewCited(target="finding-tea", stance="supports"), **CONFIDED)
    base.record("finding-old", stated, FindingRetracted(reason="No"), by=EVE)
    chosen = StoryChosen(title="Cup", text="He stayed.", about="element-tea", year=1, considered=9, reason="Small")
    base.record("story-cup", chosen, **CONFIDED)


@pytest.mark.slow
def test_outside_it_says_the_same_whoever_makes_it(small: Base) -> None:
    reports = [render(review(small, actor, audience="outside"), "text") for actor in (ANNA, BEA, CLEO)]

    assert len(set(reports)) == 1
    assert "you may" not in reports[0]
    assert "withheld visits" not in reports[0]
