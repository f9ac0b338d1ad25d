"""The table that is printed."""

from collections.abc import Sequence

from bench.measuring import Figure

HEADING = ("what", "ours", "opponent's", "ratio", "goal", "", "opponent in the same run")
NUMBERS = range(1, 5)
FEW = 100


def printed(figures: Sequence[Figure]) -> str:
    """Lay the figures out in columns."""
    lines = [HEADING, *map(_cells, figures)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, tuple("-" * width for width in widths))
    return "\n".join(_line(cells, widths) for cells in lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    placed = [
        cell.rjust(width) if number in NUMBERS else cell.ljust(width)
        for number, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(placed).rstrip()


def _cells(figure: Figure) -> tuple[str, ...]:
    ratio = "-" if figure.ratio is None else f"{figure.ratio:.2f}x"
    amounts = [_amount(value, figure.unit) for value in (figure.ours, figure.theirs)]
    return (figure.what, *amounts, ratio, _goal(figure), _verdict(figure), figure.opponent)


def _amount(value: float | None, unit: str) -> str:
    if value is None:
        return "failed"
    return f"{value:,.1f} {unit}" if value < FEW else f"{value:,.0f} {unit}"


def _goal(figure: Figure) -> str:
    if figure.at_most is not None:
        return f"<= {figure.at_most:g}x"
    return "" if figure.at_least is None else f">= {figure.at_least:g}x"


def _verdict(figure: Figure) -> str:
    if figure.is_unfair:
        return "unfair"
    if not figure.has_goal:
        return ""
    return "MISSED" if figure.is_missed else "ok"
