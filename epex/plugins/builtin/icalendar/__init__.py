"""iCalendar, RFC 5545: the visits and meetings, for calendars."""

from collections.abc import Iterable, Mapping, Sequence

from epex.plugins import Exporter, Option, Queries, Refused, hookimpl

YEAR = Option(name="year", value="N", summary="only of this programme year")


def write(queries: Queries, options: Mapping[str, str]) -> Iterable[bytes]:
    """Write the visits and meetings that have a day.

    Raises Refused when the year is no number.
    """
    from epex.plugins.builtin.icalendar.writing import written  # noqa: PLC0415 - start-up: most write no calendar

    return [written(queries.calendar(_year(options.get("year", ""))), queries.base()["network"])]


def _year(given: str) -> int:
    if given and not (given.isascii() and given.isdigit()):
        raise Refused(f"'{given}' is no programme year; write a number, such as 2.")
    return int(given or 0)


@hookimpl
def epex_exporters() -> Sequence[Exporter]:
    """Add iCalendar."""
    return [
        Exporter(
            name="icalendar",
            summary="iCalendar: visits and meetings as all-day events, without people's names",
            ending=".ics",
            write=write,
            options=(YEAR,),
        )
    ]
