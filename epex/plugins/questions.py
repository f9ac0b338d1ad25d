"""What a question set has to be, so that a network can ask it."""

from dataclasses import replace

from epex.core.question_set import QuestionSet
from epex.core.question_texts import BUILT_IN
from epex.core.questions import require_sound, tidied

# They are known in every base, whatever plugins it has: who adopts one records its name, and not its words.
OF_THE_PROGRAM = tuple(BUILT_IN.values())


def ready(offered: QuestionSet) -> QuestionSet:
    """Bring a set into the form that is stored; its version is counted by the base that adds it.

    Raises Refused when it cannot be asked.
    """
    found = tidied(replace(offered, version=1))
    require_sound(found)
    return found
