"""Barriers, facilitators and adaptations, and what came of them: failures in their place."""

from epex.plugins import Block, Paragraph, Section, Sentence, Table, Tone, readable_date
from epex.plugins.builtin.practice_transfer.findings import Findings, Transfer, all_positions
from epex.plugins.builtin.practice_transfer.words import STANDS, placed, say


def experience(findings: Findings) -> tuple[Block, ...]:
    """Say what was expected, who has tried it and what happened."""
    if not findings.transfers:
        said = "Nobody is recorded to have tried it elsewhere."
        nobody = Paragraph(text=said, positions=(findings.element["position"],), tone="missing")
        return (Section(title="Who has tried it, and what happened", blocks=(nobody,)),)
    return (
        Section(title="Barriers, facilitators and adaptations", blocks=(_conditions(findings),)),
        Section(title="Who has tried it, and what happened", blocks=(_outcomes(findings),)),
    )


def _conditions(findings: Findings) -> Table:
    heads = ("Receiver", "Helps", "Hinders", "Adapted")
    rows = tuple(
        (
            say(placed(transfer.receiver), [transfer.row["position"]]),
            _lines(transfer, "anticipated", "facilitators"),
            _lines(transfer, "anticipated", "barriers"),
            _lines(transfer, "adapted", "adaptations"),
        )
        for transfer in findings.transfers
    )
    return Table(caption="As judged beforehand and decided on the way", columns=tuple(map(say, heads)), rows=rows)


def _lines(transfer: Transfer, step: str, field: str) -> Sentence:
    steps = transfer.steps(step)[-1:] if step == "anticipated" else transfer.steps(step)
    lines = [line for found in steps for line in found.get(field, [])]
    return say("; ".join(lines), all_positions(steps)) if lines else say("none recorded", tone="missing")


def _outcomes(findings: Findings) -> Table:
    heads = ("Receiver", "Where it stands", "What happened", "Value cycle")
    rows = tuple(
        (say(placed(transfer.receiver), [transfer.row["position"]]), _stand(transfer), _happened(transfer), _value(transfer))
        for transfer in findings.transfers
    )
    return Table(caption="Failures are kept and shown", columns=tuple(map(say, heads)), rows=rows)


def _stand(transfer: Transfer) -> Sentence:
    last = transfer.last
    tone: Tone = "contradicts" if transfer.status == "abandoned" else ""
    return say(f"{STANDS[transfer.status]}, {readable_date(last['occurred_on'])}", [last["position"]], tone)


def _happened(transfer: Transfer) -> Sentence:
    told = [(step.get("outcome") or step.get("reason") or "", step["position"]) for step in transfer.steps("evaluated")[-1:]]
    told += [(step.get("reason", ""), step["position"]) for step in transfer.steps("sustained", "changed", "abandoned")[-1:]]
    words = " ".join(text for text, _ in told if text)
    return say(words, [position for _, position in told]) if words else say("nothing to tell yet", tone="missing")


def _value(transfer: Transfer) -> Sentence:
    if not transfer.evaluations:
        return say("not evaluated", tone="missing")
    reached = transfer.evaluations[-1].get("value_cycle")
    return say(reached or "none reached", [transfer.evaluations[-1]["position"]])
