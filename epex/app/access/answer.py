"""The answer to an access request as a document that people can read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from epex.app.access.masking import ANOTHER
from epex.plugins.document import Block, Document, Fact, Facts, Paragraph, Quote, Section, Sentence
from epex.projections.reading import VIEWS
from epex.projections.table import Row

FEW = 2
ASIDE = frozenset({"id", "title", "position", "recorded_at", "visibility"})


def document(gathered: Row) -> Document:
    """Lay everything out: who the person is here, consents and quotes, what names them, what they recorded."""
    front = (
        ("Who you are in this knowledge base", _person(gathered["person"])),
        ("Consents", _rows(gathered["consents"])),
        ("Words of yours that are quoted", _rows(gathered["quotes"])),
        ("Stories of change that you tell", _rows(gathered["stories"])),
        *((_heading(VIEWS[subject]), _rows(rows)) for subject, rows in gathered["records"].items()),
    )
    back = (
        ("What others wrote that mentions you", _events(gathered["mentions"])),
        ("Every event by you, or that names you", _events(gathered["events"])),
    )
    count = len(gathered["events"]) + len(gathered["mentions"])
    return Document(
        report="access",
        title=Sentence(text=f"Everything kept about {gathered['title']}"),
        subtitle=(Sentence(text=f"As of {gathered['as_of']}: {count} events."),),
        handling=Sentence(
            text="For this person only. Other people are masked, and rather one word too many than one too few."
        ),
        page=(*(Paragraph(text=note) for note in gathered["notes"]), *_sections(front)),
        appendix=_sections(back),
    )


def _sections(parts: Iterable[tuple[str, tuple[Block, ...]]]) -> tuple[Section, ...]:
    return tuple(Section(title=title, blocks=blocks or (_nothing(),)) for title, blocks in parts)


def _person(row: Row) -> tuple[Block, ...]:
    name = Fact(label="Name", sentences=(Sentence(text=row["title"], positions=(row["position"],)),))
    return (Facts(facts=(name, *_facts({**row, "occurred_on": ""}))),)


def _rows(rows: Iterable[Row]) -> tuple[Block, ...]:
    return tuple(block for row in rows for block in _row(row))


def _row(row: Row) -> Iterator[Block]:
    yield Paragraph(text=str(row["title"]), positions=(row["position"],))
    if facts := tuple(_facts(row)):
        yield Facts(facts=facts)


def _facts(row: Row) -> Iterator[Fact]:
    for name, value in row.items():
        told = row.get(f"{name}_title") or row.get(f"{name}_titles") or value
        if name not in ASIDE and not name.endswith(("_title", "_titles")) and told not in ("", [], {}, None):
            yield Fact(label=_heading(name), sentences=(Sentence(text=_worded(told)),))


def _events(events: Iterable[Row]) -> tuple[Block, ...]:
    return tuple(block for event in events for block in _event(event))


def _event(event: Row) -> Iterator[Block]:
    day = event["occurred_on"] or event["recorded_at"][:10]
    yield Paragraph(text=f"{day}: {event['summary'].rstrip('.')}.", positions=(event["position"],))
    for name, text in event["texts"].items():
        yield Quote(words=Sentence(text=text), source=Sentence(text=_heading(name)))


def _nothing() -> Block:
    return Paragraph(text="Nothing.", tone="missing")


def _heading(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _listed(told: Sequence[str]) -> str:
    """Count the others instead of masking them one by one."""
    others = told.count(ANOTHER)
    if others < FEW:
        return ", ".join(told)
    return " and ".join(filter(None, (", ".join(one for one in told if one != ANOTHER), f"{others} other people")))


def _worded(value: object) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{_heading(str(key))}: {_worded(inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return _listed([_worded(inner) for inner in value])
    return (
        {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value).replace("_", " ")
    )
