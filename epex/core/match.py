"""A match of a host and a visitor: proposed with its reasons, accepted by both sides or declined with a reason."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, assert_never

from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_text
from epex.core.offer import require_year
from epex.core.organisation import Organisation, require_each, require_language_code, require_members
from epex.core.person import Person, require_present
from epex.core.sealed import Text, Texts
from epex.core.vocabulary import MATCH_OBJECTIONS, MATCH_REASONS, MATCH_SIDES, SETTINGS

OPEN = ("proposed", "accepted")
# The fields of what plugins said, by its code.
FROM_PLUGINS = ("plugin_reasons", "plugin_against")


@dataclass(frozen=True, kw_only=True)
class MatchProposed:
    """`reasons` and `against` are codes; what they rest on is named by ids, so that each reader sees what they may.

    `people` are those who would host or visit, where somebody is named; `replaces` is the match that was declined.
    `plugin_reasons` and `plugin_against` are what plugins said, in whole sentences by `PLUGIN/NAME`.
    """

    type: ClassVar[str] = "match.proposed"
    sentence: ClassVar[str] = "proposed that {visitor} visits {host}"
    host: str
    visitor: str
    year: int = 0
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    challenges: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    replaces: str = ""
    reason: Text = ""
    plugin_reasons: Texts = field(default_factory=dict)
    plugin_against: Texts = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class MatchAccepted:
    type: ClassVar[str] = "match.accepted"
    sentence: ClassVar[str] = "accepted {it} for the {side}"
    side: str
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class MatchDeclined:
    """`replacement` is the match that was proposed instead, if anybody was named."""

    type: ClassVar[str] = "match.declined"
    sentence: ClassVar[str] = "declined {it}"
    reason: Text
    side: str = ""
    replacement: str = ""


MatchEvent = MatchProposed | MatchAccepted | MatchDeclined
Events = MatchEvent


@dataclass(frozen=True, slots=True)
class Match:
    """What decisions about a match need to know."""

    id: str
    host: str = ""
    visitor: str = ""
    year: int = 0
    people: frozenset[str] = frozenset()
    accepted: frozenset[str] = frozenset()
    declined: bool = False

    @property
    def status(self) -> str:
        """Say how it stands: accepted when both sides have."""
        if self.declined:
            return "declined"
        return "accepted" if self.accepted.issuperset(MATCH_SIDES) else "proposed"

    def organisation(self, side: str) -> str:
        """Give the organisation of a side."""
        return self.host if side == "host" else self.visitor

    def sides_of(self, by: Actor) -> tuple[str, ...]:
        """Name the sides that somebody speaks for by belonging to them."""
        return tuple(side for side in MATCH_SIDES if by.organisation and self.organisation(side) == by.organisation)


@dataclass(frozen=True, slots=True)
class Replacement:
    """Who comes in for a side that declines: an organisation, and a person of it where one is named.

    `stays` is the other side's, `standing` is the new match where it is open already.
    """

    match: str
    organisation: Organisation
    person: Person | None = None
    proposed: MatchProposed | None = None
    stays: Organisation | None = None
    standing: str = ""


def evolve(known: Match | None, stream: str, event: MatchEvent) -> Match:
    """Apply one event; every event that decisions allow applies."""
    state = known or Match(stream)
    match event:
        case MatchProposed():
            people = frozenset(event.people)
            return replace(state, host=event.host, visitor=event.visitor, year=event.year, people=people)
        case MatchAccepted(side=side):
            return replace(state, accepted=state.accepted | {side})
        case MatchDeclined():
            return replace(state, declined=True)
        case _:
            assert_never(event)


def propose(
    match: str,
    proposed: MatchProposed,
    host: Organisation,
    visitor: Organisation,
    *,
    by: Actor,
    people: Collection[Person] = (),
    standing: str = "",
) -> list[On]:
    """Propose a match with its reasons; practitioners of either side may, and coordinators.

    `people` are those who are named, `standing` is the same match where it is open already.
    """
    require_role(by, "coordinator", "practitioner", act="propose a match")
    if by.organisation not in (host.id, visitor.id):
        require_role(by, "coordinator", act="propose a match between other organisations")
    if not {host.id, visitor.id}.issuperset(person.organisation for person in people):
        raise Refused("Somebody who is named belongs to neither side; name people of the host or of the visitor.")
    return _proposed(match, proposed, host, visitor, people, standing)


def may_propose(organisation: str | None, roles: Collection[str], sides: Mapping[str, Any]) -> bool:
    """Tell whether somebody of an organisation, with some roles, may propose a pair."""
    return "coordinator" in roles or ("practitioner" in roles and organisation in (sides["host"], sides["visitor"]))


def accept(known: Match, *, by: Actor, side: str = "", organisations: Iterable[Organisation] = ()) -> list[On]:
    """Accept a match for one's own side; a coordinator who is of neither accepts for both, unless a side is named."""
    sides = _speaking(known, by, side, "accept")
    require_members(organisations)
    if known.status != "proposed":
        raise Refused(f"This match is {known.status} already; {_after(known)}.")
    waiting = [one for one in sides if one not in known.accepted]
    if not waiting:
        raise Refused(f"The {sides[0]} has accepted this match already; ask the other side to accept it now.")
    return [On(known.id, MatchAccepted(side=one)) for one in waiting]


def decline(
    known: Match, reason: str, *, by: Actor, side: str = "", replacement: Replacement | None = None
) -> list[On]:
    """Decline a match with the reason; whoever comes in instead makes a match of their own, which replaces it."""
    sides = _speaking(known, by, side, "decline")
    require_text(reason, "reason")
    if known.declined:
        raise Refused("This match was declined already; propose another one with 'epex match propose'.")
    declining = sides[0] if len(sides) == 1 else ""
    instead = replacement.match if replacement else ""
    declined = On(known.id, MatchDeclined(reason=reason, side=declining, replacement=instead))
    return [declined, *(_replace(known, declining, replacement) if replacement else ())]


def require_planned(known: Match, host: str, visiting: tuple[str, ...], year: int, standing: str = "") -> None:
    """Refuse a visit from a match that is not accepted, of others or another year, or a second one while one stands."""
    if known.status != "accepted":
        raise Refused(f"This match is {known.status}, so no visit is planned from it; {_after(known)}.")
    if host != known.host or known.visitor not in visiting:
        raise Refused("The visit is not between the two that were matched; name their host and visitor, or no match.")
    if known.year not in (0, year):
        raise Refused(f"The match is for year {known.year}; plan the visit in that year, or without the match.")
    if standing:
        raise Refused(f"A visit was planned from this match already: {standing}; cancel that one, or name no match.")


def same_people(some: Collection[str], others: Collection[str]) -> bool:
    """Tell whether two matches of the same sides are one: unless both name people, and nobody is in both."""
    return not some or not others or not set(some).isdisjoint(others)


def _proposed(
    match: str,
    proposed: MatchProposed,
    host: Organisation,
    visitor: Organisation,
    people: Iterable[Person],
    standing: str,
) -> list[On]:
    if host.id == visitor.id:
        raise Refused("An organisation cannot visit itself; name another host or visitor.")
    if standing:
        raise Refused(f"This was proposed already: {standing}; accept it, or decline it to propose it anew.")
    require_members((host, visitor))
    for person in people:
        require_present(person)
    require_year(proposed.year)
    require_each(proposed.reasons, MATCH_REASONS, "reason for a match")
    require_each(proposed.against, MATCH_OBJECTIONS, "objection to a match")
    require_each(proposed.settings, SETTINGS, "setting")
    for language in proposed.languages:
        require_language_code(language)
    return [On(match, replace(proposed, host=host.id, visitor=visitor.id, people=_once(proposed.people)))]


def _replace(known: Match, declining: str, replacement: Replacement) -> list[On]:
    if not declining:
        raise Refused("Say which side is replaced: add --side host or --side visitor.")
    comes, staying = replacement.organisation, "visitor" if declining == "host" else "host"
    people = (replacement.person,) if replacement.person else ()
    named = tuple(person.id for person in people)
    if comes.id == known.organisation(declining) and known.people.issuperset(named):
        raise Refused("This is who declines; name another organisation or person of that side, or nobody.")
    proposed = replacement.proposed or MatchProposed(host="", visitor="", year=known.year)
    stays = replacement.stays or Organisation(known.organisation(staying))
    host, visitor = (comes, stays) if declining == "host" else (stays, comes)
    event = replace(proposed, people=named, replaces=known.id)
    return _proposed(replacement.match, event, host, visitor, people, replacement.standing)


def _speaking(known: Match, by: Actor, side: str, act: str) -> tuple[str, ...]:
    """Name the sides that somebody speaks for; coordinators speak for any."""
    own = known.sides_of(by)
    if side:
        require_one_of(side, MATCH_SIDES, "side of a match")
    if not own or (side and side not in own):
        require_role(by, "coordinator", act=f"{act} a match for another organisation")
    else:
        require_role(by, "coordinator", "practitioner", act=f"{act} a match")
    return (side,) if side else own or MATCH_SIDES


def _after(known: Match) -> str:
    return {
        "proposed": "both sides accept it first, with 'epex match accept'",
        "accepted": "plan the visit with 'epex visit plan --match', or decline it",
        "declined": "propose another one with 'epex match propose'",
    }[known.status]


def _once(ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
