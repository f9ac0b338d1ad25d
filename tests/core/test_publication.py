"""Publications: opened, published after they were frozen, mended by errata."""

from typing import Any

import pytest

from epex.core import publication
from epex.core.decision import Actor, On, Refused
from epex.core.publication import (
    Publication,
    PublicationErratumIssued,
    PublicationFrozen,
    PublicationOpened,
    PublicationPublished,
)
from tests.core.actors import COORDINATOR, EDITOR, PRACTITIONER

ID = "publication-1"
OPEN = Publication(ID, editors=frozenset({COORDINATOR.person}))
KNOWN = {2: "Second thoughts"}
FROZEN = Publication(ID, "frozen", OPEN.editors, frozenset({"quote-1", "viewpoint-1"}))


@pytest.mark.parametrize("by", [COORDINATOR, EDITOR])
def test_open_names_edition_language_and_editors(by: Actor) -> None:
    opened = publication.open(
        ID, "What travels", by=by, number=2, edition="Spring", language="fr", editors=("person-1", "person-1")
    )

    event = PublicationOpened(title="What travels", number=2, edition="Spring", language="fr", editors=("person-1",))
    assert opened == [On(ID, event)]


@pytest.mark.parametrize(
    ("title", "more", "by", "why"),
    [
        ("What travels", {}, PRACTITIONER, "Only a coordinator or editor may open a publication"),
        (" ", {}, EDITOR, "The publication's title is empty"),
        ("What travels", {"language": "tlh"}, EDITOR, "'tlh' is not a known language"),
        ("What travels", {"number": 0}, EDITOR, "Editions are counted from 1"),
        ("New", {"number": 2, "known": KNOWN}, EDITOR, "There is an edition 2 already, 'Second thoughts'; leave out"),
        (" second  Thoughts", {"known": KNOWN}, EDITOR, "An edition has the title 'Second thoughts' already; give"),
    ],
)
def test_open_refuses(title: str, more: Any, by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        publication.open(ID, title, by=by, **more)


@pytest.mark.parametrize("by", [EDITOR, COORDINATOR])
def test_publish_records_when_and_where(by: Actor) -> None:
    published = publication.publish(FROZEN, [], by=by, on="2018-06-01", place="Printed")

    assert published == [On(ID, PublicationPublished(on="2018-06-01", place="Printed"))]


@pytest.mark.parametrize(
    ("place", "what"),
    [
        ("Printed; B. Okafor has 200 copies", "the name of somebody who has not agreed to be named"),
        ("Printed; call +43 660 1234567", "a telephone number"),
    ],
)
def test_publish_names_nobody_in_the_place(place: str, what: str) -> None:
    with pytest.raises(Refused, match=f"^The place seems to hold {what}; say where it came out without it"):
        publication.publish(FROZEN, [], by=EDITOR, place=place, unnamed=["Ben Okafor"])


def test_publish_tells_nobody_in_the_place_who_is_quoted_without_a_name() -> None:
    with pytest.raises(Refused, match=r"^'Britse' in the place fits fewer than three members, so readers can guess"):
        publication.publish(FROZEN, [], by=EDITOR, place="De Britse gevangenis", guessed=["Britse"])


def test_publish_goes_on_once_an_erratum_tells_what_was_withdrawn() -> None:
    mended = Publication(ID, "frozen", OPEN.editors, FROZEN.quoted, 1, frozenset({"quote-1"}))

    assert publication.publish(mended, ["quote-1"], by=EDITOR) == [On(ID, PublicationPublished())]


@pytest.mark.parametrize(
    ("state", "withdrawn", "by", "why"),
    [
        (OPEN, [], EDITOR, "The publication is open; freeze it first"),
        (Publication(ID, "published"), [], EDITOR, "The publication is published; issue an erratum, or open a new"),
        (FROZEN, ["quote-1"], EDITOR, "Withdrawn since it was frozen: quote-1; issue an erratum with"),
        (FROZEN, [], PRACTITIONER, "Only an editor may publish it"),
    ],
)
def test_publish_refuses(state: Publication, withdrawn: list[str], by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        publication.publish(state, withdrawn, by=by)


def test_evolve_follows_the_edition() -> None:
    frozen = PublicationFrozen(content_hash="0", chapters=(), versions=(), quotes=("quote-1",), viewpoints=("v-1",))
    state = None
    for event in (
        PublicationOpened(title="What travels", editors=("person-1",)),
        frozen,
        PublicationPublished(),
        PublicationErratumIssued(number=1, text="It went.", concerns=("quote-1",)),
    ):
        state = publication.evolve(state, ID, event)

    editors, quoted = frozenset({"person-1"}), frozenset({"quote-1", "v-1"})
    assert state == Publication(ID, "published", editors, quoted, 1, frozenset({"quote-1"}), "0")


def test_what_speaks_of_another_frozen_text_changes_nothing() -> None:
    frozen = PublicationFrozen(content_hash="0", chapters=(), versions=())
    state = publication.evolve(OPEN, ID, frozen)
    told: list[Any] = [
        PublicationPublished(content_hash="1"),
        PublicationErratumIssued(number=1, text="It went.", concerns=("quote-1",), content_hash="1"),
    ]

    assert [publication.evolve(state, ID, event) for event in told] == [state, state]


def test_another_frozen_text_has_no_errata_yet() -> None:
    frozen = PublicationFrozen(content_hash="1", chapters=(), versions=(), quotes=("quote-2",))
    mended = Publication(ID, "published", OPEN.editors, FROZEN.quoted, 1, frozenset({"quote-1"}), "0")

    state = publication.evolve(mended, ID, frozen)

    assert state == Publication(ID, "frozen", OPEN.editors, frozenset({"quote-2"}), content_hash="1")


def test_publish_says_which_text_came_out() -> None:
    state = publication.evolve(FROZEN, ID, PublicationFrozen(content_hash="0", chapters=(), versions=()))

    assert publication.publish(state, [], by=EDITOR) == [On(ID, PublicationPublished(content_hash="0"))]


def test_what_was_frozen_is_signed() -> None:
    assert PublicationFrozen.is_milestone


def test_nothing_is_frozen_while_a_merge_holds_a_freezing_back() -> None:
    publication.require_settled([])

    with pytest.raises(Refused, match=r"holds back a freezing of this edition; .* 'epex merge show 0123abcd' says how"):
        publication.require_settled(["0123abcd-1111", "4567"])
