"""Barriers, facilitators and adaptations, and what came of them: failures in their place."""

from epex.plugins import Paragraph, Row, Section, Sentence, Table, Tone, readable_date
from epex.plugins.builtin.practice_transfer.findings import Findings, Transfer, all_positions
from epex.plugins.builtin.practice_transfer.words import RESULTS, STANDS, name_of, say, standing

HEADS = ("Receiver", "What helps, what hinders", "Adapted", "What happened", "Value cycle")


def experience(findings: Findings) -> Section:
    """Say what was expected, who has tried it and what happened."""
    title = "Who has tried it, and what happened"
    if not findings.tries:
        said = "Nobody is recorded to have tried it elsewhere."
        nobody = Paragraph(text=said, positions=(findings.element["position"],), tone="missing")
        return Section(title=title, blocks=(nobody,))
    rows = tuple(map(_row, findings.tries))
    caption = "Barriers, facilitators and adaptations, and what came of them; failures are kept and shown"
    table = Table(caption=caption, columns=tuple(map(say, HEADS)), rows=rows)
    return Section(title=title, blocks=(*_not_here(findings), table))


def _not_here(findings: Findings) -> list[Paragraph]:
    if findings.transfers or findings.receiver is None:
        return []
    said = f"Nothing is recorded of {name_of(findings.receiver)}; this is what happened elsewhere."
    return [Paragraph(text=said, positions=(findings.element["position"],), tone="missing")]


def _row(transfer: Transfer) -> tuple[Sentence, ...]:
    return (
        say(standing(transfer.receiver), [transfer.row["position"]]),
        _judged(transfer),
        _adapted(transfer),
        _happened(transfer),
        _value(transfer),
    )


def _judged(transfer: Transfer) -> Sentence:
    judged = transfer.steps("anticipated")[-1:]
    labels = {"facilitators": "Helps", "barriers": "Hinders"}
    lines = [
        f"{word}: {'; '.join(step[field])}" for step in judged for field, word in labels.items() if step.get(field)
    ]
    return say(" ".join(lines), all_positions(judged)) if lines else say("not judged yet", tone="missing")


def _adapted(transfer: Transfer) -> Sentence:
    steps = transfer.steps("adapted")
    lines = [line for step in steps for line in step["adaptations"]]
    return say("; ".join(lines), all_positions(steps)) if lines else say("nothing decided", tone="missing")


def _happened(transfer: Transfer) -> Sentence:
    told = [(_came_out(step), step["position"]) for step in transfer.evaluations[-1:]]
    told += [(_ended(step), step["position"]) for step in transfer.steps("sustained", "changed", "abandoned")[-1:]]
    stands = f"{STANDS[transfer.status]}, {readable_date(transfer.last['occurred_on'])}."
    words = " ".join([stands, *(text for text, _ in told if text)])
    tone: Tone = "contradicts" if transfer.status == "abandoned" else ""
    return say(words, [transfer.last["position"], *(position for _, position in told)], tone)


def _came_out(step: Row) -> str:
    result = RESULTS.get(step.get("result", ""), "")
    return " ".join(filter(None, (result, step.get("outcome"), _failed(step))))


def _ended(step: Row) -> str:
    return " ".join(filter(None, (step.get("reason"), _failed(step))))


def _failed(step: Row) -> str:
    return f"What did not work: {step['failure']}" if step.get("failure") else ""


def _value(transfer: Transfer) -> Sentence:
    if not transfer.evaluations:
        return say("no evaluation yet", tone="missing")
    reached = transfer.evaluations[-1].get("value_cycle")
    return say(reached or "none reached", [transfer.evaluations[-1]["position"]])
