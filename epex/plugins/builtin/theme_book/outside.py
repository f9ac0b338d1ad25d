"""The themes for people outside the network: those that are public, and figures of enough organisations alone."""

from collections.abc import Iterator, Sequence

from epex.plugins import Block, Fact, Facts, Paragraph, Queries, Refused, Row, Section, Sentence, language_name
from epex.plugins.audience import NOT_SHOWN, RULE, SHARED, WITHHELD
from epex.plugins.builtin.theme_book.gathering import STANCES, Material, Theme
from epex.plugins.cells import Breakdown, Cell, Published, protected
from epex.plugins.saying import say

NONE = "Of the themes only those are told outside the network that were released to the public; there is none."
MEMBERS_ONLY = (
    "What was decided, who disagreed and whose words a theme rests on is told to members only, for it rests on what"
    " people wrote to each other."
)


def public_themes(queries: Queries, theme: str) -> tuple[Block, ...]:
    """Tell the public themes, or one of them.

    Raises Refused when the one asked for is not public.
    """
    public = [row["id"] for row in queries.listing("theme") if row["visibility"] == "public"]
    wanted = _wanted(queries, theme, public) if theme else public
    if not wanted:
        return (Paragraph(text=NONE, tone="missing"), Paragraph(text=MEMBERS_ONLY))
    material = Material(queries, [_open(queries.show(identity), public) for identity in wanted])
    told = {event["position"] for event in queries.audit_log() if event["visibility"] in SHARED}
    sections = (Section(title=each.row["title"], blocks=(_facts(each, told),)) for each in material.themes)
    return (*sections, Paragraph(text=RULE), Paragraph(text=MEMBERS_ONLY))


def _wanted(queries: Queries, theme: str, public: Sequence[str]) -> list[str]:
    found = queries.resolve(theme, "theme")
    if found not in public:
        raise Refused("This theme was not released to the public; leave out --option audience=outside.")
    return [found]


def _open(theme: Row, public: Sequence[str]) -> Row:
    """Count all evidence of a theme with it: whoever reads several themes could add up what is left out of one."""
    return {**theme, "evidence": [{**link, "went_to": []} for link in theme["evidence"]], "public": public}


def _facts(theme: Theme, told: set[int]) -> Facts:
    row = theme.row
    facts = [
        Fact(label=f"{label} in {language_name(code)}", sentences=(say(text, language=code),))
        for label, words in (("Label", row["labels"]), ("Definition", row["definitions"]))
        for code, text in words.items()
        if text
    ]
    if row["scope_note"]:
        facts.append(Fact(label="Scope", sentences=(say(row["scope_note"]),)))
    facts.append(Fact(label="State", sentences=(say(row["status"]),)))
    (shown,) = protected([_counted(theme, told)]).values()
    return Facts(facts=(*facts, Fact(label="Evidence", sentences=tuple(_figures(shown)))))


def _counted(theme: Theme, told: set[int]) -> Breakdown:
    cells = []
    for stance in STANCES:
        found = [each for each in theme.of(stance) if each.link["position"] in told and _is_shared(each.source)]
        behind = frozenset(one["id"] for piece in found for one in piece.organisations)
        cells.append(Cell(label=stance, count=len(found), organisations=behind))
    return Breakdown(key="evidence", title="Evidence", unit="Pieces", cells=tuple(cells))


def _is_shared(source: Row) -> bool:
    return source.get("visibility") in SHARED


def _figures(shown: Published) -> Iterator[Sentence]:
    if shown.is_empty:
        yield say(NOT_SHOWN, tone="missing")
        return
    for cell in shown.breakdown.cells:
        count = shown.count(cell)
        figure = WITHHELD if count is None else f"{count} of {shown.breakdown.total}"
        yield say(f"{cell.label.capitalize()}: {figure}.", tone="missing" if count is None else "")
