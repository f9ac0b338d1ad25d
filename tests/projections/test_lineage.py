"""Why something is there, and what came of it."""

from dataclasses import replace
from typing import Any

from epex.core.element import (
    ElementAbsorbed,
    ElementEvidenceLinked,
    ElementEvidenceUnlinked,
    ElementIdentified,
    ElementMerged,
)
from epex.core.person import PersonRevised
from epex.core.reflection import ReflectionReleased, ReflectionWithdrawalRequested
from epex.core.theme import (
    ThemeAbsorbed,
    ThemeDiscussed,
    ThemeEvidenceLinked,
    ThemeEvidenceUnlinked,
    ThemeMerged,
    ThemeParked,
    ThemeProposed,
    ThemeRejected,
    ThemeReopened,
    ThemeSplit,
)
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
        ("element", "element-tea", "supports", None),
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


def test_decisions_on_other_themes_are_left_out_though_they_were_taken_at_a_meeting_of_the_chain(base: Base) -> None:
    base.record("theme-trust", ThemeEvidenceLinked(source="meeting-spring", stance="supports"))
    base.record("theme-x", ThemeProposed(labels={"en": "X"}))
    base.record("theme-x", ThemeParked(rationale="Later", forum="meeting-spring"))
    queries = base.queries(ANNA)

    asked = [queries.why("theme-trust"), queries.trace("visit-week"), queries.trace("meeting-spring")]

    titles = [{decision["title"] for decision in told["decisions"]} for told in asked]
    assert titles == [{"Trust", "Tea"}, {"Trust", "Tea"}, {"Trust", "Tea", "X"}]
    head = base.queries(ANNA).decisions("theme-x")[-1]["position"]
    assert [head in told["positions"] for told in asked] == [False, False, True]


def test_positions_leave_out_what_was_not_handed_on(base: Base) -> None:
    linked = (ThemeEvidenceLinked(source=source, stance="supports") for source in ("meeting-spring", "element-tea"))
    base.record("theme-old", ThemeProposed(labels={"en": "Old"}), *linked)
    base.record("theme-old", ThemeSplit(into=("theme-a", "theme-b"), rationale="Two things"))
    for part, source in {"theme-a": "meeting-spring", "theme-b": "element-tea"}.items():
        base.record(part, ThemeProposed(labels={"en": part}, split_from="theme-old", evidence=(source,)))
    queries = base.queries(ANNA)

    held = queries.show("meeting-spring")["position"]

    assert [held in queries.why(part)["positions"] for part in ("theme-a", "theme-b")] == [True, False]


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


def said(start: int, end: int, words: str) -> ThemeEvidenceLinked:
    """Quote the visitor's reflection."""
    place: dict[str, Any] = {"document": "reflection-guest", "document_version": 1, "start": start, "end": end}
    return ThemeEvidenceLinked(source="reflection-guest", stance="supports", quote=words, **place)


def grounded(base: Base) -> None:
    """Let a theme rest on two passages of one reflection, and on an element."""
    proposed = ThemeProposed(labels={"en": "Old"})
    passages = (said(23, 38, "Tea came first."), said(0, 22, "Nobody mentioned risk."))
    base.record("theme-old", proposed, *passages, ThemeEvidenceLinked(source="element-tea", stance="nuances"))


def merged(base: Base) -> None:
    """Merge it into another theme, all of its evidence going along."""
    grounded(base)
    base.record("theme-new", ThemeProposed(labels={"en": "New"}))
    base.record("theme-old", ThemeMerged(into="theme-new", rationale="One thing"))
    base.record("theme-new", ThemeAbsorbed(merged="theme-old", evidence=("element-tea", "reflection-guest")))


def split(base: Base) -> None:
    """Split it in two, the reflection going to the first part alone and the element to both."""
    grounded(base)
    base.record("theme-old", ThemeSplit(into=("theme-a", "theme-b"), rationale="Two things"))
    parts = {"a": ("element-tea", "reflection-guest"), "b": ("element-tea",)}
    for name, sources in parts.items():
        proposed = ThemeProposed(labels={"en": f"Part {name}"}, split_from="theme-old", evidence=sources)
        base.record(f"theme-{name}", proposed)


def shown(base: Base, stream: str, *names: str, actor: Any = ANNA) -> list[tuple[Any, ...]]:
    return [tuple(row.get(name) for name in names) for row in base.queries(actor).show(stream)["evidence"]]


def test_after_a_merge_the_theme_that_goes_on_lists_the_evidence_with_where_it_came_from(base: Base) -> None:
    merged(base)

    assert shown(base, "theme-new", "id", "passage", "stance", "came_from", "came_from_title") == [
        ("reflection-guest", "Tea came first.", "supports", "theme-old", "Old"),
        ("reflection-guest", "Nobody mentioned risk.", "supports", "theme-old", "Old"),
        ("element-tea", None, "nuances", "theme-old", "Old"),
    ]
    assert shown(base, "theme-old", "id", "came_from", "went_to_titles") == [
        ("reflection-guest", None, ["New"]),
        ("reflection-guest", None, ["New"]),
        ("element-tea", None, ["New"]),
    ]


def test_evidence_that_two_themes_had_is_listed_once_after_their_merge(base: Base) -> None:
    grounded(base)
    base.record("theme-new", ThemeProposed(labels={"en": "New"}), said(23, 38, "Tea came first."))
    base.record("theme-old", ThemeMerged(into="theme-new", rationale="One thing"))
    base.record("theme-new", ThemeAbsorbed(merged="theme-old", evidence=("reflection-guest",)))

    assert shown(base, "theme-new", "passage", "came_from") == [
        ("Tea came first.", None),
        ("Nobody mentioned risk.", "theme-old"),
    ]


def test_a_passage_is_taken_back_from_what_took_it_over(base: Base) -> None:
    merged(base)
    place: dict[str, Any] = {"document": "reflection-guest", "document_version": 1, "start": 0, "end": 22}
    base.record("theme-new", ThemeEvidenceUnlinked(source="reflection-guest", reason="Misread", **place))

    queries = base.queries(ANNA)

    assert shown(base, "theme-new", "passage") == [("Tea came first.",), (None,)]
    assert shown(base, "theme-old", "passage", "went_to") == [
        ("Tea came first.", ["theme-new"]),
        ("Nobody mentioned risk.", None),
        (None, ["theme-new"]),
    ]
    quoted = [row["passage"] for row in queries.why("theme-new")["evidence"] if row["of"] == "theme-old"]
    assert quoted == ["Tea came first.", None]


def test_a_source_is_taken_back_with_all_its_passages(base: Base) -> None:
    merged(base)
    base.record("theme-new", ThemeEvidenceUnlinked(source="reflection-guest", reason="Another visit"))

    assert shown(base, "theme-new", "id") == [("element-tea",)]
    assert "theme-new" in {row["id"] for row in base.queries(ANNA).trace("reflection-guest")["evidence"]}


def test_two_stances_on_one_passage_stand_side_by_side_until_it_is_taken_back(base: Base) -> None:
    base.record("theme-x", ThemeProposed(labels={"en": "X"}), said(23, 38, "Tea came first."))
    base.record("theme-x", replace(said(23, 38, "Tea came first."), stance="contradicts"))
    told = shown(base, "theme-x", "passage", "stance")
    place: dict[str, Any] = {"document": "reflection-guest", "document_version": 1, "start": 23, "end": 38}
    base.record("theme-x", ThemeEvidenceUnlinked(source="reflection-guest", reason="Misread", **place))

    assert told == [("Tea came first.", "supports"), ("Tea came first.", "contradicts")]
    assert shown(base, "theme-x", "passage") == []


def test_one_passage_less_leaves_the_others(base: Base) -> None:
    grounded(base)
    place: dict[str, Any] = {"document": "reflection-guest", "document_version": 1, "start": 0, "end": 22}
    base.record("theme-old", ThemeEvidenceUnlinked(source="reflection-guest", reason="Misread", **place))

    assert shown(base, "theme-old", "passage") == [("Tea came first.",), (None,)]
    assert "reflection-guest" in base.ids("reflection", theme=["theme-old"])


def test_the_parts_of_a_split_list_the_evidence_that_each_took_over(base: Base) -> None:
    split(base)

    assert [shown(base, part, "passage", "id", "came_from") for part in ("theme-a", "theme-b")] == [
        [
            ("Tea came first.", "reflection-guest", "theme-old"),
            ("Nobody mentioned risk.", "reflection-guest", "theme-old"),
            (None, "element-tea", "theme-old"),
        ],
        [(None, "element-tea", "theme-old")],
    ]
    assert shown(base, "theme-old", "passage", "went_to_titles") == [
        ("Tea came first.", ["Part a"]),
        ("Nobody mentioned risk.", ["Part a"]),
        (None, ["Part a", "Part b"]),
    ]


def test_why_and_trace_of_a_part_follow_only_what_it_took_over(base: Base) -> None:
    grounded(base)
    base.record("theme-old", ThemeEvidenceLinked(source="visit-week", stance="supports"))
    for part, keys in (("theme-a", ("visit-week",)), ("theme-b", ())):
        base.record(part, ThemeProposed(labels={"en": part}, split_from="theme-old", evidence=keys))
    queries = base.queries(ANNA)

    why = {part: {row["id"] for row in queries.why(part)["evidence"]} for part in ("theme-a", "theme-b")}
    traced = {row["id"] for row in queries.trace("visit-week")["evidence"]}

    assert why == {"theme-a": {"theme-old", "visit-week", "challenge-trust"}, "theme-b": {"theme-old"}}
    assert {part for part in why if part in traced} == {"theme-a"}
    assert {row["id"] for row in queries.trace("theme-old")["evidence"]} == {"theme-a", "theme-b"}


def test_a_part_covers_only_what_it_took_over(base: Base) -> None:
    grounded(base)
    base.record("theme-a", ThemeProposed(labels={"en": "A"}, split_from="theme-old", evidence=("element-tea",)))
    base.record("theme-b", ThemeProposed(labels={"en": "B"}, split_from="theme-old", evidence=("reflection-guest",)))

    covered = [base.queries(ANNA).show(part)["organisations"] for part in ("theme-a", "theme-b")]

    assert covered == [["The north house"], ["The south house"]]
    assert base.ids("reflection", theme=["theme-b"]) == ["reflection-guest"]


def test_withdrawn_words_are_listed_as_evidence_and_cover_nothing(base: Base) -> None:
    base.record("theme-new", ThemeProposed(labels={"en": "New"}), said(23, 38, "Tea came first."))
    queries = base.queries(ANNA)
    before = [queries.show("theme-new")[name] for name in ("organisations", "countries")]
    base.record("reflection-guest", ReflectionWithdrawalRequested(reason="Private after all"))
    page = base.queries(ANNA).show("theme-new")

    assert before == [["The south house"], ["XK"]]
    assert (page["organisations"], page["countries"]) == ([], [])
    assert [(row["id"], row["state"]) for row in page["evidence"]] == [("reflection-guest", "withdrawn")]


def test_what_was_merged_twice_over_goes_all_the_way_but_for_what_was_let_go(base: Base) -> None:
    merged(base)
    place: dict[str, Any] = {"document": "reflection-guest", "document_version": 1, "start": 0, "end": 22}
    base.record("theme-new", ThemeEvidenceUnlinked(source="reflection-guest", reason="Misread", **place))
    base.record("theme-last", ThemeProposed(labels={"en": "Last"}))
    base.record("theme-new", ThemeMerged(into="theme-last", rationale="Again"))
    base.record("theme-last", ThemeAbsorbed(merged="theme-new", evidence=("reflection-guest",)))

    assert shown(base, "theme-last", "passage", "came_from") == [("Tea came first.", "theme-old")]
    back = [row["passage"] for row in base.queries(ANNA).why("theme-last")["evidence"] if row["of"] == "theme-old"]
    assert back == ["Tea came first."]


def test_a_part_merged_into_its_sibling_brings_along_what_it_alone_took_over(base: Base) -> None:
    split(base)
    base.record("theme-a", ThemeMerged(into="theme-b", rationale="One thing after all"))
    base.record("theme-b", ThemeAbsorbed(merged="theme-a", evidence=("element-tea", "reflection-guest")))

    assert shown(base, "theme-b", "passage", "id", "came_from") == [
        (None, "element-tea", "theme-old"),
        ("Tea came first.", "reflection-guest", "theme-old"),
        ("Nobody mentioned risk.", "reflection-guest", "theme-old"),
    ]


def test_evidence_of_few_readers_is_not_taken_over_before_others(base: Base) -> None:
    base.record("theme-old", ThemeProposed(labels={"en": "Old"}))
    narrow: dict[str, Any] = {"visibility": "organisation", "audience": "organisation-north"}
    base.record("theme-old", ThemeEvidenceLinked(source="visit-week", stance="supports", note="Mind"), **narrow)
    base.record("theme-new", ThemeProposed(labels={"en": "New"}))
    base.record("theme-old", ThemeMerged(into="theme-new", rationale="One thing"))
    base.record("theme-new", ThemeAbsorbed(merged="theme-old", evidence=("visit-week",)))

    seen = [shown(base, "theme-new", "id", "note", actor=actor) for actor in (ANNA, CLEO)]

    assert seen == [[("visit-week", "Mind")], []]
    assert "visit-week" not in str(base.queries(CLEO).why("theme-new"))


def test_a_theme_that_the_reader_may_not_see_hands_nothing_down(base: Base) -> None:
    narrow: dict[str, Any] = {"visibility": "organisation", "audience": "organisation-north"}
    base.record("theme-old", ThemeProposed(labels={"en": "Old"}), **narrow)
    base.record("theme-old", ThemeEvidenceLinked(source="visit-week", stance="supports"))
    base.record("theme-new", ThemeProposed(labels={"en": "New"}))
    base.record("theme-old", ThemeMerged(into="theme-new", rationale="One thing"))
    base.record("theme-new", ThemeAbsorbed(merged="theme-old", evidence=("visit-week",)))

    assert [shown(base, "theme-new", "id", "came_from", actor=actor) for actor in (ANNA, CLEO)] == [
        [("visit-week", "theme-old")],
        [],
    ]


def test_elements_hand_their_evidence_down_and_let_it_go(base: Base) -> None:
    for name in ("cup", "pot"):
        identified = ElementIdentified(name=f"A {name}", core="Tea first.", organisation="organisation-north")
        base.record(f"element-{name}", identified, ElementEvidenceLinked(source="visit-week", stance="supports"))
    base.record("element-cup", ElementEvidenceLinked(source="visit-other", stance="contradicts"))
    base.record("element-cup", ElementMerged(into="element-pot", reason="Same"))
    base.record("element-pot", ElementAbsorbed(merged="element-cup", evidence=("visit-other", "visit-week")))
    before = shown(base, "element-pot", "id", "came_from_title")

    base.record("element-pot", ElementEvidenceUnlinked(source="visit-week", reason="Another house"))

    assert before == [("visit-week", None), ("visit-other", "A cup")]
    assert shown(base, "element-pot", "id", "came_from_title") == [("visit-other", "A cup")]


def test_named_dissent_is_told_by_name_whatever_people_prefer_in_a_book(base: Base) -> None:
    base.record("person-bea", PersonRevised(name_preference="first_name"))
    judged = ThemeParked(
        rationale="Later", dissent="Now.", dissents={"person-bea": "We wait.", "person-cleo": "Too early."}
    )
    base.record("theme-trust", judged)

    decision = base.queries(ANNA).decisions("theme-trust")[-1]

    names = ("who", "text", "person", "organisation", "organisation_title")
    assert [tuple(one[name] for name in names) for one in decision["dissents"]] == [
        ("", "Now.", "", "", ""),
        ("Bea", "We wait.", "person-bea", "organisation-south", "The south house"),
        ("Cleo", "Too early.", "person-cleo", "organisation-far", "The far house"),
    ]


def test_a_decision_says_what_it_does_not_state(base: Base) -> None:
    base.record("theme-x", ThemeProposed(labels={"en": "X"}), ThemeDiscussed(rationale="a"), ThemeParked(rationale="b"))
    stated = ThemeRejected(rationale="c", forum="meeting-spring", method="consensus")
    base.record("theme-x", stated, ThemeReopened(rationale="d", forum="meeting-spring"))

    told = base.queries(ANNA).decisions("theme-x")

    assert [(row["decision"], row["not_stated"]) for row in told] == [
        ("discussed", ["forum"]),
        ("parked", ["forum", "method"]),
        ("rejected", []),
        ("reopened", ["method"]),
    ]
