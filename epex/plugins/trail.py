"""Close a document with the events that it rests on, so that every sentence can be audited."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

import msgspec
from msgspec import structs

from epex.plugins.document import Block, Document, Paragraph, Section, Step, Trail, positions
from epex.plugins.reading import Queries, Row
from epex.plugins.wording import readable_date

WITHHELD = "words of somebody who is not to be named"


def with_events(document: Document, queries: Queries, withheld: Collection[int] = ()) -> Document:
    """Add a list of the events behind a document, people given by their role.

    Of the events that are withheld, nothing but the year is told: no sentence gives their positions.
    """
    wanted = set(positions(document))
    events = [event for event in queries.audit_log() if event["position"] in wanted]
    if not events:
        return document
    told = [event for event in events if event["position"] not in withheld]
    hidden = [event for event in events if event["position"] in withheld]
    names = queries.titles({event["actor"] for event in told})
    listed: list[Block] = [Trail(steps=tuple(_step(event, names) for event in told))] if told else []
    blocks = (*([_explained(document, told)] if told else []), *listed, *_not_listed(hidden))
    section = Section(title="The events behind this report", blocks=blocks)
    shown = _without(document, withheld) if hidden else document
    return structs.replace(shown, appendix=(*shown.appendix, section))


def _without(document: Document, withheld: Collection[int]) -> Document:
    def walk(value: Any) -> Any:
        if isinstance(value, list):
            return [walk(each) for each in value]
        if not isinstance(value, dict):
            return value
        kept = {name: walk(each) for name, each in value.items()}
        return kept | {"positions": [one for one in kept.get("positions", ()) if one not in withheld]}

    plain = msgspec.json.decode(msgspec.json.encode(document))
    return msgspec.convert(walk(plain), type=Document)


def _not_listed(hidden: Collection[Row]) -> list[Paragraph]:
    """Tell of the events that would name somebody by their years, without an order or a place in the log."""
    years = Counter(event["recorded_at"][:4] for event in hidden)
    said = ", ".join(f"{number} of {year}" for year, number in sorted(years.items()))
    return [Paragraph(text=f"Not listed: {WITHHELD} ({said}).", tone="missing")] if hidden else []


def _explained(document: Document, events: Collection[Row]) -> Paragraph:
    last = max(events, key=lambda event: int(event["position"]))
    said = (
        "The numbers in brackets are positions in the log.",
        f"This report rests on {_counted(events)} recorded on {readable_date(last['recorded_at'][:10])}.",
        f"'epex --as-of DATE report run {document.report}' with the same options gives it as it was known on a day.",
    )
    return Paragraph(text=" ".join(said), positions=(last["position"],))


def _counted(events: Collection[Row]) -> str:
    return "1 event," if len(events) == 1 else f"{len(events)} events, the last"


def _step(event: Row, names: Mapping[str, str]) -> Step:
    return Step(position=event["position"], recorded_on=event["recorded_at"][:10], summary=_without_name(event, names))


def _without_name(event: Row, names: Mapping[str, str]) -> str:
    name = names.get(event["actor"], "")
    what = event["summary"].removeprefix(name).strip() if name else event["summary"]
    if not what.startswith("("):
        return f"{what[:1].upper()}{what[1:]}"
    roles, _, act = what[1:].partition(") ")
    return f"{roles.capitalize()}: {act}"
