"""The question sets that a network added, adopted or signed; those that come with the program are known without it."""

from typing import Any

from epex.core.log.envelope import Fact
from epex.core.question_texts import BUILT_IN
from epex.core.questions import QuestionsAdded, QuestionsAdopted, QuestionsSigned
from epex.projections.columns import COLUMNS, ORIGIN, founding, is_as_open, origin
from epex.projections.projection import Projection
from epex.projections.table import Batch, Table

SETS_TABLE = Table(
    "question_sets",
    ("id",),
    {**COLUMNS, "title": str, "name": str, "version": int, "adopted": int, "adopted_version": int, "adopted_on": str},
)
VERSIONS_TABLE = Table(
    "question_versions",
    ("questions", "version"),
    {"questions": str, "version": int, **ORIGIN, "title": str, "original": str, "keys": list, "wordings": dict},
)
SIGNATURES_TABLE = Table(
    "question_signatures",
    ("questions", "version", "language"),
    {"questions": str, "version": int, "language": str, **ORIGIN},
)
QUESTION_SETS = Projection("question_sets", version=1, tables=[SETS_TABLE, VERSIONS_TABLE, SIGNATURES_TABLE])


@QUESTION_SETS.on(QuestionsAdded)
def added(rows: Batch, fact: Fact, event: QuestionsAdded) -> None:
    """Add a version; the newest one names the set."""
    texts = {"title": event.title, "original": event.original, "keys": list(event.keys), "wordings": event.wordings}
    rows[VERSIONS_TABLE].put({"questions": fact.stream, "version": event.version, **origin(fact), **texts})
    known = _known(rows, fact, event.question_set)
    if is_as_open(fact, known):
        rows[SETS_TABLE].change(fact.stream, title=event.title, version=event.version)


@QUESTION_SETS.on(QuestionsAdopted)
def adopted(rows: Batch, fact: Fact, event: QuestionsAdopted) -> None:
    """Note which version is in force from here on."""
    known = _known(rows, fact, event.question_set)
    if is_as_open(fact, known):
        day = origin(fact)["occurred_on"]
        rows[SETS_TABLE].change(fact.stream, adopted=fact.position, adopted_version=event.version, adopted_on=day)


@QUESTION_SETS.on(QuestionsSigned)
def signed(rows: Batch, fact: Fact, event: QuestionsSigned) -> None:
    """Note who vouches for a translation."""
    _known(rows, fact, event.question_set)
    place = {"questions": fact.stream, "version": event.version, "language": event.language}
    rows[SIGNATURES_TABLE].put({**place, **origin(fact)})


def _known(rows: Batch, fact: Fact, name: str) -> Any:
    if rows[SETS_TABLE].get(fact.stream) is None:
        built_in = BUILT_IN.get(name)
        title, version = (built_in.title, built_in.version) if built_in else (name, 0)
        rows[SETS_TABLE].put({**founding(fact), "title": title, "name": name, "version": version})
    return rows[SETS_TABLE].get(fact.stream)
