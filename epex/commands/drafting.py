"""Chapters on the command line, as their editions stand."""

from typing import TYPE_CHECKING

from epex.core.chapter import Chapter, within

if TYPE_CHECKING:
    from epex.commands.desk import Desk


def load_chapter(desk: "Desk", text: str) -> Chapter:
    """Load the chapter that an argument means; in an edition that is frozen, none changes any more.

    Raises Refused when there is none that the actor may read.
    """
    chapter: Chapter = desk.load(text, "chapter")
    return within(chapter, desk.act.load(chapter.publication))
