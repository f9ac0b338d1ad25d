"""What waits for the one whose words are to be printed: consents to answer, and viewpoints to sign."""

from collections.abc import Iterator

from epex.projections.consents import CONSENTS_TABLE
from epex.projections.duties.duty import Duty
from epex.projections.reading import Reading
from epex.projections.table import Row
from epex.projections.viewpoints import VIEWPOINTS_TABLE


def duties(reading: Reading, today: str) -> Iterator[Duty]:  # noqa: ARG001 - an answer waits whatever the day
    """Name the consents that the reader is asked for, and the reader's viewpoints that nobody has signed."""
    person = reading.reader.person
    reading.need("consents", "viewpoints")
    asked = reading.among(CONSENTS_TABLE, [person], key="giver") if person else []
    titles = reading.titles(each for row in asked for each in (row["quote"], row["edition"]) if each)
    for row in asked:
        if row["status"] == "asked":
            about = f"{row['title']}: {titles[row['quote']]}" if row["quote"] in titles else row["title"]
            yield Duty(
                heading="Consents asked of you",
                id=row["id"],
                title=about,
                command=f"consent show {row['id']}",
                note=_reach(row, titles),
            )
    for row in reading.among(VIEWPOINTS_TABLE, [person], key="signer") if person else ():
        if row["status"] == "unsigned":
            command = f"viewpoint sign {row['id']}"
            yield Duty(heading="Viewpoints to sign", id=row["id"], title=row["title"], command=command)


def _reach(consent: Row, titles: dict[str, str]) -> str:
    """Say how far it goes; an edition that the one who is asked may not see has no name."""
    edition = consent["edition"]
    where = f"in {_named(titles.get(edition))} alone" if edition else "in all editions"
    return where if consent["quote"] else f"of all your words, {where}"


def _named(title: str | None) -> str:
    return f"'{title}'" if title else "one edition"
