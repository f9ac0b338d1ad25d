"""The appendix: the element in full, all evidence, both grids with their notes, every step of every transfer."""

from epex.plugins import Block, Fact, Facts, Paragraph, Row, Section, readable_date
from epex.plugins.builtin.practice_transfer.findings import Findings, Transfer
from epex.plugins.builtin.practice_transfer.grids import noted
from epex.plugins.builtin.practice_transfer.page import described
from epex.plugins.builtin.practice_transfer.quotes import all_quotes
from epex.plugins.builtin.practice_transfer.words import DECISIONS, RESULTS, TIDIER, placed, say, spoken

ACTS = {
    "considered": "Considered",
    "compared": "Contexts compared",
    "anticipated": "Judged beforehand",
    "adapted": "Adapted",
    "piloted": "Piloted",
    "evaluated": "Evaluated",
    "sustained": "Sustained",
    "changed": "Changed",
    "abandoned": "Abandoned",
}
TOLD = {
    "reason": "",
    "facilitators": "Helps: ",
    "barriers": "Hinders: ",
    "adaptations": "",
    "fidelity": "Fidelity: ",
    "result": "",
    "outcome": "",
    "failure": "What did not work: ",
    "value_cycle": "Highest value cycle: ",
    "next_review": "Next review: ",
}


def appendix(findings: Findings) -> tuple[Block, ...]:
    """Put the appendix together."""
    return (
        Section(title="The element in full", blocks=(described(findings.element, tuple(TIDIER)),)),
        *_evidence(findings),
        *(_transfer(findings, transfer) for transfer in findings.transfers),
    )


def _evidence(findings: Findings) -> list[Section]:
    voices = all_quotes(findings)
    return [Section(title="The evidence in full", blocks=tuple(voices))] if voices else []


def _transfer(findings: Findings, transfer: Transfer) -> Section:
    steps = Facts(facts=tuple(_step(transfer, step) for step in transfer.row["steps"]))
    blocks: tuple[Block, ...] = (_level(transfer), *_merged(findings, transfer), steps)
    if transfer.steps("compared"):
        blocks = (*blocks, noted(findings, transfer))
    return Section(title=f"The transfer to {placed(transfer.receiver)}", blocks=blocks)


def _level(transfer: Transfer) -> Paragraph:
    return Paragraph(text=f"At the level of: {spoken(transfer.row['level'])}.", positions=(transfer.row["position"],))


def _merged(findings: Findings, transfer: Transfer) -> list[Paragraph]:
    if transfer.row["element"] == findings.element["id"]:
        return []
    said = f"It began from '{transfer.row['element_title']}', which was merged into this element."
    return [Paragraph(text=said, positions=(transfer.row["position"],))]


def _step(transfer: Transfer, step: Row) -> Fact:
    side = f", {step['side']} side" if step.get("side") else ""
    head = f"{readable_date(step['occurred_on'])}, by {transfer.judges[step['position']]}{side}."
    decided = [f"Decision: {DECISIONS[step['decision']]}."] if step.get("decision") else []
    told = [f"{label}{_words(field, step[field])}" for field, label in TOLD.items() if step.get(field)]
    said = " ".join((head, *_period(step), *decided))
    number = f" ({step['pilot']})" if step.get("pilot", 0) > 1 else ""
    return Fact(
        label=f"{ACTS[step['step']]}{number}", sentences=tuple(say(text, [step["position"]]) for text in (said, *told))
    )


def _period(step: Row) -> list[str]:
    start, end = step.get("starts_on", ""), step.get("ends_on", "")
    if not start:
        return []
    return [f"From {readable_date(start)} to {readable_date(end)}." if end else f"From {readable_date(start)}."]


def _words(field: str, value: str | list[str]) -> str:
    if field == "next_review":
        return f"{readable_date(str(value))}."
    if field == "result":
        return RESULTS[str(value)]
    return "; ".join(value) if isinstance(value, list) else value
