"""What there is to see in a drawing: its words with the room that they take, and the numbers by what they say."""

from collections.abc import Iterator
from math import cos, radians, sin

from epex.plugins.drawing import Box, Drawing, Line, Mark, Shape, Words
from epex.plugins.drawing.lettering import room

Frame = tuple[float, float, float, float]


def frame(words: Words) -> Frame:
    """Measure where words lie: left, top, right, bottom."""
    wide = room(words.text, words.size, is_strong=words.is_strong)
    left = {"start": 0.0, "middle": -wide / 2, "end": -wide}[words.anchor]
    turn = radians(words.turn)
    corners = [
        (x * cos(turn) - y * sin(turn), x * sin(turn) + y * cos(turn))
        for x in (left, left + wide)
        for y in (-0.75 * words.size, 0.22 * words.size)
    ]
    across, down = [x + words.x for x, _ in corners], [y + words.y for _, y in corners]
    return min(across), min(down), max(across), max(down)


def outside(drawing: Drawing) -> list[Shape]:
    """List what runs off the sheet."""
    return [shape for shape in drawing.shapes if not _is_within(shape, drawing)]


def overlapping(drawing: Drawing) -> list[tuple[str, str]]:
    """List the level words that run into each other."""
    words = [(frame(shape), shape.text) for shape in drawing.shapes if isinstance(shape, Words) and not shape.turn]
    return [
        (text, other)
        for number, (one, text) in enumerate(words)
        for two, other in words[number + 1 :]
        if one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
    ]


def numbers(drawing: Drawing) -> dict[str, int]:
    """Give the numbers that stand in a drawing by what the shape says, and make sure that both are the same."""
    found = {}
    for shape in drawing.shapes:
        if isinstance(shape, Words) and shape.text.isdecimal() and ": " in shape.says:
            what, _, told = shape.says.rpartition(": ")
            assert told.split()[0] == shape.text
            found[what] = int(shape.text)
    return found


def _is_within(shape: Shape, drawing: Drawing) -> bool:
    points = list(_points(shape))
    return all(-0.1 <= x <= drawing.width + 0.1 and -0.1 <= y <= drawing.height + 0.1 for x, y in points)


def _points(shape: Shape) -> Iterator[tuple[float, float]]:
    match shape:
        case Words():
            left, top, right, bottom = frame(shape)
            yield from ((left, top), (right, bottom))
        case Box():
            yield from ((shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height))
        case Line():
            yield from (shape.points[0], shape.points[-1])
        case Mark():
            yield from shape.points
