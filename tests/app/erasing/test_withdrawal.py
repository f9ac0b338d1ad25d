"""Withdraw a reflection: its words are gone, with every quotation; what others repeat is listed."""

from dataclasses import replace

import pytest

from epex.app.base import KnowledgeBase
from epex.app.erasing.cases import lines
from epex.app.erasing.pending import found
from epex.core import element, reflection
from epex.core.decision import Refused
from epex.core.reflection import Imported, ReflectionRecorded
from tests.app.erasing.bases import (
    GONE,
    NAME,
    NAMING,
    OWN,
    QUOTING,
    SENTENCE,
    STAYS,
    WRITTEN,
    Interrupted,
    again,
    erase,
    name_in_element,
    stop_before,
    types,
    withdraw,
)
from tests.app.erasing.plaintext import residues

pytestmark = pytest.mark.slow

FACTS = ["reflection.recorded", "reflection.withdrawal_requested", "reflection.withdrawn"]
NAMELESS = "reflection-0b9a6d5c-1111-4222-8333-000000000009"
RARE = ("marmalade", "tribunal")


@pytest.fixture
def author(small: KnowledgeBase) -> KnowledgeBase:
    """Open the base as the author."""
    return KnowledgeBase.open(small.config.folder, GONE)


def test_withdraw_leaves_no_byte_behind(author: KnowledgeBase) -> None:
    row = withdraw(author, reason="Too easy to recognise")

    assert residues(author.config.folder, RARE) + residues(author.config.folder, [SENTENCE], stems=False) == []
    assert [key["key"] for key in row["keys"]] == [WRITTEN]
    assert (row["reason"], row["tasks"], types(author, WRITTEN)) == ("Too easy to recognise", [], FACTS)


def test_views_say_erased_where_its_words_were(author: KnowledgeBase) -> None:
    withdraw(author)

    queries = author.queries()
    shown = queries.show(WRITTEN)
    assert (shown["title"], shown["answers"], shown["status"]) == ("[erased]", {}, "withdrawn")
    assert [link["passage"] for link in queries.show(QUOTING)["evidence"]] == ["[erased]"]
    assert queries.trace(WRITTEN)["evidence"][0]["id"] == QUOTING


def test_what_repeats_its_words_is_listed(author: KnowledgeBase) -> None:
    position = name_in_element(KnowledgeBase.open(author.config.folder), f"They say: '{SENTENCE}'")

    assert withdraw(author)["tasks"] == [{"id": NAMING, "positions": [position]}]


def test_the_person_and_their_other_texts_stay(author: KnowledgeBase) -> None:
    withdraw(author)

    assert author.queries().names([GONE]) == {GONE: NAME}
    assert author.queries().show(STAYS)["answers"] != {}


@pytest.mark.parametrize("step", ["Destroying 1 key", "Looking at every byte", "Forgetting what was looked for"])
def test_after_a_crash_it_goes_on(author: KnowledgeBase, step: str) -> None:
    with pytest.raises(Interrupted):
        withdraw(author, tell=stop_before(step))

    withdraw(again(author, GONE))

    assert (types(author, WRITTEN), residues(author.config.folder, RARE)) == (FACTS, [])


@pytest.mark.parametrize(
    "step", ["Keeping what to look for", "Looking at every byte", "Forgetting what was looked for"]
)
def test_after_a_crash_it_is_found_by_the_title_that_is_gone(small: KnowledgeBase, step: str) -> None:
    act = small.begin()
    told = ReflectionRecorded(title="Damson", answers={"text": SENTENCE}, language="en")
    act.record(reflection.record(NAMELESS, told, Imported("letters"), by=act.by))
    with pytest.raises(Interrupted):
        withdraw(small, NAMELESS, tell=stop_before(step))

    base = again(small)

    assert found(base, "damson", "reflection") == NAMELESS
    assert withdraw(base, NAMELESS)["id"] == NAMELESS


def test_only_the_author_withdraws(small: KnowledgeBase) -> None:
    with pytest.raises(Refused, match="Only its author may withdraw"):
        withdraw(small)


def test_an_officer_withdraws_an_import_that_names_nobody(small: KnowledgeBase) -> None:
    act = small.begin()
    told = ReflectionRecorded(answers={"text": SENTENCE.replace("marmalade", "damson")}, language="en")
    act.record(reflection.record(NAMELESS, told, Imported("letters"), by=act.by))

    withdraw(small, NAMELESS)

    assert residues(small.config.folder, ["damson"]) == []


def test_a_reason_that_repeats_its_words_is_refused(author: KnowledgeBase) -> None:
    with pytest.raises(Refused, match="repeat what is to go"):
        withdraw(author, reason=f"I wrote: {SENTENCE}")

    assert types(author, WRITTEN) == FACTS[:1]


def test_nothing_more_is_said_of_it(author: KnowledgeBase, small: KnowledgeBase) -> None:
    quoted = [fact.event for fact in small.log.stream(QUOTING)][-1]
    withdraw(author)

    act = KnowledgeBase.open(author.config.folder, GONE).begin()
    with pytest.raises(Refused, match="This reflection was withdrawn"):
        act.record(reflection.revise(act.load(WRITTEN), {"how": "Else"}, "Anew", by=act.by))
    again = KnowledgeBase.open(author.config.folder).begin()
    on = element.note_condition(again.load(QUOTING), "A kettle", by=again.by)[0]
    with pytest.raises(Refused, match="was erased, so nothing more can be written about it"):
        again.record([replace(on, event=quoted)])


def test_a_later_erasure_of_its_author_leaves_it_alone(author: KnowledgeBase) -> None:
    withdraw(author)

    row = erase(again(author))

    assert [key["key"] for key in row["keys"]] == [GONE, f"{OWN}/name"]


def test_lines_are_the_telling_sentences_the_longest_first(small: KnowledgeBase) -> None:
    act = small.begin()
    told = ReflectionRecorded(
        title="A title that tells a good deal of it",
        answers={
            "how": "Short. This one is certainly long enough to tell.\nAnd this line is longer than all the others are."
        },
    )
    act.record(reflection.record(NAMELESS, told, Imported("letters"), by=act.by))

    expected = [
        "And this line is longer than all the others are.",
        "This one is certainly long enough to tell.",
        "A title that tells a good deal of it",
    ]
    assert lines(small.log, NAMELESS) == expected
    assert lines(small.log, NAMELESS, 1) == expected[:1]
