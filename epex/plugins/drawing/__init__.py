"""Pictures from plain shapes: what a report draws, and what a format turns into marks on a page."""

from epex.plugins.drawing.lanes import Band, Lane, Span, draw_lanes
from epex.plugins.drawing.matrix import Matrix, draw_matrix
from epex.plugins.drawing.ordering import families
from epex.plugins.drawing.shapes import Box, Drawing, Ink, Line, Mark, Shape, Words, plain
from epex.plugins.drawing.threads import Bond, Knot, Sign, Thread, draw_threads
from epex.plugins.drawing.wheel import Node, draw_wheel

__all__ = [
    "Band",
    "Bond",
    "Box",
    "Drawing",
    "Ink",
    "Knot",
    "Lane",
    "Line",
    "Mark",
    "Matrix",
    "Node",
    "Shape",
    "Sign",
    "Span",
    "Thread",
    "Words",
    "draw_lanes",
    "draw_matrix",
    "draw_threads",
    "draw_wheel",
    "families",
    "plain",
]
