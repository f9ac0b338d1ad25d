"""Who may read what: visibility labels, and the grants that a reader holds."""

from collections.abc import Iterable
from dataclasses import dataclass

from epex.core.decision import require_one_of

WIDENING = ("private", "pair", "organisation", "network", "public")
EVALUATION = "evaluation"
OVERSEER = "data_protection_officer"


@dataclass(frozen=True, slots=True)
class Reader:
    """The person who reads, with what this person may open at this moment."""

    person: str = ""
    organisation: str | None = None
    roles: frozenset[str] = frozenset()
    grants: frozenset[str] = frozenset()

    @property
    def oversees(self) -> bool:
        """Tell whether this reader may read everything but the evaluation."""
        return OVERSEER in self.roles

    @property
    def has_left(self) -> bool:
        """Tell whether the organisation of this reader has left, and no role of the network stays."""
        return self.person != "" and self.organisation is None and not self.roles

    def may_read(self, access: str, author: str = "") -> bool:
        """Tell whether this reader may read what has this access and these words' author."""
        if access in self.grants:
            return True
        if access == EVALUATION:
            return False
        return self.oversees or (author != "" and author == self.person)


def access_of(visibility: str, audience: str | None = None) -> str:
    """Join a label and its audience to the access that grants are compared with.

    `pair` speaks of a visit, `organisation` of a visit or an organisation; without one, only the author reads.
    """
    require_one_of(visibility, (*WIDENING, EVALUATION), "visibility")
    if visibility == "pair":
        return f"pair:{_if_of(audience, 'visit')}"
    if visibility == "organisation":
        return f"organisation:{_if_of(audience, 'visit', 'organisation')}"
    return visibility


def grants_for(
    person: str,
    organisation: str | None,
    roles: Iterable[str],
    visits_of_person: Iterable[str] = (),
    visits_of_organisation: Iterable[str] = (),
) -> frozenset[str]:
    """List every access that somebody may open without being the author.

    The visits are those in which the person, or anybody of the organisation, hosts or visits. Nobody in particular
    reads what the whole network reads.
    """
    grants = {"public", "network"}
    if not person:
        return frozenset(grants)
    own = tuple(visits_of_person)
    # What is for somebody beside its author.
    grants.add(f"private:{person}")
    grants.update(f"pair:{visit}" for visit in own)
    grants.update(f"organisation:{visit}" for visit in (*own, *visits_of_organisation))
    if organisation:
        grants.add(f"organisation:{organisation}")
    if "evaluator" in roles:
        grants.add(EVALUATION)
    return frozenset(grants)


def is_wider(label: str, than: str) -> bool:
    """Tell whether a label lets more people read than another; the evaluation stands outside the order."""
    if EVALUATION in (label, than):
        return False
    return WIDENING.index(label) > WIDENING.index(than)


def is_more_open(label: str, than: str) -> bool:
    """Tell whether a label lets somebody read who may not read another; whatever leaves the evaluation does."""
    if EVALUATION in (label, than):
        return than == EVALUATION != label
    return is_wider(label, than)


def _if_of(audience: str | None, *subjects: str) -> str:
    return audience if audience and audience.partition("-")[0] in subjects else ""
