"""The people and organisations that the tests of the core speak of."""

from typing import Any

from epex.core.decision import Actor, On
from epex.core.organisation import Organisation

HOME = Organisation("organisation-home")
ABROAD = Organisation("organisation-abroad")
GONE = Organisation("organisation-gone", left=True)

COORDINATOR = Actor("person-coordinator", HOME.id, frozenset({"coordinator"}))
PRACTITIONER = Actor("person-practitioner", HOME.id, frozenset({"practitioner"}))
VISITOR = Actor("person-visitor", ABROAD.id, frozenset({"practitioner"}))
EDITOR = Actor("person-editor", HOME.id, frozenset({"editor"}))
EVALUATOR = Actor("person-evaluator", ABROAD.id, frozenset({"evaluator"}))
OFFICER = Actor("person-officer", ABROAD.id, frozenset({"data_protection_officer"}))
STRANGER = Actor("person-stranger")


def only(ons: list[On]) -> Any:
    """Give the one event that a decision returned."""
    [on] = ons
    return on.event
