"""The chapters: what each is to tell, its newest draft, and every step on the way to print."""

from typing import Any

from epex.core.chapter import (
    ChapterApproved,
    ChapterDrafted,
    ChapterFrozen,
    ChapterMessageStated,
    ChapterOutlined,
    ChapterReviewed,
    ChapterViewpointAdded,
)
from epex.core.log.envelope import Fact
from epex.projections.columns import COLUMNS, ORIGIN, founding, origin
from epex.projections.projection import Projection
from epex.projections.shades import tell
from epex.projections.table import Batch, Table

CHAPTERS_TABLE = Table(
    "chapters",
    ("id",),
    {
        **COLUMNS,
        **dict.fromkeys(("title", "publication", "status", "drafter", "language"), str),
        **dict.fromkeys(("number", "version", "messages"), int),
        "themes": list,
        "writers": list,
    },
    indexes=(("publication",),),
)
DRAFTS_TABLE = Table(
    "drafts",
    ("chapter", "version"),
    {
        "chapter": str,
        **ORIGIN,
        "version": int,
        "language": str,
        **dict.fromkeys(("paragraphs", "sources", "source_places", "positions", "position_places", "quotes"), list),
    },
)
# Where quotes stand: one row for each version of a chapter.
PRINTS_TABLE = Table(
    "prints", ("quote", "chapter", "version"), {"quote": str, "chapter": str, "version": int, **ORIGIN}
)
STEPS_TABLE = Table(
    "chapter_steps",
    ("chapter", "position"),
    {
        "chapter": str,
        **ORIGIN,
        **dict.fromkeys(("step", "verdict", "comment", "audience", "text"), str),
        "version": int | None,
        "number": int | None,
    },
)
CHAPTERS = Projection("chapters", version=1, tables=[CHAPTERS_TABLE, DRAFTS_TABLE, PRINTS_TABLE, STEPS_TABLE])
LISTS = ("paragraphs", "sources", "source_places", "positions", "position_places", "quotes")


@CHAPTERS.on(ChapterOutlined)
def outlined(rows: Batch, fact: Fact, event: ChapterOutlined) -> None:
    """Add the chapter."""
    plain = {name: getattr(event, name) for name in ("title", "publication", "number")}
    lists = {"themes": list(event.themes), "writers": list(event.writers)}
    rows[CHAPTERS_TABLE].put({**founding(fact), **plain, **lists, "status": "outlined"})


@CHAPTERS.on(ChapterDrafted)
def drafted(rows: Batch, fact: Fact, event: ChapterDrafted) -> None:
    """Keep the draft with its readers, and note which quotes stand in it."""
    state = {"version": event.version, "drafter": event.drafter, "language": event.language}
    tell(rows[CHAPTERS_TABLE], fact, fact.stream, status="drafted", **state)
    lists = {name: list(getattr(event, name)) for name in LISTS}
    draft = {"version": event.version, "language": event.language, **lists}
    rows[DRAFTS_TABLE].put({"chapter": fact.stream, **origin(fact), **draft})
    for quote in event.quotes:
        place = {"quote": quote, "chapter": fact.stream, "version": event.version}
        rows[PRINTS_TABLE].put({**origin(fact), **place})
    _note(rows, fact, "drafted", version=event.version)


@CHAPTERS.on(ChapterMessageStated)
def message_stated(rows: Batch, fact: Fact, event: ChapterMessageStated) -> None:
    """Keep the message; a chapter that was reviewed is to be reviewed again."""
    chapter = rows[CHAPTERS_TABLE].get(fact.stream)
    if chapter:
        tell(rows[CHAPTERS_TABLE], fact, fact.stream, messages=max(chapter["messages"], event.number))
    _reopen(rows, fact)
    _note(rows, fact, "message", number=event.number, audience=event.audience, text=event.text)


@CHAPTERS.on(ChapterViewpointAdded)
def viewpoint_added(rows: Batch, fact: Fact, event: ChapterViewpointAdded) -> None:  # noqa: ARG001 - it is told elsewhere
    """Let a chapter that was reviewed be reviewed again."""
    _reopen(rows, fact)


@CHAPTERS.on(ChapterReviewed)
def reviewed(rows: Batch, fact: Fact, event: ChapterReviewed) -> None:
    """Note what a reviewer found."""
    tell(rows[CHAPTERS_TABLE], fact, fact.stream, status="reviewed" if event.verdict == "accept" else "drafted")
    _note(rows, fact, "reviewed", verdict=event.verdict, version=event.version, comment=event.comment)


@CHAPTERS.on(ChapterApproved)
def approved(rows: Batch, fact: Fact, event: ChapterApproved) -> None:
    """Note that it may be printed."""
    tell(rows[CHAPTERS_TABLE], fact, fact.stream, status="approved")
    _note(rows, fact, "approved", version=event.version)


@CHAPTERS.on(ChapterFrozen)
def frozen(rows: Batch, fact: Fact, event: ChapterFrozen) -> None:
    """Note that its edition is frozen."""
    tell(rows[CHAPTERS_TABLE], fact, fact.stream, status="frozen")
    _note(rows, fact, "frozen", version=event.version)


def _reopen(rows: Batch, fact: Fact) -> None:
    chapter = rows[CHAPTERS_TABLE].get(fact.stream)
    if chapter and chapter["status"] in ("reviewed", "approved"):
        tell(rows[CHAPTERS_TABLE], fact, fact.stream, status="drafted")


def _note(rows: Batch, fact: Fact, step: str, **more: Any) -> None:
    rows[STEPS_TABLE].put({"chapter": fact.stream, **origin(fact), "step": step, **more})
