"""The stories of change: before its release nothing of a story's words is here, and evaluators alone see that it is."""

from typing import Any

from epex.core.log.envelope import Fact
from epex.core.person import PersonErasureRequested
from epex.core.reader import EVALUATION
from epex.core.sealed import ERASED
from epex.core.story import StoryChosen, StoryConsentRecorded, StoryReleased, StoryWithdrawn
from epex.projections.columns import COLUMNS, access_or_private, founding, narrower, origin
from epex.projections.projection import Projection
from epex.projections.table import Batch, Table

PLAIN = ("about", "year", "language", "method")
WORDS = ("title", "text", "chosen_by", "because")

STORIES_TABLE = Table(
    "stories",
    ("id",),
    {
        **COLUMNS,
        "title": str,
        "about": str,
        "year": int,
        "language": str,
        "method": str,
        "considered": int | None,
        "status": str,
        **dict.fromkeys(("text", "chosen_by", "because"), str),
    },
)
# How it was chosen, and whether its teller agrees: for evaluators alone, also after a release.
CHOICES_TABLE = Table(
    "story_choices",
    ("story",),
    {"story": str, **{name: COLUMNS[name] for name in COLUMNS if name != "id"}, "released": bool, "consent": str},
)
NUMBERS_TABLE = Table("story_numbers", ("year",), {"year": int, "count": int})
STORIES = Projection("stories", version=1, tables=[STORIES_TABLE, CHOICES_TABLE, NUMBERS_TABLE])


@STORIES.on(StoryChosen)
def chosen(rows: Batch, fact: Fact, event: StoryChosen) -> None:
    """Add the story under a number."""
    known = rows[NUMBERS_TABLE].get(event.year)
    number = (known["count"] if known else 0) + 1
    rows[NUMBERS_TABLE].put({"year": event.year, "count": number})
    rows[STORIES_TABLE].put(
        {
            **founding(fact),
            **{name: getattr(event, name) for name in PLAIN},
            "considered": event.considered or None,
            "access": EVALUATION,
            "title": f"Story {number} of year {event.year}",
            "status": "chosen",
        }
    )
    rows[CHOICES_TABLE].put({"story": fact.stream, **origin(fact), "access": EVALUATION})


@STORIES.on(StoryConsentRecorded)
def answered(rows: Batch, fact: Fact, event: StoryConsentRecorded) -> None:
    """Note what the teller answered."""
    rows[CHOICES_TABLE].change(fact.stream, consent="agreed" if event.agreed else "refused")


@STORIES.on(StoryReleased)
def released(rows: Batch, fact: Fact, event: StoryReleased) -> None:
    """Take over the words that leave the evaluation; for everybody else the story begins here."""
    access = access_or_private(narrower(event.visibility, fact.envelope.visibility), fact.envelope.audience)
    words = {name: getattr(event, name) for name in WORDS}
    rows[STORIES_TABLE].change(fact.stream, **{**founding(fact), **words, "access": access, "status": "released"})
    rows[CHOICES_TABLE].change(fact.stream, released=True)


@STORIES.on(StoryWithdrawn)
def withdrawn(rows: Batch, fact: Fact, event: StoryWithdrawn) -> None:  # noqa: ARG001 - it happened, that is all
    """Take its words away at once, and leave nothing for others to see."""
    _silence(rows, fact.stream, "withdrawn")


@STORIES.on(PersonErasureRequested)
def erased(rows: Batch, fact: Fact, event: PersonErasureRequested) -> None:  # noqa: ARG001 - the event names them
    """Take the words of a teller away at once."""
    for document in event.documents:
        _silence(rows, document, "erased")


def _silence(rows: Batch, story: str, status: str) -> None:
    gone: dict[str, Any] = dict.fromkeys(WORDS, "")
    rows[STORIES_TABLE].change(story, **{**gone, "title": ERASED, "access": EVALUATION, "status": status})
    rows[CHOICES_TABLE].change(story, released=False)
