"""What a picture is made of: plain shapes, each with a tone that the format turns into ink for light and dark paper."""

from typing import Any, Literal, TypeAlias

from msgspec import Struct, to_builtins

Ink: TypeAlias = Literal[
    "ink",
    "soft",
    "rule",
    "tint",
    "paper",
    "blue",
    "green",
    "amber",
    "red",
    "violet",
    "heat-1",
    "heat-2",
    "heat-3",
    "heat-4",
    "heat-5",
    "on-1",
    "on-2",
    "on-3",
    "on-4",
    "on-5",
]
Point: TypeAlias = tuple[float, float]


class Words(Struct, frozen=True, kw_only=True, tag="words"):
    """Text at a point of its first line's base; `says` is all of it where it was shortened."""

    x: float
    y: float
    text: str
    size: float = 12
    anchor: Literal["start", "middle", "end"] = "start"
    ink: Ink = "ink"
    is_strong: bool = False
    has_halo: bool = False
    turn: float = 0
    says: str = ""


class Box(Struct, frozen=True, kw_only=True, tag="box"):
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink
    is_outline: bool = False
    says: str = ""


class Line(Struct, frozen=True, kw_only=True, tag="line"):
    """A line through points; of a bent one the points between are what a curve leans towards."""

    points: tuple[Point, ...]
    ink: Ink
    width: float = 1
    is_dashed: bool = False
    is_bent: bool = False
    says: str = ""


class Mark(Struct, frozen=True, kw_only=True, tag="mark"):
    """A filled outline, such as the head of an arrow; a round one has one point and its radius."""

    points: tuple[Point, ...]
    ink: Ink
    radius: float = 0
    is_hollow: bool = False
    says: str = ""


Shape: TypeAlias = Words | Box | Line | Mark


class Drawing(Struct, frozen=True, kw_only=True):
    """Shapes on a sheet; later ones lie on top."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def plain(drawing: Drawing) -> dict[str, Any]:
    """Give a drawing as plain values, for a format that hands it on."""
    told: dict[str, Any] = to_builtins(drawing)
    return told
