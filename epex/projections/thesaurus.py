"""The concepts that a network added or changed; those that come with the program are known without it."""

from epex.core.thesaurus import KnownConcept
from epex.projections.columns import COLUMNS
from epex.projections.projection import Projection
from epex.projections.starter import starter
from epex.projections.table import Row, Table

CONCEPTS_TABLE = Table(
    "concepts",
    ("id",),
    {
        **COLUMNS,
        "titles": dict,
        "alternatives": dict,
        "notes": dict,
        "broader": list,
        "related": list,
        "signed": dict,
        "status": str,
    },
)
THESAURUS = Projection("thesaurus", version=1, tables=[CONCEPTS_TABLE], folds="epex.projections.folds.thesaurus")


def concept_of(row: Row) -> KnownConcept:
    """Read a row as the concept that it tells of."""
    return KnownConcept(
        row["id"],
        row["titles"],
        {language: tuple(labels) for language, labels in row["alternatives"].items()},
        row["notes"],
        frozenset(row["broader"]),
        frozenset(row["related"]),
        frozenset(row["signed"]),
        row["status"],
        row["id"] in starter(),
    )
