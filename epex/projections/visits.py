"""The visits, who takes part in them, and what was noted on the way."""

from epex.projections.columns import COLUMNS, ORIGIN
from epex.projections.projection import Projection
from epex.projections.table import Table

PLAIN = ("title", "purpose", "host", "starts_on", "ends_on", "place", "region", "place_precision", "match")
MORE = ("setting", "level", "objectives", "work_plan")
LISTS = ("host_people", "visitors", "visiting_organisations", "matched_on")

VISITS_TABLE = Table(
    "visits",
    ("id",),
    {
        **COLUMNS,
        "year": int,
        "status": str,
        **dict.fromkeys((*PLAIN, *MORE), str),
        **dict.fromkeys(LISTS, list),
        "started_on": str,
        "completed_on": str,
        # Which side signed the agreement, and when.
        "signed": dict,
        "briefed": list,
        "changed_at": str,
    },
)
PARTICIPATIONS_TABLE = Table(
    "participations",
    ("visit", "person"),
    {"visit": str, "person": str, "side": str},
    indexes=(("person",),),
)
PARTNERS_TABLE = Table(
    "partners",
    ("visit", "organisation"),
    {"visit": str, "organisation": str, "side": str},
    indexes=(("organisation",),),
)
# What was noted may be labelled more narrowly than the visit, so each step has its own readers.
STEPS_TABLE = Table(
    "visit_steps",
    ("visit", "position"),
    {"visit": str, **ORIGIN, "step": str, "attained": str, "unexpected": str, "reason": str, "changed": list},
)
VISITS = Projection(
    "visits",
    version=4,
    tables=[VISITS_TABLE, PARTICIPATIONS_TABLE, PARTNERS_TABLE, STEPS_TABLE],
    folds="epex.projections.folds.visits",
)
