"""A grid of criteria as a sheet to fill: printed in TOML, read back from TOML or CSV."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import click

from epex.commands.pages import print_page
from epex.commands.printing import Row, bold, plain, short, wrap
from epex.core.decision import Refused
from epex.core.grid import GRIDS, QUESTIONS
from epex.core.vocabulary import RATINGS

FIELDS = ("rating", "note")
# What the standing says in a word, and what is shown side by side.
ASIDE = frozenset({"evaluated", "determined", "compared", "grids", "grid_readers", "pilot_ends_on"})
OPEN = ("network", "public")
GRID_PARTS = frozenset({"ratings", "notes"})
DELIMITERS = ";\t,"


class Grid(NamedTuple):
    """One side's ratings and notes, by criterion."""

    ratings: dict[str, str]
    notes: dict[str, str]

    def over(self, former: "Grid") -> "Grid":
        """Lay it over an earlier one; what it does not say stays as it was."""
        return Grid({**former.ratings, **self.ratings}, {**former.notes, **self.notes})


def grid_of(row: Row, side: str) -> Grid:
    """Take one side's grid out of a transfer's page."""
    filled = row["grids"].get(side, {})
    return Grid(dict(filled.get("ratings", {})), dict(filled.get("notes", {})))


def former(row: Row, side: str) -> Grid:
    """Give what one side said before; what only some may read is not repeated to all, so there it begins anew."""
    return grid_of(row, side) if row["grid_readers"].get(side) in OPEN else Grid({}, {})


def read_sheet(text: str) -> Grid:
    """Read a filled sheet; an empty rating or note says nothing.

    Raises Refused when it is neither TOML nor CSV with the columns criterion, rating and note.
    """
    if not text.strip():
        return Grid({}, {})
    head = text.lstrip().partition("\n")[0].casefold()
    read = _rows if "criterion" in head and not head.startswith(("#", "[")) else _tables
    found: dict[str, dict[str, str]] = dict(read(text))
    ratings, notes = (
        {name: said.get(field, "") for name, said in found.items() if said.get(field)} for field in FIELDS
    )
    return Grid(ratings, notes)


def sheet(row: Row, side: str) -> str:
    """Lay one side's grid out to be filled, with what the other side says beside it."""
    own, other = grid_of(row, side), grid_of(row, next(each for each in GRIDS if each != side))
    command = f"epex transfer compare {short(row['id'])} --side {side} --file FILE"
    parts = [
        f"# {_line(row['title'])}",
        f"# The {side} side's grid. Rate each criterion: {', '.join(RATINGS)}. Leave open what you cannot say yet.",
        f"# Save it as a file; when it is filled: {command}",
        *(_asked(name, question, own, other) for name, question in QUESTIONS.items()),
    ]
    return "\n".join(parts)


def side_by_side(row: Row) -> Iterator[str]:
    """Print both grids line by line, with the notes below each criterion."""
    grids = {side: grid_of(row, side) for side in GRIDS}
    names = {side: plain(row.get(f"{side}_title") or "") for side in GRIDS}
    yield f"{'':<32}{'source':<12}receiving"
    for name in QUESTIONS:
        rated = [grids[side].ratings.get(name, "unknown") for side in GRIDS]
        yield f"{name.replace('.', ': '):<32}{rated[0]:<12}{rated[1]}"
        for side in GRIDS:
            if note := grids[side].notes.get(name):
                yield f"    {names[side] or side}: {_line(note)}"


def print_transfer(row: Row) -> None:
    """Print the page; how far it is known to work is said by its standing, the grids come last, side by side."""
    told = {name: value for name, value in row.items() if name not in ASIDE}
    told["steps"] = [{name: value for name, value in step.items() if name not in GRID_PARTS} for step in row["steps"]]
    told["tried"] = [{**pilot, "step": f"pilot {pilot['pilot']}", "pilot": None} for pilot in row["tried"]]
    print_page(told)
    if row["grids"]:
        print_grid({**row, "side": ""})


def print_grid(row: Row) -> None:
    """Print both grids, or one as a sheet."""
    if row["side"]:
        click.echo(sheet(row, row["side"]))
        return
    click.echo(f"\n{bold(wrap(row['title']))}")
    for line in side_by_side(row):
        click.echo(wrap(line, "        ", ""))


def _asked(name: str, question: str, own: Grid, other: Grid) -> str:
    said = f"{other.ratings.get(name, '')}. {other.notes.get(name, '')}".strip(". ")
    return "\n".join(
        [
            f"\n[{name}]",
            f"# {question}",
            *([f"# The other side says: {_line(said)}"] if said else []),
            f"rating = {json.dumps(own.ratings.get(name, ''))}",
            f"note = {json.dumps(plain(own.notes.get(name, '')), ensure_ascii=False)}",
        ]
    )


def _tables(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    import tomllib  # noqa: PLC0415 - start-up: only a sheet needs it

    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        hint = "'epex transfer grid TRANSFER --side SIDE' prints a sheet to fill"
        raise Refused(f"The sheet is not sound TOML ({error}); {hint}.") from error
    yield from _criteria(whole, ())


def _criteria(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    for key, value in table.items():
        name = ".".join((*path, key))
        if isinstance(value, str):
            yield name, {"rating": value.strip()}
        elif isinstance(value, dict) and set(value) <= set(FIELDS) and all(isinstance(v, str) for v in value.values()):
            yield name, {field: words.strip() for field, words in value.items()}
        elif isinstance(value, dict) and not set(value) & set(FIELDS):
            yield from _criteria(value, (*path, key))
        else:
            raise Refused(
                f'\'{name}\' in the sheet is not a criterion; write rating = "fits" and note = "..." below it.'
            )


def _rows(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    import csv  # noqa: PLC0415 - start-up: only a sheet needs it

    head, *_ = text.lstrip().splitlines()
    delimiter = max(DELIMITERS, key=head.count)
    for row in csv.DictReader(text.lstrip().splitlines(), delimiter=delimiter):
        cells = {str(key or "").strip().casefold(): str(value or "").strip() for key, value in row.items()}
        if "rating" not in cells:
            raise Refused("The sheet has no column 'rating'; name criterion, rating and note in its first line.")
        if cells.get("criterion"):
            yield _named(cells["criterion"]), {field: cells.get(field, "") for field in FIELDS}


def _named(criterion: str) -> str:
    return criterion.casefold().replace(": ", ".").replace(" ", "_")


def _line(words: str) -> str:
    return " ".join(plain(words).split())
