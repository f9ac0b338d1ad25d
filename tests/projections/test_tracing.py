"""Reasons beside the links: steps, what was taken back, paragraphs, and the things on the way."""

from typing import Any

import pytest

from epex.core import catalogue
from epex.core.chapter import ChapterDrafted, ChapterOutlined, ChapterReviewed
from epex.core.decision import Refused
from epex.core.element import ElementMerged, ElementRetired
from epex.core.interview import InterviewCited, InterviewUncited
from epex.core.publication import PublicationOpened
from epex.core.quote import QuoteProposed
from epex.core.theme import ThemeAbsorbed, ThemeEvidenceUnlinked, ThemeMerged, ThemeProposed
from epex.projections.decisions import DECIDED
from tests.projections.bases import ANNA, BEA, CLEO, EVE, Base
from tests.projections.society import HIDDEN_WORDS, evaluate

MISREAD = ThemeEvidenceUnlinked(source="reflection-guest", reason="It was misread.")


def written(base: Base) -> str:
    """Write a chapter whose second paragraph rests on things and whose third is a quote."""
    base.record("publication-book", PublicationOpened(title="What travels"))
    base.record("chapter-one", ChapterOutlined(publication="publication-book", title="Trust", themes=("theme-trust",)))
    words: dict[str, Any] = {
        "document": "reflection-host",
        "document_version": 1,
        "start": 0,
        "end": 5,
        "quote": HIDDEN_WORDS,
    }
    quote = QuoteProposed(**words, chapter="chapter-one", use="anonymous", giver="person-anna")
    base.record("quote-key", quote, visibility="organisation", audience="organisation-north")
    drafted = ChapterDrafted(
        version=1,
        drafter="person-anna",
        language="en",
        paragraphs=("# Trust", "It *begins* with tea.", "[[quote-key]]"),
        sources=("element-tea", "reflection-host"),
        source_places=(1, 1),
        positions=(3,),
        position_places=(1,),
        quotes=("quote-key",),
    )
    base.record(
        "chapter-one", drafted, ChapterReviewed(verdict="revise", version=1, reviewer="person-bea", comment="No")
    )
    return "chapter-one"


def ends(answer: Any, of: str) -> list[tuple[str, str]]:
    return [(row["id"], row["relation"]) for row in answer["evidence"] if row["of"] == of]


def test_every_step_is_an_event() -> None:
    types = {f"{subject}.{act}" for subject, acts in DECIDED.items() for act in acts}

    assert {name for name in types if catalogue.event_class(name) is None} == set()


def test_steps_tell_what_was_decided_on_the_way_with_the_reason(told: Base) -> None:
    steps = told.queries(ANNA).why("transfer-tea")["steps"]

    assert [(step["of"], step["decision"], step["rationale"], step["actor_name"]) for step in steps] == [
        ("element-tea", "labelled", "", "Anna"),
        ("transfer-tea", "anticipated", "Why not", "Anna"),
        ("transfer-tea", "piloted", "", "Anna"),
        ("transfer-tea", "abandoned", "Nobody drank it", "Anna"),
    ]
    assert steps[-1]["summary"] == (
        "Anna (coordinator) recorded that the transfer 'Tea first → The far house' was abandoned"
    )


def test_a_step_names_what_something_went_on_in(base: Base) -> None:
    base.record("element-tea", ElementMerged(into="element-cup", reason="Same"))

    (*_, merged) = base.queries(ANNA).why("element-tea")["steps"]

    assert (merged["decision"], merged["rationale"], merged["into"]) == ("merged", "Same", [])


def test_a_narrower_step_is_told_to_those_who_may_read_it(base: Base) -> None:
    base.record("element-tea", ElementRetired(reason="Cold"), visibility="organisation", audience="organisation-north")

    told = [base.queries(actor).why("element-tea") for actor in (ANNA, CLEO)]

    assert [[step["decision"] for step in why["steps"]] for why in told] == [["labelled", "retired"], ["labelled"]]
    assert "Cold" not in str(told[1])


def test_evidence_that_was_taken_back_is_told_with_the_reason(base: Base) -> None:
    position = base.record("theme-trust", MISREAD, by=BEA)
    queries = base.queries(ANNA)

    why, trace = queries.why("theme-trust"), queries.trace("reflection-guest")

    names = ("id", "of", "stance", "passage", "reason", "actor_name", "position")
    (back,) = why["taken_back"]
    assert tuple(back[name] for name in names) == (
        *("reflection-guest", "theme-trust", "nuances", "Nobody mentioned risk."),
        *("It was misread.", "Bea", position),
    )
    assert [(row["id"], row["of"]) for row in trace["taken_back"]] == [("theme-trust", "reflection-guest")]
    assert (position in why["positions"], ("reflection-guest", "evidence") in ends(why, "theme-trust")) == (True, False)


def test_a_narrower_taking_back_is_hidden_from_others(base: Base) -> None:
    base.record("theme-trust", MISREAD, visibility="organisation", audience="organisation-north")

    told = [base.queries(actor).why("theme-trust") for actor in (ANNA, CLEO)]

    assert [len(why["taken_back"]) for why in told] == [1, 0]
    assert [("reflection-guest", "evidence") in ends(why, "theme-trust") for why in told] == [False, True]


def test_a_taking_back_of_a_hidden_link_is_hidden(base: Base) -> None:
    base.record("theme-trust", ThemeEvidenceUnlinked(source="reflection-host", reason="Not ours"))

    told = [base.queries(actor).why("theme-trust")["taken_back"] for actor in (ANNA, CLEO)]

    assert [[row["id"] for row in back] for back in told] == [["reflection-host"], []]


def test_what_was_taken_over_and_taken_back_is_told(base: Base) -> None:
    base.record("theme-new", ThemeProposed(labels={"en": "New"}))
    base.record("theme-trust", ThemeMerged(into="theme-new", rationale="One thing"))
    base.record("theme-new", ThemeAbsorbed(merged="theme-trust", evidence=("reflection-guest",)), MISREAD)

    (back,) = base.queries(ANNA).why("theme-new")["taken_back"]

    assert (back["id"], back["linked_at"], back["stance"], back["reason"]) == (
        *("reflection-guest", None, None, "It was misread."),
    )


def test_an_interview_that_is_no_longer_cited_is_told_to_evaluators(base: Base) -> None:
    evaluate(base)
    base.record(
        "interview-one", InterviewCited(target="finding-one", stance="supports"), by=EVE, visibility="evaluation"
    )
    base.record(
        "interview-one", InterviewUncited(target="finding-one", reason="Too old"), by=EVE, visibility="evaluation"
    )

    why = base.queries(EVE).why("finding-one")

    assert ([row["id"] for row in why["taken_back"]], why["evidence"]) == (["interview-one"], [])


def test_links_say_when_and_by_whom(told: Base) -> None:
    why = told.queries(ANNA).why("theme-trust")

    linked = next(row for row in why["evidence"] if (row["of"], row["id"]) == ("theme-trust", "reflection-guest"))
    about = next(row for row in why["evidence"] if row["relation"] == "about")
    assert (linked["actor_name"], len(linked["occurred_on"]), about["actor_name"]) == ("Anna", 10, "")


def test_things_say_whose_they_are_and_how_they_stand(told: Base) -> None:
    things = {thing["id"]: thing for thing in told.queries(ANNA).trace("visit-week")["things"]}

    names = ("kind", "occurred_on", "ended_on", "status", "organisation_title", "person_name")
    assert [tuple(things[one][name] for name in names) for one in ("visit-week", "reflection-guest")] == [
        ("visit", "2016-03-07", "2016-03-11", "monitored", "The north house", ""),
        ("reflection", things["reflection-guest"]["recorded_at"][:10], "", "", "The south house", "a practitioner"),
    ]


def test_an_element_stands_by_its_label_until_it_is_merged(base: Base) -> None:
    def stands() -> list[str]:
        things = base.queries(ANNA).why("element-tea")["things"]
        return [thing["status"] for thing in things if thing["kind"] == "element"]

    before = stands()
    base.record("element-tea", ElementMerged(into="element-cup", reason="Same"))

    assert (before, stands()) == (["shared"], ["merged"])


def test_why_leads_back_from_a_paragraph(base: Base) -> None:
    why = base.queries(ANNA).why(f"{written(base)}:2")

    assert (why["id"], why["kind"], why["title"]) == ("chapter-one:2", "paragraph", "It begins with tea.")
    assert ends(why, "chapter-one:2") == [("element-tea", "rests_on"), ("reflection-host", "rests_on")]
    assert "visit-week" in {row["id"] for row in why["evidence"]}
    assert [(step["of"], step["decision"], step["rationale"]) for step in why["steps"]] == [
        ("element-tea", "labelled", ""),
        ("chapter-one", "reviewed", "No"),
    ]
    assert 3 in why["positions"]


def test_a_heading_rests_on_nothing(base: Base) -> None:
    why = base.queries(ANNA).why(f"{written(base)}:1")

    assert (why["title"], why["evidence"]) == ("Trust", [])


def test_why_leads_back_from_a_quote_in_a_chapter(base: Base) -> None:
    written(base)

    seen, hidden = (base.queries(actor).why("chapter-one:3") for actor in (ANNA, CLEO))

    assert ends(seen, "chapter-one:3") == [("quote-key", "quotes")]
    assert ("reflection-host", "quoted_from") in ends(seen, "quote-key")
    assert (hidden["title"], hidden["evidence"]) == ("A quote that was withdrawn or that you may not read", [])
    assert HIDDEN_WORDS not in str(hidden)


def test_trace_numbers_the_paragraphs_in_which_something_stands(base: Base) -> None:
    written(base)

    trace = base.queries(ANNA).trace("element-tea")

    found = {(row["id"], row["relation"]): row["paragraphs"] for row in trace["evidence"]}
    assert (found["chapter-one", "rests_on"], found["chapter-one", "outlined_from"]) == ([2], [])
    assert ("publication-book", "part_of") in found


@pytest.mark.parametrize(
    ("text", "found"),
    [("Trust:2", "chapter-one:2"), ("chapter-one : 2", "chapter-one:2"), ("Tea first", "element-tea")],
)
def test_a_paragraph_is_named_by_its_chapter_and_number(base: Base, text: str, found: str) -> None:
    written(base)

    assert base.queries(ANNA).resolve_paragraph(text) == found


def test_a_title_that_ends_like_a_paragraph_is_found(base: Base) -> None:
    base.record("theme-x", ThemeProposed(labels={"en": "Verse:12"}))

    assert base.queries(ANNA).resolve_paragraph("Verse:12") == "theme-x"


@pytest.mark.parametrize(
    ("which", "sentence"),
    [
        ("chapter-one:4", "There is no paragraph 4 in 'Trust': it has 3; 'epex chapter show' numbers them."),
        ("chapter-one:0", "There is no paragraph 0 in 'Trust': it has 3; 'epex chapter show' numbers them."),
        ("chapter-none:1", "There is no 'chapter-none' that you may read; 'epex chapter list' shows what there is."),
    ],
)
def test_a_paragraph_that_is_not_there_is_refused(base: Base, which: str, sentence: str) -> None:
    written(base)

    with pytest.raises(Refused) as refused:
        base.queries(ANNA).why(which)

    assert str(refused.value) == sentence


def test_a_paragraph_of_no_chapter_is_refused_as_a_chapter(base: Base) -> None:
    with pytest.raises(Refused, match="There is no chapter 'Nothing' that you may read"):
        base.queries(ANNA).resolve_paragraph("Nothing:2")


def test_a_chapter_without_a_draft_has_no_paragraph(told: Base) -> None:
    with pytest.raises(Refused, match="there is no draft that you may read"):
        told.queries(ANNA).why("chapter-old:1")


def test_kin_tell_where_to_read_on(base: Base) -> None:
    base.record("theme-part", ThemeProposed(labels={"en": "Part"}, split_from="theme-trust"))
    queries = base.queries(ANNA)

    part, trust, tea = (queries.kin(theme) for theme in ("theme-part", "theme-trust", "theme-tea"))

    assert part["begun"]["summary"] == "Anna (coordinator) proposed the theme 'Part'"
    assert (part["split_from"], trust["absorbed"], tea["merged_into"]) == (
        [{"id": "theme-trust", "title": "Trust"}],
        [{"id": "theme-tea", "title": "Tea"}],
        [{"id": "theme-trust", "title": "Trust"}],
    )
