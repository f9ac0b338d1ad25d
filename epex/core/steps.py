"""What holds for every step: who reads it, whom it binds, and when it was."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from epex.core import catalogue
from epex.core.catalogue import Evolve
from epex.core.dates import earliest, latest
from epex.core.decision import On, Refused
from epex.core.reader import EVALUATION, OVERSEER, is_wider

OPEN = ("network", "public")
# Whoever is let into a visit reads what has these labels.
SIDES = ("pair", "organisation")
# Everybody is told that they took effect, whoever reads their words.
TOLD_TO_ALL = frozenset(
    {
        *("person.erasure_requested", "person.erased", "reflection.withdrawal_requested", "reflection.withdrawn"),
        *("element.review_requested", "element.review_agreed", "element.review_declined", "element.reviewed"),
    }
)
# They alone decide on it, so a step that only they read misleads nobody who decides.
DECIDED_BY = {"finding": "evaluator", "incident": OVERSEER, "request": OVERSEER, "retention": OVERSEER}
# Of some there is one in the whole network, and members and roles count for everybody.
FOR_ALL = {
    "match.proposed": "Matches",
    "organisation.joined": "Members",
    "person.registered": "People",
    "publication.opened": "Editions",
    "questions.added": "Question sets",
    "questions.adopted": "Question sets",
    "questions.signed": "Question sets",
    "year.opened": "Programme years",
}


def require_for_all(ons: Iterable[On], label: str) -> None:
    """Refuse to hide what everybody has to know of, so that nobody records it a second time."""
    for on in ons:
        if on.event.type in FOR_ALL and label not in OPEN:
            raise Refused(f"{FOR_ALL[on.event.type]} are for the whole network; leave out --visibility.")


def binds(state: Any, stream: str, ons: Iterable[On], label: str, evolve: Evolve | None = None) -> bool:
    """Tell whether steps for fewer readers change what later decisions look at: their refusals would tell of it.

    `evolve` is given for a subject that is not the core's.
    """
    subject = catalogue.subject_of(stream)
    if evolve is None and subject not in catalogue.SUBJECTS:
        return False
    if _reads(DECIDED_BY.get(subject, ""), label):
        return False
    changed = state
    for on in ons:
        if on.stream == stream and on.event.type not in TOLD_TO_ALL:
            changed = (evolve or catalogue.evolve(subject))(changed, stream, on.event)
    return bool(_without_version(changed) != _without_version(state))


def any_for_two_sides(labels: Sequence[str]) -> bool:
    """Tell of the labels of a visit's steps whether one is for its two sides alone, while more read the visit."""
    return any(label in SIDES and is_wider(labels[0], label) for label in labels)


def require_later(day: str, before: Iterable[str]) -> None:
    """Refuse a step that is dated before those that led to it, however imprecise the dates are."""
    known = max((one for one in before if one), key=earliest, default="")
    if day and known and latest(day) < earliest(known):
        raise Refused(f"{day} lies before the step of {known}; give a day from then on with --occurred-on.")


def _reads(role: str, label: str) -> bool:
    return role != "" and (label == EVALUATION) == (role == "evaluator")


def _without_version(state: Any) -> Any:
    return replace(state, version=0) if hasattr(state, "version") else state
