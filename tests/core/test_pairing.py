"""Who could visit whom: every reason for and against a pair, and the order of pairs."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.core.likeness import RARE
from epex.core.pairing import (
    MOST_POINTS,
    SUBSTANCE,
    Further,
    Member,
    Offered,
    Past,
    Suggestion,
    Wanted,
    rank,
    strength,
    suggest,
    weighed,
)
from epex.core.vocabulary import MATCH_OBJECTIONS, MATCH_REASONS, SETTINGS

OFFER = Offered(id="offer-1", text="Letters from prison", settings=frozenset({"prison"}), languages=frozenset({"da"}))
NEED = Wanted(id="need-1", text="How letters help", setting="prison", languages=frozenset({"da", "fr"}))
HOST = Member(id="organisation-h", name="Host", country="DK", challenges=frozenset({"c-1", "c-2"}), offers=(OFFER,))
GUEST = Member(id="organisation-g", name="Guest", country="FR", challenges=frozenset({"c-2"}), needs=(NEED,))


def changed(member: Member, **changes: Any) -> Member:
    return replace(member, **changes)


def test_suggest_names_every_reason_and_what_it_rests_on() -> None:
    assert suggest(HOST, GUEST) == Suggestion(
        host=HOST.id,
        visitor=GUEST.id,
        reasons=MATCH_REASONS,
        against=(),
        challenges=("c-2",),
        offers=("offer-1",),
        needs=("need-1",),
        settings=("prison",),
        languages=("da",),
        words=("letters",),
    )


@pytest.mark.parametrize(
    ("host", "guest", "past", "missing", "against"),
    [
        (changed(HOST, challenges=frozenset()), GUEST, Past(), {"shared_challenge"}, ()),
        (changed(HOST, offers=(replace(OFFER, text="Tea"),)), GUEST, Past(), {"task"}, ()),
        (changed(HOST, offers=(replace(OFFER, settings=frozenset()),)), GUEST, Past(), {"setting"}, ()),
        (changed(HOST, offers=(replace(OFFER, languages=frozenset()),)), GUEST, Past(), {"language"}, ("no_language",)),
        (HOST, changed(GUEST, country="DK"), Past(), {"different_country"}, ("same_country",)),
        (HOST, changed(GUEST, country=""), Past(), {"different_country"}, ()),
        (HOST, GUEST, Past(paired=frozenset({frozenset({HOST.id, GUEST.id})})), {"not_paired"}, ("paired_before",)),
        (changed(HOST, offers=(replace(OFFER, left=0),)), GUEST, Past(), {"capacity"}, ("no_capacity",)),
        (HOST, GUEST, Past(declined=frozenset({(HOST.id, GUEST.id)})), set(), ("declined",)),
    ],
)
def test_suggest_says_what_is_missing(
    host: Member, guest: Member, past: Past, missing: set[str], against: tuple[str, ...]
) -> None:
    found = suggest(host, guest, past)

    assert (set(MATCH_REASONS) - set(found.reasons), found.against) == (missing, against)


def test_profiles_speak_where_no_offer_or_need_does() -> None:
    host = changed(HOST, offers=(), shows=("Letters",), settings=frozenset({"prison"}), languages=frozenset({"da"}))
    guest = changed(GUEST, needs=(), wants=("A letter",), settings=frozenset({"prison"}), languages=frozenset({"da"}))

    found = suggest(host, guest)

    assert found.reasons == tuple(code for code in MATCH_REASONS if code != "capacity")
    assert (found.against, found.words, found.offers) == (("no_offer", "no_need"), ("letters",), ())


def test_offers_and_needs_that_do_not_meet_are_not_named() -> None:
    tea, school = Offered(id="offer-2", text="Tea rounds"), Wanted(id="need-2", text="Homework", setting="school")

    found = suggest(changed(HOST, offers=(OFFER, tea)), changed(GUEST, needs=(NEED, school)))

    assert (found.offers, found.needs) == (("offer-1",), ("need-1",))


def test_rank_orders_by_the_strength_of_reasons_and_then_by_name() -> None:
    alike = changed(HOST, id="organisation-a", name="Atelier")
    poorer = changed(HOST, id="organisation-z", name="Aaa", country="FR")

    ranked = rank([GUEST, HOST, poorer, alike], under_way=frozenset({(GUEST.id, HOST.id)}))

    to_guest = [one.host for one in ranked if one.visitor == GUEST.id]
    assert to_guest == ["organisation-a", "organisation-h", "organisation-z"]
    assert [strength(one) for one in ranked] == sorted((strength(one) for one in ranked), reverse=True)


def test_a_shared_challenge_and_two_words_weigh_more_than_one_word_in_the_same_setting() -> None:
    hosts = frozenset({"da"})
    word = changed(HOST, challenges=frozenset(), languages=hosts)
    challenge = changed(HOST, offers=(replace(OFFER, text="Tea", settings=frozenset()),), languages=hosts)
    words = changed(word, offers=(replace(OFFER, text="Letters from prison that help families"),))
    guest = changed(GUEST, needs=(replace(NEED, text="How letters help families"),))

    found = [suggest(host, guest) for host in (word, challenge, words)]

    assert [(one.words, len(one.reasons)) for one in found] == [
        (("letters",), 6),
        ((), 5),
        (("families", "letters"), 6),
    ]
    assert [strength(one) for one in found] == [11, 10, 12]


def test_a_word_that_many_members_use_is_no_reason() -> None:
    crowd = [
        changed(
            HOST,
            id=f"organisation-{place}",
            name=str(place),
            challenges=frozenset(),
            offers=(replace(OFFER, id=str(place)),),
        )
        for place in range(RARE)
    ]
    guest = changed(GUEST, needs=(replace(NEED, setting=""),), settings=frozenset({"school"}))

    few, many = rank([*crowd[1:], guest]), rank([*crowd, guest])

    assert ([one.words for one in few], many) == ([("letters",)] * (RARE - 1), [])


def test_rank_leaves_out_matches_under_way_and_pairs_with_nothing_to_show() -> None:
    stranger = Member(id="organisation-s", name="Stranger", country="NO")

    ranked = rank([HOST, GUEST, stranger], under_way=frozenset({(HOST.id, GUEST.id)}))

    assert [(one.host, one.visitor) for one in ranked] == [(GUEST.id, HOST.id)]


MEMBERS = st.builds(
    Member,
    id=st.sampled_from(["organisation-1", "organisation-2", "organisation-3", "organisation-4"]),
    name=st.sampled_from(["Anker", "anker", "Brücke"]),
    country=st.sampled_from(["", "DK", "FR"]),
    settings=st.frozensets(st.sampled_from(SETTINGS), max_size=3),
    languages=st.frozensets(st.sampled_from(["da", "fr"])),
    challenges=st.frozensets(st.sampled_from(["c-1", "c-2"])),
    offers=st.lists(st.builds(Offered, id=st.just("o"), text=st.just("Tea"), left=st.integers(-1, 2)), max_size=2).map(
        tuple
    ),
)


@given(members=st.lists(MEMBERS, unique_by=lambda member: member.id, max_size=4), order=st.randoms())
def test_rank_gives_the_same_answer_whatever_the_order_of_members(members: list[Member], order: Any) -> None:
    shuffled = [*members]
    order.shuffle(shuffled)

    ranked = rank(members)

    assert rank(shuffled) == ranked
    assert all(SUBSTANCE & set(one.reasons) and set(one.against) <= set(MATCH_OBJECTIONS) for one in ranked)


FURTHER = st.builds(
    Further, code=st.just("tea/tea"), text=st.just("Tea."), points=st.integers(-MOST_POINTS, MOST_POINTS)
)


@given(members=st.lists(MEMBERS, unique_by=lambda member: member.id, max_size=4), said=st.data())
def test_what_else_is_said_changes_the_order_by_its_points_and_leaves_nothing_out(
    members: list[Member], said: Any
) -> None:
    ranked = rank(members)
    pairs = [one.pair for one in ranked]
    found = said.draw(st.dictionaries(st.sampled_from(pairs), st.lists(FURTHER, max_size=2))) if pairs else {}

    again = weighed(ranked, {**found, ("organisation-8", "organisation-9"): [Further(code="t", text="t", points=3)]})

    assert sorted(one.pair for one in again) == sorted(pairs)
    assert {one.pair: replace(one, further=()) for one in again} == {one.pair: one for one in ranked}
    points = {pair: sum(one.points for one in found.get(pair, ())) for pair in pairs}
    assert [one.pair for one in again] == [
        one.pair for one in sorted(ranked, key=lambda one: -strength(one) - points[one.pair])
    ]
