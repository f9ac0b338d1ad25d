"""A wheel of nodes in groups, with arrows between them across the middle."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from math import cos, hypot, pi, sin

from msgspec import Struct

from epex.plugins.drawing.lettering import room, shortened
from epex.plugins.drawing.shapes import Drawing, Ink, Line, Mark, Point, Shape, Words

SIZE, SMALL = 12.0, 10.0
NAME, GAP = 210.0, 10.0
LINE = 15.0
LEAST, OUT = 190.0, 26.0
DOT = 6.0
HEAD = 9.0
LEAN = 0.16
DROP = 0.3
PULL = 0.62
FEW = 3
INKS: Sequence[Ink] = ("blue", "green", "amber", "violet", "red")


class Node(Struct, frozen=True, kw_only=True):
    """A node: its key, its name, and the group that it stands in, neighbours by neighbours."""

    key: str
    name: str
    group: str


def draw_wheel(nodes: Sequence[Node], arrows: Mapping[tuple[str, str], int], unit: str = "") -> Drawing:
    """Draw the arrows, each from the first to the second of its keys, with its number where it stands for several."""
    radius = _radius(len(nodes))
    side = max((room(_label(node), SIZE) for node in nodes), default=0) + OUT + GAP
    centre = (radius + side, radius + OUT + GAP * 2)
    places = {node.key: _place(number, len(nodes), radius, centre) for number, node in enumerate(nodes)}
    names = {node.key: node.name for node in nodes}
    inks = _inks(nodes)
    shapes: list[Shape] = list(_arcs(nodes, inks, radius + OUT / 2, centre))
    ordered = sorted(arrows.items(), key=lambda arrow: (arrow[1], arrow[0]))
    drawn = [(ends, count, f"{names[ends[0]]} to {names[ends[1]]}: {count} {unit}".strip()) for ends, count in ordered]
    for (start, end), count, says in drawn:
        shapes += _arrow(places[start], places[end], centre, inks[start], count, says)
    for (start, end), count, says in drawn:
        if count > 1:
            shapes += _number(_at(_curve(places[start], places[end], centre), 0.7), count, says)
    for number, node in enumerate(nodes):
        shapes += _node(node, places[node.key], _place(number, len(nodes), radius + OUT, centre), inks[node.key])
    return Drawing(width=round(2 * centre[0]), height=round(2 * centre[1]), shapes=tuple(shapes))


def _radius(number: int) -> float:
    # The names of neighbours at the top and at the bottom must not touch.
    apart = cos(pi / number) - cos(3 * pi / number) if number > FEW else 1
    return max(LEAST, LINE / apart - OUT)


def _place(number: float, of: int, radius: float, centre: Point) -> Point:
    angle = 2 * pi * (number + 0.5) / of - pi / 2
    return centre[0] + radius * cos(angle), centre[1] + radius * sin(angle)


def _inks(nodes: Sequence[Node]) -> dict[str, Ink]:
    groups = list(dict.fromkeys(node.group for node in nodes))
    by_group: dict[str, Ink] = {group: INKS[number % len(INKS)] for number, group in enumerate(groups)}
    if len(groups) > 1 and len(groups) % len(INKS) == 1:
        by_group[groups[-1]] = INKS[1]
    return {node.key: by_group[node.group] for node in nodes}


def _label(node: Node) -> str:
    name = shortened(node.name, SIZE, NAME - room(f", {node.group}", SIZE))
    return f"{name}, {node.group}" if node.group else name


def _arcs(nodes: Sequence[Node], inks: Mapping[str, Ink], radius: float, centre: Point) -> Iterator[Shape]:
    for _, together in groupby(enumerate(nodes), key=lambda pair: pair[1].group):
        numbers = [number for number, _ in together]
        steps = max(8 * len(numbers), 2)
        since, wide = numbers[0] - 0.3, len(numbers) - 0.4
        points = tuple(_place(since + wide * step / steps, len(nodes), radius, centre) for step in range(steps + 1))
        yield Line(points=points, ink=inks[nodes[numbers[0]].key], width=4)


def _node(node: Node, place: Point, outside: Point, ink: Ink) -> Iterator[Shape]:
    text, across = _label(node), outside[0] - place[0]
    says = f"{node.name}, {node.group}".strip(", ")
    yield Mark(points=(place,), radius=DOT, ink=ink, says=says)
    yield Words(
        x=outside[0],
        y=outside[1] + 4 + (outside[1] - place[1]) * DROP,
        text=text,
        anchor="middle" if abs(across) < 1 else "start" if across > 0 else "end",
        says=says if text != says else "",
    )


def _curve(start: Point, end: Point, centre: Point) -> tuple[Point, Point, Point]:
    across, down = end[0] - start[0], end[1] - start[1]
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    radius = hypot(start[0] - centre[0], start[1] - centre[1])
    pull = PULL * hypot(across, down) / (2 * radius)
    # It leans to the middle of the wheel, the more the farther it goes, and a little to its own right, so that the way
    # back is another line.
    lean = (
        middle[0] + (centre[0] - middle[0]) * pull - down * LEAN / 2,
        middle[1] + (centre[1] - middle[1]) * pull + across * LEAN / 2,
    )
    return start, lean, end


def _at(curve: tuple[Point, Point, Point], share: float) -> Point:
    (x0, y0), (x1, y1), (x2, y2) = curve
    a, b, c = (1 - share) ** 2, 2 * share * (1 - share), share**2
    return a * x0 + b * x1 + c * x2, a * y0 + b * y1 + c * y2


def _arrow(start: Point, end: Point, centre: Point, ink: Ink, count: int, says: str) -> Iterator[Shape]:
    curve = _curve(start, end, centre)
    lean = curve[1]
    long = hypot(end[0] - lean[0], end[1] - lean[1]) or 1
    ahead = ((end[0] - lean[0]) / long, (end[1] - lean[1]) / long)
    tip = (end[0] - ahead[0] * (DOT + 1), end[1] - ahead[1] * (DOT + 1))
    back = (tip[0] - ahead[0] * HEAD, tip[1] - ahead[1] * HEAD)
    wings = tuple((back[0] - side * ahead[1] * HEAD / 2.4, back[1] + side * ahead[0] * HEAD / 2.4) for side in (1, -1))
    yield Line(points=(start, lean, back), ink=ink, width=min(1 + count * 0.6, 5), is_bent=True, says=says)
    yield Mark(points=(tip, *wings), ink=ink, says=says)


def _number(place: Point, count: int, says: str) -> Iterator[Shape]:
    yield Mark(points=(place,), radius=8, ink="paper", says=says)
    yield Words(x=place[0], y=place[1] + 3.6, text=str(count), size=SMALL, anchor="middle", is_strong=True, says=says)
