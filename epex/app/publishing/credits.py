"""Who is named how in print: as their consent and their own preference say."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from epex.core.log.envelope import Fact
from epex.core.organisation import OrganisationJoined, OrganisationRevised
from epex.core.person import PersonErased, PersonErasureRequested, PersonMoved, PersonRegistered, PersonRevised
from epex.core.sealed import ERASED, SEALED
from epex.plugins.wording import country_name
from epex.projections.naming import TELLING
from epex.projections.past import least

NOBODY = ("", ERASED, SEALED)
UNNAMED = "a member of the network"
KINDS = {
    "public_service": "a public service",
    "statutory_linked_ngo": "an organisation linked to public services",
    "ngo": "a non-governmental organisation",
    "new_initiative": "a new initiative",
    "grassroots_volunteer": "a volunteer initiative",
    "research": "a research institute",
    "individual": "work of one's own",
}


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person as print needs to know them."""

    name: str = ""
    preference: str = "role_only"
    roles: tuple[str, ...] = ()
    organisation: str = ""

    @property
    def gone(self) -> bool:
        """Tell whether nobody may be told any more who it is."""
        return self.name in NOBODY


@dataclass(frozen=True, slots=True)
class Home:
    """An organisation as print needs to know it."""

    name: str = ""
    country: str = ""
    kind: str = ""


def somebody(facts: Iterable[Fact]) -> Somebody:
    """Gather what is known of a person."""
    known = Somebody()
    for event in (fact.event for fact in facts):
        match event:
            case PersonRegistered(name=name, name_preference=preference, roles=roles, organisation=organisation):
                known = Somebody(name, preference, roles, organisation)
            case PersonRevised():
                given = {"name": event.name, "preference": event.name_preference, "roles": event.roles}
                known = replace(known, **{key: value for key, value in given.items() if value is not None})  # type: ignore[arg-type]
            case PersonMoved(organisation=organisation):
                known = replace(known, organisation=organisation)
            case PersonErasureRequested() | PersonErased():
                known = replace(known, name=ERASED, preference="anonymous")
    return known


def held(then: Somebody, today: Somebody) -> Somebody:
    """Know of somebody as they were, and name them no more precisely than today."""
    preference = least("name_preference", then.preference, today.preference)
    return today if today.gone else replace(then, preference=preference)


def home(facts: Iterable[Fact]) -> Home:
    """Gather what is known of an organisation."""
    known = Home()
    for event in (fact.event for fact in facts):
        match event:
            case OrganisationJoined(name=name, country=country, kind=kind):
                known = Home(name, country, kind)
            case OrganisationRevised():
                given = {name: getattr(event, name) for name in ("name", "country", "kind")}
                known = replace(known, **{name: value for name, value in given.items() if value is not None})
    return known


def named(person: Somebody, place: Home) -> str:
    """Name somebody as they prefer it; an individual member's own name tells no more than theirs."""
    where = "" if place.name in NOBODY or place.kind == "individual" else f", {place.name}"
    if person.gone or person.preference == "anonymous":
        return UNNAMED
    if person.preference == "full_name":
        return f"{person.name}{where}"
    if person.preference == "first_name":
        return f"{person.name.split()[0]}{where}"
    role = next((role.replace("_", " ") for role in TELLING if role in person.roles), "member")
    return f"{_with_article(role)}{where}"


def unnamed(place: Home, shows: Iterable[str]) -> str:
    """Tell of somebody no more than what is to be shown of their organisation."""
    told = {"kind": KINDS.get(place.kind, ""), "country": country_name(place.country)}
    return ", ".join([UNNAMED, *(told[each] for each in told if each in tuple(shows) and told[each])])


def _with_article(role: str) -> str:
    return f"{'an' if role[0] in 'aeiou' else 'a'} {role}"
