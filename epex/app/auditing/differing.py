"""Hold two days against each other: what was known at the end of each, or what had happened by then."""

from contextlib import ExitStack, closing

from epex.app.base import KnowledgeBase
from epex.core.dates import latest
from epex.core.decision import Refused
from epex.projections.differences import Ends, differences
from epex.projections.happened import Happened, in_order
from epex.projections.past import PastViews, as_today
from epex.projections.reading import Reading
from epex.projections.table import Row


def differ(base: KnowledgeBase, first: str, last: str, by: str = "recorded") -> Row:
    """Say what changed between the ends of two days, by either clock; after `known_on` nothing is known.

    Raises Refused when the first day is the later one.
    """
    begins, ends = latest(first), latest(last)
    if begins > ends:
        raise Refused(f"{first} comes after {last}; give the earlier one first: 'epex audit diff {last} {first}'.")
    if by == "recorded":
        # At the end of a later day one will know, or knew, more than is told here.
        begins, ends = min(begins, base.day), min(ends, base.day)
    compare = _recorded if by == "recorded" else _occurred
    changes = compare(base, begins, ends) if begins < ends else []
    return {"from": begins, "to": ends, "by": by, "known_on": base.day, "changes": changes}


def _recorded(base: KnowledgeBase, begins: str, ends: str) -> list[Row]:
    known = [base.known_by(day) for day in (begins, ends)]
    upto = [place if base.upto is None else min(place, base.upto) for place in known]
    before, after = (Reading(base.standing(place), base.reader) for place in upto)
    log = Reading(base.views, base.reader)
    return differences(Ends(before, after, after, log, lambda row: upto[0] < row["position"] <= upto[1]))


def _occurred(base: KnowledgeBase, begins: str, ends: str) -> list[Row]:
    dated = in_order(base.log, base.upto)
    days = {fact.position: until for until, fact in dated}
    log = Reading(base.views, base.reader)
    with ExitStack() as stack:

        def state(day: str) -> Reading:
            facts = [fact for until, fact in dated if until <= day]
            views = PastViews(Happened(facts, base.log), base.views, rule=as_today)
            return Reading(stack.enter_context(closing(views)), base.reader)

        before, after = state(begins), state(ends)
        return differences(Ends(before, after, log, log, lambda row: begins < days.get(row["position"], "") <= ends))
