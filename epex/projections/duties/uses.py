"""Where the reader's own lessons were used: nothing to do, but good to know."""

from collections.abc import Iterator
from datetime import date, timedelta

from epex.projections.duties.duty import Duty
from epex.projections.reading import Reading
from epex.projections.uses import own_uses

HEADING = "Where your lessons are used"
NEWS = timedelta(days=90)


def duties(reading: Reading, today: str) -> Iterator[Duty]:
    """Name the newest uses, and count the earlier ones."""
    uses = {use["id"]: use for use in own_uses(reading)}
    since = (date.fromisoformat(today) - NEWS).isoformat()
    news = [use for use in uses.values() if use["since"] >= since]
    for use in news:
        yield _duty(use["id"], f"{use['title']} ({use['kind']}, {use['how']})", f"{use['kind']} show {use['id']}")
    if earlier := [use for use in uses.values() if use["since"] < since]:
        more = "more " if news else ""
        told = f"{len(earlier)} {more}{'use' if len(earlier) == 1 else 'uses'} of what you wrote"
        yield _duty(earlier[-1]["id"], told, "reflection uses")


def _duty(identity: str, title: str, command: str) -> Duty:
    return Duty(heading=HEADING, id=identity, title=title, command=command)
