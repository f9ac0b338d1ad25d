"""Threads over time: each begins, meets what happens to it, and ends, goes up in another one or parts into several."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import atan2, cos, hypot, pi, sin

from msgspec import Struct

from epex.plugins.drawing.lettering import room, shortened
from epex.plugins.drawing.ordering import ordered
from epex.plugins.drawing.shapes import Drawing, Ink, Line, Mark, Point, Shape, Words

ROW = 40.0
SIZE, SMALL = 12.0, 10.5
GAP, END = 14.0, 96.0
ACROSS = 800.0
ONWARD = 18.0
APART, HANG = 13.0, 14.0
DOT = 5.5
ASIDE = 8.0
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
LONGEST_IN_QUARTERS = 6
YEAR = 36
ARM, THICK = 6.5, 1.7


class Sign(Struct, frozen=True, kw_only=True):
    """How something that happens looks: an outline of so many corners, or a round one, and its ink."""

    name: str
    corners: int
    ink: Ink
    is_hollow: bool = False
    turn: float = 0


class Knot(Struct, frozen=True, kw_only=True):
    """Something that happened to a thread on a day."""

    day: date
    sign: str
    says: str = ""


class Thread(Struct, frozen=True, kw_only=True):
    """A thread with its name; `until` is the day on which it ended, None while it goes on; `end` says how it stands."""

    key: str
    name: str
    since: date
    until: date | None
    end: str
    knots: tuple[Knot, ...] = ()


class Bond(Struct, frozen=True, kw_only=True):
    """On a day one thread went up in another one, or another one came out of it."""

    source: str
    target: str
    day: date


def draw_threads(
    threads: Sequence[Thread], bonds: Sequence[Bond], signs: Mapping[str, Sign], since: date, until: date
) -> Drawing:
    """Draw the threads between two days, those that are bound together side by side and each knot at its day."""
    rows = {thread.key: thread for thread in _sorted(threads, bonds)}
    legend = list(_legend([sign for name, sign in signs.items() if _is_met(name, threads)]))
    top = GAP + 22 * (1 + max((row for row, _ in legend), default=0)) + 44
    scale = _Scale(since, until)
    hung = {key: _hung(thread, scale) for key, thread in rows.items()}
    places: dict[str, float] = {}
    height = top
    for key, knots in hung.items():
        places[key] = height + 26
        height += ROW + HANG * max((depth for _, depth in knots), default=0)
    here = [bond for bond in bonds if {bond.source, bond.target} <= rows.keys()]
    handed_on = {bond.source for bond in here}
    shapes: list[Shape] = [shape for _, shapes in legend for shape in shapes]
    shapes += scale.axis(top, height)
    shapes += [_bend(bond, rows, places, scale) for bond in here]
    for key, thread in rows.items():
        shapes += _thread(thread, places[key], scale, goes_on=thread.until is None or key in handed_on)
    for key, knots in hung.items():
        shapes += _knots(knots, places[key], scale, signs)
    return Drawing(width=round(GAP * 2 + ACROSS + END), height=round(height + GAP), shapes=tuple(shapes))


class _Scale:
    """Where a day lies."""

    def __init__(self, since: date, until: date) -> None:
        self.since, self.until = since, until
        self.days = max((until - since).days, 1)

    def x(self, day: date) -> float:
        return GAP + (ACROSS - ONWARD) * (day - self.since).days / self.days

    def axis(self, top: float, bottom: float) -> Iterator[Shape]:
        years = range(self.since.year, self.until.year + 1)
        months = (1, 4, 7, 10) if len(years) <= LONGEST_IN_QUARTERS else (1,)
        days = [date(year, month, 1) for year in years for month in months]
        shown = [day for day in days if self.since <= day <= self.until]
        for day in shown:
            first = day.month == 1
            yield Line(points=((self.x(day), top - 8), (self.x(day), bottom)), ink="soft" if first else "rule")
            if not first:
                yield Words(x=self.x(day) + 3, y=top - 8, text=MONTHS[day.month - 1], size=SMALL, ink="soft")
        for day in {day.year: day for day in reversed([self.since, *shown])}.values():
            if (later := date(day.year + 1, 1, 1)) > self.until or self.x(later) - self.x(day) > YEAR:
                yield Words(x=self.x(day) + 3, y=top - 24, text=str(day.year), is_strong=True)


def _is_met(sign: str, threads: Sequence[Thread]) -> bool:
    return any(knot.sign == sign for thread in threads for knot in thread.knots)


def _legend(signs: Sequence[Sign]) -> Iterator[tuple[int, list[Shape]]]:
    row, x = 0, GAP + DOT
    for sign in signs:
        wide = room(sign.name, SIZE) + 36
        if x + wide > GAP + ACROSS + END:
            row, x = row + 1, GAP + DOT
        y = GAP + 22 * row + 4
        yield row, [_mark((x, y), sign, ""), Words(x=x + 12, y=y + 4, text=sign.name)]
        x += wide


def _sorted(threads: Sequence[Thread], bonds: Sequence[Bond]) -> list[Thread]:
    by_key = {thread.key: thread for thread in threads}
    lives = {thread.key: (thread.since, thread.until or date.max) for thread in threads}
    ends = [(bond.source, bond.target, bond.day) for bond in bonds if {bond.source, bond.target} <= by_key.keys()]
    return [by_key[key] for key in ordered(lives, ends)]


def _bend(bond: Bond, rows: Mapping[str, Thread], places: Mapping[str, float], scale: _Scale) -> Line:
    # A thread that was not there on the day is met where it begins or ends.
    x, reached = (scale.x(_within(bond.day, rows[key], scale)) for key in (bond.source, bond.target))
    start, end, between = places[bond.source], places[bond.target], (x + reached) / 2
    return Line(
        points=((x, start), (between, start), (between, end), (reached, end)), ink="ink", width=2.5, is_bent=True
    )


def _within(day: date, thread: Thread, scale: _Scale) -> date:
    return min(max(day, thread.since), thread.until or scale.until)


def _thread(thread: Thread, y: float, scale: _Scale, *, goes_on: bool) -> Iterator[Shape]:
    since, until = scale.x(thread.since), scale.x(thread.until or scale.until)
    yield Line(points=((since, y), (until, y)), ink="ink" if goes_on else "soft", width=2.5)
    if thread.until is None:
        yield Line(points=((until, y), (GAP + ACROSS, y)), ink="soft", width=2.5, is_dashed=True)
    text = shortened(thread.name, SIZE, ACROSS - GAP, is_strong=True)
    x = max(GAP, min(since + ASIDE, GAP + ACROSS - room(text, SIZE, is_strong=True)))
    says = thread.name if text != thread.name else ""
    yield Words(x=x, y=y - 10, text=text, is_strong=True, has_halo=True, says=says)
    state = shortened(thread.end, SIZE, END - 8)
    yield Words(x=GAP + ACROSS + 8, y=y + 4, text=state, ink="soft" if thread.until else "ink", says=thread.end)


def _hung(thread: Thread, scale: _Scale) -> list[tuple[Knot, int]]:
    """Hang a knot that would cover another one below it, at its own day."""
    reached: list[float] = []
    hung = []
    for knot in sorted(thread.knots, key=lambda knot: knot.day):
        x = scale.x(knot.day)
        depth = next((depth for depth, last in enumerate(reached) if last + APART <= x), len(reached))
        reached[depth : depth + 1] = [x]
        hung.append((knot, depth))
    return hung


def _knots(hung: Sequence[tuple[Knot, int]], y: float, scale: _Scale, signs: Mapping[str, Sign]) -> Iterator[Shape]:
    for knot, depth in hung:
        if depth:
            yield Line(points=((scale.x(knot.day), y), (scale.x(knot.day), y + HANG * depth)), ink="soft")
    for knot, depth in hung:
        yield _mark((scale.x(knot.day), y + HANG * depth), signs[knot.sign], knot.says)


def _mark(place: Point, sign: Sign, says: str) -> Mark:
    if not sign.corners:
        return Mark(points=(place,), radius=DOT, ink=sign.ink, is_hollow=sign.is_hollow, says=says)
    return Mark(points=tuple(_corners(place, sign)), ink=sign.ink, is_hollow=sign.is_hollow, says=says)


def _corners(place: Point, sign: Sign) -> Iterator[Point]:
    if sign.corners < 0:
        quarter = ((THICK, ARM), (THICK, THICK), (ARM, THICK))
        for turn in range(4):
            for across, down in quarter:
                angle = atan2(down, across) - turn * pi / 2 + pi / 4
                far = hypot(across, down)
                yield place[0] + far * cos(angle), place[1] + far * sin(angle)
        return
    for number in range(sign.corners):
        angle = 2 * pi * (number + sign.turn) / sign.corners
        yield place[0] + DOT * 1.25 * cos(angle), place[1] + DOT * 1.25 * sin(angle)
