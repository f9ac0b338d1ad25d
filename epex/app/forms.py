"""Forms that are mailed to people: which reflections are due, and recording what comes back."""

from dataclasses import dataclass

from epex.app.base import KnowledgeBase
from epex.app.form_text import Form, read, write
from epex.core.decision import Refused, require_role
from epex.core.log.command import Receipt
from epex.core.questions import EPEX_SET, QuestionSet
from epex.core.visit import OVER

ID_LENGTH = 20
GROUP = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form's id stands for."""

    person: str
    visit: str
    questions: QuestionSet


def export(base: KnowledgeBase, person: str, language: str = "") -> str:
    """Write the forms of every completed visit that a person has not reflected on.

    Raises Refused when none is due, or for somebody else unless a coordinator asks.
    """
    by = base.begin().by
    if by.person != person:
        require_role(by, "coordinator", act="make forms for somebody else")
    if base.log.vault.is_destroyed(person):
        raise Refused("This person was erased; nobody can ask them any more.")
    secret, done = _secret(base), {(row["about"], row["person"]) for row in _reflections(base)}
    visits = [
        visit
        for visit in base.queries().listing("visit")
        if visit["status"] in OVER and (visit["id"], person) not in done and person in _people(visit)
    ]
    if not visits:
        raise Refused("No completed visit waits for this person's reflection; 'epex visit list' shows every visit.")
    forms = [
        Form(_form_id(secret, Asked(person, visit["id"], EPEX_SET)), _occasion(visit), EPEX_SET) for visit in visits
    ]
    return write(forms, language or _language(base, person))


def record_forms(base: KnowledgeBase, raw: bytes, name: str, occurred_on: str | None = None) -> list[Receipt]:
    """Record the reflections in a file of forms; one that was read before gives its first answer.

    Raises Refused, with nothing recorded, when a form is broken, half filled or unknown, or none has an answer.
    """
    answered = list(_answered(base, read(raw, name)))
    if not answered:
        raise Refused(f"No form in {name} has an answer; write at least one, then read it again.")
    prepared = [_prepared(base, form, asked, answers, occurred_on) for form, asked, answers in answered]
    return [receipt if isinstance(receipt, Receipt) else receipt() for receipt in prepared]
