"""Lanes over time: for each lane a bar in every span of time in which something happened, with its number."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from epex.plugins.drawing.lettering import room, shortened
from epex.plugins.drawing.shapes import Box, Drawing, Ink, Line, Shape, Words

ROW, GROUP = 27.0, 24.0
BAR = 13.0
SIZE, SMALL = 12.0, 10.0
NAME, GAP = 146.0, 8.0
TOTAL = 44.0
ACROSS = 700.0
NARROWEST, WIDEST = 16.0, 60.0
BANDS = 20.0


class Lane(Struct, frozen=True, kw_only=True):
    """What is counted in a lane, by span of time; a `total` of None is not told."""

    name: str
    group: str
    counts: Mapping[str, int]
    ink: Ink = "blue"
    withheld: frozenset[str] = frozenset()
    total: int | None = None


class Span(Struct, frozen=True, kw_only=True):
    """A span of time: its key, its short head, what it is called in full, and the longer span that it is part of."""

    key: str
    head: str
    name: str
    part_of: str


class Band(Struct, frozen=True, kw_only=True):
    """A stretch from one span to before another, with a name; it stands above the lanes."""

    since: int
    until: int
    name: str


def draw_lanes(lanes: Sequence[Lane], spans: Sequence[Span], bands: Sequence[Band] = ()) -> Drawing:
    """Draw the heads and all lanes under each other, those of a group together."""
    step = min(max(ACROSS / max(len(spans), 1), NARROWEST), WIDEST)
    top = GAP + (BANDS if bands else 0) + 2 * BANDS
    groups = list(dict.fromkeys(lane.group for lane in lanes))
    has_totals = any(lane.total is not None for lane in lanes)
    right = _x(len(spans), step) + (TOTAL if has_totals else 0)
    height = top + ROW * len(lanes) + GROUP * len(groups) + GAP
    shapes = (
        *_stripes(spans, step, top, height),
        *_bands(bands, step),
        *_heads(spans, step, top),
        *_lanes(sorted(lanes, key=lambda lane: groups.index(lane.group)), spans, step, top, right),
        *([_in_all(_x(len(spans), step), top)] if has_totals else []),
    )
    return Drawing(width=round(right + GAP), height=round(height), shapes=shapes)


def _x(number: int, step: float) -> float:
    return NAME + GAP * 2 + number * step


def _longer(spans: Sequence[Span]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for number, span in enumerate(spans):
        found[span.part_of] = (found.get(span.part_of, (number, 0))[0], number + 1)
    return found


def _stripes(spans: Sequence[Span], step: float, top: float, height: float) -> Iterator[Shape]:
    for number, (since, until) in enumerate(_longer(spans).values()):
        if number % 2 == 0:
            wide = (until - since) * step
            yield Box(x=_x(since, step), y=top - 2 * BANDS, width=wide, height=height - top + 2 * BANDS, ink="tint")


def _bands(bands: Sequence[Band], step: float) -> Iterator[Shape]:
    for band in bands:
        wide = (band.until - band.since) * step
        text = shortened(band.name, SMALL, wide - 8)
        yield Line(points=((_x(band.since, step), GAP), (_x(band.since, step), GAP + BANDS)), ink="ink")
        yield Words(x=_x(band.since, step) + 4, y=GAP + 13, text=text, size=SMALL, says=band.name)


def _heads(spans: Sequence[Span], step: float, top: float) -> Iterator[Shape]:
    for name, (since, until) in _longer(spans).items():
        text = shortened(name, SIZE, (until - since) * step - 4, is_strong=True)
        yield Words(x=_x(since, step) + 4, y=top - BANDS - 5, text=text, is_strong=True)
    for number, span in enumerate(spans):
        x = _x(number, step) + step / 2
        yield Words(x=x, y=top - 6, text=span.head, size=SMALL, anchor="middle", ink="soft", says=span.name)


def _in_all(x: float, top: float) -> Words:
    return Words(x=x + TOTAL - 4, y=top - 6, text="in all", size=SMALL, anchor="end", ink="soft")


def _lanes(lanes: Sequence[Lane], spans: Sequence[Span], step: float, y: float, right: float) -> Iterator[Shape]:
    group = ""
    for lane in lanes:
        if lane.group != group:
            group = lane.group
            yield Line(points=((GAP, y + 2), (right, y + 2)), ink="soft")
            yield Words(x=GAP, y=y + 18, text=shortened(group, SIZE, NAME + GAP, is_strong=True), is_strong=True)
            y += GROUP
        yield from _lane(lane, spans, step, y)
        y += ROW


def _lane(lane: Lane, spans: Sequence[Span], step: float, y: float) -> Iterator[Shape]:
    base, right = y + ROW - 3, _x(len(spans), step)
    most = max(lane.counts.values(), default=1)
    name = shortened(lane.name, SIZE, NAME)
    yield Words(x=NAME + GAP, y=base - 3, text=name, anchor="end", says=lane.name if name != lane.name else "")
    yield Line(points=((_x(0, step), base), (right, base)), ink="rule")
    for number, span in enumerate(spans):
        yield from _bar(lane, span, _x(number, step), step, base, most)
    if lane.total is not None:
        says = f"{lane.group}, {lane.name}, in all: {lane.total}"
        yield Words(x=right + TOTAL - 4, y=base - 3, text=str(lane.total), anchor="end", is_strong=True, says=says)


def _bar(lane: Lane, span: Span, x: float, step: float, base: float, most: int) -> Iterator[Shape]:
    count = lane.counts.get(span.key, 0)
    says = f"{lane.group}, {lane.name}, {span.name}"
    if span.key in lane.withheld:
        said = f"{says}: withheld"
        yield Words(x=x + step / 2, y=base - 3, text="×", size=SIZE, anchor="middle", ink="soft", says=said)
    elif count:
        tall = max(BAR * count / most, 2)
        says = f"{says}: {count}"
        yield Box(x=x + 2, y=base - tall, width=step - 4, height=tall, ink=lane.ink, says=says)
        size = SMALL if room(str(count), SMALL) <= step else SMALL * step / room(str(count), SMALL)
        yield Words(x=x + step / 2, y=base - tall - 2, text=str(count), size=size, anchor="middle", says=says)
