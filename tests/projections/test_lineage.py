"""Why something is there, and what came of it."""

from typing import Any

from epex.core.element import ElementAbsorbed, ElementIdentified, ElementMerged
from epex.core.reflection import ReflectionReleased
from epex.core.theme import ThemeEvidenceLinked, ThemeMerged, ThemeProposed, ThemeSplit
from epex.projections.table import Row
from tests.projections.bases import ANNA, CLEO, Base
from tests.projections.society import HIDDEN_WORDS


def links(row: Row, *names: str) -> list[tuple[Any, ...]]:
    """Give some of each piece of evidence, in a readable order."""
    return sorted(tuple(link[name] for name in names) for link in row["evidence"])


def test_why_goes_back_to_visits_and_reflections(told: Base) -> None:
    why = told.queries(ANNA).why("theme-trust")

    assert (why["id"], why["kind"], why["title"]) == ("theme-trust", "theme", "Trust")
    assert links(why, "of", "id", "relation") == [
        ("element-tea", "reflection-guest", "evidence"),
        ("element-tea", "reflection-host", "evidence"),
        ("reflection-guest", "visit-week", "about"),
        ("reflection-host", "visit-week", "about"),
        ("theme-tea", "element-tea", "evidence"),
        ("theme-trust", "challenge-trust", "proposed_from"),
        ("theme-trust", "reflection-guest", "evidence"),
        ("theme-trust", "reflection-host", "evidence"),
        ("theme-trust", "theme-tea", "merged_into"),
        ("visit-week", "challenge-trust", "matched_on"),
    ]


def test_why_lists_the_decisions_of_what_was_merged_too(told: Base) -> None:
    decisions = told.queries(ANNA).why("theme-trust")["decisions"]

    assert [(decision["title"], decision["decision"], decision["into_titles"]) for decision in decisions] == [
        ("Trust", "discussed", []),
        ("Tea", "merged", ["Trust"]),
        ("Trust", "adopted", []),
    ]


def test_why_lists_the_positions_of_all_it_rests_on(told: Base) -> None:
    why = told.queries(ANNA).why("theme-trust")

    made = {link["position"] for link in why["evidence"]} | {decision["position"] for decision in why["decisions"]}
    assert (made <= set(why["positions"]), why["positions"] == sorted(set(why["positions"]))) == (True, True)


def test_evidence_comes_with_its_stance_and_passage(told: Base) -> None:
    evidence = told.queries(ANNA).show("theme-trust")["evidence"]

    assert [(row["kind"], row["id"], row["stance"], row["passage"]) for row in evidence] == [
        ("reflection", "reflection-guest", "nuances", "Nobody mentioned risk."),
        ("reflection", "reflection-host", "nuances", HIDDEN_WORDS),
    ]


def test_hidden_evidence_is_left_out_with_all_that_lies_behind_it(told: Base) -> None:
    why = told.queries(CLEO).why("theme-trust")

    assert {row["id"] for row in why["evidence"]} == {
        *("challenge-trust", "element-tea", "reflection-guest", "theme-tea", "visit-week")
    }
    assert HIDDEN_WORDS not in str(why)


def test_words_of_a_hidden_document_are_left_out_though_their_source_is_seen(base: Base) -> None:
    linked = ThemeEvidenceLinked(
        source="element-tea", stance="supports", document="reflection-host", quote=HIDDEN_WORDS
    )
    base.record("theme-new", ThemeProposed(labels={"en": "New"}), linked)

    told = [base.queries(actor).why("theme-new")["evidence"] for actor in (ANNA, CLEO)]

    words = [
        [(row["id"], row["passage"], row.get("document")) for row in rows if row["of"] == "theme-new"] for rows in told
    ]
    assert words == [[("element-tea", HIDDEN_WORDS, "reflection-host")], [("element-tea", None, None)]]


def test_released_words_are_shown(base: Base) -> None:
    base.record("reflection-host", ReflectionReleased(visibility="network"))

    why = base.queries(CLEO).why("theme-trust")

    assert ("reflection-host", HIDDEN_WORDS) in links(why, "id", "passage")[:] or HIDDEN_WORDS in str(why)


def test_trace_goes_forward_from_a_visit(told: Base) -> None:
    trace = told.queries(ANNA).trace("visit-week")

    assert {row["id"] for row in trace["evidence"]} == {
        *("reflection-guest", "reflection-host", "element-tea", "theme-tea", "theme-trust", "transfer-tea")
    }
    assert [decision["decision"] for decision in trace["decisions"]] == ["discussed", "merged", "adopted"]


def test_trace_of_a_meeting_lists_the_decisions_taken_there(told: Base) -> None:
    trace = told.queries(ANNA).trace("meeting-spring")

    assert [decision["decision"] for decision in trace["decisions"]] == ["discussed", "merged", "adopted"]


def test_trace_leaves_out_what_is_hidden(told: Base) -> None:
    trace = told.queries(CLEO).trace("visit-week")

    assert ("reflection-host" in str(trace), HIDDEN_WORDS in str(trace)) == (False, False)


def test_splits_are_followed_both_ways(base: Base) -> None:
    base.record("theme-a", ThemeProposed(labels={"en": "A"}, split_from="theme-trust"))
    base.record("theme-trust", ThemeSplit(into=("theme-a", "theme-b"), rationale="Two things"))
    queries = base.queries(ANNA)

    back = {row["id"] for row in queries.why("theme-a")["evidence"]}
    forth = {row["id"] for row in queries.trace("reflection-guest")["evidence"]}

    assert (back >= {"theme-trust", "visit-week"}, "theme-a" in forth) == (True, True)


def test_merged_elements_are_followed(base: Base) -> None:
    cup = ElementIdentified(name="A cup", core="A cup of something.", organisation="organisation-north")
    base.record("element-cup", cup)
    base.record("element-tea", ElementMerged(into="element-cup", reason="Same"))
    base.record("element-cup", ElementAbsorbed(merged="element-tea"))

    assert "visit-week" in {row["id"] for row in base.queries(ANNA).why("element-cup")["evidence"]}


def test_themes_that_were_merged_into_each_other_end(base: Base) -> None:
    base.record("theme-trust", ThemeMerged(into="theme-tea", rationale="Back again"))
    queries = base.queries(ANNA)

    assert (queries.show("theme-trust")["countries"], len(queries.why("theme-tea")["decisions"])) == (["AT", "XK"], 4)


def test_what_nobody_may_link_to_makes_no_link(base: Base) -> None:
    base.record("theme-x", ThemeProposed(labels={"en": "X"}, challenges=("a task", "person-anna")))

    assert base.queries(ANNA).why("theme-x")["evidence"] == []
