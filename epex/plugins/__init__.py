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
from epex.plugins.reading import Queries
from epex.plugins.report import Build, Option, Report

__all__ = [
    "Block",
    "Build",
    "Bullets",
    "Document",
    "Fact",
    "Facts",
    "Notice",
    "Option",
    "Paragraph",
    "Queries",
    "Quote",
    "Refused",
    "Report",
    "Section",
    "Sentence",
    "Step",
    "Table",
    "Tone",
    "Trail",
    "hookimpl",
    "positions",
    "sentences",
]
