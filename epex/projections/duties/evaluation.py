"""What waits for evaluators: findings that rest on nothing yet, tellers to ask, and stories that may be released."""

from collections.abc import Iterator

from epex.core.reader import EVALUATION
from epex.projections.duties.duty import Duty
from epex.projections.evidence import LINKS_TABLE
from epex.projections.findings import FINDINGS_TABLE
from epex.projections.reading import Reading
from epex.projections.stories import CHOICES_TABLE, STORIES_TABLE

NEXT = {
    "": ("Tellers of stories to ask", "story consent {id}"),
    "agreed": ("Stories that may be released", "story release {id}"),
}


def duties(reading: Reading, today: str) -> Iterator[Duty]:  # noqa: ARG001 - it waits whatever the day
    """Name the next step of each finding and story, to evaluators alone."""
    if EVALUATION in reading.reader.grants:
        reading.need("findings", "stories", "evidence")
        yield from _findings(reading)
        yield from _stories(reading)


def _findings(reading: Reading) -> Iterator[Duty]:
    stated = [row for row in reading.rows(FINDINGS_TABLE) if row["status"] == "stated"]
    resting = {link["target"] for link in reading.among(LINKS_TABLE, {row["id"] for row in stated}, key="target")}
    for row in stated:
        if row["id"] not in resting:
            command = f"finding link {row['id']} SOURCE"
            heading = "Findings that rest on nothing yet"
            yield Duty(heading=heading, id=row["id"], title=row["title"], command=command, overview="finding list")


def _stories(reading: Reading) -> Iterator[Duty]:
    kept = [row for row in reading.rows(STORIES_TABLE) if row["status"] == "chosen"]
    choices = {row["story"]: row for row in reading.among(CHOICES_TABLE, {row["id"] for row in kept})}
    titles = reading.titles_of("story", kept)
    for row in kept:
        if found := NEXT.get(choices[row["id"]]["consent"]):
            heading, command = found
            command = command.format(id=row["id"])
            yield Duty(heading=heading, id=row["id"], title=titles[row["id"]], command=command, overview="story list")
