"""What to check next, drawn from what is unknown, what blocks and what has not been done."""

from collections.abc import Iterable, Iterator

from epex.plugins import Sentence, country_name, readable_date
from epex.plugins.builtin.practice_transfer.findings import Findings, Transfer
from epex.plugins.builtin.practice_transfer.review import look_again
from epex.plugins.builtin.practice_transfer.words import CRITERIA, counted, left, listed, name_of, placed, say, spoken

CLOSED = ("sustained", "changed", "abandoned")
NEXT = {
    "considered": "fill both grids ('epex transfer compare').",
    "compared": "judge it beforehand ('epex transfer anticipate').",
    "anticipated": "when the open points are settled, decide again or pilot it.",
    "adapted": "pilot it ('epex transfer pilot').",
    "piloted": "evaluate the pilot, failures included ('epex transfer evaluate').",
    "evaluated": "decide whether to sustain, change or abandon it.",
}


def checks(findings: Findings) -> list[Sentence]:
    """List what to check next."""
    if findings.heir:
        said = f"It was merged: read the report on '{findings.heir['title']}' instead."
        return [say(said, [findings.heir["position"]])]
    found = [*_about_receiver(findings), *_about_element(findings)]
    for transfer in findings.transfers:
        found += [] if transfer.has_left else _about_transfer(transfer, findings.today)
    found += look_again(findings)
    return found or [say("Nothing is left open in what is recorded.", [findings.element["position"]])]


def _about_element(findings: Findings) -> Iterator[Sentence]:
    element = findings.element
    blocked = [(transfer, criterion) for transfer in findings.tries for criterion in transfer.rated("blocks")]
    if blocked:
        where = listed(f"{_short(criterion)} ({transfer.name})" for transfer, criterion in blocked)
        yield say(f"Look first at what blocked it so far: {where}.", _grids_of(transfer for transfer, _ in blocked))
    for transfer in findings.elsewhere:
        if transfer.status == "abandoned" and not transfer.has_left:
            yield say(f"Ask {transfer.name} why it was abandoned there.", [transfer.last["position"]])
    for transfer in findings.tries:
        if transfer.status == "abandoned" and transfer.has_left:
            said = f"Read above why it was abandoned by {transfer.name}{left(transfer.receiver)}."
            yield say(said, [transfer.last["position"]])
    doubts = [seen for seen in findings.witnesses if seen.stance == "contradicts"]
    if doubts:
        said = f"Answer {counted(len(doubts), 'contradiction')} in the evidence before relying on it."
        yield say(said, findings.told(seen.link["position"] for seen in doubts))
    if not findings.observers:
        said = f"Find somebody from outside {name_of(findings.owner)} who has seen it."
        yield say(said, [element["position"]])
    if element["evidence_level"] == "told":
        yield say("It has only been told so far: observe it on a visit.", [element["positions"]["evidence_level"]])


def _about_transfer(transfer: Transfer, today: str) -> Iterator[Sentence]:
    if transfer.status == "abandoned":
        said = f"{transfer.name}: before trying again, answer why it was abandoned."
        yield say(said, [transfer.last["position"]])
    unknown = [criterion for criterion in CRITERIA if _is_open(transfer, criterion)]
    if unknown and transfer.grid("receiving"):
        said = f"{transfer.name}: still unknown on its side: {listed(map(_short, unknown))}."
        yield say(said, _grids_of([transfer]))
    if transfer.status in NEXT:
        yield say(f"{transfer.name}: {NEXT[transfer.status]}", [transfer.last["position"]])
    review = transfer.row["next_review"]
    if review and review > transfer.last["occurred_on"]:
        positions = [step["position"] for step in transfer.row["steps"] if step.get("next_review")][-1:]
        yield say(f"{transfer.name}: {_due(review, today)}", positions or [transfer.last["position"]])


def _about_receiver(findings: Findings) -> Iterator[Sentence]:
    receiver, owner, element = findings.receiver, findings.owner, findings.element
    if receiver is None:
        return
    if receiver["left_on"]:
        said = f"{placed(receiver)} has left: name a member of the network with --option to=ORGANISATION."
        yield say(said, [receiver["position"]])
        return
    both, name = [owner["position"], receiver["position"]], name_of(receiver)
    if not findings.transfers:
        yield say(
            f"{name}: consider the transfer, then fill both grids ('epex transfer consider').", [element["position"]]
        )
    if owner["country"] != receiver["country"]:
        countries = f"{country_name(owner['country'])} and {country_name(receiver['country'])}"
        yield say(f"Law and authorities differ between {countries}: ask who has to agree.", both)
    if element["setting"] and element["setting"] not in receiver["settings"]:
        said = f"{name} does not list {spoken(element['setting'])} among its settings: ask where it would take place."
        yield say(said, [element["positions"]["setting"], receiver["position"]])
    if not set(owner["languages"]) & set(receiver["languages"]):
        yield say(f"{placed(owner)} and {placed(receiver)} list no language in common: settle who interprets.", both)
    if element["preconditions"]:
        positions = [element["positions"]["preconditions"]]
        yield say(f"In place at {name}? {element['preconditions']}", positions, language=element["language"])
    for step in element["conditions"]:
        yield say(f"In place at {name}? {step['text']}", [step["position"]], language=element["language"])


def _due(review: str, today: str) -> str:
    # A report is the same on every day that it is printed, so it says from which day it looks.
    if review < today[: len(review)]:
        return f"its next look was due {readable_date(review)}."
    return f"its next look is due {readable_date(review)}. The newest event is of {readable_date(today)}."


def _is_open(transfer: Transfer, criterion: str) -> bool:
    return transfer.status not in CLOSED and transfer.rating("receiving", criterion) == "unknown"


def _grids_of(transfers: Iterable[Transfer]) -> list[int]:
    return [grid["position"] for transfer in transfers if (grid := transfer.grid("receiving"))]


def _short(criterion: str) -> str:
    return spoken(criterion.partition(".")[2])
