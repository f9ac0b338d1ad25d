"""Looking back once more: when a follow-up on a visit can be written."""

from epex.core.dates import days_after, latest, months_after
from epex.core.decision import Refused

# A follow-up is asked for, and written, from this many days before it is due.
AHEAD = 30


def require_near(months: int, over_on: str, day: str) -> None:
    """Refuse a follow-up long before it is due; a visit whose days nobody noted is looked back on at any time."""
    if not months or not over_on:
        return
    due = months_after(over_on, months)
    if latest(day) < days_after(due, -AHEAD):
        raise Refused(
            f"The follow-up after {months} months is due on {due}; write it from {days_after(due, -AHEAD)} on, and add "
            "what you know before to your reflection with 'epex reflection revise'."
        )
