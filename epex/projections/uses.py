"""Where somebody's lessons were used: what rests on a reflection, at first or at second hand."""

from collections.abc import Iterable

from epex.projections.evidence import LINKS_TABLE
from epex.projections.lineage import FORWARD, Lineage
from epex.projections.reading import Reading
from epex.projections.reflections import REFLECTIONS_TABLE
from epex.projections.table import Row

# What comes before a lesson, or stands beside it.
NO_USE = ("visit", "meeting", "reflection")
HOW = {"supports": "in support", "nuances": "as a nuance", "contradicts": "in contradiction"}


def used_in(reading: Reading, reflection: str) -> list[Row]:
    """List what the reader may see that rests on a reflection, and how: itself, or through something else."""
    lineage = Lineage(reading)
    found, known = lineage.follow([reflection], FORWARD)
    links = [link for link in lineage.shown(found, FORWARD, known) if link["kind"] not in NO_USE]
    direct = [link for link in links if link["of"] == reflection]
    further = {link["id"]: link for link in reversed(links) if link["of"] != reflection}
    beyond = [link for identity, link in further.items() if identity not in {link["id"] for link in direct}]
    titles = reading.titles(link["of"] for link in beyond)
    days = _days(reading, [*direct, *beyond])
    return [
        {**link, "how": _how(link, titles), "since": days.get(link["position"], "")}
        for link in (*direct, *sorted(beyond, key=lambda link: (int(link["position"]), str(link["kind"]))))
    ]


def own_uses(reading: Reading) -> list[Row]:
    """List where the reader's own reflections were used that still stand, each use with the reflection it rests on."""
    if not reading.reader.person:
        return []
    reading.need("reflections")
    written = reading.among(REFLECTIONS_TABLE, [reading.reader.person], key="person")
    own = [row for row in written if not row["status"]]
    titles = reading.titles_of("reflection", own)
    return [
        {**use, "reflection": row["id"], "reflection_title": titles[row["id"]]}
        for row in own
        for use in used_in(reading, row["id"])
    ]


def _days(reading: Reading, links: Iterable[Row]) -> dict[int, str]:
    """Tell on which day each link was recorded."""
    rows = reading.among(LINKS_TABLE, [link["position"] for link in links], ("position", "recorded_at"), key="position")
    return {row["position"]: row["recorded_at"][:10] for row in rows}


def _how(link: Row, titles: dict[str, str]) -> str:
    if link["of"] in titles:
        kind = link["of"].partition("-")[0]
        return f"through the {kind} '{titles[link['of']]}'"
    return HOW.get(link["stance"] or "", str(link["relation"]).replace("_", " "))
