"""What a reflection said before it was revised, and in other languages."""

from itertools import pairwise

from epex.app.base import KnowledgeBase
from epex.core.reflection import ReflectionRecorded, ReflectionRevised
from epex.projections.columns import occurred_on
from epex.projections.details.reflection import translated
from epex.projections.reading import Reading
from epex.projections.sight import Sight
from epex.projections.table import Row

SAID = ("language", "version", "reviewed", "translator", "occurred_on", "answers", "waiting")
WAITING = ("translator", "occurred_on", "answers")


def wordings(base: KnowledgeBase, reading: Reading, row: Row) -> Row:
    """Give the earlier versions and the translations of a reflection, as the reader may see them."""
    made = translated(reading, row) if row["translations"] else []
    told = [{name: one[name] for name in SAID if one[name] != {}} for one in made]
    for one in told:
        if waiting := one.get("waiting"):
            one["waiting"] = {name: waiting[name] for name in WAITING}
    return {"earlier_versions": _earlier(base, row) if row["answers"] else [], "translated": told}


def _earlier(base: KnowledgeBase, row: Row) -> list[Row]:
    """Give each earlier version with when and why another one took its place."""
    if row["version"] == 1:
        return []
    facts = [
        fact for fact in base.log.stream(row["id"]) if isinstance(fact.event, ReflectionRecorded | ReflectionRevised)
    ]
    shown = Sight(base.views, base.reader).shown(facts[: row["version"]])
    if len(shown) < row["version"]:
        return []
    return [
        {"answers": said["answers"], "replaced_on": occurred_on(after), "because": revised["reason"]}
        for (_, said), (after, revised) in pairwise(shown)
    ]
