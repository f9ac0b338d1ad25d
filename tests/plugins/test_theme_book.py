"""The theme book: all evidence and dissent in its place, said once, and nothing that its reader may not see."""

from pathlib import Path
from typing import Any

import pytest

from epex.app.base import KnowledgeBase
from epex.core.decision import Actor, Refused
from epex.core.element import ElementIdentified
from epex.core.organisation import OrganisationJoined
from epex.core.person import PersonRegistered
from epex.core.reflection import ReflectionRecorded, ReflectionReleased, ReflectionWithdrawalRequested
from epex.core.theme import ThemeEvidenceLinked, ThemeProposed, ThemeRenamed, ThemeRetired
from epex.plugins import (
    Block,
    Document,
    Facts,
    Notice,
    Paragraph,
    Quote,
    Section,
    Sentence,
    Table,
    Trail,
    positions,
    sentences,
)
from epex.plugins.audience import NOT_SHOWN, OUTSIDE
from epex.plugins.builtin.practice_transfer.words import HANDLING
from epex.plugins.builtin.theme_book.outside import MEMBERS_ONLY, NONE
from epex.plugins.loader import Plugins
from epex.plugins.reports import render, run_report
from epex.projections.queries import Queries
from epex.projections.readers import reader_of
from tests.projections.bases import ANNA, BEA, CLEO, Base
from tests.projections.society import HIDDEN_WORDS

NOBODY = Actor("")
HIDDEN = "Quicksilver"
QUOTED = "They wait at the door."


def book(base: Base, actor: Actor | None = ANNA, **options: str) -> Document:
    return run_report(Plugins(), "theme-book", base.queries(actor), options)


def said(document: Document) -> str:
    return "\n".join(sentence.text for sentence in sentences(document))


def glance(document: Document) -> list[list[str]]:
    (table,) = [block for block in document.page if isinstance(block, Table)]
    return [[cell.text for cell in row] for row in table.rows]


def chapter(document: Document, title: str) -> Section:
    (found,) = [block for block in document.appendix if isinstance(block, Section) and block.title == title]
    return found


def parts(section: Section) -> dict[str, tuple[Block, ...]]:
    return {block.title: block.blocks for block in section.blocks if isinstance(block, Section)}


def facts(section: Section) -> dict[str, list[str]]:
    (found,) = [block for block in section.blocks if isinstance(block, Facts)]
    return {fact.label: [sentence.text for sentence in fact.sentences] for fact in found.facts}


def reflect(base: Base, name: str, quotation: str) -> str:
    """Let somebody of the far house write what can be quoted on that permission."""
    recorded = ReflectionRecorded(
        answers={"why": QUOTED},
        about="visit-week",
        side="visitor",
        author="person-cleo",
        title=f"The {name} one",
        quotation=quotation,
        visibility="network",
        language="en",
    )
    base.record(f"reflection-{name}", recorded, occurred_on="2016-06-02")
    return f"reflection-{name}"


def link(base: Base, source: str, stance: str = "contradicts", theme: str = "theme-trust", **more: Any) -> int:
    quoted: dict[str, Any] = {"document": source, "document_version": 1, "end": len(QUOTED), "quote": QUOTED}
    return base.record(theme, ThemeEvidenceLinked(source=source, stance=stance, **quoted, **more))


def test_the_first_page_tells_all_themes_at_a_glance(small: Base) -> None:
    document = book(small)

    assert glance(document) == [
        ["Trust", "adopted", "1", "2", "0", "2 in 2 countries", "yes, 1"],
        ["Tea", "merged into 'Trust'", "0", "0", "0", "none; 1 went on", "none recorded"],
    ]
    (notice,) = [block for block in document.page if isinstance(block, Notice)]
    assert [notice.heading.text, *(sentence.text for sentence in notice.sentences)] == [
        "2 themes: 1 adopted and 1 merged",
        "Evidence contradicts 0 of 2 themes.",
        "Somebody disagreed with a decision on 1 of 2 themes.",
    ]


@pytest.mark.slow
def test_a_chapter_tells_words_state_and_where_it_comes_from(small: Base) -> None:
    told = facts(chapter(book(small), "Trust"))

    assert {label: told[label] for label in ("Label in English", "Label in German", "State", "Merged into it")} == {
        "Label in English": ["Trust"],
        "Label in German": ["Vertrauen"],
        "State": ["adopted"],
        "Merged into it": ["Took over 'Tea', with the evidence that went along."],
    }
    assert told["Comes from"][1:] == ["From the challenge: How do we win trust?"]
    assert told["Definition"] == ["not recorded"]


def test_decisions_stand_in_their_order_with_votes_and_dissent_in_the_words_recorded(small: Base) -> None:
    (decided,) = parts(chapter(book(small), "Trust"))["Decisions, in their order"]

    assert isinstance(decided, Facts)
    discussed, adopted = decided.facts
    assert discussed.label.endswith(": discussed")
    assert adopted.label == "20 May 2016: adopted"
    assert [sentence.text for sentence in adopted.sentences] == [
        "Spring plenary; by vote, 9 for, 2 against.",
        "Because: It was seen twice.",
        "Dissent: Prisons differ.",
    ]


@pytest.mark.slow
def test_a_rename_tells_what_the_theme_was_called_before(small: Base) -> None:
    renamed = small.record("theme-trust", ThemeRenamed(labels={"en": "Trust at the door"}, rationale="Clearer."))

    found = chapter(book(small), "Trust at the door")

    (decided,) = parts(found)["Decisions, in their order"]
    assert isinstance(decided, Facts)
    assert [sentence.text for sentence in decided.facts[-1].sentences][1] == "Before: 'Vertrauen' and 'Trust'."
    (words,) = [block for block in found.blocks if isinstance(block, Facts)]
    assert words.facts[0].sentences[0].positions == (renamed,)


@pytest.mark.parametrize(
    ("quotation", "quoted", "source"),
    [
        ("attributed", True, "Visitor, The far house, Germany, on 'A week in the north', June 2016. In prison"),
        ("anonymous", True, "A visitor, 2016; not to be named."),
        (
            "none",
            False,
            "A visitor, 2016; not to be named. Its words are not quoted, for no permission was given.",
        ),
    ],
)
def test_what_contradicts_stands_apart_and_is_quoted_as_far_as_it_may(
    small: Base, quotation: str, *, quoted: bool, source: str
) -> None:
    position = link(small, reflect(small, "open", quotation), note="In prison")

    document = book(small)

    (voice,) = parts(chapter(document, "Trust"))["What contradicts it: 1 piece"]
    words = voice.source if isinstance(voice, Quote) else voice
    assert isinstance(voice, Quote) is quoted
    assert isinstance(words, Sentence)
    is_named = quotation == "attributed"
    assert (words.text, words.tone, position in words.positions) == (source, "contradicts", is_named)
    assert (QUOTED in said(document)) is quoted


@pytest.mark.slow
def test_words_that_were_withdrawn_are_not_there_and_it_is_said(small: Base) -> None:
    link(small, reflect(small, "gone", "attributed"))
    small.record("reflection-gone", ReflectionWithdrawalRequested(reason="No"), by=CLEO)

    document = book(small)

    assert QUOTED not in said(document)
    assert "Its words were withdrawn." in said(document)


def test_a_piece_that_a_merge_handed_on_is_told_once(small: Base) -> None:
    document = book(small)

    tea = chapter(document, "Tea")
    assert [block.text for block in tea.blocks if isinstance(block, Paragraph)] == [
        "1 piece of evidence went on to 'Trust', whose chapter tells of it."
    ]
    (piece,) = parts(chapter(document, "Trust"))["What supports it: 1 piece"]
    assert isinstance(piece, Paragraph)
    assert piece.text == "Element 'Tea first', The north house (Austria); shared. It came from 'Tea'."


@pytest.mark.slow
def test_a_merged_theme_alone_tells_its_evidence_itself(small: Base) -> None:
    document = book(small, theme="Tea")

    assert glance(document)[0][2:6] == ["1", "0", "0", "1 in 1 country"]
    assert list(parts(chapter(document, "Tea"))) == [
        "Decisions, in their order",
        "What supports it: 1 piece",
        "Where its elements went",
    ]
    assert [block for block in document.page if isinstance(block, Notice)] == []


@pytest.mark.slow
def test_a_piece_that_a_split_gave_to_two_themes_is_told_in_the_first(small: Base) -> None:
    link(small, reflect(small, "open", "attributed"), stance="nuances")
    for child in ("one", "two"):
        proposed = ThemeProposed(
            labels={"en": f"Part {child}"}, split_from="theme-trust", evidence=("reflection-open",)
        )
        small.record(f"theme-{child}", proposed)

    document = book(small)

    (voice,) = parts(chapter(document, "Part two"))["What nuances it: 1 piece"]
    assert isinstance(voice, Paragraph)
    assert voice.text.endswith("The chapter 'Trust' tells of it.") or voice.text.endswith("'Part one' tells of it.")
    assert said(document).count(QUOTED) == 1


def test_elements_say_where_they_went_and_how_far_that_is_known(small: Base) -> None:
    (points,) = parts(chapter(book(small), "Trust"))["Where its elements went"]

    assert [point.text for point in getattr(points, "points", ())] == [
        "Tea first → The far house: abandoned, anticipated."
    ]


@pytest.mark.slow
def test_one_theme_is_found_by_its_title_and_others_are_refused(small: Base) -> None:
    assert [row[0] for row in glance(book(small, theme="Trust"))] == ["Trust"]
    with pytest.raises(Refused, match="'Snow'"):
        book(small, theme="Snow")


def test_the_narrowest_of_all_that_is_shown_says_how_far_it_may_be_passed_on(small: Base) -> None:
    assert [book(small, actor).handling.text for actor in (BEA, CLEO)] == [HANDLING["pair"], HANDLING["network"]]
    assert (HIDDEN_WORDS in said(book(small, BEA)), "Nobody mentioned risk." in said(book(small, CLEO))) == (
        False,
        False,
    )


def test_what_is_hidden_changes_nothing_for_others(small: Base) -> None:
    readers = (BEA, CLEO)
    before = [render(book(small, actor), "text") for actor in readers]
    hidden: dict[str, Any] = {"visibility": "private", "by": ANNA}
    small.record("theme-secret", ThemeProposed(labels={"en": f"{HIDDEN} theme"}), **hidden)
    small.record("theme-trust", ThemeRenamed(labels={"en": HIDDEN}, rationale="x"), **hidden)
    small.record("theme-trust", ThemeRetired(rationale="No."), **hidden)
    element = ElementIdentified(name=f"{HIDDEN} round", core="x", language="en", organisation="organisation-far")
    small.record("element-secret", element, **hidden)
    small.record("theme-trust", ThemeEvidenceLinked(source="element-secret", stance="contradicts"))
    small.record("theme-trust", ThemeEvidenceLinked(source="visit-week", stance="contradicts"), **hidden)

    assert [render(book(small, actor), "text") for actor in readers] == before
    assert HIDDEN in said(book(small))


@pytest.mark.parametrize("name", ["theme-book", "funder-indicators", "coverage"])
def test_as_of_an_earlier_event_a_report_tells_what_was_known_then(small: Base, tmp_path: Path, name: str) -> None:
    options = {"theme": "Trust"} if name == "coverage" else {}
    before = render(run_report(Plugins(), name, small.queries(ANNA), options), "text")
    last = max(event["position"] for event in small.queries(ANNA).audit_log())
    link(small, reflect(small, "later", "attributed"))
    small.record("theme-trust", ThemeRetired(rationale="No."))

    views = small.opened(str(tmp_path / "then.db"), upto=last)
    then = run_report(Plugins(), name, Queries(views, reader_of(views, ANNA.person)), options)
    views.close()

    assert render(then, "text") == before
    assert render(run_report(Plugins(), name, small.queries(ANNA), options), "text") != before


@pytest.mark.slow
def test_every_position_is_one_that_the_reader_may_see(small: Base) -> None:
    for actor in (ANNA, BEA, CLEO):
        visible = {event["position"] for event in small.queries(actor).audit_log()}
        assert set(positions(book(small, actor))) <= visible


@pytest.mark.slow
def test_what_names_somebody_who_is_not_to_be_named_is_not_told_by_its_event(small: Base) -> None:
    position = link(small, reflect(small, "quiet", "anonymous"))

    document = book(small)

    last = document.appendix[-1]
    assert isinstance(last, Section)
    (trail,) = [block for block in last.blocks if isinstance(block, Trail)]
    assert position not in {*positions(document), *(step.position for step in trail.steps)}
    assert "Not listed: words of somebody who is not to be named (6 of " in said(document)


def test_outside_only_public_themes_are_told_and_nobody_is_named(small: Base) -> None:
    none = book(small, audience="outside")
    small.record("theme-open", ThemeProposed(labels={"en": "Open doors"}, scope_note="Doors."), visibility="public")
    for number, source in enumerate(("visit-week", "transfer-tea")):
        small.record("theme-open", ThemeEvidenceLinked(source=source, stance="supports", note=f"Note {number}"))

    document = book(small, audience="outside")

    assert [block.text for block in none.page if isinstance(block, Paragraph)] == [NONE, MEMBERS_ONLY]
    assert (document.handling.text, document.appendix, positions(document)) == (OUTSIDE, (), ())
    (told,) = [block for block in document.page if isinstance(block, Section)]
    assert facts(told) == {
        "Label in English": ["Open doors"],
        "Scope": ["Doors."],
        "State": ["candidate"],
        "Evidence": ["Supports: 2 of 2.", "Nuances: 0 of 2.", "Contradicts: 0 of 2."],
    }
    assert [word for word in ("house", "Note", "Trust", "Austria") if word in said(document)] == []
    assert book(small, NOBODY).handling.text == OUTSIDE
    with pytest.raises(Refused, match="was not released to the public"):
        book(small, audience="outside", theme="Trust")


@pytest.mark.slow
def test_outside_evidence_of_too_few_is_not_counted(small: Base) -> None:
    small.record("theme-open", ThemeProposed(labels={"en": "Open doors"}), visibility="public")
    small.record("theme-open", ThemeEvidenceLinked(source="visit-week", stance="supports"))
    small.record("theme-open", ThemeEvidenceLinked(source="transfer-tea", stance="supports"), visibility="private")

    (told,) = [block for block in book(small, audience="outside").page if isinstance(block, Section)]

    assert facts(told)["Evidence"] == [NOT_SHOWN]


@pytest.mark.slow
def test_outside_it_says_the_same_whoever_makes_it(small: Base) -> None:
    small.record("theme-open", ThemeProposed(labels={"en": "Open doors"}), visibility="public")
    for source in ("reflection-host", "visit-week", "transfer-tea"):
        small.record("theme-open", ThemeEvidenceLinked(source=source, stance="supports"))

    assert len({render(book(small, actor, audience="outside"), "text") for actor in (ANNA, BEA, CLEO)}) == 1


@pytest.mark.slow
def test_a_release_shows_a_passage_to_those_who_may_now_read_it(small: Base) -> None:
    before = glance(book(small, CLEO))[0]
    small.record("reflection-host", ReflectionReleased(visibility="network"))

    assert (before[3], glance(book(small, CLEO))[0][3]) == ("1", "2")


def test_who_is_not_to_be_named_is_not_told_by_where_evidence_comes_from(small: Base) -> None:
    joined = small.queries(ANNA).show("organisation-far")["position"]
    small.record("theme-door", ThemeProposed(labels={"en": "Doors"}))
    link(small, reflect(small, "quiet", "anonymous"), theme="theme-door")
    quiet = book(small, theme="Doors")
    link(small, reflect(small, "open", "attributed"), theme="theme-door")

    assert glance(quiet)[0][5] == "1 in 1 country"
    assert [joined in positions(document) for document in (quiet, book(small, theme="Doors"))] == [False, True]


def test_a_base_without_themes_says_so(tmp_path: Path) -> None:
    base = Base(tmp_path)
    base.record("organisation-north", OrganisationJoined(name="The north house", country="AT", kind="ngo"))
    base.record("person-anna", PersonRegistered(name="Anna", organisation="organisation-north", roles=("coordinator",)))

    document = book(base)

    base.close()
    assert [block.text for block in document.page if isinstance(block, Paragraph)] == [
        "There is no theme that you may read."
    ]


@pytest.mark.slow
def test_the_demo_tells_every_piece_once(demo: KnowledgeBase) -> None:
    document = run_report(Plugins(), "theme-book", demo.queries(), {})

    assert len(glance(document)) == 11
    assert [sum(int(row[column]) for row in glance(document)) for column in (2, 3, 4)] == [20, 12, 6]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["text", "md", "html", "json"])
def test_every_format_tells_the_dissent(small: Base, form: str) -> None:
    assert "Prisons differ." in render(book(small), form)
