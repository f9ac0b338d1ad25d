"""The theme book: every theme with its decisions, its evidence and its dissent, the raw material of the book."""

from collections.abc import Mapping, Sequence

from epex.plugins import Document, Option, Queries, Report, hookimpl, with_events
from epex.plugins.audience import AUDIENCE, OUTSIDE, is_outside
from epex.plugins.builtin.practice_transfer.words import HANDLING
from epex.plugins.builtin.theme_book.chapter import chapter
from epex.plugins.builtin.theme_book.gathering import Material, gather
from epex.plugins.builtin.theme_book.glance import glance
from epex.plugins.builtin.theme_book.outside import public_themes
from epex.plugins.saying import counted, say

NAME = "theme-book"


@hookimpl
def epex_reports() -> Sequence[Report]:
    """Add the report."""
    options = (Option(name="theme", value="ID", summary="only this theme, by its id or title"), AUDIENCE)
    summary = "Gather the themes with their decisions, evidence and dissent: the raw material of the book."
    return [Report(name=NAME, summary=summary, build=build, options=options)]


def build(queries: Queries, options: Mapping[str, str]) -> Document:
    """Build the book of one theme, or of all."""
    theme = options.get("theme", "")
    if is_outside(queries, options.get("audience", "")):
        page = public_themes(queries, theme)
        return Document(report=NAME, title=say("The themes"), handling=say(OUTSIDE), page=page)
    material = gather(queries, theme)
    document = Document(
        report=NAME,
        title=say("The themes, with their evidence and dissent"),
        subtitle=(say(counted(len(material.themes), "theme")),),
        handling=say(*_handling(material)),
        page=glance(material),
        appendix=tuple(chapter(material, theme) for theme in material.themes),
    )
    return with_events(document, queries, material.withheld)


def _handling(material: Material) -> tuple[str, list[int]]:
    """Say what the narrowest of all that is shown asks for; what is public alone may be passed on."""
    circles = list(HANDLING)
    narrowest = min((row["visibility"] for row in material.shown), key=circles.index, default="network")
    return HANDLING[narrowest], [row["position"] for row in material.shown if row["visibility"] == narrowest][:1]
