"""The source's grid and the receiver's side by side; what is unknown stays visible, and nothing is added up."""

from epex.plugins import Block, Paragraph, Row, Section, Sentence, Table
from epex.plugins.builtin.practice_transfer.findings import Findings, Transfer
from epex.plugins.builtin.practice_transfer.profiles import profiles
from epex.plugins.builtin.practice_transfer.words import CRITERIA, NO_SCORE, RATINGS, counted, name_of, say

SHOWN = 3
SIDES = ("source", "receiving")


def context(findings: Findings) -> Section:
    """Set the grids of the newest transfers side by side."""
    compared = [transfer for transfer in findings.transfers if transfer.steps("compared")]
    if not compared:
        where = f" by {name_of(findings.receiver)}" if findings.receiver else ""
        said = f"No grid has been filled{where} for it yet: every criterion is unknown."
        blocks: tuple[Block, ...] = (Paragraph(text=said, positions=(findings.element["position"],), tone="missing"),)
    else:
        blocks = (_ratings(compared[-SHOWN:]), *_older(compared[:-SHOWN]), Paragraph(text=NO_SCORE))
    title = f"Source ({name_of(findings.owner)}) and receiving context"
    return Section(title=title, blocks=(*blocks, *profiles(findings)))


def noted(findings: Findings, transfer: Transfer) -> Table:
    """Set both grids of one transfer side by side, with their notes."""
    names = {"source": f"{name_of(findings.owner)} (source)", "receiving": f"{transfer.name} (receiving)"}
    heads = (say("Criterion"), *(_head(names[side], transfer.grid(side)) for side in SIDES))
    rows = tuple(
        (say(words), *(_rating(transfer, side, criterion, notes=True) for side in SIDES))
        for criterion, words in CRITERIA.items()
    )
    return Table(caption="Both grids, with their notes", columns=heads, rows=rows)


def _ratings(transfers: list[Transfer]) -> Table:
    heads = [_head(_titled(transfer, side), transfer.grid(side)) for transfer in transfers for side in SIDES]
    rows = tuple(
        (say(words), *(_rating(transfer, side, criterion) for transfer in transfers for side in SIDES))
        for criterion, words in CRITERIA.items()
    )
    caption = "Both grids of each transfer, the source's first"
    return Table(caption=caption, columns=(say("Criterion"), *heads), rows=rows)


def _titled(transfer: Transfer, side: str) -> str:
    return f"Source for {transfer.name}" if side == "source" else transfer.name


def _head(name: str, grid: Row | None) -> Sentence:
    return say(name, [grid["position"]]) if grid else say(f"{name} (not filled)", tone="missing")


def _rating(transfer: Transfer, side: str, criterion: str, *, notes: bool = False) -> Sentence:
    rating, grid = transfer.rating(side, criterion), transfer.grid(side) or {}
    note = grid.get("notes", {}).get(criterion, "") if notes else ""
    return say(f"{rating}: {note}" if note else rating, tone=RATINGS[rating])


def _older(transfers: list[Transfer]) -> list[Block]:
    if not transfers:
        return []
    positions = tuple(step["position"] for transfer in transfers for step in transfer.steps("compared"))
    return [Paragraph(text=f"{counted(len(transfers), 'earlier comparison')} in the appendix.", positions=positions)]
