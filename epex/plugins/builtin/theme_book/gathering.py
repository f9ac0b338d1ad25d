"""What the theme book rests on, gathered through the queries: themes, their evidence, and where it comes from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from epex.plugins import Queries, Row
from epex.plugins.builtin.practice_transfer.findings import UNKNOWN_ORGANISATION, Witness

STANCES = ("supports", "nuances", "contradicts")
# What can be evidence of a theme, and has a page of its own.
SOURCES = ("visit", "meeting", "reflection", "challenge", "element", "transfer", "finding", "story", "theme")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of evidence, the row of what it comes from, and the organisations that this touches.

    `told_in` is the earlier chapter that tells the same piece, where a split handed it to several themes.
    """

    witness: Witness
    source: Row
    organisations: tuple[Row, ...]
    told_in: str = ""

    @property
    def link(self) -> Row:
        """Give the link."""
        return self.witness.link


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A theme with the evidence that is told in its own chapter; the rest went on to others, whose chapter tells it."""

    row: Row
    pieces: tuple[Piece, ...]
    went_on: tuple[Row, ...]

    def of(self, stance: str) -> list[Piece]:
        """List the evidence of one stance."""
        return [piece for piece in self.pieces if piece.witness.stance == stance]

    @property
    def organisations(self) -> list[Row]:
        """List the organisations that its evidence touches, each once."""
        return list({one["id"]: one for piece in self.pieces for one in piece.organisations}.values())

    @property
    def named(self) -> list[int]:
        """Give the events of those organisations that may be named beside what was said, and of no others."""
        named = (piece for piece in self.pieces if piece.witness.is_named)
        return [one["position"] for piece in named for one in piece.organisations]

    @property
    def dissents(self) -> list[Row]:
        """List the decisions that somebody disagreed with."""
        return [decision for decision in self.row["decisions"] if decision["dissents"]]

    @property
    def decided(self) -> list[int]:
        """Give the position of the newest step that its state rests on."""
        changing = [row for row in self.row["decisions"] if row["decision"] not in ("renamed", "discussed")]
        talks = [row for row in self.row["decisions"] if row["decision"] == self.row["status"] == "discussed"]
        steps = [row["position"] for row in changing or talks]
        return steps[-1:] or [self.row["position"]]


class Material:
    """Everything that the reader may see of some themes."""

    def __init__(self, queries: Queries, rows: Sequence[Row]) -> None:
        """Read what all of them share."""
        self.queries = queries
        self._places = queries.places({link["id"] for row in rows for link in row["evidence"]})
        there = {row["id"] for row in rows}
        self._told: dict[tuple[int, str], str] = {}
        self.themes = [self._theme(row, there) for row in rows]

    @cached_property
    def organisations(self) -> Mapping[str, Row]:
        """Give the organisations by id."""
        return {row["id"]: row for row in self.queries.listing("organisation")}

    @cached_property
    def sources(self) -> Mapping[str, Row]:
        """Give everything that evidence can come from by id; reflections with the permission to quote them."""
        plain = (row for subject in SOURCES if subject != "reflection" for row in self.queries.listing(subject))
        return {row["id"]: row for row in (*plain, *self.queries.pages("reflection"))}

    @cached_property
    def transfers(self) -> list[Row]:
        """List the transfers, each with the position of its newest step."""
        last = {step["id"]: step["position"] for step in self.queries.steps("transfer")}
        return [{**row, "last": last.get(row["id"], row["position"])} for row in self.queries.listing("transfer")]

    @property
    def pieces(self) -> Iterator[Piece]:
        """Walk over all evidence."""
        return (piece for theme in self.themes for piece in theme.pieces)

    @property
    def shown(self) -> list[Row]:
        """List everything that is shown."""
        told = {piece.link["id"] for piece in self.pieces if piece.link["kind"] == "element"}
        went = [row for row in self.transfers if row["element"] in told]
        return [*(theme.row for theme in self.themes), *(piece.source for piece in self.pieces if piece.source), *went]

    @property
    def withheld(self) -> frozenset[int]:
        """Give the events that would name somebody who is not to be named."""
        unnamed = (piece.witness for piece in self.pieces if not piece.witness.is_named)
        return frozenset(position for seen in unnamed for position in seen.positions)

    def _theme(self, row: Row, there: set[str]) -> Theme:
        moved = [link for link in row["evidence"] if there.intersection(link.get("went_to", ()))]
        stays = (link for link in row["evidence"] if link not in moved)
        return Theme(row=row, pieces=tuple(self._piece(link, row["title"]) for link in stays), went_on=tuple(moved))

    def _piece(self, link: Row, chapter: str) -> Piece:
        source = self.sources.get(link["id"], {})
        reflection = source if source and link["kind"] == "reflection" else None
        visit = self.sources.get(reflection["about"]) if reflection else None
        home = self.organisations.get(reflection["organisation"] if reflection else "", UNKNOWN_ORGANISATION)
        touched = self._places.get(link["id"], {}).get("organisations", ())
        return Piece(
            witness=Witness(link=link, reflection=reflection, visit=visit, organisation=home),
            source=source,
            organisations=tuple(self.organisations[one] for one in touched if one in self.organisations),
            told_in=told if (told := self._told.setdefault((link["position"], link["id"]), chapter)) != chapter else "",
        )


def gather(queries: Queries, theme: str) -> Material:
    """Gather one theme, or all of them.

    Raises Refused when there is no such theme.
    """
    wanted = [queries.resolve(theme, "theme")] if theme else [row["id"] for row in queries.listing("theme")]
    return Material(queries, [queries.show(identity) for identity in wanted])
