"""The grid of criteria by which a context is described: what fits, what has to be adapted, what blocks."""

from collections.abc import Collection, Mapping

from epex.core.decision import Refused, require_one_of
from epex.core.vocabulary import CRITERIA, RATINGS

SOURCE = "source"
RECEIVING = "receiving"
GRIDS = (SOURCE, RECEIVING)
QUESTIONS: Mapping[str, str] = {
    "population.needs": "Do the people there need what the element answers?",
    "population.characteristics": "Are they like those it was made for: age, families, histories?",
    "population.acceptance": "Will they, and those around them, accept it?",
    "environment.law": "Do law and duties of reporting allow it?",
    "environment.partners": "Are the partners there who have to take part?",
    "environment.setting": "Is there a place and a moment for it?",
    "implementation.method": "Can the method be kept as it is?",
    "implementation.skills": "Are there people with the skills it takes?",
    "implementation.resources": "Are there time, money and staff?",
    "support.training": "Who trains and supervises those who do it?",
    "support.documentation": "Is it written down well enough to start from?",
    "support.steering": "Does whoever leads the house stand behind it?",
}


def require_grid(ratings: Mapping[str, str], notes: Mapping[str, str]) -> None:
    """Refuse an empty grid, and words outside the vocabulary."""
    if not ratings:
        raise Refused("The grid is empty; rate at least one criterion, such as --rate environment.law=adapt.")
    for criterion, rating in ratings.items():
        require_one_of(criterion, CRITERIA, "criterion")
        require_one_of(rating, RATINGS, "rating")
    for criterion in notes:
        require_one_of(criterion, CRITERIA, "criterion")


def is_whole(sides: Collection[str]) -> bool:
    """Tell whether both sides have filled theirs."""
    return set(sides) >= set(GRIDS)
