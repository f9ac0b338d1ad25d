"""Who could visit whom, and why: pairs of members with the reasons for and against each. It never decides."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from epex.core.likeness import Usage

# Without one of these, a pair has nothing to show each other.
SUBSTANCE = frozenset({"shared_challenge", "task", "setting"})
# How much a reason weighs in the order; every other weighs one, and so does a second word.
STRENGTH = {"shared_challenge": 3, "task": 3, "not_paired": 3, "language": 2}
# A reason of a plugin weighs no more than the strongest of these.
MOST_POINTS = 3
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A standing offer to host; `left` is the number of visits that there is still room for."""

    id: str
    text: str
    settings: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    left: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A standing learning need, with the task that it is for."""

    id: str
    text: str
    setting: str = ""
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An organisation with what it offers and needs; its profile speaks where no offer or need does."""

    id: str
    name: str
    country: str = ""
    settings: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    shows: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    challenges: frozenset[str] = frozenset()
    offers: tuple[Offered, ...] = ()
    needs: tuple[Wanted, ...] = ()

    @property
    def shown(self) -> tuple[str, ...]:
        """Give the texts of what it can show."""
        return tuple(offer.text for offer in self.offers) or self.shows

    @property
    def wanted(self) -> tuple[str, ...]:
        """Give the texts of what it wants to learn."""
        return tuple(need.text for need in self.needs) or self.wants

    @property
    def hosts_in(self) -> frozenset[str]:
        """Give the settings that it can show."""
        return frozenset[str]().union(*(offer.settings for offer in self.offers)) or self.settings

    @property
    def learns_in(self) -> frozenset[str]:
        """Give the settings that it wants to see."""
        return frozenset(need.setting for need in self.needs if need.setting) or self.settings

    @property
    def hosts_with(self) -> frozenset[str]:
        """Give the languages that it hosts in."""
        return frozenset[str]().union(*(offer.languages for offer in self.offers)) or self.languages

    @property
    def learns_with(self) -> frozenset[str]:
        """Give the languages that its visitors speak."""
        return frozenset[str]().union(*(need.languages for need in self.needs)) or self.languages


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What pairs have behind them: who visited whom, and which host and visitor declined each other."""

    paired: frozenset[frozenset[str]] = frozenset()
    declined: frozenset[Pair] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """A reason from elsewhere, in a sentence; with points below zero it speaks against the pair."""

    code: str
    text: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One pair with the reasons for it, what speaks against it, and what both rest on."""

    host: str
    visitor: str
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    challenges: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    further: tuple[Further, ...] = ()

    @property
    def pair(self) -> Pair:
        """Give the host and the visitor."""
        return (self.host, self.visitor)


NOTHING = Past()
UNKNOWN = Usage(())


def rank(members: Iterable[Member], past: Past = NOTHING, under_way: frozenset[Pair] = frozenset()) -> list[Suggestion]:
    """Rank the pairs that have something to show each other, by the strength of the reasons and then by name.

    A host and visitor with a match under way are left out.
    """
    known = sorted(members, key=lambda member: (member.name.casefold(), member.id))
    usage = usage_among(known)
    suggestions = [
        suggestion
        for host in known
        for visitor in known
        if host.id != visitor.id and (host.id, visitor.id) not in under_way
        if SUBSTANCE.intersection((suggestion := suggest(host, visitor, past, usage)).reasons)
    ]
    return by_strength(suggestions)


def strength(suggestion: Suggestion) -> int:
    """Weigh the reasons: what two can show each other, and have not yet, counts most."""
    own = sum(STRENGTH.get(code, 1) for code in suggestion.reasons) + (len(suggestion.words) > 1)
    return own + sum(further.points for further in suggestion.further)


def by_strength(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """Put the strongest first; those of one strength stay as they are."""
    return sorted(suggestions, key=lambda suggestion: -strength(suggestion))


def weighed(suggestions: Iterable[Suggestion], found: Mapping[Pair, Sequence[Further]]) -> list[Suggestion]:
    """Add what else was found for pairs, and put them in order again; none is left out."""
    return by_strength(replace(one, further=tuple(found.get(one.pair, ()))) for one in suggestions)


def usage_among(members: Iterable[Member]) -> Usage:
    """Gather which words the members use."""
    return Usage((*member.shown, *member.wanted) for member in members)


def suggest(host: Member, visitor: Member, past: Past = NOTHING, usage: Usage = UNKNOWN) -> Suggestion:
    """Say what speaks for a pair and what against it; `usage` tells which words most members use."""
    challenges = tuple(sorted(host.challenges & visitor.challenges))
    words = _telling(host.shown, visitor.wanted, usage)
    settings = tuple(sorted(host.hosts_in & visitor.learns_in))
    languages = tuple(sorted(host.hosts_with & visitor.learns_with))
    speaks = {
        "shared_challenge": bool(challenges),
        "task": bool(words),
        "setting": bool(settings),
        "language": bool(languages),
        "different_country": bool(host.country and visitor.country and host.country != visitor.country),
        "not_paired": frozenset((host.id, visitor.id)) not in past.paired,
        "capacity": any(offer.left > 0 for offer in host.offers),
    }
    return Suggestion(
        host=host.id,
        visitor=visitor.id,
        reasons=tuple(code for code, holds in speaks.items() if holds),
        against=tuple(_against(host, visitor, past, bool(languages))),
        challenges=challenges,
        offers=tuple(offer.id for offer in host.offers if _fits(offer, visitor, usage)),
        needs=tuple(need.id for need in visitor.needs if _answered(need, host, usage)),
        settings=settings,
        languages=languages,
        words=words,
    )


def _against(host: Member, visitor: Member, past: Past, shares_language: bool) -> Iterator[str]:  # noqa: FBT001 - private
    holds = {
        "no_language": not shares_language,
        "same_country": bool(host.country) and host.country == visitor.country,
        "paired_before": frozenset((host.id, visitor.id)) in past.paired,
        "no_capacity": bool(host.offers) and all(offer.left <= 0 for offer in host.offers),
        "no_offer": not host.offers,
        "no_need": not visitor.needs,
        "declined": (host.id, visitor.id) in past.declined,
    }
    yield from (code for code, is_so in holds.items() if is_so)


def _telling(shown: Iterable[str], wanted: Iterable[str], usage: Usage) -> tuple[str, ...]:
    wants = tuple(wanted)
    return tuple(sorted({word for one in shown for other in wants for word in usage.telling(one, other)}))


def _fits(offer: Offered, visitor: Member, usage: Usage) -> bool:
    return bool(_telling([offer.text], visitor.wanted, usage)) or not offer.settings.isdisjoint(visitor.learns_in)


def _answered(need: Wanted, host: Member, usage: Usage) -> bool:
    return bool(_telling(host.shown, [need.text], usage)) or need.setting in host.hosts_in
