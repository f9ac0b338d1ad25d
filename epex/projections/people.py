"""The people of the network, where they belong, and the roles they hold."""

from epex.projections.columns import COLUMNS
from epex.projections.projection import Projection
from epex.projections.table import Table

LEAVING = "being erased"
PEOPLE_TABLE = Table(
    "people",
    ("id",),
    {
        **COLUMNS,
        **dict.fromkeys(("title", "contact", "organisation", "name_preference", "status"), str),
        "roles": list,
    },
    indexes=(("organisation",),),
)
PEOPLE = Projection("people", version=3, tables=[PEOPLE_TABLE], folds="epex.projections.folds.people")
