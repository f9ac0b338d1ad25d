"""One thing, with all that the reader may see of it."""

from importlib import import_module

from epex.projections.listing import dated, shown, with_titles
from epex.projections.reading import VIEWS, Reading, subject_of, unknown
from epex.projections.table import Row

# Their rows tell everything.
PLAIN = ("network", "person", "request")


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


def _details(reading: Reading, subject: str, row: Row) -> Row:
    if subject in PLAIN:
        return {}
    more: Row = import_module(f"epex.projections.details.{subject}").details(reading, row)
    return more
