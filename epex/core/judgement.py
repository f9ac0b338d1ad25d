"""How a meeting came to its decision: by which method and votes, why, and who says otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from epex.core.decision import Refused, require_one_of, require_text
from epex.core.sealed import Text, Texts
from epex.core.vocabulary import METHODS


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What every decision event carries; the forum is a meeting's stream id, and empty like the method if not stated.

    `dissent` is what those say who give no name, `dissents` what others say, by their id.
    """

    forum: str = ""
    method: str = ""
    votes_for: int | None = None
    votes_against: int | None = None
    abstained: int | None = None
    rationale: Text
    alternatives: Text = ""
    dissent: Text = ""
    dissents: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """How a meeting came to its decision; `attended` tells how many were there, or 0 where nobody noted it.

    Figures without a method are those of a vote.
    """

    rationale: str
    forum: str = ""
    method: str = ""
    votes_for: int | None = None
    votes_against: int | None = None
    abstained: int | None = None
    alternatives: str = ""
    dissent: str = ""
    dissents: Mapping[str, str] = field(default_factory=dict)
    attended: int = 0

    @property
    def votes(self) -> tuple[int | None, int | None, int | None]:
        """Give the votes for, against and abstained."""
        return (self.votes_for, self.votes_against, self.abstained)

    @property
    def way(self) -> str:
        """Give the method that was stated, or that the figures tell."""
        return self.method or ("vote" if any(count is not None for count in self.votes) else "")

    def fields(self) -> dict[str, Any]:
        """List what the event takes over."""
        names = (name for name in self.__dataclass_fields__ if name != "attended")
        told = {name: getattr(self, name) for name in names}
        return {**told, "method": self.way, "dissents": dict(self.dissents)}


def require_sound(judgement: Judgement) -> None:
    """Refuse a decision without a reason, with an unsound vote, or with a dissent that says nothing."""
    require_text(judgement.rationale, "rationale")
    if judgement.method:
        require_one_of(judgement.method, METHODS, "method")
    require_votes(judgement)
    for words in judgement.dissents.values():
        require_text(words, "dissent")


def require_votes(judgement: Judgement) -> None:
    """Refuse a vote without figures, impossible ones, and more voices than people were there."""
    is_vote = judgement.way == "vote"
    if is_vote and None in judgement.votes[:2]:
        raise Refused("A vote needs its figures; give --for and --against.")
    counted = [count for count in judgement.votes if count is not None]
    if is_vote and not any(counted):
        raise Refused("Nobody voted, so it was no vote; leave the figures out, or name another --method.")
    if any(count < 0 for count in counted):
        raise Refused("A vote cannot be negative; give the number of voices.")
    if judgement.method == "consensus" and judgement.votes_against:
        raise Refused(
            "A consensus has no votes against; leave --against out, or name another --method: vote or editors."
        )
    if judgement.attended and sum(counted) > judgement.attended:
        raise Refused(
            f"The votes come to {sum(counted)}, but the meeting notes {judgement.attended} who attended; "
            "mend the figures, or note who else was there with 'epex meeting correct'."
        )


def require_carried(judgement: Judgement) -> None:
    """Refuse a decision that more voices were against than for, and a vote without a majority."""
    votes_for, votes_against = judgement.votes_for or 0, judgement.votes_against or 0
    if votes_against > votes_for:
        raise Refused(
            f"The vote was lost, {votes_for} to {votes_against}, so this was not decided; record the discussion "
            "with 'epex theme discuss', or what was decided instead, and count --for as for that decision."
        )
    if judgement.way == "vote" and votes_against == votes_for:
        raise Refused(
            f"The vote was a tie, {votes_for} to {votes_against}, which is no majority; record the discussion with "
            "'epex theme discuss', or say --method editors when the editors decided."
        )
