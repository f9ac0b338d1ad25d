"""The first page of the theme book: all themes at a glance, what speaks against them included."""

from collections import Counter
from collections.abc import Sequence

from epex.plugins import Block, Notice, Paragraph, Sentence, Table
from epex.plugins.builtin.practice_transfer.words import BY_ROLE, listed
from epex.plugins.builtin.theme_book.gathering import STANCES, Material, Theme
from epex.plugins.builtin.theme_book.words import titled
from epex.plugins.saying import counted, say

HEADS = ("Theme", "State", "Supports", "Nuances", "Contradicts", "Organisations, countries", "Dissent")
HOW_COUNTED = (
    "The numbers are pieces of evidence that you may see, each with the chapter that tells it; what went on to another"
    " theme counts there. Organisations and countries are those that the evidence comes from or touches."
)


def glance(material: Material) -> tuple[Block, ...]:
    """Put the first page together."""
    if not material.themes:
        return (Paragraph(text="There is no theme that you may read.", tone="missing"),)
    table = Table(
        caption="All themes at a glance" if len(material.themes) > 1 else "The theme at a glance",
        columns=tuple(map(say, HEADS)),
        rows=tuple(map(_row, material.themes)),
    )
    several = (_notice(material.themes),) if len(material.themes) > 1 else ()
    return (*several, table, Paragraph(text=HOW_COUNTED), Paragraph(text=BY_ROLE))


def state(theme: Theme) -> str:
    """Say how a theme stands, and where it went."""
    into = [title for title in (theme.row["merged_into_title"], *theme.row["split_into_titles"]) if title]
    return f"{theme.row['status']} into {titled(into)}" if into else str(theme.row["status"])


def _notice(themes: Sequence[Theme]) -> Notice:
    states = Counter(theme.row["status"] for theme in themes)
    against = [theme for theme in themes if theme.of("contradicts")]
    dissent = [theme for theme in themes if theme.dissents]
    told = listed(f"{number} {status}" for status, number in states.items())
    whole = counted(len(themes), "theme")
    return Notice(
        heading=say(f"{whole}: {told}", [one for theme in themes for one in theme.decided]),
        sentences=(
            say(
                f"Evidence contradicts {len(against)} of {whole}.",
                [piece.link["position"] for theme in against for piece in theme.of("contradicts")],
                "contradicts" if against else "missing",
            ),
            say(
                f"Somebody disagreed with a decision on {len(dissent)} of {whole}.",
                [row["position"] for theme in dissent for row in theme.dissents],
            ),
        ),
    )


def _row(theme: Theme) -> tuple[Sentence, ...]:
    return (
        say(theme.row["title"], [theme.row["position"]]),
        say(state(theme), theme.decided),
        *(_number(theme, stance) for stance in STANCES),
        _covered(theme),
        _dissent(theme),
    )


def _number(theme: Theme, stance: str) -> Sentence:
    found = theme.of(stance)
    return say(str(len(found)), [piece.link["position"] for piece in found], "" if found else "missing")


def _covered(theme: Theme) -> Sentence:
    there = theme.organisations
    if not there:
        gone = f"; {len(theme.went_on)} went on" if theme.went_on else ""
        return say(f"none{gone}", [link["position"] for link in theme.went_on], "missing")
    countries = {row["country"] for row in there} - {""}
    return say(f"{len(there)} in {counted(len(countries), 'country', 'countries')}", theme.named)


def _dissent(theme: Theme) -> Sentence:
    said = sum(len(row["dissents"]) for row in theme.dissents)
    return say(f"yes, {said}" if said else "none recorded", [row["position"] for row in theme.dissents])
