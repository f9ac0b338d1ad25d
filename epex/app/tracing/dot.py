"""Reasons as a graph for Graphviz: arrows go from what something rests on to what rests on it."""

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

Row = Mapping[str, Any]
WIDTH = 30
LONGEST = 120
SHAPES = {
    "visit": "ellipse",
    "meeting": "ellipse",
    "reflection": "note",
    "quote": "note",
    "interview": "note",
    "theme": "box3d",
    "element": "component",
    "transfer": "cds",
    "decision": "hexagon",
}
# Nothing is told by colour alone: each line has its own pattern, and each arrow its word.
STANCES = {
    "supports": {"color": "#1b5e20"},
    "nuances": {"color": "#8a4b00", "style": "dashed"},
    "contradicts": {"color": "#b00020", "style": "bold", "arrowhead": "tee"},
}
BACK = "taken back"
# What was agreed on each visit and match along the way would hide the rest.
ALONG = ("visit-", "match-")


def graph(answer: Row) -> str:
    """Draw what led to something, or what came of it."""
    return "\n".join(("digraph reasons {", *(f"  {line}" for line in _lines(answer)), "}", ""))


def _lines(answer: Row) -> Iterator[str]:
    yield f"graph [rankdir=LR, charset=utf8, label={quoted(answer['title'])}, labelloc=t];"
    yield 'node [shape=box, fontname="Helvetica", fontsize=11];'
    yield 'edge [fontname="Helvetica", fontsize=9];'
    for identity, label in _nodes(answer).items():
        kind = identity.partition("-")[0]
        more = {"style": "bold"} if identity == answer["id"] else {}
        yield f"{quoted(identity)} {_attributes({'label': label, 'shape': SHAPES.get(kind, 'box'), **more})};"
    for row in answer["evidence"]:
        yield _edge(*_ends(answer, row), _word(row), STANCES.get(row["stance"] or "", {}))
    for row in answer["taken_back"]:
        yield _edge(*_ends(answer, row), BACK, {"color": "#6b6b6b", "style": "dotted"})
    yield from _decisions(answer)


def _nodes(answer: Row) -> dict[str, str]:
    """Give each thing a label: what it is, what it is called, of which day and whose."""
    found = {answer["id"]: _label(answer["kind"], answer["title"])}
    for row in (*answer["evidence"], *answer["taken_back"]):
        found.setdefault(row["id"], _label(row["kind"], row["title"]))
    for thing in answer["things"]:
        more = (thing["status"], thing["occurred_on"], thing["person_name"], thing["organisation_title"])
        if thing["id"] in found:
            found[thing["id"]] = _label(thing["kind"], thing["title"], *more)
    return found


def _decisions(answer: Row) -> Iterator[str]:
    known = _nodes(answer)
    for row in (*answer["decisions"], *answer["steps"]):
        if row["of"] != answer["id"] and row["of"].startswith(ALONG):
            continue
        node = f"decision-{row['position']}"
        votes = [str(row[name]) for name in ("votes_for", "votes_against") if row.get(name) is not None]
        how = ": ".join(filter(None, (row.get("method"), " to ".join(votes))))
        label = _label(row["decision"].replace("_", " "), "", row["occurred_on"], how, row["actor_name"])
        yield f"{quoted(node)} {_attributes({'label': label, 'shape': SHAPES['decision']})};"
        if row["of"] in known:
            yield _edge(node, row["of"], "decided on", {})
        if row.get("forum"):
            if row["forum"] not in known:
                shape = {"label": _label("meeting", row["forum_title"]), "shape": SHAPES["meeting"]}
                yield f"{quoted(row['forum'])} {_attributes(shape)};"
            yield _edge(row["forum"], node, "forum", {})


def _ends(answer: Row, row: Row) -> tuple[str, str]:
    """Give where an arrow begins, and where it ends."""
    return (row["id"], row["of"]) if answer["direction"] == "back" else (row["of"], row["id"])


def _word(row: Row) -> str:
    numbers = ", ".join(map(str, row["paragraphs"]))
    return f"{row['stance'] or row['relation'].replace('_', ' ')}{f', paragraph {numbers}' if numbers else ''}"


def _edge(begins: str, ends: str, word: str, style: Mapping[str, str]) -> str:
    return f"{quoted(begins)} -> {quoted(ends)} {_attributes({'label': word, **style})};"


def _attributes(values: Mapping[str, str]) -> str:
    return f"[{', '.join(f'{name}={quoted(value)}' for name, value in values.items())}]"


def _label(kind: str, title: str, *more: str) -> str:
    short = textwrap.shorten(title, LONGEST, placeholder=" …")
    return "\n".join((kind, *textwrap.wrap(short, WIDTH), *textwrap.wrap(", ".join(filter(None, more)), WIDTH)))


def quoted(text: str) -> str:
    """Write a text between quotation marks, so that Graphviz reads of it neither escapes nor entities."""
    plain = "".join(sign if sign == "\n" or sign.isprintable() else " " for sign in text)
    escaped = plain.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
