"""A person of the network: registered with roles at an organisation, revised, moved, erased."""

from dataclasses import dataclass, fields, replace
from typing import Annotated, ClassVar, Literal, TypedDict, Unpack, assert_never

from epex.core.decision import (
    Actor,
    On,
    Refused,
    require_one_of,
    require_others,
    require_role,
    require_short,
    require_text,
)
from epex.core.organisation import Organisation, require_member
from epex.core.sealed import Sealed, Text
from epex.core.vocabulary import NAME_PREFERENCES, ROLES

READING_ROLES = frozenset({"data_protection_officer", "evaluator"})


@dataclass(frozen=True, kw_only=True)
class PersonRegistered:
    type: ClassVar[str] = "person.registered"
    sentence: ClassVar[str] = "registered {it} at {organisation} as {roles}"
    name: Text
    contact: Text = ""
    organisation: str
    roles: tuple[str, ...]
    name_preference: str = "role_only"
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class PersonRevised:
    """New values of some fields; None means unchanged."""

    type: ClassVar[str] = "person.revised"
    sentence: ClassVar[str] = "revised what is known of {it}"
    name: Annotated[str | None, Sealed()] = None
    contact: Annotated[str | None, Sealed()] = None
    roles: tuple[str, ...] | None = None
    name_preference: str | None = None
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class PersonMoved:
    type: ClassVar[str] = "person.moved"
    sentence: ClassVar[str] = "recorded that {it} moved to {organisation}"
    organisation: str
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class PersonErasureRequested:
    """From here on the person holds no roles; the ground has a key of its own, which stays.

    `documents` and the names of `organisations` lose their keys with the person; `kept` documents stay by consent.
    """

    type: ClassVar[str] = "person.erasure_requested"
    sentence: ClassVar[str] = "asked that a person be erased"
    ground: Annotated[str, Sealed(part="erasure")]
    documents: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PersonErased:
    """What was looked through, and where other people's texts still name the person: streams, and their events."""

    type: ClassVar[str] = "person.erased"
    sentence: ClassVar[str] = "finished erasing a person, after looking through {files} files"
    digest: str
    looked_for: int
    files: int
    bytes: int
    mentions: tuple[str, ...] = ()
    positions: tuple[int, ...] = ()
    is_milestone: ClassVar[bool] = True
    # The certificate tells each reader what of it they may know.
    aside: ClassVar[frozenset[str]] = frozenset({"mentions", "positions"})


PersonEvent = PersonRegistered | PersonRevised | PersonMoved | PersonErasureRequested | PersonErased
Events = PersonEvent


class Changes(TypedDict, total=False):
    """What a revision may change; None, like absence, leaves a field as it is."""

    name: str | None
    contact: str | None
    roles: tuple[str, ...] | None
    name_preference: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """What decisions need to know about a person, as the actor or as the one spoken of."""

    id: str
    organisation: str = ""
    roles: frozenset[str] = frozenset()
    erasure: Literal["", "requested", "done"] = ""


def evolve(person: Person | None, stream: str, event: PersonEvent) -> Person:
    """Apply one event; every event that decisions allow applies."""
    state = person or Person(stream)
    match event:
        case PersonRegistered(organisation=organisation, roles=roles):
            return replace(state, organisation=organisation, roles=frozenset(roles))
        case PersonRevised(roles=roles):
            return state if roles is None else replace(state, roles=frozenset(roles))
        case PersonMoved(organisation=organisation):
            return replace(state, organisation=organisation)
        case PersonErasureRequested():
            return replace(state, roles=frozenset(), erasure="requested")
        case PersonErased():
            return replace(state, roles=frozenset(), erasure="done")
        case _:
            assert_never(event)


def register(
    person: str,
    name: str,
    organisation: Organisation,
    *,
    by: Actor,
    contact: str = "",
    roles: tuple[str, ...] = ("practitioner",),
    name_preference: str = "role_only",
) -> list[On]:
    """Register a person at an organisation."""
    require_role(by, "coordinator", act="add a person")
    require_member(organisation)
    event = PersonRegistered(
        name=name, contact=contact, organisation=organisation.id, roles=roles, name_preference=name_preference
    )
    require_details(event)
    return [On(person, event)]


def revise(
    person: Person,
    *,
    by: Actor,
    alone: frozenset[str] = frozenset(),
    vacant: frozenset[str] = frozenset(),
    **changes: Unpack[Changes],
) -> list[On]:
    """Revise a person's details; they may themselves, except for the roles.

    `alone` are the roles that nobody else holds, `vacant` those that nobody holds.
    """
    require_present(person)
    event = PersonRevised(**changes)
    givers = _givers(person, event, vacant)
    if by.person != person.id:
        require_role(by, *givers, act="revise another person")
    require_change(event)
    require_details(event)
    if event.roles is not None:
        require_may_give(person, frozenset(event.roles), by, *givers)
        require_others(alone - frozenset(event.roles))
    return [On(person.id, event)]


def move(person: Person, organisation: Organisation, *, by: Actor) -> list[On]:
    """Move a person to another organisation."""
    require_role(by, "coordinator", act="move a person to another organisation")
    require_present(person)
    require_member(organisation)
    if organisation.id == person.organisation:
        raise Refused("The person belongs to this organisation already; name the one they move to.")
    return [On(person.id, PersonMoved(organisation=organisation.id))]


def request_erasure(
    person: Person, request: PersonErasureRequested, *, by: Actor, alone: frozenset[str] = frozenset()
) -> list[On]:
    """Begin to erase a person; it is finished when nothing of them is found any more. `alone` as for a revision."""
    require_may_erase(person, by)
    require_text(request.ground, "ground")
    if person.erasure:
        raise Refused("This erasure was asked for already; run it again to finish it.")
    require_others(alone)
    return [On(person.id, request)]


def confirm_erasure(person: Person, erased: PersonErased, *, by: Actor) -> list[On]:
    """Record that nothing of a person is left but what others wrote about them."""
    require_may_erase(person, by)
    if person.erasure != "requested":
        raise Refused("No erasure of this person is under way; ask for it first, with its ground.")
    return [On(person.id, erased)]


def require_may_erase(person: Person, by: Actor) -> None:
    """Refuse anybody but a data protection officer, and nobody erases themselves."""
    require_role(by, "data_protection_officer", act="erase a person")
    if by.person == person.id:
        raise Refused("Nobody erases themselves, for somebody must answer for it; ask another data protection officer.")


def require_present(person: Person) -> None:
    """Refuse somebody who was erased, or is about to be."""
    if person.erasure:
        raise Refused("This person was erased; name somebody else, as nothing more is recorded by them or about them.")


def _givers(person: Person, event: PersonRevised, vacant: frozenset[str]) -> tuple[str, ...]:
    # A merge may leave a network without coordinator, and it must be able to go on.
    named = set(event.roles or ()) - person.roles == {"coordinator"} <= vacant
    is_all = event == PersonRevised(roles=event.roles)
    return ("coordinator", "data_protection_officer") if named and is_all else ("coordinator",)


def require_may_give(person: Person, roles: frozenset[str], by: Actor, *givers: str) -> None:
    """Refuse roles given by somebody who may not, and to oneself those that open what others wrote."""
    require_role(by, *givers, act="change roles")
    opening = sorted((roles - person.roles) & READING_ROLES)
    if by.person == person.id and opening:
        raise Refused(
            f"Nobody gives themselves the role {opening[0].replace('_', ' ')}; ask another coordinator to record it."
        )


def require_details(details: PersonRegistered | PersonRevised) -> None:
    """Refuse an empty name, a person without a role, and words outside the vocabulary."""
    if details.name is not None:
        require_short(details.name, "person's name")
    if details.name_preference is not None:
        require_one_of(details.name_preference, NAME_PREFERENCES, "name preference")
    if details.roles is not None:
        require_roles(details.roles)


def require_roles(roles: tuple[str, ...]) -> None:
    """Refuse unknown roles, and none at all."""
    if not roles:
        raise Refused("A person needs at least one role; give one, such as --role practitioner.")
    for role in roles:
        require_one_of(role, ROLES, "role")


def require_change(revision: PersonRevised) -> None:
    """Refuse a revision that changes nothing."""
    if all(getattr(revision, change.name) is None for change in fields(revision) if change.name != "reason"):
        raise Refused("The revision changes nothing; give at least one field, such as --contact.")
