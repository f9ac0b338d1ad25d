"""What the report rests on, gathered through the queries: element, evidence, transfers and those who took part."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from epex.plugins import Queries, Refused, Row
from epex.plugins.builtin.practice_transfer.words import a, name_of, spoken

DETERMINED = "determined"
MEMBERS_ONLY = (
    "This report names organisations and quotes people, for members of the network: name who reads with --as."
)
UNKNOWN_ORGANISATION: Row = {
    "id": "",
    "title": "an organisation",
    "short_name": "",
    "country": "",
    "kind": "",
    "settings": [],
    "languages": [],
    "constraints": "",
    "left_on": "",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A piece of evidence: the link, and the reflection and visit that it comes from where the reader may see them."""

    link: Row
    reflection: Row | None
    visit: Row | None
    organisation: Row

    @property
    def stance(self) -> str:
        """Say what it does to the element."""
        return str(self.link["stance"] or "supports")

    @property
    def side(self) -> str:
        """Say from which side it was seen."""
        return str(self.reflection["side"] or "participant") if self.reflection else "participant"

    @property
    def quotation(self) -> str:
        """Say how far the words may be quoted."""
        return str(self.reflection["quotation"] or "none") if self.reflection else "none"

    @property
    def may_be_quoted(self) -> bool:
        """Tell whether there are words, and permission to quote them."""
        return bool(self.link["passage"]) and self.quotation in ("anonymous", "attributed")

    @property
    def is_named(self) -> bool:
        """Tell whether the organisation behind it may be named beside what it said."""
        return self.reflection is None or self.quotation == "attributed"

    @property
    def positions(self) -> tuple[int, ...]:
        """Give the events that it rests on."""
        return (self.link["position"], *([self.reflection["position"]] if self.reflection else []))


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A transfer with the organisation that receives the element."""

    row: Row
    receiver: Row
    judges: Mapping[int, str]

    @property
    def name(self) -> str:
        """Name it by its receiver."""
        return name_of(self.receiver)

    @property
    def status(self) -> str:
        """Say how far it came."""
        return str(self.row["status"])

    @property
    def has_left(self) -> bool:
        """Tell whether its receiver left the network: nobody there can be asked."""
        return bool(self.receiver["left_on"])

    @property
    def is_determined(self) -> bool:
        """Tell whether it is known what came of it, by the standing that every list and page prints."""
        return bool(self.row["standing"] == DETERMINED)

    @property
    def evaluations(self) -> list[Row]:
        """List its evaluations."""
        return self.steps("evaluated") if self.is_determined else []

    @property
    def last(self) -> Row:
        """Give the newest step."""
        newest: Row = self.row["steps"][-1] if self.row["steps"] else self.row
        return newest

    def steps(self, *kinds: str) -> list[Row]:
        """List its steps of some kinds, in their order."""
        return [step for step in self.row["steps"] if step["step"] in kinds]

    def grid(self, side: str) -> Row | None:
        """Give the step that filled one side's grid last."""
        filled = [step for step in self.steps("compared") if step["side"] == side]
        return filled[-1] if filled else None

    def rating(self, side: str, criterion: str) -> str:
        """Give one side's rating; what was not rated is unknown."""
        grid = self.grid(side)
        return str(grid.get("ratings", {}).get(criterion, "unknown")) if grid else "unknown"

    def rated(self, rating: str) -> list[str]:
        """List the criteria that the receiving side rated so."""
        grid = self.grid("receiving")
        return [name for name, value in (grid or {}).get("ratings", {}).items() if value == rating]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything that the report speaks of.

    `receiver` is set when it is made for one organisation; what others made of the element is then `elsewhere`.
    `heir` is the element that it was merged into; `today` is the day of the newest event.
    """

    element: Row
    owner: Row
    witnesses: tuple[Witness, ...]
    transfers: tuple[Transfer, ...]
    elsewhere: tuple[Transfer, ...]
    receiver: Row | None
    heir: Row | None
    today: str

    @property
    def tries(self) -> tuple[Transfer, ...]:
        """List all transfers, those to the receiver first."""
        return (*self.transfers, *self.elsewhere)

    @property
    def evaluated(self) -> list[Transfer]:
        """List the transfers that were evaluated."""
        return evaluated(self.transfers)

    @property
    def observers(self) -> list[Witness]:
        """List those who saw it without working where it comes from, each person once."""
        outside = [seen for seen in self.witnesses if seen.reflection and seen.organisation["id"] != self.owner["id"]]
        by_person = {
            seen.reflection["person"]: seen for seen in outside if seen.reflection and seen.reflection["person"]
        }
        return list(by_person.values())

    @property
    def visits(self) -> list[Row]:
        """List the visits behind the evidence that may be named beside it, each once."""
        return list({seen.visit["id"]: seen.visit for seen in self.witnesses if seen.visit and seen.is_named}.values())

    @property
    def unnamed(self) -> list[Witness]:
        """List those who are not to be named."""
        return [seen for seen in self.witnesses if not seen.is_named]

    @property
    def withheld(self) -> frozenset[int]:
        """Give the events that would name somebody who is not to be named, their visits' among them."""
        visits = {seen.visit["position"] for seen in self.unnamed if seen.visit}
        own = {position for seen in self.unnamed for position in seen.positions}
        return frozenset(own | visits - {visit["position"] for visit in self.visits})

    def told(self, positions: Iterable[int]) -> tuple[int, ...]:
        """Keep the events that may be told; where none is left, the element stands for them."""
        return tuple(one for one in positions if one not in self.withheld) or (self.element["position"],)


def gather(queries: Queries, element: str, to: str) -> Findings:
    """Gather what the reader may see.

    Raises Refused when the element or the organisation is not there, or somebody outside the network reads.
    """
    if not queries.is_member():
        raise Refused(MEMBERS_ONLY)
    found = queries.show(queries.resolve(element, "element"))
    owner = _organisation(queries, found["organisation"])
    receiver = queries.show(_receiver(queries, to)) if to else None
    if receiver and receiver["id"] == owner["id"]:
        raise Refused(f"The element comes from {name_of(owner)} itself; name another organisation with --option to=ID.")
    transfers = [_transfer(queries, related["id"]) for related in found["transfers"]]
    theirs = [each for each in transfers if receiver is None or each.receiver["id"] == receiver["id"]]
    return Findings(
        element=found,
        owner=owner,
        witnesses=tuple(witness(queries, link) for link in found["evidence"]),
        transfers=tuple(theirs),
        elsewhere=tuple(each for each in transfers if each not in theirs),
        receiver=receiver,
        heir=seen(queries, found["merged_into"]),
        today=max(queries.days().values(), default=""),
    )


def seen(queries: Queries, identity: str) -> Row | None:
    """Show something, or nothing when the reader may not see it."""
    try:
        return queries.show(identity) if identity else None
    except Refused:
        return None


def witness(queries: Queries, link: Row) -> Witness:
    """Find who stands behind a piece of evidence, as far as the reader may see it."""
    source = seen(queries, link["id"])
    reflection = source if link["kind"] == "reflection" else None
    about = reflection["about"] if reflection else link["id"]
    visit = seen(queries, about) if about.startswith("visit-") else None
    home = reflection["organisation"] if reflection else ""
    return Witness(link=link, reflection=reflection, visit=visit, organisation=_organisation(queries, home))


def _receiver(queries: Queries, to: str) -> str:
    """Find an organisation by the short name that this report prints, or as every command does."""
    wanted = to.strip().casefold()
    called = [row["id"] for row in queries.listing("organisation") if row["short_name"].casefold() == wanted]
    return str(called[0]) if len(called) == 1 else queries.resolve(to, "organisation")


def _organisation(queries: Queries, identity: str) -> Row:
    return seen(queries, identity) or UNKNOWN_ORGANISATION


def _transfer(queries: Queries, identity: str) -> Transfer:
    row = queries.show(identity)
    judges = {step["position"]: step["actor"] for step in row["steps"]}
    roles = {person: _role(queries, person) for person in set(judges.values())}
    return Transfer(
        row=row,
        receiver=_organisation(queries, row["receiving"]),
        judges={position: roles[person] for position, person in judges.items()},
    )


def _role(queries: Queries, person: str) -> str:
    found = seen(queries, person)
    if found is None:
        return "somebody"
    roles = a(" and ".join(map(spoken, found["roles"])) or "member")
    home = _organisation(queries, found["organisation"])
    return f"{roles} of {name_of(home)}"


def evaluated(transfers: Iterable[Transfer]) -> list[Transfer]:
    """Pick the transfers of which it is known what came of them."""
    return [transfer for transfer in transfers if transfer.is_determined and transfer.evaluations]


def all_positions(rows: Iterable[Row]) -> list[int]:
    """List the positions of rows."""
    return [row["position"] for row in rows]
