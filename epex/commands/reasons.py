"""How reasons are printed: decisions as they were made, evidence as a tree, and what was taken back."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import click

from epex.commands.pages import nested
from epex.commands.passages import STANDING
from epex.commands.printing import GAP, Row, bold, cell, plain, short, wrap

STANCES = {"supports": "supporting", "nuances": "nuancing", "contradicts": "contradicting"}
# How a thing is named below another one, on the way back and on the way forward.
BACK = {
    "merged_into": "merged into it",
    "split_from": "split off from",
    "part_of": "chapter",
    "viewpoint_of": "viewpoint in it",
    "story_of": "tells of",
}
FORWARD = {
    "about": "reflected on in",
    "matched_on": "led to",
    "planned_from": "led to",
    "replaces": "replaced by",
    "proposed_from": "led to",
    "split_from": "split into",
    "transfer_of": "tried in",
    "outlined_from": "outlined in",
    "rests_on": "used in",
    "quotes": "printed in",
    "quoted_from": "quoted in",
    "part_of": "printed in",
    "viewpoint_of": "stands in",
    "story_of": "told in",
}
READ_ON = {
    "split_from": "It was split off from",
    "absorbed": "Merged into it was",
    "merged_into": "It was merged into, and goes on in",
    "split_into": "It was split into, and goes on in",
}
# On the way to a theme there are many visits, and a match of two sides behind each.
ALONG = ("visit-", "match-")
DAY = len("2017-03-14")


def print_reasons(row: Row) -> None:
    """Print what led to something, or came of it."""
    click.echo(bold(wrap(str(row["title"]))))
    click.echo(row["id"])
    if row["decisions"] or row["steps"]:
        _section("Decisions", _decisions(row))
    if row["evidence"]:
        _section("Evidence", (*_counted(row["evidence"]), *tree(row)))
    if row["taken_back"]:
        _section("Taken back", (_taken_back(one, row["direction"]) for one in row["taken_back"]))
    if not any(row[name] for name in ("decisions", "steps", "evidence", "taken_back")):
        nothing = "led to it" if row["direction"] == "back" else "came of it"
        click.echo(f"\nNothing that you may read {nothing}.")
    positions = ", ".join(str(position) for position in row["positions"])
    click.echo(f"\n{wrap(f'Events: {positions}', GAP, '')}")


def print_history(kin: Row, decisions: Sequence[Row]) -> None:
    """Print how a theme began, every decision on it, and where its history goes on."""
    click.echo(bold(wrap(str(kin["title"]))))
    click.echo(f"{kin['id']}, {cell(kin['status'])}")
    if kin["begun"]:
        began = f"{_day(kin['begun'])}: {kin['begun']['summary'].rstrip('.')}."
        click.echo(f"\n{wrap(began, GAP, '')}")
    click.echo("\n".join(decision_lines(decisions, "")) or "Nothing was decided on it yet.")
    kinship = [_read_on(name, one) for name in READ_ON for one in kin[name]]
    if kinship:
        _section("Read on", kinship)


def _decisions(answer: Row) -> Iterator[str]:
    """Lay out decisions; those on visits and matches along the way are only counted."""
    aside = [step for step in answer["steps"] if step["of"] != answer["id"] and step["of"].startswith(ALONG)]
    told = (*answer["decisions"], *(step for step in answer["steps"] if step not in aside))
    yield from decision_lines(sorted(told, key=lambda one: int(one["position"])), GAP)
    if aside:
        steps = "step was" if len(aside) == 1 else "steps were"
        yield wrap(f"{len(aside)} {steps} taken on the visits and matches behind it; --json lists them.", GAP * 2, GAP)


def decision_lines(rows: Sequence[Row], indent: str) -> Iterator[str]:
    """Lay out decisions in their order, with forum, method, reason, alternatives and dissent."""
    for row in rows:
        if "summary" in row:
            yield wrap(f"{_day(row)}: {row['summary'].rstrip('.')}.", indent + GAP, indent)
            if row["rationale"]:
                yield wrap(f"Rationale: {row['rationale']}", indent + GAP * 2, indent + GAP)
        else:
            yield from nested([row], indent)


def tree(answer: Row) -> Iterator[str]:
    """Lay out links as a tree from one thing on; what was laid out before is only named."""
    nearer: dict[str, list[Row]] = {}
    for link in answer["evidence"]:
        nearer.setdefault(link["of"], []).append(link)
    things = {thing["id"]: thing for thing in answer["things"]}
    words = BACK if answer["direction"] == "back" else FORWARD
    yield from _branch(answer["id"], nearer, things, words, GAP)


def _branch(
    identity: str, nearer: dict[str, list[Row]], things: Mapping[str, Row], words: Mapping[str, str], indent: str
) -> Iterator[str]:
    for link in nearer.pop(identity, []):
        yield from _link(link, things.get(link["id"], {}), words, indent)
        yield from _branch(link["id"], nearer, things, words, indent + GAP)


def _link(link: Row, thing: Row, words: Mapping[str, str], indent: str) -> Iterator[str]:
    numbers = ", ".join(map(str, link["paragraphs"]))
    place = f", paragraph{'s' if ',' in numbers else ''} {numbers}" if numbers else ""
    told = ", ".join(filter(None, (_days(thing), thing.get("person_name"), thing.get("organisation_title"))))
    what = f"{plain(link['title'])} [{short(link['id'])}]{f' ({plain(told)})' if told else ''}{place}"
    yield wrap(f"{_how(link, words)}: {what}", indent + GAP, indent)
    if link["passage"] and link.get("state") != "withdrawn":
        yield wrap(f"“{link['passage']}”", indent + GAP)
    if link.get("state") in STANDING:
        yield wrap(STANDING[link["state"]], indent + GAP)
    if link["relation"] == "evidence":
        who = f" by {plain(link['actor_name'])}" if link["actor_name"] else ""
        note = f": {link['note']}" if link["note"] else ""
        yield wrap(f"Linked {_day(link)}{who}{note}", indent + GAP * 2, indent + GAP)


def _how(link: Row, words: Mapping[str, str]) -> str:
    relation = str(link["relation"])
    return cell(link["stance"]) if link["stance"] else words.get(relation, relation.replace("_", " "))


def _days(thing: Row) -> str:
    first, last = thing.get("occurred_on") or "", thing.get("ended_on") or ""
    return f"{first} to {last}" if first and last not in ("", first) else first


def _day(row: Row) -> str:
    return row["occurred_on"] or str(row["recorded_at"])[:DAY]


def _counted(links: Sequence[Row]) -> Iterator[str]:
    stances = Counter(link["stance"] for link in links if link["stance"])
    told = ", ".join(f"{stances[stance]} {word}" for stance, word in STANCES.items() if stances[stance])
    yield from [f"{GAP}All the way: {told}."] if told else []


def _taken_back(row: Row, direction: str) -> str:
    this, other = f"{plain(row['title'])} [{short(row['id'])}]", f"{plain(row['of_title'])} [{short(row['of'])}]"
    source, target = (this, other) if direction == "back" else (other, this)
    stance = f"that {row['stance']}" if row["stance"] else "for"
    who = f" by {plain(row['actor_name'])}" if row["actor_name"] else ""
    why = f": {row['reason']}" if row["reason"] else "."
    return wrap(f"{_day(row)}: {source} was taken back as evidence {stance} {target}{who}{why}", GAP * 2, GAP)


def _read_on(name: str, one: Row) -> str:
    told = wrap(f"{READ_ON[name]} '{plain(one['title'])}':", GAP * 2, GAP)
    return f"{told}\n{GAP * 2}epex theme history {short(one['id'])}"


def _section(heading: str, lines: Iterator[str] | Sequence[str]) -> None:
    click.echo(f"\n{bold(heading)}")
    for line in lines:
        click.echo(line)
