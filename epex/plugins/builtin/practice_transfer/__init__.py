"""The practice-transfer report: one page to decide on, then an appendix, and the events behind every sentence."""

from collections.abc import Mapping, Sequence

from epex.plugins import Document, Option, Queries, Report, Sentence, hookimpl, with_events
from epex.plugins.builtin.practice_transfer.appendix import appendix
from epex.plugins.builtin.practice_transfer.findings import Findings, gather
from epex.plugins.builtin.practice_transfer.page import page
from epex.plugins.builtin.practice_transfer.words import HANDLING, placed, say, spoken, standing

NAME = "practice-transfer"
LABELLING = ("labelled", "reviewed", "retired", "reopened")


@hookimpl
def epex_reports() -> Sequence[Report]:
    """Add the report."""
    options = (
        Option(name="element", value="ID", summary="the element of practice, by its id or title", required=True),
        Option(name="to", value="ORGANISATION", summary="the one organisation that it may be transferred to"),
    )
    summary = "Decide on an element of practice: where it comes from, who tried it, what happened, what to check next."
    return [Report(name=NAME, summary=summary, build=build, options=options)]


def build(queries: Queries, options: Mapping[str, str]) -> Document:
    """Build the report on one element, for one receiving organisation or for all."""
    findings = gather(queries, options["element"], options.get("to", ""))
    element = findings.element
    document = Document(
        report=NAME,
        title=say(element["title"], [element["positions"]["title"]], language=element["language"]),
        subtitle=(say(_subtitle(findings), _labelled(findings)),),
        handling=_handling(findings),
        page=page(findings),
        appendix=appendix(findings),
    )
    return with_events(document, queries, findings.withheld)


def _subtitle(findings: Findings) -> str:
    element, receiver = findings.element, findings.receiver
    for_whom = f", for {standing(receiver)}" if receiver else ""
    setting = f", {spoken(element['setting'])}" if element["setting"] else ""
    source = f"{placed(findings.owner)}{setting}; label: {spoken(element['label'])}"
    return f"Practice-transfer report{for_whom}. From {source}."


def _labelled(findings: Findings) -> list[int]:
    steps = [step["position"] for step in findings.element["history"] if step["step"] in LABELLING]
    return [findings.element["position"], *steps[-1:]]


def _handling(findings: Findings) -> Sentence:
    shown = [
        findings.element,
        *(transfer.row for transfer in findings.tries),
        *(row for seen in findings.witnesses for row in (seen.reflection, seen.visit) if row),
    ]
    circles = list(HANDLING)
    narrowest = min((row["visibility"] for row in shown), key=circles.index)
    reasons = [row["position"] for row in shown if row["visibility"] == narrowest]
    return say(HANDLING[narrowest], reasons[:1] if findings.element["visibility"] == narrowest else reasons)
