"""What is confided to evaluators: sealed under their own key, recorded for them alone, withdrawn for good."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from epex.core.decision import Refused
from epex.core.sealed import ERASED, SEALED, Sealed

Confided = Annotated[str, Sealed(wrapping="evaluation")]


class ForEvaluators:
    """Mark an event that is recorded for evaluators alone."""

    for_evaluators: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class Withdrawn(ForEvaluators):
    """From here on its words are gone; the reason has a key of its own, which stays."""

    reason: Annotated[str, Sealed(part="withdrawal", wrapping="evaluation")] = ""


def named(person: str) -> str:
    """Give back who is named, or nothing where the key for evaluation is not."""
    return person if person not in (ERASED, SEALED) else ""


def require_opened(year: int, years: frozenset[int]) -> None:
    """Refuse a programme year that nobody has opened."""
    if year not in years:
        known = f"choose one of: {', '.join(map(str, sorted(years)))}" if years else "open it with 'epex year open'"
        raise Refused(f"Year {year} of the programme is not open; {known}.")
