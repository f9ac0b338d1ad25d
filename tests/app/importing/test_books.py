"""Themes with their decisions, and the book that is made of them: editions, chapters, viewpoints, quotes, consents."""

from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.core.chapter import ChapterDrafted, ChapterMessageStated
from epex.core.consent import ConsentGiven
from epex.core.decision import On, Refused
from epex.core.log.command import Command
from epex.core.publication import PublicationFrozen
from epex.core.theme import ThemeAdopted
from tests.app.importing.bases import TONE, brought, copied, newest, refused, steps_of, taken_in, whys
from tests.app.importing.exchanges import BOOK, CHAPTER, EDITOR, QUOTE, THEME, acting, booked, exchanging

VOTE = {"votes_for": "2", "votes_against": "1", "rationale": "All work on it."}
ADOPTED = {**THEME, **VOTE, "status": "adopted", "forum": "m1"}
TEXT = "# Why\n\nTrust comes first.\n^ r1, Night round\n\n[[q1]]"
CONSENT = {"id": "k1", "quote": "q1", "scope": "attributed quote"}
PAPER = {"on_paper": "yes", "reason": "In the folder."}


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    return copied(exchanging, tmp_path / "base")


@pytest.mark.slow
def test_themes_are_adopted_with_their_evidence_on_the_day_of_the_meeting(base: KnowledgeBase) -> None:
    row = {**ADOPTED, "contradicted_by": "v1", "dissents": "Ben Okafor: Too early.", "alternatives": "Two themes."}

    outcome, again = brought(base, "themes", row), brought(base, "themes", row)

    adopted = newest(base, 1)[0]
    assert (outcome.recorded, whys(outcome), again.skipped) == (1, [], 1)
    assert steps_of(base, 6) == [
        ("theme.proposed", "2017-01"),
        ("theme.evidence_linked", "2017-01"),
        ("theme.evidence_linked", "2017-01"),
        ("theme.evidence_linked", "2017-01"),
        ("theme.discussed", "2017-03-14"),
        ("theme.adopted", "2017-03-14"),
    ]
    assert (type(adopted), adopted.method, adopted.votes_for, list(adopted.dissents.values()), adopted.rationale) == (
        ThemeAdopted,
        "vote",
        2,
        ["Too early."],
        "All work on it.",
    )


def test_themes_gain_evidence_and_decisions_and_keep_what_was_decided(base: KnowledgeBase) -> None:
    more = {**THEME, "nuanced_by": "m1"}
    discussed = {**more, "status": "discussed", "decided_on": "2017-02-01", "rationale": "Worth a look."}
    parked = {**more, "status": "parked", "decided_on": "2017-05", "rationale": "Too early."}

    outcomes = [brought(base, "themes", row, revises=True) for row in (THEME, more, discussed, parked, parked)]
    reworded = brought(base, "themes", {**parked, "rationale": "Too late."}, revises=True)
    less = brought(base, "themes", {**parked, "supported_by": "e1"}, revises=True)

    assert [(outcome.recorded, outcome.skipped) for outcome in outcomes] == [(1, 0)] * 4 + [(0, 1)]
    assert steps_of(base, 3) == [
        ("theme.evidence_linked", None),
        ("theme.discussed", "2017-02-01"),
        ("theme.parked", "2017-05"),
    ]
    assert (refused(reworded), refused(less)) == ([(2, "rationale")], [(2, "row")])


def test_themes_were_discussed_before_where_a_row_says_when(base: KnowledgeBase) -> None:
    row = {**THEME, "status": "rejected", "decided_on": "2017-05", "discussed_on": "2017-02", "rationale": "No need."}

    assert brought(base, "themes", row).recorded == 1
    assert steps_of(base, 2) == [("theme.discussed", "2017-02"), ("theme.rejected", "2017-05")]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"status": "merged"}, "status"),
        ({"status": "best"}, "status"),
        ({"rationale": "All work on it."}, "status"),
        ({"status": "adopted", "rationale": "All work on it."}, "decided_on"),
        ({"status": "adopted", "forum": "m1"}, "rationale"),
        ({"status": "adopted", "forum": "m9", "rationale": "All."}, "forum"),
        ({**VOTE, "status": "adopted", "forum": "m1", "votes_against": "many"}, "votes_against"),
        ({**VOTE, "status": "adopted", "forum": "m1", "votes_for": "0"}, "row"),
        ({**VOTE, "status": "adopted", "forum": "m1", "votes_for": "9"}, "row"),
        ({**VOTE, "status": "adopted", "decided_on": "9999"}, "decided_on"),
        ({**VOTE, "status": "adopted", "forum": "m1", "supported_by": ""}, "row"),
        ({"supported_by": "o1"}, "supported_by"),
        ({"dissents": "Nobody: Too early."}, "dissents"),
    ],
)
def test_themes_name_the_field_that_is_not_fit(base: KnowledgeBase, more: dict[str, str], field: str) -> None:
    head = base.log.head()

    outcome = brought(base, "themes", {**THEME, **more})

    assert (refused(outcome), base.log.head()) == ([(2, field)], head)


def test_themes_are_decided_on_by_coordinators_and_editors(base: KnowledgeBase) -> None:
    outcome = brought(acting(base, TONE), "themes", {**ADOPTED, "supported_by": "e1"}, {**THEME, "id": "t2"})

    assert (outcome.recorded, [field for field, _ in whys(outcome)]) == (1, ["row"])


def test_editions_come_in_open_and_once(base: KnowledgeBase) -> None:
    outcome = brought(
        base,
        "publications",
        BOOK,
        {**BOOK, "id": "b2", "title": "What stays"},
        {**BOOK, "id": "b3"},
        {**BOOK, "id": "b4", "title": "What ends", "number": "1"},
        {**BOOK, "id": "b5", "title": "What ends", "status": "frozen"},
    )
    again = brought(base, "publications", BOOK, {**BOOK, "id": "b2", "title": "What stays"})

    assert (outcome.recorded, [field for field, _ in whys(outcome)], again.skipped) == (2, ["row", "row", "status"], 2)
    assert [event.number for event in newest(base, 2)] == [1, 2]
    assert "use 'epex publication freeze'" in outcome.refused[-1].why


@pytest.mark.slow
def test_chapters_are_drafted_with_what_they_rest_on_and_the_quotes_they_place(base: KnowledgeBase) -> None:
    editing = acting(booked(base), EDITOR)
    brought(base, "consents", {**CONSENT, **PAPER, "given_on": "2017-04-01"})
    row = {**CHAPTER, "text": TEXT.replace("r1, ", ""), "messages": "ministries: Fund it.\nhouses: Wait."}

    outcome = brought(editing, "chapters", row, revises=True)
    assert whys(outcome) == []
    draft = next(event for event in newest(base, 3) if isinstance(event, ChapterDrafted))
    again = brought(editing, "chapters", row, revises=True)
    anew = brought(editing, "chapters", {**row, "text": "Trust comes last."}, revises=True)

    assert (outcome.recorded, whys(outcome), again.skipped, anew.recorded) == (1, [], 1, 1)
    assert (draft.paragraphs[:2], len(draft.sources), len(draft.quotes), draft.language) == (
        ("# Why", "Trust comes first."),
        1,
        1,
        "en",
    )
    assert {type(event) for event in newest(base, 4)} == {ChapterDrafted, ChapterMessageStated}


@pytest.mark.slow
def test_chapters_name_what_they_cannot_take(base: KnowledgeBase) -> None:
    booked(base)
    new = {**CHAPTER, "id": "h2"}

    outcome = brought(
        base,
        "chapters",
        {**new, "status": "approved"},
        {**new, "text": "[[q9]]"},
        {**new, "text": "Trust.\n^ e9-nothing"},
        {**new, "text": "Trust.\n^ element-9"},
        {**new, "messages": "Fund it."},
        {**new, "publication": "b9"},
        {**new, "themes": ""},
    )
    by_a_practitioner = brought(acting(base, TONE), "chapters", {**new, "text": "Trust."})

    assert [field for field, _ in whys(outcome)] == [
        *("status", "row", "row", "row", "messages", "publication", "themes"),
    ]
    assert "import the chapter without text, then the quotes" in outcome.refused[1].why
    assert [field for field, _ in whys(by_a_practitioner)] == ["row"]


def test_nothing_comes_into_a_chapter_that_stands_outside_its_frozen_edition(base: KnowledgeBase) -> None:
    editing = acting(booked(base), EDITOR)
    act, book = base.begin(Command(visibility="network")), base.queries().listing("publication")[0]["id"]
    act.load(book)
    act.record([On(book, PublicationFrozen(content_hash="0", chapters=(), versions=()))])
    said = {"id": "n9", "chapter": "h1", "signer": "Tone Dahl", "text": "I saw it fail."}

    outcomes = [
        brought(editing, "chapters", {**CHAPTER, "text": "Trust."}, revises=True),
        brought(acting(base, TONE), "viewpoints", said),
        brought(base, "quotes", {**QUOTE, "id": "q9", "use": "anonymous"}),
    ]

    whole = [why.split(",")[0].split(";")[0] for outcome in outcomes for _, why in whys(outcome)]
    frozen = "The edition of this chapter is frozen"
    assert whole == [f"{frozen}", f"{frozen}", f"{frozen}"]


def test_chapters_are_counted_in_their_book(base: KnowledgeBase) -> None:
    booked(base)

    brought(base, "chapters", {**CHAPTER, "id": "h2", "title": "Time"}, {**CHAPTER, "id": "h3", "title": "Tea"})

    assert [event.number for event in newest(base, 2)] == [2, 3]


def test_viewpoints_wait_for_their_signature(base: KnowledgeBase) -> None:
    booked(base)
    own = {"id": "n1", "chapter": "h1", "signer": "Tone Dahl", "text": "I saw it fail.", "status": "signed"}

    signed = brought(acting(base, TONE), "viewpoints", own)
    typed = brought(base, "viewpoints", {**own, "id": "n2", "status": ""}, {**own, "id": "n3", "status": ""})
    refusing = brought(base, "viewpoints", {**own, "id": "n4"}, {**own, "id": "n5", "status": "withdrawn"})

    states = [row["status"] for row in base.queries().listing("viewpoint")]
    assert (signed.recorded, typed.recorded, states) == (1, 2, ["signed", "unsigned", "unsigned"])
    assert [field for field, _ in whys(refusing)] == ["status", "status"]


@pytest.mark.slow
def test_quotes_are_read_by_those_who_read_the_reflection(base: KnowledgeBase) -> None:
    booked(base)

    envelope = base.log.facts(limit=10_000)[-1].envelope
    visit = base.queries().listing("visit")[0]["id"]

    assert (envelope.type, envelope.visibility, envelope.audience) == ("quote.proposed", "pair", visit)


@pytest.mark.slow
def test_quotes_have_the_exact_words_once_and_can_be_withdrawn(base: KnowledgeBase) -> None:
    booked(base)

    outcome = brought(
        base,
        "quotes",
        {**QUOTE, "id": "q2"},
        {**QUOTE, "id": "q3", "words": "They never listened"},
        {**QUOTE, "id": "q4", "use": "anonymous", "status": "consented"},
        {**QUOTE, "id": "q5", "use": "anonymous"},
        {**QUOTE, "id": "q6", "use": "sold"},
        {**QUOTE, "id": "q7", "document": "r9"},
    )
    gone = {**QUOTE, "status": "withdrawn", "withdrawn_on": "2017-06"}
    withdrawn, again = (brought(base, "quotes", gone, revises=True) for _ in range(2))
    back = brought(base, "quotes", QUOTE, revises=True)

    assert (outcome.recorded, [field for field, _ in whys(outcome)]) == (1, ["row", "row", "row", "use", "document"])
    assert (withdrawn.recorded, again.skipped, refused(back)) == (1, 1, [(2, "status")])
    assert steps_of(base, 1) == [("quote.withdrawn", "2017-06")]


@pytest.mark.slow
def test_consents_are_given_by_whose_words_they_are_or_on_paper(base: KnowledgeBase) -> None:
    booked(base)
    given = {**CONSENT, "given_on": "2017-04-01", "expires_on": "2020"}

    refusing = brought(base, "consents", given, {**given, **PAPER, "reason": ""})
    asked = brought(base, "consents", CONSENT)
    outcomes = [brought(base, "consents", {**given, **PAPER}, revises=True) for _ in range(2)]
    envelope = base.log.facts(limit=10_000)[-1].envelope
    off = {**given, **PAPER, "status": "withdrawn", "withdrawn_on": "2017-08"}
    withdrawn = brought(base, "consents", off, revises=True)
    back = brought(base, "consents", {**given, **PAPER}, revises=True)
    redated = brought(base, "consents", {**off, "given_on": "2017-05"}, revises=True)

    assert [field for field, _ in whys(refusing)] == ["on_paper", "row"]
    assert (asked.recorded, [outcome.recorded for outcome in outcomes], withdrawn.recorded) == (1, [1, 0], 1)
    assert (envelope.type, envelope.visibility, envelope.occurred_on) == ("consent.given", "private", "2017-04-01")
    assert (refused(back), refused(redated)) == ([(2, "row")], [(2, "given_on")])


@pytest.mark.slow
def test_consents_are_ones_own_to_give(base: KnowledgeBase) -> None:
    booked(base)
    row = {"id": "k1", "giver": "Tone Dahl", "scope": "training reuse", "given_on": "2017-04-01"}

    outcome, again = (brought(acting(base, TONE), "consents", row) for _ in range(2))

    assert (outcome.recorded, whys(outcome), again.skipped) == (1, [], 1)
    assert newest(base, 1) == [ConsentGiven(giver=TONE, scope="training_reuse", given_on="2017-04-01")]


def test_no_table_unmasks_whoever_is_quoted_without_a_name(base: KnowledgeBase) -> None:
    booked(base)
    assert whys(brought(base, "quotes", {**QUOTE, "id": "q2", "use": "anonymous"})) == []
    given = {"scope": "anonymous quote", "given_on": "2017-04-01", "id": "k1", "quote": "q2"}
    assert whys(brought(acting(base, TONE), "consents", given)) == []
    editor = acting(base, EDITOR)

    asked = [
        brought(editor, "consents", {"id": f"k{number}", "quote": "q2", "scope": "translation", **more})
        for number, more in enumerate(({}, {"giver": "Tone Dahl"}, {"giver": "Ben Okafor"}), 2)
    ]

    assert [refused(outcome) for outcome in asked] == [[(2, "row")]] * 3
    assert editor.queries().listing("consent") == []


def test_consents_name_what_is_not_fit(base: KnowledgeBase) -> None:
    booked(base)

    outcome = brought(
        base,
        "consents",
        CONSENT,
        {**CONSENT, "id": "k2"},
        {**CONSENT, "id": "k3", "scope": "everything"},
        {**CONSENT, "id": "k4", "scope": "translation", "giver": "Ben Okafor"},
        {**CONSENT, "id": "k5", "scope": "translation", "status": "given", **PAPER},
        {**CONSENT, "id": "k6", "scope": "translation", "given_on": "9999", **PAPER},
        {"id": "k7", "scope": "translation"},
    )

    assert (outcome.recorded, [field for field, _ in whys(outcome)]) == (
        1,
        ["row", "scope", "giver", "given_on", "given_on", "quote"],
    )
    with pytest.raises(Refused, match="Consents have readers of their own"):
        taken_in(
            base,
            "consents",
            "quote,scope\n",
            mapping='[columns]\nquote = "quote"\nscope = "scope"\n[values]\nvisibility = "network"\n',
        )
