"""Follow-ups: what became of a visit after 3, 6 and 12 months."""

from collections.abc import Iterator, Sequence

from epex.projections.duties.duty import Duty
from epex.projections.reading import Reading
from epex.projections.standing import Standing, side_of


def duties(reading: Reading, today: str) -> Iterator[Duty]:
    """Name the visits that the reader's side looks back on once more.

    The last that is due stands for earlier ones, and names those that nobody wrote.
    """
    standing = Standing(reading, today)
    for visit in standing.visits:
        side = side_of(visit, reading.reader.person)
        due = standing.follow_up_due(visit, side) if side else None
        if due:
            yield Duty(
                heading="Follow-ups to write",
                id=visit["id"],
                title=visit["title"],
                command=f"reflection record {visit['id']} --follow-up {due['months']}",
                due=due["due_on"],
                note=_note(due["months"], standing.missed(visit, side, due["months"])),
                overview="visit board",
            )


def _note(months: int, missed: Sequence[int]) -> str:
    told = " and ".join(str(one) for one in missed)
    return f"after {months} months" + (f"; after {told} months nothing was written" if missed else "")
