"""What can be searched: one row for each element, reflection, visit, challenge and theme, with its words.

A row's position is that of the last event that changed its words or its readers, so that an index can follow.
"""

from epex.projections.document_rows import (
    CIRCLES_TABLE,
    COUNTRIES_TABLE,
    DOCUMENTS_TABLE,
    HOMES_TABLE,
    LINKS_TABLE,
    MEETINGS_TABLE,
    TRANSLATIONS_TABLE,
)
from epex.projections.projection import Projection

DOCUMENTS = Projection(
    "documents",
    version=6,
    tables=[
        DOCUMENTS_TABLE,
        COUNTRIES_TABLE,
        HOMES_TABLE,
        MEETINGS_TABLE,
        LINKS_TABLE,
        CIRCLES_TABLE,
        TRANSLATIONS_TABLE,
    ],
    folds="epex.projections.folds.documents",
)
