"""The certificate of an erasure: who, when, on what ground, what was looked through. It names nobody."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from epex.app.base import KnowledgeBase
from epex.app.erasing.forms import TELLING
from epex.core.log.envelope import Fact
from epex.core.person import PersonErased, PersonErasureRequested
from epex.core.reader import EVALUATION
from epex.core.reflection import ReflectionWithdrawalRequested, ReflectionWithdrawn

Row = dict[str, Any]
ASKED = PersonErasureRequested | ReflectionWithdrawalRequested
DONE = PersonErased | ReflectionWithdrawn
SEEN = ("digest", "looked_for", "files", "bytes")
# That an evaluator spoke with somebody is known to evaluators alone.
CONFIDED = ("interview-", "story-")


def certificate(base: KnowledgeBase, stream: str) -> Row:
    """Gather what the log and the keys tell of an erasure that is done.

    Raises LookupError when it is not.
    """
    # The newest, where it was done in several branches.
    facts = base.log.stream(stream)[::-1]
    asked = next((fact for fact in facts if isinstance(fact.event, ASKED)), None)
    done = next((fact for fact in facts if isinstance(fact.event, DONE)), None)
    if asked is None or done is None:
        raise LookupError(stream)
    return {"id": stream, **_asked(base, asked), "done": _moment(done), **_seen(done), **_tasks(base, done)}


def as_text(row: Mapping[str, Any]) -> Iterator[str]:
    """Write a certificate for people, line by line."""
    yield f"Certificate: {row['id']} was {'erased' if 'ground' in row else 'withdrawn'}."
    yield ""
    for label, words in _lines(row):
        yield f"{label:<22}{words}"
    yield ""
    yield from _told(row)


def _lines(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "ground" in row:
        yield "Ground", row["ground"]
    elif row["reason"]:
        yield "Reason", row["reason"]
    for label, name in (("Asked for", "asked"), ("Done", "done")):
        moment = row[name]
        yield label, f"{moment['at']} by {moment['by']} (event {moment['position']})"
    for number, key in enumerate(row["keys"]):
        yield "" if number else "Keys destroyed", f"{key['key']} at {key['destroyed_at']}"
    if row["confided_keys"]:
        yield "", f"and {row['confided_keys']} that evaluators alone know"
    for number, document in enumerate(row.get("kept", ())):
        yield "" if number else "Kept, by consent", document
    yield "Looked for", f"{row['looked_for']} texts, as far as it says below"
    yield "Looked through", f"{row['files']} files, {row['bytes']} bytes"
    yield "SHA-256 of the list", row["digest"]


def _told(row: Mapping[str, Any]) -> Iterator[str]:
    tasks, hidden = row["tasks"], row["hidden_tasks"]
    yield from _looked(row)
    if not tasks and not hidden:
        if row["looked_for"]:
            yield "It was found nowhere."
        return
    yield "Others still say it; settle that with those whose words they are:"
    for task in tasks:
        events = f" (event {', '.join(map(str, task['positions']))})" if task["positions"] else ""
        yield f"  {task['id']}{events}"
    if hidden:
        yield f"  and {hidden} more that you may not read"


def _looked(row: Mapping[str, Any]) -> Iterator[str]:
    """Say what was looked for and what was not, without more than is true."""
    if not row["looked_for"] and all(key["destroyed_at"] < row["asked"]["at"] for key in row["keys"]):
        yield "The keys had been destroyed before, so there was nothing left to look for."
        return
    if not row["looked_for"]:
        yield "Nothing was looked for: there is no text of two letters or more. That the keys are destroyed is certain."
        return
    if "ground" in row:
        yield "Whole names and contacts were looked for, and long sentences of what they wrote; not a first name alone."
    else:
        yield "Sentences were looked for that are long enough to tell it, and none that is shorter."
    short = f"A text of fewer than {TELLING} signs was looked for"
    yield f"{short} as a whole word in readable text; a single letter, nowhere."


def _asked(base: KnowledgeBase, fact: Fact) -> Row:
    tombstones = base.log.vault.tombstones()
    match fact.event:
        case PersonErasureRequested(ground=ground, documents=documents, kept=kept, organisations=organisations):
            keys = [fact.stream, *documents, *(f"{organisation}/name" for organisation in organisations)]
            said: Row = {"ground": ground, "documents": [*documents], "kept": [*kept]}
        case event:
            keys, said = [fact.stream], {"reason": getattr(event, "reason", "")}
    told = _without_confided(base, keys)
    said |= {name: _without_confided(base, said[name]) for name in ("documents", "kept") if name in said}
    destroyed = [{"key": key, "destroyed_at": tombstones[key]} for key in told]
    return {**said, "asked": _moment(fact), "keys": destroyed, "confided_keys": len(keys) - len(told)}


def _without_confided(base: KnowledgeBase, named: list[str]) -> list[str]:
    return [one for one in named if EVALUATION in base.reader.grants or not one.startswith(CONFIDED)]


def _moment(fact: Fact) -> Row:
    return {"by": fact.envelope.actor, "at": fact.envelope.recorded_at, "position": fact.position}


def _seen(fact: Fact) -> Row:
    return {name: getattr(fact.event, name) for name in SEEN}


def _tasks(base: KnowledgeBase, fact: Fact) -> Row:
    places: dict[str, list[int]] = defaultdict(list)
    for position in base.log.reader.here(fact.envelope.origin_base, getattr(fact.event, "positions", ())):
        for other in base.log.facts(position - 1, position):
            places[other.stream].append(position)
    for stream in getattr(fact.event, "mentions", ()):
        # The views say it there by an ordinary word, whatever event that is from.
        places.setdefault(stream, [])
    seen = base.queries().titles(places)
    tasks = [{"id": stream, "positions": positions} for stream, positions in places.items() if stream in seen]
    return {"tasks": tasks, "hidden_tasks": len(places) - len(tasks)}
