"""Write a drawing as SVG that stands inside a page: its inks are classes, so that the page chooses light or dark."""

from html import escape

from epex.plugins.drawing.shapes import Box, Drawing, Line, Mark, Point, Shape, Words
from epex.plugins.formats.marks import one_line


def render(drawing: Drawing, name: str, title: str, description: str) -> str:
    """Write the whole picture; `name` begins the ids of what it is called and described by."""
    wide, high = number(drawing.width), number(drawing.height)
    shapes = "\n".join(map(_shape, drawing.shapes))
    return f"""<svg role="img" aria-labelledby="{name}-title {name}-about" width="{wide}" height="{high}" \
viewBox="0 0 {wide} {high}">
<title id="{name}-title">{_said(title)}</title>
<desc id="{name}-about">{_said(description)}</desc>
{shapes}
</svg>"""


def number(value: float) -> str:
    """Write a number to a tenth, which no eye tells from more."""
    return f"{round(value, 1) + 0:.1f}".removesuffix(".0")


def _shape(shape: Shape) -> str:
    match shape:
        case Words():
            return _words(shape)
        case Box():
            return _box(shape)
        case Line():
            return _line(shape)
        case Mark():
            return _mark(shape)


def _words(words: Words) -> str:
    kind = " ".join((words.ink, *(["strong"] if words.is_strong else []), *(["halo"] if words.has_halo else [])))
    x, y = number(words.x), number(words.y)
    turned = f' transform="rotate({number(words.turn)} {x} {y})"' if words.turn else ""
    size, anchor = number(words.size), f' text-anchor="{words.anchor}"' if words.anchor != "start" else ""
    told = _told(words.says)
    return f'<text class="{kind}" x="{x}" y="{y}" font-size="{size}"{anchor}{turned}>{told}{_said(words.text)}</text>'


def _box(box: Box) -> str:
    corner = f'x="{number(box.x)}" y="{number(box.y)}"'
    size = f'width="{number(box.width)}" height="{number(box.height)}"'
    return f'<rect class="{box.ink}{" outline" if box.is_outline else ""}" {corner} {size}>{_told(box.says)}</rect>'


def _line(line: Line) -> str:
    kind = f"line {line.ink}{' dashed' if line.is_dashed else ''}"
    return f'<path class="{kind}" stroke-width="{number(line.width)}" d="{_way(line)}">{_told(line.says)}</path>'


def _way(line: Line) -> str:
    first, *rest = line.points
    bend = {2: "Q", 3: "C"}.get(len(rest), "L") if line.is_bent else "L"
    return f"M{_point(first)} {bend}{' '.join(map(_point, rest))}"


def _mark(mark: Mark) -> str:
    kind = f"{mark.ink}{' hollow' if mark.is_hollow else ''}"
    if len(mark.points) == 1:
        (x, y), radius = mark.points[0], number(mark.radius)
        return f'<circle class="{kind}" cx="{number(x)}" cy="{number(y)}" r="{radius}">{_told(mark.says)}</circle>'
    return f'<polygon class="{kind}" points="{" ".join(map(_point, mark.points))}">{_told(mark.says)}</polygon>'


def _point(point: Point) -> str:
    return f"{number(point[0])},{number(point[1])}"


def _told(says: str) -> str:
    return f"<title>{_said(says)}</title>" if says else ""


def _said(text: str) -> str:
    return escape(one_line(text))
