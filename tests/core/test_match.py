"""A match is proposed with reasons, and answered by both sides."""

from dataclasses import replace
from functools import reduce

import pytest

from epex.core import match
from epex.core.decision import Actor, On, Refused
from epex.core.match import Match, MatchAccepted, MatchDeclined, MatchEvent, MatchProposed, Replacement
from epex.core.organisation import Organisation
from epex.core.person import Person
from tests.core.actors import ABROAD, COORDINATOR, GONE, HOME, PRACTITIONER, VISITOR

ID = "match-1"
NEW = "match-2"
ELSEWHERE = Organisation("organisation-elsewhere")
OFFICE = Actor("person-office", "organisation-office", frozenset({"coordinator"}))
STRANGER = Actor("person-stranger", "organisation-elsewhere", frozenset({"practitioner"}))
OBSERVER = Actor("person-observer", HOME.id, frozenset({"evaluator"}))
PROPOSED = MatchProposed(
    host=HOME.id,
    visitor=ABROAD.id,
    year=2,
    reasons=("shared_challenge", "setting"),
    against=("no_offer",),
    challenges=("challenge-1",),
    settings=("prison",),
)
AT_HOME = Person("person-home", HOME.id)
AWAY = Person("person-away", ABROAD.id)
OUTSIDER = Person("person-outside", ELSEWHERE.id)
HOST_SAID_YES = MatchAccepted(side="host")
VISITOR_SAID_YES = MatchAccepted(side="visitor")
DECLINED = MatchDeclined(reason="No vetting in time", side="host")


def known(*events: MatchEvent) -> Match:
    state = reduce(lambda before, event: match.evolve(before, ID, event), events, None)
    assert state is not None
    return state


@pytest.mark.parametrize("by", [PRACTITIONER, VISITOR, OFFICE], ids=["host", "visitor", "coordinator"])
def test_propose_is_open_to_both_sides_and_the_coordinator(by: Actor) -> None:
    proposed = match.propose(ID, PROPOSED, HOME, ABROAD, by=by)

    assert proposed == [On(ID, PROPOSED)]


def test_propose_names_each_person_once() -> None:
    twice = replace(PROPOSED, people=("person-1", "person-1"), languages=("de",))

    assert match.propose(ID, twice, HOME, ABROAD, by=OFFICE) == [On(ID, replace(twice, people=("person-1",)))]


@pytest.mark.parametrize(
    ("by", "why"),
    [
        (STRANGER, r"^Only a coordinator may propose a match between other organisations; ask one of them"),
        (OBSERVER, r"^Only a coordinator or practitioner may propose a match; ask one of them"),
    ],
)
def test_propose_is_refused_to_others(by: Actor, why: str) -> None:
    with pytest.raises(Refused, match=why):
        match.propose(ID, PROPOSED, HOME, ABROAD, by=by)


@pytest.mark.parametrize(
    ("proposed", "visitor", "why"),
    [
        (PROPOSED, HOME, "An organisation cannot visit itself; name another host or visitor"),
        (PROPOSED, GONE, "The organisation has left the network"),
        (replace(PROPOSED, year=-1), ABROAD, "Programme years are counted from 1"),
        (replace(PROPOSED, reasons=("stars",)), ABROAD, "'stars' is not a known reason for a match"),
        (replace(PROPOSED, against=("stars",)), ABROAD, "'stars' is not a known objection to a match"),
        (replace(PROPOSED, settings=("circus",)), ABROAD, "'circus' is not a known setting"),
        (replace(PROPOSED, languages=("German",)), ABROAD, "'German' is not a language code"),
    ],
)
def test_propose_refuses_what_cannot_be(proposed: MatchProposed, visitor: Organisation, why: str) -> None:
    with pytest.raises(Refused, match=why):
        match.propose(ID, proposed, HOME, visitor, by=OFFICE)


def test_accept_speaks_for_ones_own_side() -> None:
    by_host = match.accept(known(PROPOSED), by=PRACTITIONER)
    by_visitor = match.accept(known(PROPOSED, HOST_SAID_YES), by=VISITOR)

    assert (by_host, by_visitor) == ([On(ID, HOST_SAID_YES)], [On(ID, VISITOR_SAID_YES)])


def test_accept_by_a_coordinator_of_neither_side_is_for_both() -> None:
    both = match.accept(known(PROPOSED), by=OFFICE)
    rest = match.accept(known(PROPOSED, HOST_SAID_YES), by=OFFICE)
    one = match.accept(known(PROPOSED), by=OFFICE, side="visitor")

    assert [on.event for on in both] == [HOST_SAID_YES, VISITOR_SAID_YES]
    assert ([on.event for on in rest], [on.event for on in one]) == ([VISITOR_SAID_YES], [VISITOR_SAID_YES])


def test_accept_by_a_coordinator_of_one_side_may_name_the_other() -> None:
    own = match.accept(known(PROPOSED), by=COORDINATOR)
    other = match.accept(known(PROPOSED), by=COORDINATOR, side="visitor")

    assert ([on.event for on in own], [on.event for on in other]) == ([HOST_SAID_YES], [VISITOR_SAID_YES])


def test_accepted_is_what_both_sides_have_accepted() -> None:
    histories = [
        (PROPOSED,),
        (PROPOSED, HOST_SAID_YES),
        (PROPOSED, HOST_SAID_YES, VISITOR_SAID_YES),
        (PROPOSED, HOST_SAID_YES, VISITOR_SAID_YES, DECLINED),
    ]

    assert [known(*events).status for events in histories] == ["proposed", "proposed", "accepted", "declined"]


@pytest.mark.parametrize(
    ("events", "by", "side", "why"),
    [
        ((PROPOSED,), STRANGER, "", "Only a coordinator may accept a match for another organisation; ask one of them"),
        ((PROPOSED,), VISITOR, "host", "Only a coordinator may accept a match for another organisation"),
        ((PROPOSED,), OBSERVER, "", "Only a coordinator or practitioner may accept a match; ask one of them"),
        ((PROPOSED,), OFFICE, "audience", "'audience' is not a known side of a match"),
        (
            (PROPOSED, HOST_SAID_YES),
            PRACTITIONER,
            "",
            "The host has accepted this match already; ask the other side to",
        ),
        (
            (PROPOSED, DECLINED),
            OFFICE,
            "",
            "This match is declined already; propose another one with 'epex match propo",
        ),
        (
            (PROPOSED, HOST_SAID_YES, VISITOR_SAID_YES),
            OFFICE,
            "",
            "This match is accepted already; plan the visit with 'epex visit plan --match', or decline it",
        ),
    ],
)
def test_accept_refuses_strangers_and_what_is_settled(
    events: tuple[MatchEvent, ...], by: Actor, side: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        match.accept(known(*events), by=by, side=side)


def test_decline_gives_the_reason_and_the_side() -> None:
    by_host = match.decline(known(PROPOSED), "No vetting in time", by=PRACTITIONER)
    by_office = match.decline(known(PROPOSED, HOST_SAID_YES, VISITOR_SAID_YES), "The year is over", by=OFFICE)

    assert by_host == [On(ID, DECLINED)]
    assert by_office == [On(ID, MatchDeclined(reason="The year is over"))]


def test_decline_with_another_host_proposes_a_match_that_replaces_it() -> None:
    grounds = MatchProposed(host="", visitor="", year=2, reasons=("task",))
    instead = Replacement(NEW, ELSEWHERE, proposed=grounds)

    declined, proposed = match.decline(known(PROPOSED), "No vetting in time", by=PRACTITIONER, replacement=instead)

    assert declined == On(ID, replace(DECLINED, replacement=NEW))
    assert proposed == On(NEW, replace(grounds, host=ELSEWHERE.id, visitor=ABROAD.id, replaces=ID))


def test_decline_with_a_colleague_who_comes_instead_keeps_the_organisation() -> None:
    named = replace(PROPOSED, people=("person-visitor",))
    instead = Replacement(NEW, ABROAD, Person("person-colleague", ABROAD.id))

    _, proposed = match.decline(known(named), "Ill", by=VISITOR, replacement=instead)

    people = ("person-colleague",)
    assert proposed == On(NEW, MatchProposed(host=HOME.id, visitor=ABROAD.id, year=2, people=people, replaces=ID))


@pytest.mark.parametrize(
    ("reason", "by", "side", "instead", "why"),
    [
        (" ", PRACTITIONER, "", None, "The reason is empty; give it a text"),
        ("No", STRANGER, "", None, "Only a coordinator may decline a match for another organisation"),
        (
            "No",
            OFFICE,
            "",
            Replacement(NEW, ELSEWHERE),
            "Say which side is replaced: add --side host or --side visitor",
        ),
        ("No", OFFICE, "host", Replacement(NEW, HOME), "This is who declines; name another organisation or person"),
        (
            "No",
            OFFICE,
            "host",
            Replacement(NEW, HOME, Person("person-1", HOME.id)),
            "This is who declines; name another",
        ),
        ("No", OFFICE, "host", Replacement(NEW, ABROAD), "An organisation cannot visit itself"),
        ("No", OFFICE, "host", Replacement(NEW, GONE), "The organisation has left the network"),
        (
            "No",
            OFFICE,
            "host",
            Replacement(NEW, ELSEWHERE, stays=replace(ABROAD, left=True)),
            "The organisation has left the network",
        ),
        (
            "No",
            OFFICE,
            "host",
            Replacement(NEW, ELSEWHERE, Person("person-2", ELSEWHERE.id, erasure="done")),
            "This person was erased; name somebody else",
        ),
        (
            "No",
            OFFICE,
            "host",
            Replacement(NEW, ELSEWHERE, standing="match-0"),
            "^This was proposed already: match-0; accept it, or decline it to propose it anew.$",
        ),
    ],
)
def test_decline_refuses_what_cannot_be(
    reason: str, by: Actor, side: str, instead: Replacement | None, why: str
) -> None:
    state = known(replace(PROPOSED, people=("person-1",)))

    with pytest.raises(Refused, match=why):
        match.decline(state, reason, by=by, side=side, replacement=instead)


def test_decline_refuses_what_was_declined() -> None:
    with pytest.raises(
        Refused, match=r"^This match was declined already; propose another one with 'epex match propose"
    ):
        match.decline(known(PROPOSED, DECLINED), "Again", by=PRACTITIONER)


def test_a_visit_is_planned_between_those_who_were_matched() -> None:
    accepted = known(PROPOSED, HOST_SAID_YES, VISITOR_SAID_YES)

    match.require_planned(accepted, HOME.id, (ABROAD.id, ELSEWHERE.id), 2)

    with pytest.raises(
        Refused, match=r"^This match is proposed, so no visit is planned from it; both sides accept it fi"
    ):
        match.require_planned(known(PROPOSED), HOME.id, (ABROAD.id,), 2)
    for host, visiting in ((ELSEWHERE.id, (ABROAD.id,)), (HOME.id, (ELSEWHERE.id,))):
        with pytest.raises(Refused, match=r"^The visit is not between the two that were matched; name their host"):
            match.require_planned(accepted, host, visiting, 2)


def test_propose_takes_people_of_the_two_sides_alone() -> None:
    assert match.propose(ID, PROPOSED, HOME, ABROAD, by=OFFICE, people=(AT_HOME, AWAY)) == [On(ID, PROPOSED)]
    with pytest.raises(Refused, match=r"^Somebody who is named belongs to neither side; name people of the host or of"):
        match.propose(ID, PROPOSED, HOME, ABROAD, by=OFFICE, people=(AT_HOME, OUTSIDER))


def test_propose_refuses_the_same_match_while_one_is_open() -> None:
    with pytest.raises(Refused, match=r"^This was proposed already: match-0; accept it, or decline it to propose it"):
        match.propose(ID, PROPOSED, HOME, ABROAD, by=OFFICE, standing="match-0")


def test_accept_is_refused_when_a_side_has_left() -> None:
    with pytest.raises(Refused, match=r"^The organisation has left the network; choose one that is a member"):
        match.accept(known(PROPOSED), by=PRACTITIONER, organisations=(HOME, GONE))


def test_a_match_gives_one_visit_and_in_its_own_year() -> None:
    accepted = known(PROPOSED, HOST_SAID_YES, VISITOR_SAID_YES)
    any_year = known(replace(PROPOSED, year=0), HOST_SAID_YES, VISITOR_SAID_YES)

    match.require_planned(any_year, HOME.id, (ABROAD.id,), 3)
    with pytest.raises(Refused, match=r"^The match is for year 2; plan the visit in that year, or without the match"):
        match.require_planned(accepted, HOME.id, (ABROAD.id,), 3)
    with pytest.raises(Refused, match=r"^A visit was planned from this match already: visit-1; cancel that one, or"):
        match.require_planned(accepted, HOME.id, (ABROAD.id,), 2, "visit-1")


@pytest.mark.parametrize(
    ("some", "others", "same"),
    [((), (), True), (("a",), (), True), ((), ("a",), True), (("a",), ("a", "b"), True), (("a",), ("b",), False)],
)
def test_matches_of_the_same_sides_are_one_unless_they_name_different_people(
    some: tuple[str, ...], others: tuple[str, ...], *, same: bool
) -> None:
    assert match.same_people(some, others) is same


@pytest.mark.parametrize(
    ("organisation", "role", "may"),
    [
        (HOME.id, "practitioner", True),
        (ABROAD.id, "practitioner", True),
        (ELSEWHERE.id, "practitioner", False),
        (HOME.id, "evaluator", False),
        (ELSEWHERE.id, "coordinator", True),
    ],
)
def test_who_may_propose_is_told_as_it_is_decided(organisation: str, role: str, *, may: bool) -> None:
    sides = {"host": HOME.id, "visitor": ABROAD.id}

    assert match.may_propose(organisation, {role}, sides) is may
