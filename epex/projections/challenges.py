"""The challenges that organisations have stated, and who shares them."""

from epex.core.challenge import ChallengeShared, ChallengeStated
from epex.core.log.envelope import Fact
from epex.projections.columns import COLUMNS, founding
from epex.projections.projection import Projection
from epex.projections.shades import tell_more
from epex.projections.table import Batch, Table

CHALLENGES_TABLE = Table(
    "challenges",
    ("id",),
    {**COLUMNS, "title": str, "language": str, "organisation": str, "setting": str, "shared_by": list},
)
CHALLENGES = Projection("challenges", version=2, tables=[CHALLENGES_TABLE])


@CHALLENGES.on(ChallengeStated)
def stated(rows: Batch, fact: Fact, event: ChallengeStated) -> None:
    """Add the challenge; its text is its title."""
    rows[CHALLENGES_TABLE].put(
        {
            **founding(fact),
            "title": event.text,
            "language": event.language,
            "organisation": event.organisation,
            "setting": event.setting,
        }
    )


@CHALLENGES.on(ChallengeShared)
def shared(rows: Batch, fact: Fact, event: ChallengeShared) -> None:
    """Add the organisation that has the same challenge."""
    tell_more(rows[CHALLENGES_TABLE], fact, fact.stream, "shared_by", event.organisation)
