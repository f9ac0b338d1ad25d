"""An organisation: a member of the network, or an individual member; its profile, and its leaving."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Annotated, ClassVar, TypedDict, Unpack, assert_never

from epex.core.decision import Actor, On, Refused, require_one_of, require_others, require_role, require_short
from epex.core.sealed import Lines, Name, Sealed, Text
from epex.core.vocabulary import COUNTRIES, ORGANISATION_KINDS, SETTINGS

LANGUAGE_CODE = re.compile(r"[a-z]{2,3}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class OrganisationJoined:
    type: ClassVar[str] = "organisation.joined"
    sentence: ClassVar[str] = "recorded that {it} joined the network"
    name: Name
    short_name: Name = ""
    country: str
    kind: str
    settings: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    shows: Lines = ()
    wants: Lines = ()
    constraints: Text = ""
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class OrganisationRevised:
    """New values of some fields; None means unchanged."""

    type: ClassVar[str] = "organisation.revised"
    sentence: ClassVar[str] = "revised the profile of {it}"
    name: Annotated[str | None, Sealed(part="name")] = None
    short_name: Annotated[str | None, Sealed(part="name")] = None
    country: str | None = None
    kind: str | None = None
    settings: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None
    shows: Annotated[tuple[str, ...] | None, Sealed()] = None
    wants: Annotated[tuple[str, ...] | None, Sealed()] = None
    constraints: Annotated[str | None, Sealed()] = None
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class OrganisationLeft:
    type: ClassVar[str] = "organisation.left"
    sentence: ClassVar[str] = "recorded that {it} left the network"
    reason: Text = ""


OrganisationEvent = OrganisationJoined | OrganisationRevised | OrganisationLeft
Events = OrganisationEvent


class Changes(TypedDict, total=False):
    """What a revision may change; None, like absence, leaves a field as it is."""

    name: str | None
    short_name: str | None
    country: str | None
    kind: str | None
    settings: tuple[str, ...] | None
    languages: tuple[str, ...] | None
    shows: tuple[str, ...] | None
    wants: tuple[str, ...] | None
    constraints: str | None


@dataclass(frozen=True, slots=True)
class Organisation:
    """What decisions about an organisation need to know."""

    id: str
    left: bool = False


def evolve(organisation: Organisation | None, stream: str, event: OrganisationEvent) -> Organisation:
    """Apply one event; every event that decisions allow applies."""
    state = organisation or Organisation(stream)
    match event:
        case OrganisationLeft():
            return replace(state, left=True)
        case OrganisationJoined() | OrganisationRevised():
            return state
        case _:
            assert_never(event)


def join(
    organisation: str,
    name: str,
    *,
    country: str,
    kind: str,
    by: Actor,
    short_name: str = "",
    settings: tuple[str, ...] = (),
    languages: tuple[str, ...] = (),
    shows: tuple[str, ...] = (),
    wants: tuple[str, ...] = (),
    constraints: str = "",
    taken: Iterable[str] = (),
) -> list[On]:
    """Let an organisation join; `shows` is what it offers to show, `wants` what it wants to learn.

    `taken` are the names of members.
    """
    require_role(by, "coordinator", act="add an organisation")
    event = OrganisationJoined(
        name=name,
        short_name=short_name,
        country=country,
        kind=kind,
        settings=settings,
        languages=languages,
        shows=shows,
        wants=wants,
        constraints=constraints,
    )
    require_profile(event)
    require_free_name(name, taken)
    return [On(organisation, event)]


def revise(organisation: Organisation, *, by: Actor, taken: Iterable[str] = (), **changes: Unpack[Changes]) -> list[On]:
    """Revise the profile; its own people may, and a coordinator. `taken` are the names of other members."""
    require_member(organisation)
    require_voice(organisation, by, "revise another organisation")
    event = OrganisationRevised(**changes)
    require_change(event)
    require_profile(event)
    if event.name is not None:
        require_free_name(event.name, taken)
    return [On(organisation.id, event)]


def leave(organisation: Organisation, *, by: Actor, reason: str = "", alone: frozenset[str] = frozenset()) -> list[On]:
    """Let an organisation leave; nobody has to say why. `alone` are the roles that only its people hold."""
    require_role(by, "coordinator", act="record that an organisation leaves")
    require_member(organisation)
    require_others(alone)
    return [On(organisation.id, OrganisationLeft(reason=reason))]


def require_member(organisation: Organisation) -> None:
    """Refuse an organisation that has left."""
    if organisation.left:
        raise Refused("The organisation has left the network; choose one that is a member, or add it again.")


def require_members(organisations: Iterable[Organisation]) -> None:
    """Refuse a new obligation between organisations of which one has left."""
    for organisation in organisations:
        require_member(organisation)


def require_free_name(name: str, taken: Iterable[str]) -> None:
    """Refuse the name of another member, for a name has to mean one organisation."""
    if _folded(name) in map(_folded, taken):
        raise Refused(
            f"A member is called '{name.strip()}' already; use that one, or give this one a name of its own, such as"
            " with its town."
        )


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def require_voice(organisation: Organisation, by: Actor, act: str) -> None:
    """Refuse to speak for an organisation unless the actor belongs to it or is a coordinator."""
    if by.organisation != organisation.id:
        require_role(by, "coordinator", act=act)


def require_country(code: str) -> None:
    """Refuse a country code that nobody uses."""
    if code not in COUNTRIES:
        raise Refused(
            f"'{code}' is not a country code; use the two capitals of ISO 3166-1, such as AT, or XK for Kosovo."
        )


def require_profile(profile: OrganisationJoined | OrganisationRevised) -> None:
    """Refuse a profile with an empty name or words outside the vocabulary."""
    if profile.name is not None:
        require_short(profile.name, "organisation's name")
    if profile.country is not None:
        require_country(profile.country)
    if profile.kind is not None:
        require_one_of(profile.kind, ORGANISATION_KINDS, "kind of organisation")
    require_each(profile.settings or (), SETTINGS, "setting")
    for language in profile.languages or ():
        require_language_code(language)


def require_language_code(code: str) -> None:
    """Refuse what is no language code; people work in more languages than the network writes in."""
    if not LANGUAGE_CODE.fullmatch(code):
        raise Refused(f"'{code}' is not a language code; use BCP 47's two or three letters, such as de or ckb.")


def require_each(values: Iterable[str], allowed: tuple[str, ...], what: str) -> None:
    """Refuse any word that is not in the vocabulary."""
    for value in values:
        require_one_of(value, allowed, what)


def require_change(revision: OrganisationRevised) -> None:
    """Refuse a revision that changes nothing."""
    if all(getattr(revision, change.name) is None for change in fields(revision) if change.name != "reason"):
        raise Refused("The revision changes nothing; give at least one field, such as --country.")
