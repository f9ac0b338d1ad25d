"""What a merge takes from no network: the roles without which it cannot go on, and names that mean one member."""

from collections.abc import Callable
from typing import Any

from epex.core.decision import LASTING
from epex.core.merging import Elsewhere, has_ended, passes
from epex.core.organisation import require_free_name
from epex.core.person import Person
from epex.core.sealed import ERASED, SEALED


def leaves_roles(state: Any, event: Any, elsewhere: Elsewhere) -> bool:
    """Tell whether others hold the lasting roles that a revision takes from somebody."""
    return event.roles is None or _alone(elsewhere, lambda person: person.id == state.id) <= set(event.roles)


def leaves_holders(state: Any, _event: Any, elsewhere: Elsewhere) -> bool:
    """Tell whether the lasting roles are also held outside an organisation that leaves."""
    return not _alone(elsewhere, lambda person: person.organisation == state.id)


def has_free_name(state: Any, event: Any, elsewhere: Elsewhere) -> bool:
    """Tell whether no other member here has the name that an organisation takes."""
    others = (one for one in elsewhere.named("organisation") if state is None or one[0].id != state.id)
    taken = (name for known, name in others if not known.left)
    return event.name in (None, ERASED, SEALED) or passes(require_free_name, event.name, taken)


def _alone(elsewhere: Elsewhere, among: Callable[[Person], bool]) -> set[str]:
    """Name the lasting roles that of all members' people only some hold."""
    people = [one for one in elsewhere.every("person") if not has_ended(elsewhere.state(one.organisation))]
    kept = {role for person in people if not among(person) for role in person.roles}
    return {role for person in people for role in person.roles if role in LASTING} - kept
