"""The page of a chapter: its outline from themes, its newest draft, viewpoints, messages, and its way to print."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from epex.core.manuscript import quote_in
from epex.core.vocabulary import STANCES
from epex.projections.chapters import DRAFTS_TABLE, STEPS_TABLE
from epex.projections.details.steps import steps
from epex.projections.lineage import Lineage
from epex.projections.quotes import QUOTES_TABLE
from epex.projections.reading import Reading
from epex.projections.table import Row
from epex.projections.viewpoints import VIEWPOINTS_TABLE

TOLD = ("text", "dissenting", "status", "language")


def details(reading: Reading, row: Row) -> Row:
    """Tell what it is to tell, what it says, and who has said what about it."""
    noted = steps(reading, STEPS_TABLE, "chapter", row["id"])
    messages = {step["number"]: step for step in noted if step["step"] == "message"}
    return {
        "outline": [_theme(reading, theme) for theme in row["themes"]],
        "paragraphs": paragraphs(reading, newest_draft(reading, row["id"])),
        "viewpoints": _viewpoints(reading, row["id"]),
        "messages": [
            {"title": step["text"], "number": step["number"], "audience": step["audience"]}
            for step in messages.values()
        ],
        "quotes": _quotes(reading, row["id"]),
        "history": [step for step in noted if step["step"] != "message"],
    }


def newest_draft(reading: Reading, chapter: str) -> Row | None:
    """Find the newest draft that the reader may read."""
    reading.need("chapters")
    drafts = reading.among(DRAFTS_TABLE, [chapter], key="chapter")
    return max(drafts, key=lambda row: int(row["version"]), default=None)


def paragraphs(reading: Reading, draft: Row | None) -> list[Row]:
    """List the paragraphs of a draft, each with what it rests on."""
    if draft is None:
        return []
    named = [quote_in(words) for words in draft["paragraphs"]]
    titles = reading.titles({*draft["sources"], *filter(None, named)})
    sources = by_place(draft["sources"], draft["source_places"])
    positions = by_place(draft["positions"], draft["position_places"])
    return [
        {
            "title": words,
            "paragraph": place + 1,
            "quote": titles.get(named[place], ""),
            "rests_on": [source for source in sources[place] if source in titles],
            "rests_on_titles": [titles[source] for source in sources[place] if source in titles],
            "positions": reading.views.here(draft["position"], positions[place]),
        }
        for place, words in enumerate(draft["paragraphs"])
    ]


def by_place(values: Sequence[Any], places: Sequence[int]) -> dict[int, list[Any]]:
    """Sort what a draft holds by the paragraphs it belongs to."""
    found: dict[int, list[Any]] = defaultdict(list)
    for value, place in zip(values, places, strict=True):
        found[place].append(value)
    return found


def _theme(reading: Reading, theme: str) -> Row:
    reading.need("themes")
    (row,) = reading.among(reading.table("theme"), [theme], ("id", "challenges"))
    links = Lineage(reading).evidence_of(theme)
    challenges = reading.titles(row["challenges"])
    found = {stance: [link["title"] for link in links if link["stance"] == stance] for stance in STANCES}
    asked = [*challenges.values(), *(link["title"] for link in links if link["kind"] == "challenge")]
    elements = [link["title"] for link in links if link["kind"] == "element"]
    title = reading.titles([theme])[theme]
    return {"id": theme, "title": title, "challenges": list(dict.fromkeys(asked)), "elements": elements, **found}


def _viewpoints(reading: Reading, chapter: str) -> list[Row]:
    reading.need("viewpoints")
    rows = reading.among(VIEWPOINTS_TABLE, [chapter], key="chapter")
    names = reading.names(row["signer"] for row in rows)
    return [
        {
            "id": row["id"],
            "title": row["title"],
            "signed_by": names[row["signer"]],
            **{name: row[name] for name in TOLD},
        }
        for row in rows
    ]


def _quotes(reading: Reading, chapter: str) -> list[Row]:
    reading.need("quotes")
    rows = reading.among(QUOTES_TABLE, [chapter], ("id", "title", "use", "status"), key="chapter")
    return [{name: row[name] for name in ("id", "title", "use", "status")} for row in rows]
