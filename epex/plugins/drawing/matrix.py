"""A matrix of numbers on shades of one colour: who with whom, or how often where."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from epex.plugins.drawing.lettering import room, shortened
from epex.plugins.drawing.shapes import Box, Drawing, Ink, Line, Shape, Words

WIDE, SLIM, LOW = 34.0, 27.0, 24.0
FEW = 16
NAME, HEAD = 230.0, 150.0
GAP = 10.0
SIZE = 12.0
SHADES = 5
STEEP = -60.0
SINE, COSINE = 0.866, 0.5
Key = tuple[str, str]
SUM: tuple[Ink, Ink] = ("tint", "ink")
INKS: Sequence[tuple[Ink, Ink]] = (
    ("heat-1", "on-1"),
    ("heat-2", "on-2"),
    ("heat-3", "on-3"),
    ("heat-4", "on-4"),
    ("heat-5", "on-5"),
)


class Matrix(Struct, frozen=True, kw_only=True):
    """Rows and columns by key with their names, and the numbers of the cells; what is withheld has a mark instead.

    Where a cell has neither, there is none: a gap, which is drawn as one.
    """

    rows: Mapping[str, str]
    columns: Mapping[str, str]
    counts: Mapping[Key, int]
    withheld: frozenset[Key] = frozenset()
    corner: str = ""
    unit: str = ""
    # Rows and columns that are sums of others have no shade, for they would pale all the rest.
    sums: frozenset[str] = frozenset()

    @property
    def cell(self) -> float:
        """Tell how wide a cell is."""
        return WIDE if len(self.columns) <= FEW else SLIM


def draw_matrix(matrix: Matrix) -> Drawing:
    """Draw the names, the cells and the gaps."""
    left, top = _margins(matrix)
    reach = max((room(name, SIZE) for name in _heads(matrix)), default=0) * COSINE
    shapes = (*_corner(matrix, left, top), *_columns(matrix, left, top), *_rows(matrix, left, top))
    return Drawing(
        width=round(left + matrix.cell * len(matrix.columns) + max(reach - matrix.cell / 2, 0) + GAP * 2),
        height=round(top + LOW * len(matrix.rows) + GAP),
        shapes=shapes,
    )


def shade(count: int, most: int) -> int:
    """Choose one of five shades: by the number itself as long as it is small, else by its share of the greatest."""
    return min(count, SHADES) if most <= SHADES else -(-SHADES * count // most)


def _margins(matrix: Matrix) -> tuple[float, float]:
    names = [shortened(name, SIZE, NAME) for name in (*matrix.rows.values(), matrix.corner)]
    left = max((room(name, SIZE) for name in names), default=0) + GAP * 2
    return left, max((room(name, SIZE) for name in _heads(matrix)), default=0) * SINE + GAP * 2


def _heads(matrix: Matrix) -> list[str]:
    return [shortened(name, SIZE, HEAD) for name in matrix.columns.values()]


def _corner(matrix: Matrix, left: float, top: float) -> Iterator[Shape]:
    if matrix.corner:
        text = shortened(matrix.corner, SIZE, NAME)
        yield Words(x=left - GAP, y=top - GAP, text=text, anchor="end", ink="soft")


def _columns(matrix: Matrix, left: float, top: float) -> Iterator[Shape]:
    for number, (name, head) in enumerate(zip(matrix.columns.values(), _heads(matrix), strict=True)):
        x = left + matrix.cell * (number + 0.5)
        yield Words(x=x + 4, y=top - GAP / 2, text=head, turn=STEEP, says=_whole(name, head))


def _rows(matrix: Matrix, left: float, top: float) -> Iterator[Shape]:
    most = max((count for key, count in matrix.counts.items() if matrix.sums.isdisjoint(key)), default=0)
    for number, (row, name) in enumerate(matrix.rows.items()):
        y = top + LOW * number
        head = shortened(name, SIZE, NAME)
        yield Line(points=((GAP, y + LOW), (left, y + LOW)), ink="rule")
        yield Words(x=left - GAP, y=y + 16, text=head, anchor="end", says=_whole(name, head))
        for place, column in enumerate(matrix.columns):
            yield from _cell(matrix, (row, column), left + matrix.cell * place, y, most)


def _cell(matrix: Matrix, key: Key, x: float, y: float, most: int) -> Iterator[Shape]:
    count, hidden = matrix.counts.get(key, 0), key in matrix.withheld
    where = f"{matrix.rows[key[0]]}, {matrix.columns[key[1]]}"
    if hidden or not count:
        yield Box(x=x + 1, y=y + 1, width=matrix.cell - 2, height=LOW - 2, ink="rule", is_outline=True)
        said = f"{where}: withheld" if hidden else ""
        yield Words(
            x=x + matrix.cell / 2, y=y + 16, text="×" if hidden else "·", anchor="middle", ink="soft", says=said
        )
        return
    heat, ink = INKS[shade(count, most) - 1] if matrix.sums.isdisjoint(key) else SUM
    says = f"{where}: {count} {matrix.unit}".strip()
    yield Box(x=x + 1, y=y + 1, width=matrix.cell - 2, height=LOW - 2, ink=heat, says=says)
    yield Words(x=x + matrix.cell / 2, y=y + 16, text=str(count), anchor="middle", ink=ink, says=says)


def _whole(name: str, shown: str) -> str:
    return "" if name == shown else name
