"""An offer to host: what an organisation can show, to how many visits, when and in which languages."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import ClassVar, assert_never

from epex.core.decision import LONGEST_SAYING, Actor, On, Refused, require_one_of, require_short
from epex.core.organisation import Organisation, require_each, require_language_code, require_member, require_voice
from epex.core.periods import parse_period
from epex.core.sealed import Text
from epex.core.vocabulary import LANGUAGES, SETTINGS


@dataclass(frozen=True, kw_only=True)
class OfferMade:
    """`capacity` counts visits; no year means any; without languages those of the organisation's profile hold."""

    type: ClassVar[str] = "offer.made"
    sentence: ClassVar[str] = "made {it} for {organisation}"
    text: Text
    language: str = "en"
    organisation: str
    settings: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    capacity: int = 1
    year: int = 0
    starts_on: str = ""
    ends_on: str = ""
    constraints: Text = ""
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class OfferWithdrawn:
    type: ClassVar[str] = "offer.withdrawn"
    sentence: ClassVar[str] = "withdrew {it}"
    reason: Text = ""


OfferEvent = OfferMade | OfferWithdrawn
Events = OfferEvent


@dataclass(frozen=True, slots=True)
class Offer:
    """What decisions about an offer need to know."""

    id: str
    organisation: str = ""
    withdrawn: bool = False


def evolve(offer: Offer | None, stream: str, event: OfferEvent) -> Offer:
    """Apply one event; every event that decisions allow applies."""
    state = offer or Offer(stream)
    match event:
        case OfferMade(organisation=organisation):
            return replace(state, organisation=organisation)
        case OfferWithdrawn():
            return replace(state, withdrawn=True)
        case _:
            assert_never(event)


def make(offer: str, made: OfferMade, organisation: Organisation, *, by: Actor) -> list[On]:
    """Offer to host; an organisation's own people may, and a coordinator."""
    require_voice(organisation, by, "offer a visit to another organisation")
    require_member(organisation)
    require_short(made.text, "text that says what can be shown", LONGEST_SAYING)
    require_one_of(made.language, LANGUAGES, "language")
    require_each(made.settings, SETTINGS, "setting")
    for language in made.languages:
        require_language_code(language)
    require_room(made.capacity, made.year)
    starts_on, ends_on = parse_period(made.starts_on, made.ends_on)
    return [On(offer, replace(made, organisation=organisation.id, starts_on=starts_on, ends_on=ends_on))]


def withdraw(offer: Offer, organisation: Organisation, *, by: Actor, reason: str = "") -> list[On]:
    """Take an offer back; matches that rest on it stay as they are."""
    require_voice(organisation, by, "withdraw another organisation's offer")
    if offer.withdrawn:
        raise Refused("This offer was withdrawn already; make another one with 'epex match offer'.")
    return [On(offer.id, OfferWithdrawn(reason=reason))]


def require_room(capacity: int, year: int) -> None:
    """Refuse an offer for no visit at all, or in a year that cannot be."""
    if capacity < 1:
        raise Refused("An offer has room for one visit at least; give a number such as 1, or withdraw the offer.")
    require_year(year)


def require_open(year: int, open_years: Collection[int]) -> None:
    """Refuse a programme year that nobody opened; 0 says that any will do."""
    if year and year not in open_years:
        raise Refused(f"Year {year} is not open; open it with 'epex year open', or name one that is.")


def require_year(year: int) -> None:
    """Refuse a programme year below 1; 0 says that any will do."""
    if year < 0:
        raise Refused("Programme years are counted from 1; give the number of the year, or none for any.")
