"""Matches that wait for an answer, and those that wait for their visit."""

from collections.abc import Iterator

from epex.core.dates import days_after
from epex.core.vocabulary import MATCH_SIDES
from epex.projections.duties.duty import Duty
from epex.projections.matches import MATCHES_TABLE
from epex.projections.organisations import ORGANISATIONS_TABLE
from epex.projections.reading import Reading
from epex.projections.table import Row
from epex.projections.visits import VISITS_TABLE

ANSWERING = frozenset({"practitioner", "coordinator"})
# After so many days a coordinator hears of a match that others have not answered.
PATIENCE = 14


def duties(reading: Reading, today: str) -> Iterator[Duty]:
    """Name the matches that the reader's organisation has not answered, and those to plan a visit from.

    Coordinators hear also of those that others left without an answer.
    """
    reading.need("matches", "visits", "organisations")
    if ANSWERING.isdisjoint(reading.reader.roles):
        return
    left = {row["id"] for row in reading.rows(ORGANISATIONS_TABLE) if row["left_on"]}
    matches = [row for row in reading.rows(MATCHES_TABLE) if left.isdisjoint((row["host"], row["visitor"]))]
    titles = reading.titles_of("match", matches)
    planned = {visit["match"] for visit in reading.rows(VISITS_TABLE) if visit["status"] != "cancelled"}
    for match in matches:
        told = {"id": match["id"], "title": titles[match["id"]], "overview": "match list"}
        if _waits_for(match, reading):
            yield Duty(heading="Matches to accept or decline", command=f"match accept {match['id']}", **told)
        elif _is_late(match, reading, today):
            note = f"not answered by the {' or the '.join(_silent(match))}"
            yield Duty(
                heading="Matches that others have not answered",
                command=f"match show {match['id']}",
                due=days_after(match["recorded_at"][:10], PATIENCE),
                note=note,
                **told,
            )
        elif _is_to_plan(match, reading) and match["id"] not in planned:
            command = f"visit plan TITLE --year {match['year'] or 'N'} --match {match['id']}"
            yield Duty(heading="Matches to plan a visit from", command=command, **told)


def _silent(match: Row) -> list[str]:
    return [side for side in MATCH_SIDES if match["status"] == "proposed" and side not in match["accepted"]]


def _waits_for(match: Row, reading: Reading) -> bool:
    """Tell whether the reader's side has to answer; who proposed the match is asked after the other side."""
    organisation, silent = reading.reader.organisation or "", _silent(match)
    if match["author"] == reading.reader.person and len(silent) == len(MATCH_SIDES):
        return False
    return any(organisation and match[side] == organisation for side in silent)


def _is_late(match: Row, reading: Reading, today: str) -> bool:
    waited = days_after(match["recorded_at"][:10], PATIENCE) < today
    return "coordinator" in reading.reader.roles and bool(_silent(match)) and waited


def _is_to_plan(match: Row, reading: Reading) -> bool:
    ours = reading.reader.organisation in (match["host"], match["visitor"])
    return match["status"] == "accepted" and (ours or "coordinator" in reading.reader.roles)
