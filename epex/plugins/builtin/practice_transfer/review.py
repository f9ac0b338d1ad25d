"""What may be told of a peer review: how it came out and when. Its text is not published."""

from epex.plugins import Row, Sentence, readable_date
from epex.plugins.builtin.practice_transfer.findings import Findings
from epex.plugins.builtin.practice_transfer.words import OUTCOMES, say


def reviewed(findings: Findings) -> list[Sentence]:
    """Say how the newest peer review came out, and whether the description has changed since."""
    element = findings.element
    if not element["review_outcome"]:
        return []
    said = f"Peer review, {readable_date(element['reviewed_on'])}: {OUTCOMES[element['review_outcome']]}."
    changed = element["described_on"] > element["reviewed_on"]
    since = f" Described anew since, on {readable_date(element['described_on'])}." if changed else ""
    return [say(said + since, [_position(element)])]


def look_again(findings: Findings) -> list[Sentence]:
    """Say until when its owner wants to look at the element again."""
    review_by = findings.element["review_by"]
    if not review_by or findings.element["status"] != "open":
        return []
    dated = [step["position"] for step in findings.element["history"] if step.get("review_by")]
    said = f"The owner wants to look at the element again by {readable_date(review_by)}."
    return [say(said, dated[-1:] or [findings.element["position"]])]


def _position(element: Row) -> int:
    # Only the owner and the reviewer see the event; everybody else is led to the element.
    seen = [step["position"] for step in element["history"] if step["step"] == "reviewed"]
    return int(seen[-1] if seen else element["position"])
