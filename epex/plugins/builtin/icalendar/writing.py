"""Visits and meetings as all-day events: where and with which organisations, and never with whom."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from epex.plugins import Row, country_name, latest

PRODUCT = "-//epex//visits//EN"
WHOLE_DAY = len("2017-03-14")


def written(rows: Iterable[Row], name: str) -> bytes:
    """Write the rows that have a day as a calendar."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for row in rows:
        if len(row["starts_on"]) == WHOLE_DAY:
            calendar.add_component(_event(row))
    return bytes(calendar.to_ical())


def _event(row: Row) -> Event:
    start, end = row["starts_on"], row["ends_on"] or row["starts_on"]
    stamp = datetime.fromisoformat(row["changed_at"])
    event = Event()
    event.add("uid", row["id"])
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("summary", row["title"])
    event.add("dtstart", date.fromisoformat(start))
    # The end is the first day that is no longer part of it.
    event.add("dtend", date.fromisoformat(max(start, latest(end))) + timedelta(days=1))
    event.add("status", row["status"].upper())
    event.add("categories", [row["kind"]])
    event.add("transp", "TRANSPARENT" if row["status"] == "cancelled" else "OPAQUE")
    for field, text in {"location": _place(row), "description": _who(row)}.items():
        if text:
            event.add(field, text)
    return event


def _place(row: Row) -> str:
    if row["place"] or not row["country"]:
        return str(row["place"])
    return country_name(row["country"])


def _who(row: Row) -> str:
    guests = ", ".join(row["visitors"])
    parts = (f"Host: {row['host']}" if row["host"] else "", f"Visitors: {guests}" if guests else "")
    return "\n".join(part for part in parts if part)
