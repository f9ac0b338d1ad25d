"""How people are named in print."""

from typing import Any

import pytest

from epex.app.publishing.credits import UNNAMED, Home, Somebody, held, home, named, somebody, unnamed
from epex.core.log.envelope import Envelope, Fact
from epex.core.organisation import OrganisationJoined, OrganisationRevised
from epex.core.person import PersonErasureRequested, PersonMoved, PersonRegistered, PersonRevised
from epex.core.sealed import ERASED, SEALED

PLACE = Home("Prison Service South", "XK", "public_service")


def facts(*events: Any) -> list[Fact]:
    return [Fact(Envelope(stream_id="person-1", version=1, type=event.type), event) for event in events]


REGISTERED = PersonRegistered(name="Ben Okafor", organisation="organisation-1", roles=("practitioner",))


def test_somebody_is_who_the_newest_events_say() -> None:
    revised = PersonRevised(name="Ben O.", name_preference="full_name")

    known = somebody(facts(REGISTERED, revised, PersonRevised(roles=("editor",)), PersonMoved(organisation="o-2")))

    assert known == Somebody("Ben O.", "full_name", ("editor",), "o-2")


def test_somebody_who_asked_to_be_erased_is_gone() -> None:
    known = somebody(facts(REGISTERED, PersonErasureRequested(ground="On request")))

    assert (known.gone, named(known, PLACE)) == (True, UNNAMED)


def test_nothing_is_known_of_nobody() -> None:
    assert (somebody([]).gone, home([])) == (True, Home())


def test_home_is_what_the_newest_events_say() -> None:
    joined = OrganisationJoined(name="South", country="DE", kind="ngo")

    known = home(facts(joined, OrganisationRevised(country="XK", kind="public_service")))

    assert known == Home("South", "XK", "public_service")


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (Somebody("Ben", "anonymous", ("editor",), "o-2"), Somebody("Ben Okafor", "anonymous", ("reviewer",), "o-1")),
        (Somebody("Ben", "full_name", ("editor",), "o-2"), Somebody("Ben Okafor", "first_name", ("reviewer",), "o-1")),
        (Somebody(ERASED, "anonymous"), Somebody(ERASED, "anonymous")),
    ],
)
def test_held_names_nobody_more_precisely_than_today(today: Somebody, told: Somebody) -> None:
    assert held(Somebody("Ben Okafor", "first_name", ("reviewer",), "o-1"), today) == told


@pytest.mark.parametrize(
    ("preference", "credit"),
    [
        ("full_name", "Ben Okafor, Prison Service South"),
        ("first_name", "Ben, Prison Service South"),
        ("role_only", "a practitioner, Prison Service South"),
        ("anonymous", UNNAMED),
    ],
)
def test_named_follows_the_preference(preference: str, credit: str) -> None:
    assert named(Somebody("Ben Okafor", preference, ("coordinator", "practitioner")), PLACE) == credit


@pytest.mark.parametrize(
    ("roles", "name", "kind", "credit"),
    [
        (("editor",), "Okafor", "individual", "an editor"),
        (("practitioner",), ERASED, "ngo", "a practitioner"),
        (("practitioner",), SEALED, "ngo", "a practitioner"),
        ((), "South", "ngo", "a member, South"),
    ],
)
def test_a_place_that_would_name_the_person_stays_out(
    roles: tuple[str, ...], name: str, kind: str, credit: str
) -> None:
    assert named(Somebody("Ben Okafor", "role_only", roles), Home(name, "XK", kind)) == credit


@pytest.mark.parametrize(
    ("shows", "credit"),
    [
        ((), UNNAMED),
        (("country",), f"{UNNAMED}, Kosovo"),
        (("country", "kind"), f"{UNNAMED}, a public service, Kosovo"),
    ],
)
def test_unnamed_tells_no_more_than_is_to_be_shown(shows: tuple[str, ...], credit: str) -> None:
    assert unnamed(PLACE, shows) == credit


def test_unnamed_of_an_unknown_kind_tells_nothing_of_it() -> None:
    assert unnamed(Home("South", "XK", "choir"), ("kind",)) == UNNAMED
