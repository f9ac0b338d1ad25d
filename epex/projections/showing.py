"""One thing, with all that the reader may see of it."""

from importlib import import_module

from epex.projections.listing import dated, shown, with_titles
from epex.projections.reading import VIEWS, Reading, subject_of, unknown
from epex.projections.table import Row

# Their rows tell everything.
PLAIN = ("network", "person", "request", "search")


def show(reading: Reading, identity: str) -> Row:
    """Show one thing.

    Raises Refused when there is nothing of this id that the reader may see.
    """
    subject = subject_of(identity)
    if subject not in VIEWS:
        raise unknown(identity)
    reading.need(VIEWS[subject])
    found = reading.among(reading.table(subject), [identity])
    if not found:
        raise unknown(identity)
    (row,) = with_titles(reading, subject, [dated(subject, found[0])])
    title = reading.titles_of(subject, found)[identity]
    return shown({**row, **_details(reading, subject, row)}, title)


def pages(reading: Reading, subject: str) -> list[Row]:
    """Show everything of a subject with what it rests on, and without what else its own page tells."""
    from epex.projections.lineage import Lineage  # noqa: PLC0415 - start-up: only reports need it

    reading.need(VIEWS[subject])
    found = reading.rows(reading.table(subject))
    evidence = Lineage(reading).evidence_of_each([row["id"] for row in found])
    titles = reading.titles_of(subject, found)
    rows = with_titles(reading, subject, [dated(subject, row) for row in found])
    return [shown({**row, "evidence": evidence[row["id"]]}, titles[row["id"]]) for row in rows]


def _details(reading: Reading, subject: str, row: Row) -> Row:
    if subject in PLAIN:
        return {}
    more: Row = import_module(f"epex.projections.details.{subject}").details(reading, row)
    return more
