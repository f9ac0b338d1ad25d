"""Which roles recording takes: nobody who keeps one of them is held back, and nobody who is named needs one."""

from typing import Any

import pytest
from hypothesis import given, settings

from epex.core import catalogue, publication, theme, transfer, visit
from epex.core.decision import Actor
from epex.core.merge_rights import RIGHTS, is_lost
from epex.core.merge_rules import RULES
from epex.core.person import Person, PersonRevised
from epex.core.theme import ThemeRejected
from epex.core.vocabulary import ROLES
from tests.core.life import Life
from tests.core.stories import whole_lives

REJECTED = ThemeRejected(rationale="x")
FROZEN = publication.PublicationFrozen(content_hash="", chapters=(), versions=())
PLANNED = visit.VisitPlanned(
    title="x", year=1, purpose="publication", host="organisation-1", visitors=(), visiting_organisations=()
)
GIVEN, TOLD = PersonRevised(roles=("editor",)), PersonRevised(contact="x")


def actor(*roles: str) -> Actor:
    return Actor("person-1", "organisation-1", frozenset(roles))


EDITOR, NOBODY, BOTH = actor("editor"), actor("practitioner"), actor("editor", "coordinator")


@pytest.mark.parametrize(
    ("event", "state", "there", "here", "expected"),
    [
        (REJECTED, theme.Theme("theme-1"), EDITOR, NOBODY, True),
        (REJECTED, theme.Theme("theme-1"), EDITOR, EDITOR, False),
        (REJECTED, theme.Theme("theme-1"), BOTH, actor("coordinator"), False),
        (REJECTED, theme.Theme("theme-1"), NOBODY, NOBODY, False),
        (FROZEN, publication.Publication("p"), EDITOR, NOBODY, True),
        (FROZEN, publication.Publication("p", editors=frozenset({"person-1"})), EDITOR, NOBODY, False),
        (PLANNED, None, BOTH, EDITOR, False),
        (visit.VisitStarted(), visit.Visit("v", host="organisation-2"), BOTH, EDITOR, True),
        (visit.VisitStarted(), visit.Visit("v", visitors=frozenset({"person-1"})), BOTH, EDITOR, False),
        (visit.VisitCorrected(reason="x", visitors=("person-1",)), visit.Visit("v"), BOTH, EDITOR, True),
        (transfer.TransferPiloted(), transfer.Transfer("t", receiving="organisation-1"), BOTH, EDITOR, False),
        (TOLD, Person("person-1"), BOTH, EDITOR, False),
        (GIVEN, Person("person-1"), BOTH, EDITOR, True),
        (theme.ThemeEvidenceUnlinked(source="x", reason="x"), theme.Theme("t"), EDITOR, NOBODY, False),
    ],
)
def test_is_lost_tells_who_had_no_right_any_more(
    event: Any,
    state: Any,
    there: Actor,
    here: Actor,
    expected: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    assert is_lost(event, state, there, here) is expected


def test_rights_name_roles_and_events_that_there_are() -> None:
    assert {role for right in RIGHTS.values() for role in right.roles} <= set(ROLES)
    assert RIGHTS.keys() <= RULES.keys()


@given(whole_lives())
@settings(max_examples=30, deadline=None)
def test_nobody_is_held_back_who_lost_no_role(life: Life) -> None:
    states: dict[str, Any] = {}
    everything = Actor("person-x", None, frozenset(ROLES))
    for on in life.history:
        event: Any = on.event
        assert not is_lost(event, states.get(on.stream), everything, everything)
        states[on.stream] = catalogue.evolve(catalogue.subject_of(on.stream))(states.get(on.stream), on.stream, event)
