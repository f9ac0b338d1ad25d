"""What changed between two days: two states of the base held against each other, told in sentences."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from epex.core.sealed import ERASED
from epex.projections.changing import KINDS, Aspect
from epex.projections.history import occurrences, traces
from epex.projections.reading import VIEWS, Reading, displayed, title_columns
from epex.projections.sentences import is_id, listed, phrase
from epex.projections.table import Row

COUNTED = "reflection"
# What a name becomes that was erased; that it was, is told by itself.
GONE = (ERASED, displayed(ERASED))
TAKEN = ("reflection.withdrawal_requested", "reflection.withdrawn")
ERASING = ("person.erasure_requested", "person.erased")
# The title of anything else is made of what it refers to.
NAMED = ("theme", "element", "visit", "meeting", "organisation", "person")


@dataclass(frozen=True, slots=True)
class Ends:
    """Two states of the base, and what tells of the time between them.

    `names` gives the titles of what is mentioned, `log` the events, and `is_between` says of an event whether it
    belongs to that time.
    """

    before: Reading
    after: Reading
    names: Reading
    log: Reading
    is_between: Callable[[Row], bool]


@dataclass(frozen=True, slots=True)
class Step:
    """What changed of one thing, from what to what, and into what it went."""

    kind: str
    id: str
    change: str
    before: Any
    after: Any
    into: Sequence[str] = ()


def differences(ends: Ends) -> list[Row]:
    """List what changed, by kind and in the order in which it came about, each as one sentence."""
    for reading in (ends.before, ends.after):
        # In one pass over the log.
        reading.need(*(VIEWS[kind] for kind in (*KINDS, *NAMED)))
    return [row for kind in KINDS for row in (_counted(ends) if kind == COUNTED else _changed(ends, kind))]


def _changed(ends: Ends, kind: str) -> list[Row]:
    then, now = _states(ends.before, kind), _states(ends.after, kind)
    streams = dict.fromkeys((*then, *now))
    steps = [step for stream in streams for step in _steps(kind, stream, then.get(stream), now.get(stream))]
    if not steps:
        return []
    events: dict[str, list[Row]] = defaultdict(list)
    for row in _between(ends, {step.id for step in steps}):
        events[row["stream_id"]].append(row)
    names = _titles(ends, steps)
    rows = [_row(step, events[step.id], names) for step in steps]
    return sorted(rows, key=lambda row: (row["positions"][:1], row["id"]))


def _states(reading: Reading, kind: str) -> dict[str, Row]:
    """Give what may change of each thing that the reader may see."""
    known = KINDS[kind]
    reading.need(VIEWS[kind])
    table = reading.table(kind)
    columns = (*title_columns(table), *known.into, *(name for aspect in known.aspects for name in aspect.columns))
    rows = reading.rows(table, columns=columns)
    titles = reading.titles_of(kind, rows) if kind in NAMED else {}
    return {
        row["id"]: {
            **{aspect.name: aspect.of(row) for aspect in known.aspects},
            "renamed": titles.get(row["id"], ""),
            "into": [one for name in known.into for one in _ids(row[name])],
        }
        for row in rows
    }


def _steps(kind: str, stream: str, then: Row | None, now: Row | None) -> Iterator[Step]:
    first = KINDS[kind].aspects[0].name if KINDS[kind].aspects else "renamed"
    if then is None and now is not None:
        yield Step(kind, stream, "appeared", "", now[first], now["into"])
    elif then is not None and now is None:
        yield Step(kind, stream, "disappeared", then[first], "")
    elif then is not None and now is not None:
        for name in now:
            if name != "into" and now[name] != then[name] and now[name] not in GONE:
                yield Step(kind, stream, name, then[name], now[name], now["into"])


def _between(ends: Ends, streams: Collection[str]) -> list[Row]:
    return [row for row in traces(ends.log, streams) if ends.is_between(row)]


def _titles(ends: Ends, steps: Sequence[Step]) -> dict[str, str]:
    """Name what changed as it is called in the end, and what is mentioned."""
    mentioned = {one for step in steps for value in (step.before, step.after, step.into) for one in _ids(value)}
    changed = {step.id for step in steps}
    return {**ends.before.titles(changed), **ends.names.titles(mentioned | changed), **ends.after.titles(changed)}


def _row(step: Step, events: Iterable[Row], names: Mapping[str, str]) -> Row:
    wanted = _events(step)
    return {
        "kind": step.kind,
        "id": step.id,
        "title": names.get(step.id, ""),
        "change": step.change,
        "before": _told(step.before, names),
        "after": _told(step.after, names),
        "positions": sorted(row["position"] for row in events if row["type"].partition(".")[2] in wanted),
        "sentence": _sentence(step, names),
    }


def _events(step: Step) -> frozenset[str]:
    kind = KINDS[step.kind]
    if step.change == "appeared":
        return frozenset({kind.begins}).union(*(aspect.events for aspect in kind.aspects if _is_more(step, aspect)))
    if step.change == "renamed":
        return frozenset({kind.renamed})
    return frozenset[str]().union(*(aspect.events for aspect in kind.aspects if aspect.name == step.change))


def _is_more(step: Step, aspect: Aspect) -> bool:
    """Tell whether something that appeared has gone on since."""
    return aspect is KINDS[step.kind].aspects[0] and step.after != aspect.first


def _sentence(step: Step, names: Mapping[str, str]) -> str:
    if step.change == "renamed":
        was = phrase(step.id, {**names, step.id: step.before})
        said = f"{was} is now called {_quoted(step)}"
    else:
        # Somebody whose name is gone is told of without one.
        said = f"{phrase(step.id, {} if step.after == 'erased' else names)} {_said(step, names)}"
    return f"{said[:1].upper()}{said[1:]}."


def _quoted(step: Step) -> str:
    return step.after if step.kind in ("organisation", "person") else f"'{step.after}'"


def _said(step: Step, names: Mapping[str, str]) -> str:
    kind = KINDS[step.kind]
    if step.change == "disappeared":
        return "no longer counts, for a merge holds it back"
    if step.change == "appeared":
        more = [_verb(step, names) for aspect in kind.aspects if _is_more(step, aspect)]
        said = [each.removeprefix("was ") if kind.said.startswith("was ") else each for each in more]
        joint = ", " if any(" and " in each for each in said) else " and "
        return joint.join((kind.said, *said))
    if step.change == "organisation":
        return f"moved from {phrase(step.before, names)} to {phrase(step.after, names)}"
    before = f" (before: {_told(step.before, names)})" if step.before and step.change != "shared_by" else ""
    return f"{_verb(step, names)}{before}".replace("_", " ")


def _verb(step: Step, names: Mapping[str, str]) -> str:
    if isinstance(step.after, list):
        more = [one for one in step.after if one not in step.before]
        return f"is shared by {listed([phrase(one, names) for one in more])} as well"
    into = listed([phrase(one, names) for one in step.into])
    verbs = KINDS[step.kind].verbs
    verb = verbs.get(f"{step.before} {step.after}") or verbs.get(step.after, f"is {step.after}")
    return verb.format(into=into)


def _ids(value: Any) -> list[str]:
    return [one for one in (value if isinstance(value, list | tuple) else [value]) if is_id(one)]


def _told(value: Any, names: Mapping[str, str]) -> Any:
    """Show a value; what the reader may not see of it is left out."""
    if isinstance(value, list):
        return [one for one in value if one in names]
    return "" if is_id(value) and value not in names else value


def _counted(ends: Ends) -> list[Row]:
    """Count reflections: those recorded, those opened to the reader since, and those whose words were taken away."""
    then, now = _reflections(ends.before), _reflections(ends.after)
    new = [stream for stream in now if stream not in then]
    gone = [stream for stream, row in now.items() if row["status"] and not (stream in then and then[stream]["status"])]
    begun = {row["stream_id"]: row["position"] for row in _between(ends, new) if row["version"] == 1}
    told = {
        "recorded": (list(begun), sorted(begun.values())),
        "opened": ([stream for stream in new if stream not in begun], []),
        "withdrawn": (gone, sorted([*_taken(ends, gone), *_erased(ends, gone)])),
    }
    total = {"before": len(then), "after": len(now)}
    return [
        {"kind": COUNTED, "id": "", "title": "", "change": change, **total, "positions": positions}
        | {"sentence": _count(change, [now[stream] for stream in streams], len(now))}
        for change, (streams, positions) in told.items()
        if streams
    ]


def _taken(ends: Ends, streams: Collection[str]) -> list[int]:
    return [row["position"] for row in _between(ends, streams) if row["type"] in TAKEN]


def _erased(ends: Ends, streams: Collection[str]) -> list[int]:
    """Find the erasures of people that took away their words, where the reader may read whose words they were."""
    if not streams:
        return []
    rows = [row for row in occurrences(ends.log, ERASING) if ends.is_between(row)]
    people = {row["stream_id"] for row in rows if not {*streams}.isdisjoint(row["parts"].get("documents", ()))}
    return [row["position"] for row in rows if row["stream_id"] in people]


def _reflections(reading: Reading) -> dict[str, Row]:
    reading.need(VIEWS[COUNTED])
    return {row["id"]: row for row in reading.rows(reading.table(COUNTED), columns=("id", "side", "status"))}


def _count(change: str, rows: Sequence[Row], total: int) -> str:
    number = len(rows)
    what = "1 reflection that you may read was" if number == 1 else f"{number} reflections that you may read were"
    if change == "opened":
        return f"{what} opened to you; you may read {total} now."
    if change == "withdrawn":
        return f"{what} withdrawn or erased."
    sides = Counter(row["side"] or "participant" for row in rows)
    by = listed([f"{count} by {side}s" for side, count in sorted(sides.items())])
    return f"{what} recorded ({by}); you may read {total} in all."
