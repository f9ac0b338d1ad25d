"""The ladder of an element's labels: one step at a time, and the last one through a peer review alone."""

from epex.core.dates import earliest, latest
from epex.core.decision import Refused, require_one_of
from epex.core.vocabulary import LABELS

LADDER = ("draft", "shared", "inspiring")
REVIEWED = "peer_reviewed"
CONFIRMED = "confirmed"


def label_after(label: str, result: str) -> str:
    """Tell the label after a review: confirmed is peer reviewed; what was and no longer is goes a step back."""
    if result == CONFIRMED:
        return REVIEWED
    return "inspiring" if label == REVIEWED else label


def is_stale(status: str, review_by: str, today: str) -> bool:
    """Tell whether an element was to be looked at again before today, and was not."""
    return status == "open" and review_by != "" and latest(review_by) < today


def require_ahead(review_by: str, day: str) -> None:
    """Refuse to ask for another look until a day that is over, however imprecise the two are."""
    if review_by and latest(review_by) < earliest(day):
        raise Refused(f"{review_by} is over, so the element would be stale at once; give a later day with --review-by.")


def require_step(present: str, label: str) -> None:
    """Refuse a label that is more than one step away, or that has a way of its own."""
    require_one_of(label, LABELS, "label")
    if label == "retired":
        raise Refused("Retiring is not a label; use 'epex element retire' and say why.")
    if label == REVIEWED:
        raise Refused("Only a peer review gives this label; ask for one with 'epex element request-review'.")
    here, there = LABELS.index(present), LADDER.index(label)
    if abs(there - here) != 1:
        near = " or ".join(step for step in LADDER if abs(LADDER.index(step) - here) == 1)
        words = present.replace("_", " ")
        raise Refused(f"The element is labelled {words}; go one step at a time, to {near}.")
