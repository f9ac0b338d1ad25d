"""The question sets that come with the program, offered like those of any plugin."""

from collections.abc import Sequence

from epex.plugins import QuestionSet, hookimpl
from epex.plugins.questions import OF_THE_PROGRAM


@hookimpl
def epex_question_sets() -> Sequence[QuestionSet]:
    """Offer the five EPEX questions, the After Action Review and Gibbs' cycle."""
    return OF_THE_PROGRAM
