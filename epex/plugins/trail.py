"""Close a document with the events that it rests on, so that every sentence can be audited."""

from collections.abc import Collection, Mapping

from msgspec import structs

from epex.plugins.document import Document, Paragraph, Section, Step, Trail, positions
from epex.plugins.reading import Queries, Row
from epex.plugins.wording import readable_date

WITHHELD = "Words of somebody who is not to be named"


def with_events(document: Document, queries: Queries, withheld: Collection[int] = ()) -> Document:
    """Add a list of the events behind a document, people given by their role.

    Of the positions that are withheld, nothing but the date is told.
    """
    wanted = set(positions(document))
    events = [event for event in queries.audit_log() if event["position"] in wanted]
    if not events:
        return document
    names = queries.titles({event["actor"] for event in events})
    steps = tuple(_step(event, names, withheld) for event in events)
    section = Section(title="The events behind this report", blocks=(_explained(document, events), Trail(steps=steps)))
    return structs.replace(document, appendix=(*document.appendix, section))


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


def _step(event: Row, names: Mapping[str, str], withheld: Collection[int]) -> Step:
    told = WITHHELD if event["position"] in withheld else _without_name(event, names)
    return Step(position=event["position"], recorded_on=event["recorded_at"][:10], summary=told)


def _without_name(event: Row, names: Mapping[str, str]) -> str:
    name = names.get(event["actor"], "")
    what = event["summary"].removeprefix(name).strip() if name else event["summary"]
    if not what.startswith("("):
        return f"{what[:1].upper()}{what[1:]}"
    roles, _, act = what[1:].partition(") ")
    return f"{roles.capitalize()}: {act}"
