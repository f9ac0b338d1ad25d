"""The people and organisations that the tests of the core speak of."""

from epex.core.decision import Actor
from epex.core.organisation import Organisation

HOME = Organisation("organisation-home")
ABROAD = Organisation("organisation-abroad")
GONE = Organisation("organisation-gone", left=True)

COORDINATOR = Actor("person-coordinator", HOME.id, frozenset({"coordinator"}))
PRACTITIONER = Actor("person-practitioner", HOME.id, frozenset({"practitioner"}))
VISITOR = Actor("person-visitor", ABROAD.id, frozenset({"practitioner"}))
EDITOR = Actor("person-editor", HOME.id, frozenset({"editor"}))
EVALUATOR = Actor("person-evaluator", ABROAD.id, frozenset({"evaluator"}))
STRANGER = Actor("person-stranger")
