"""Everything that a plugin imports: `from epex.plugins import Report, Document, hookimpl`."""

from epex.core.catalogue import EventTypes
from epex.core.dates import latest
from epex.core.decision import Actor, On, Refused
from epex.core.question_set import Question, QuestionSet
from epex.core.sealed import ERASED, UNNAMED, Lines, Name, QuotedText, Sealed, Text, Texts
from epex.core.vocabulary import COUNTRIES, SETTINGS
from epex.plugins.check import PublicationCheck
from epex.plugins.command import Command, Desk
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
from epex.plugins.exchange import Cells, Exporter, Importer, Taken, TakenConcept
from epex.plugins.hookspecs import HOOKS, hookimpl
from epex.plugins.keys import KeyProvider
from epex.plugins.matching import MatchingReason, Weighed
from epex.plugins.reading import Queries, Row
from epex.plugins.report import Build, Option, Report, ReportFormat
from epex.plugins.trail import with_events
from epex.plugins.wording import country_name, language_name, readable_date
from epex.projections.field import SearchField

__all__ = [
    "COUNTRIES",
    "ERASED",
    "HOOKS",
    "SETTINGS",
    "UNNAMED",
    "Actor",
    "Block",
    "Build",
    "Bullets",
    "Cells",
    "Command",
    "Desk",
    "Document",
    "EventTypes",
    "Exporter",
    "Fact",
    "Facts",
    "Importer",
    "KeyProvider",
    "Lines",
    "MatchingReason",
    "Name",
    "Notice",
    "On",
    "Option",
    "Paragraph",
    "Picture",
    "PublicationCheck",
    "Queries",
    "Question",
    "QuestionSet",
    "Quote",
    "QuotedText",
    "Refused",
    "Report",
    "ReportFormat",
    "Row",
    "Sealed",
    "SearchField",
    "Section",
    "Sentence",
    "Step",
    "Table",
    "Taken",
    "TakenConcept",
    "Text",
    "Texts",
    "Tone",
    "Trail",
    "Weighed",
    "country_name",
    "hookimpl",
    "language_name",
    "latest",
    "positions",
    "readable_date",
    "sentences",
    "with_events",
]
