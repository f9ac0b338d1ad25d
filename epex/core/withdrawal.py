"""A reflection taken back for good by its author: asked for, and finished once its words are found nowhere."""

from epex.core.decision import Actor, On, Refused, require_role
from epex.core.reflection import Reflection, ReflectionWithdrawalRequested, ReflectionWithdrawn


def request(reflection: Reflection, *, by: Actor, reason: str = "") -> list[On]:
    """Begin to withdraw a reflection; it is finished when its words are found nowhere any more."""
    require_may_withdraw(reflection, by)
    if reflection.withdrawal:
        raise Refused("This withdrawal was asked for already; run it again to finish it.")
    return [On(reflection.id, ReflectionWithdrawalRequested(reason=reason))]


def confirm(reflection: Reflection, withdrawn: ReflectionWithdrawn, *, by: Actor) -> list[On]:
    """Record that nothing of a reflection is left but what others repeat of it."""
    require_may_withdraw(reflection, by)
    if reflection.withdrawal != "requested":
        raise Refused("No withdrawal of this reflection is under way; ask for it first.")
    return [On(reflection.id, withdrawn)]


def require_may_withdraw(reflection: Reflection, by: Actor) -> None:
    """Refuse anybody but the author; for an import without one, the data protection officer acts."""
    if not reflection.author:
        require_role(by, "data_protection_officer", act="withdraw an import that names nobody")
    elif by.person != reflection.author:
        raise Refused("Only its author may withdraw a reflection; ask the person whose words they are.")
