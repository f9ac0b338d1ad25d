"""Rows on their way into the log: each with the identity that it has for ever, recorded with others of its circle."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from epex.app.importing.kind import Circle, Dated
from epex.app.importing.rows import NumberedRow


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row with its identity; `is_named` tells that it means something that is here."""

    row: NumberedRow
    row_id: str
    mark: str
    stream: str
    event_id: str
    content: Mapping[str, str]
    is_named: bool = False


@dataclass(slots=True)
class Batch:
    """Events that are recorded together, for the same readers; `expected` are the versions they rest on."""

    circle: Circle
    steps: list[Dated] = field(default_factory=list)
    event_ids: list[str] = field(default_factory=list)
    occurred_ons: list[str | None] = field(default_factory=list)
    expected: dict[str, int] = field(default_factory=dict)

    def add(self, steps: Iterable[Dated], identities: Iterable[str], occurred_on: str | None) -> None:
        """Add the events of one row."""
        for step, identity in zip(steps, identities, strict=False):
            self.steps.append(step)
            self.event_ids.append(identity)
            self.occurred_ons.append(occurred_on if step.occurred_on is None else step.occurred_on or None)

    def take(self, other: "Batch") -> bool:
        """Take another one's events over, if the same people read them."""
        if other.circle != self.circle:
            return False
        begun = {step.on.stream for step in self.steps}
        self.expected |= {stream: version for stream, version in other.expected.items() if stream not in begun}
        self.steps += other.steps
        self.event_ids += other.event_ids
        self.occurred_ons += other.occurred_ons
        return True
