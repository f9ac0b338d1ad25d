"""Long lists, a page of them at a time."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from starlette.requests import Request

STEP = 50


class Part(NamedTuple):
    """A page of a list: its rows, how many stand before it, how many a page has, and whether more follow."""

    rows: Sequence[Any]
    offset: int
    step: int
    more: bool


def offset_of(request: Request) -> int:
    """Tell how many of a list were left out before this page of it."""
    given = request.query_params.get("offset", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < len("1000000") else 0


def part_of(request: Request, rows: Sequence[Any]) -> Part:
    """Take the page of a whole list that a request asks for."""
    offset = offset_of(request)
    return Part(rows[offset : offset + STEP], offset, STEP, offset + STEP < len(rows))
