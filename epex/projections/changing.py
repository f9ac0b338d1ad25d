"""What of each kind of thing may change between two days, which events change it, and how it is said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from epex.projections.table import Row


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that may change: where it stands, the events that change it, and what it is in the beginning."""

    name: str
    columns: tuple[str, ...]
    events: frozenset[str]
    first: Any = ""
    value: Callable[[Row], Any] | None = None

    def of(self, row: Row) -> Any:
        """Read it."""
        return self.value(row) if self.value else row[self.columns[0]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: the event that makes it, what may change of it, and the words for that.

    A verb is found by where something stands now, or by where it stood before and where it stands now.
    """

    begins: str
    said: str
    aspects: tuple[Aspect, ...] = ()
    renamed: str = ""
    into: tuple[str, ...] = ()
    verbs: Mapping[str, str] = field(default_factory=dict)


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


THEME = Kind(
    "proposed",
    "was proposed",
    (
        Aspect(
            "status",
            ("status",),
            _names("discussed adopted parked rejected merged split reopened retired"),
            "candidate",
        ),
    ),
    renamed="renamed",
    into=("merged_into", "split_into"),
    verbs={
        **{f"{before} discussed": "was taken up again" for before in ("parked", "rejected", "retired")},
        "candidate": "was taken up again",
        "discussed": "was discussed",
        "adopted": "was adopted",
        "parked": "was parked",
        "rejected": "was rejected",
        "retired": "was retired",
        "merged": "was merged into {into}",
        "split": "was split into {into}",
    },
)
ELEMENT = Kind(
    "identified",
    "was identified",
    (
        Aspect(
            "label",
            ("label", "status"),
            _names("labelled reviewed retired reopened merged"),
            "draft",
            lambda row: "merged" if row["status"] == "merged" else row["label"],
        ),
    ),
    renamed="described",
    into=("merged_into",),
    verbs={
        "draft": "is a draft again",
        "shared": "is labelled shared",
        "inspiring": "is labelled inspiring",
        "peer_reviewed": "is labelled peer reviewed",
        "retired": "was retired",
        "merged": "was merged into {into}",
    },
)
TRANSFER = Kind(
    "considered",
    "was considered",
    (
        Aspect(
            "status",
            ("status",),
            _names("compared anticipated adapted piloted evaluated sustained changed abandoned"),
            "considered",
        ),
    ),
    verbs={
        "compared": "had its two contexts compared",
        "anticipated": "was judged beforehand",
        "adapted": "was adapted",
        "piloted": "was piloted",
        "evaluated": "was evaluated",
        "sustained": "is sustained",
        "changed": "is kept in a changed form",
        "abandoned": "was abandoned",
    },
)
VISIT = Kind(
    "planned",
    "was planned",
    (
        Aspect(
            "status",
            ("status",),
            _names("agreed prepared started completed monitored postponed cancelled corrected"),
            "planned",
        ),
    ),
    renamed="corrected",
    verbs={
        "agreed": "was agreed",
        "prepared": "was prepared",
        "started": "has started",
        "completed": "was carried out",
        "monitored": "was carried out and monitored",
        "completed monitored": "was monitored",
        "postponed": "was postponed",
        "cancelled": "was cancelled",
    },
)
PUBLICATION = Kind(
    "opened",
    "was opened",
    (Aspect("status", ("status",), _names("frozen published"), "open"),),
    verbs={"frozen": "was frozen", "published": "was published"},
)
ORGANISATION = Kind(
    "joined",
    "joined the network",
    (Aspect("left", ("left_on",), _names("left"), "", lambda row: "left" if row["left_on"] else ""),),
    renamed="revised",
    verbs={"left": "left the network", "": "is back in the network"},
)
PERSON = Kind(
    "registered",
    "joined",
    (
        Aspect(
            "status",
            ("status",),
            _names("erasure_requested erased"),
            "",
            lambda row: "erased" if row["status"] else "",
        ),
        Aspect("organisation", ("organisation",), _names("moved")),
    ),
    renamed="revised",
    verbs={"erased": "was erased"},
)
CHALLENGE = Kind("stated", "was stated", (Aspect("shared_by", ("shared_by",), _names("shared"), []),))
# In the order in which they are told; of reflections only the number is.
KINDS: Mapping[str, Kind] = {
    "theme": THEME,
    "element": ELEMENT,
    "transfer": TRANSFER,
    "visit": VISIT,
    "meeting": Kind("held", "was held", renamed="corrected"),
    "challenge": CHALLENGE,
    "reflection": Kind("recorded", "were recorded"),
    "publication": PUBLICATION,
    "organisation": ORGANISATION,
    "person": PERSON,
}
