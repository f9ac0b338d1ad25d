"""The tables of the statistics: sections of documents as stems and words, and in how many sections a term stands."""

from epex.projections.projection import Projection
from epex.projections.table import Table

# The stems of a section in their order, and its words as they are written, both folded and parted by spaces.
SECTIONS_TABLE = Table(
    "sections",
    ("number",),
    {
        "number": int,
        "document": str,
        "language": str,
        "audience": int,
        "position": int,
        "length": int,
        "spread": int,
        "stems": str,
        "words": str,
    },
    # The last lists the sections of audiences without the stems and words that lie between them.
    indexes=(("document",), ("position",), ("audience", "number", "document", "language", "length")),
)
# Numbers that no section has any more, and since when; none is given twice.
GONE_TABLE = Table("sections_gone", ("number",), {"number": int, "position": int}, indexes=(("position",),))
# Who reads a section, and how much they read so: sections, stems and grams.
AUDIENCES_TABLE = Table(
    "section_audiences",
    ("audience",),
    {"audience": int, "access": str, "author": str, "sections": int, "stems": int, "grams": int},
)
# In how many sections of an audience a stem or a gram stands.
COUNTED = {"term": str, "audience": int, "sections": int}
STEMS_TABLE = Table("section_stems", ("term", "audience"), COUNTED, is_clustered=True)
GRAMS_TABLE = Table("section_grams", ("term", "audience"), COUNTED, is_clustered=True)

STATISTICS = Projection(
    "statistics", version=2, tables=[SECTIONS_TABLE, GONE_TABLE, AUDIENCES_TABLE, STEMS_TABLE, GRAMS_TABLE]
)
# The index that SQLite or a server keeps beside the sections: its name among the positions, and its tables.
FULL_TEXT, POSTINGS_NAME = "sqlite-fts5", "postgres"
INDEX, INDEX_PLACES = "section_index", "section_index_places"
POSTINGS = "view_section_postings"
INDEXES = {FULL_TEXT: INDEX, POSTINGS_NAME: POSTINGS}
UNINDEX = {
    "sqlite": (f"DROP TABLE IF EXISTS {INDEX_PLACES}", f"DROP TABLE IF EXISTS {INDEX}"),
    "postgresql": (f"DROP TABLE IF EXISTS {POSTINGS}",),
}
