"""What may follow on a concept of the thesaurus after a merge."""

from collections.abc import Mapping
from typing import Any

from epex.core import concept
from epex.core.merging import Elsewhere, Rule, standing


def _is_in_use(state: Any, _event: Any, _elsewhere: Elsewhere) -> bool:
    # What came with the program has no state before the first step.
    return state is None or standing(state) == "open"


def changes(thing: str, *touched: str) -> Rule:
    """Write the rule of a step on one thing about a concept that is in use."""
    return Rule(needs_state=False, fits=_is_in_use, settles=(thing,), touches=touched)


LABELS = "labels {language}"
CONCEPTS: Mapping[type, Rule] = {
    concept.ConceptAdded: Rule(founds=True),
    # Two labels of a language add up, and a speaker has seen neither branch's labels but their own.
    concept.ConceptLabelled: Rule(needs_state=False, fits=_is_in_use, touches=(LABELS,)),
    concept.ConceptUnlabelled: Rule(needs_state=False, fits=_is_in_use, touches=(LABELS,)),
    concept.ConceptSigned: changes(LABELS),
    concept.ConceptNoted: changes("note {language}"),
    concept.ConceptRelated: changes("relation {other}"),
    concept.ConceptUnrelated: changes("relation {other}"),
    concept.ConceptRemoved: changes("status"),
    concept.ConceptReopened: Rule(turns=("removed",), settles=("status",)),
}
