"""The organisations and individual members of the network."""

from epex.projections.columns import COLUMNS
from epex.projections.projection import Projection
from epex.projections.table import Table

ORGANISATIONS_TABLE = Table(
    "organisations",
    ("id",),
    {
        **COLUMNS,
        "title": str,
        "short_name": str,
        "country": str,
        "kind": str,
        "settings": list,
        "languages": list,
        "shows": list,
        "wants": list,
        "constraints": str,
        "left_on": str,
    },
)
ORGANISATIONS = Projection(
    "organisations", version=2, tables=[ORGANISATIONS_TABLE], folds="epex.projections.folds.organisations"
)
