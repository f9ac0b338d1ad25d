"""The chapter of a theme: its words, where it comes from, its decisions, all evidence, and where its elements went."""

from collections.abc import Iterator, Mapping, Sequence

from epex.plugins import (
    Block,
    Bullets,
    Fact,
    Facts,
    Paragraph,
    Row,
    Section,
    Sentence,
    language_name,
    readable_date,
)
from epex.plugins.builtin.practice_transfer.words import RESULTS
from epex.plugins.builtin.theme_book.evidence import evidence
from epex.plugins.builtin.theme_book.gathering import Material, Theme
from epex.plugins.builtin.theme_book.glance import state
from epex.plugins.builtin.theme_book.words import titled
from epex.plugins.saying import counted, say, spoken

FORUM = {"consensus": "by consensus", "vote": "by vote", "editors": "by the editors"}


def chapter(material: Material, theme: Theme) -> Section:
    """Tell one theme from its words to where its elements went."""
    return Section(
        title=theme.row["title"],
        blocks=(
            Facts(facts=(*_named(theme.row), *_origins(theme))),
            _decisions(theme.row["decisions"]),
            *evidence(theme),
            *_elements(material, theme),
        ),
    )


def _named(theme: Row) -> Iterator[Fact]:
    renamed = [row["position"] for row in theme["decisions"] if row["decision"] == "renamed"]
    at = renamed[-1:] or [theme["position"]]
    yield from _languages("Label", theme["labels"], at)
    yield from _languages("Definition", theme["definitions"], [theme["position"]])
    if theme["scope_note"]:
        yield Fact(label="Scope", sentences=(say(theme["scope_note"], [theme["position"]]),))


def _languages(label: str, words: Mapping[str, str], at: Sequence[int]) -> Iterator[Fact]:
    told = {code: text for code, text in words.items() if text}
    if not told:
        yield Fact(label=label, sentences=(say("not recorded", at, "missing"),))
    for code, text in told.items():
        yield Fact(label=f"{label} in {language_name(code)}", sentences=(say(text, at, language=code),))


def _origins(theme: Theme) -> Iterator[Fact]:
    row, at = theme.row, [theme.row["position"]]
    yield Fact(label="State", sentences=(say(state(theme), theme.decided),))
    beside = {piece.link["id"] for piece in theme.pieces if piece.link["kind"] == "challenge"}
    named = zip(row["challenges"], row["challenges_titles"], strict=True)
    asked = [title for identity, title in named if identity not in beside]
    proposed = f"Proposed on {readable_date(row['occurred_on'])}"
    came = f"{proposed}, split off from '{row['split_from_title']}'." if row["split_from_title"] else f"{proposed}."
    also = counted(len(beside.intersection(row["challenges"])), "challenge")
    more = [f"{also} that it came from stand{'s' * also.startswith('1 ')} among the evidence."]
    challenges = [*(f"From the challenge: {title}" for title in asked), *(more if not also.startswith("0 ") else [])]
    yield Fact(label="Comes from", sentences=tuple(say(text, at) for text in (came, *challenges)))
    if row["absorbed_titles"]:
        took = f"Took over {titled(row['absorbed_titles'])}, with the evidence that went along."
        came_along = [piece.link["position"] for piece in theme.pieces if "came_from" in piece.link]
        yield Fact(label="Merged into it", sentences=(say(took, came_along or at),))


def _decisions(decisions: Sequence[Row]) -> Section:
    if not decisions:
        return Section(title="Decisions", blocks=(Paragraph(text="No decision is recorded yet.", tone="missing"),))
    facts = tuple(
        Fact(
            label=f"{readable_date(row['occurred_on'])}: {spoken(row['decision'])}",
            sentences=tuple(
                say(text, [row["position"]], tone="contradicts" if is_dissent else "")
                for text, is_dissent in _said(row)
            ),
        )
        for row in decisions
    )
    return Section(title="Decisions, in their order", blocks=(Facts(facts=facts),))


def _said(row: Row) -> Iterator[tuple[str, bool]]:
    taken = ", ".join(filter(None, (FORUM.get(row["method"], ""), _votes(row))))
    how = "; ".join(filter(None, (row["forum_title"], taken)))
    yield f"{how}." if how else "Forum and method are not stated.", False
    if row["labels"]:
        yield f"Before: {titled(row['labels_before'].values())}.", False
    if row["into_titles"]:
        yield f"Into {titled(row['into_titles'])}.", False
    for name, label in (("rationale", "Because"), ("alternatives", "Also considered")):
        if row[name]:
            yield f"{label}: {row[name]}", False
    for dissent in row["dissents"]:
        by = f", {dissent['organisation_title']}" if dissent["organisation_title"] else ""
        yield f"Dissent{by}: {dissent['text']}", True


def _votes(row: Row) -> str:
    told = {"votes_for": "for", "votes_against": "against", "abstained": "abstained"}
    return ", ".join(f"{row[name]} {word}" for name, word in told.items() if row[name] is not None)


def _elements(material: Material, theme: Theme) -> list[Block]:
    elements = {piece.link["id"]: piece.link for piece in theme.pieces if piece.link["kind"] == "element"}
    if not elements:
        return []
    beside = {piece.link["id"] for piece in theme.pieces}
    going = [row for row in material.transfers if row["element"] in elements and row["id"] not in beside]
    moved = {row["element"] for row in material.transfers}
    stays = [link for identity, link in elements.items() if identity not in moved]
    points = (*map(_transfer, going), *(_nowhere(link) for link in stays))
    return [Section(title="Where its elements went", blocks=(Bullets(points=points),))] if points else []


def _transfer(row: Row) -> Sentence:
    result = f" {RESULTS[row['result']]}" if row["result"] else ""
    cycle = f" Highest value cycle: {row['value_cycle']}." if row["value_cycle"] else ""
    how_far = ", ".join(dict.fromkeys((row["status"], row["standing"])))
    text = f"{row['title']}: {how_far}.{result}{cycle}"
    return say(text, [row["position"], row["last"]], "determined" if row["evaluated"] else "anticipated")


def _nowhere(link: Row) -> Sentence:
    return say(f"{link['title']}: considered nowhere else yet.", [link["position"]], "missing")
