"""Everything that a plugin imports: `from epex.plugins import Report, Document, hookimpl`."""

from epex.core.decision import Refused
from epex.plugins.document import (
    Block,
    Bullets,
    Document,
    Fact,
    Facts,
    Notice,
    Paragraph,
    Picture,
    Quote,
    Section,
    Sentence,
    Step,
    Table,
    Tone,
    Trail,
    positions,
    sentences,
)
from epex.plugins.hookspecs import hookimpl
from epex.plugins.keys import KeyProvider
from epex.plugins.reading import Queries, Row
from epex.plugins.report import Build, Option, Report
from epex.plugins.trail import with_events
from epex.plugins.wording import country_name, language_name, readable_date

__all__ = [
    "Block",
    "Build",
    "Bullets",
    "Document",
    "Fact",
    "Facts",
    "KeyProvider",
    "Notice",
    "Option",
    "Paragraph",
    "Picture",
    "Queries",
    "Quote",
    "Refused",
    "Report",
    "Row",
    "Section",
    "Sentence",
    "Step",
    "Table",
    "Tone",
    "Trail",
    "country_name",
    "hookimpl",
    "language_name",
    "positions",
    "readable_date",
    "sentences",
    "with_events",
]
