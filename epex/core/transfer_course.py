"""How a transfer moves on with each step, as decisions and views count it."""

from collections.abc import Collection

from epex.core.grid import is_whole

NO_DAYS = ("", "")


def compared_status(status: str, filled: Collection[str]) -> str:
    """Move on when both grids are filled; later grids say more, and move nothing."""
    return "compared" if status == "considered" and is_whole(filled) else status


def adapted_status(status: str) -> str:
    """Move on to adapted, unless it is being tried already."""
    return status if status in ("piloted", "evaluated") else "adapted"


def pilots_after(pilots: int, number: int) -> int:
    """Count the pilots after one was recorded."""
    return max(pilots, number, 1)
