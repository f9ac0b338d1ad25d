"""Themes: proposed, grounded in evidence, and decided on."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

import click

from epex.commands import quoting
from epex.commands.evidence import add_evidence
from epex.commands.frame import LANGUAGE, Subject, add_list, add_show, as_json, options, recording
from epex.commands.pairs import by_language
from epex.commands.printing import print_json
from epex.core import theme
from epex.core.decision import On, Refused
from epex.core.judgement import Judgement
from epex.core.meeting import Meeting
from epex.core.theme import Theme
from epex.core.vocabulary import METHODS

if TYPE_CHECKING:
    from epex.commands.desk import Desk
    from epex.commands.session import Session

Decide = Callable[..., list[On]]
SPOKEN = click.option(
    "--language", type=LANGUAGE, default="en", show_default=True, help="The language of texts that name none, as de=."
)
VOTES = ("votes_for", "votes_against", "abstained")
COUNT = click.IntRange(min=0)
JUDGED = options(
    click.option("--forum", "--meeting", "meeting", metavar="MEETING", help="The meeting that decided; its day holds."),
    click.option("--method", type=click.Choice(METHODS), help="How; a vote if there are figures."),
    click.option("--for", "votes_for", type=COUNT, metavar="N", help="Votes for."),
    click.option("--against", "votes_against", type=COUNT, metavar="N", help="Votes against."),
    click.option("--abstained", type=COUNT, metavar="N", help="Abstentions."),
    click.option("--alternatives", metavar="TEXT", help="What else was considered."),
    click.option("--dissent", "dissent", metavar="TEXT", multiple=True, help="What somebody says who disagrees."),
    click.option("--dissent-of", nargs=2, metavar="PERSON TEXT", multiple=True, help="The same, by name."),
)
PLAIN = {
    "discuss": (theme.discuss, "Record that a meeting discussed a theme."),
    "adopt": (theme.adopt, "Adopt a theme that was discussed and rests on evidence."),
    "park": (theme.park, "Set a theme aside for later."),
    "reject": (theme.reject, "Decide against a theme."),
    "reopen": (theme.reopen, "Take up a parked, rejected or retired theme again."),
    "retire": (theme.retire, "End work on an adopted or parked theme."),
}

group = Subject(
    "theme",
    help="Overarching themes, and every decision on them.",
    example='epex theme adopt "Trust before content" --reason "Eleven members work on it" --meeting meeting-3f2a',
)
add_list(group, "status", example="epex theme list --country DE --since 2017")
add_show(group, 'epex theme show "Trust before content"')


def deciding(decide: Decide) -> Decide:
    """Make a command that records a decision: it gets the theme, and how a meeting came to it; the reason is why."""

    @wraps(decide)
    def judged(
        desk: "Desk",
        which: str,
        meeting: str = "",
        method: str = "",
        alternatives: str = "",
        dissent: tuple[str, ...] = (),
        dissent_of: tuple[tuple[str, str], ...] = (),
        **given: Any,
    ) -> list[On]:
        votes = {name: given.pop(name) for name in VOTES if name in given}
        forum = _forum(desk, meeting)
        judgement = Judgement(
            rationale=desk.reason,
            forum=forum.id if forum else "",
            method=method,
            alternatives=alternatives,
            dissent="\n\n".join(dissent),
            dissents=_dissents(desk, dissent_of, forum),
            attended=len(forum.attended) if forum else 0,
            **votes,
        )
        return decide(desk, desk.load(which, "theme"), judgement, **given)

    return cast("Decide", JUDGED(recording(required=True)(judged)))


@group.command("propose", example='epex theme propose "Trust before content" --label "de=Vertrauen vor Inhalt"')
@click.argument("first", metavar="[LABEL]", required=False)
@click.option("--label", "labels", metavar="LANG=TEXT", multiple=True, help="The label in another language.")
@click.option("--definition", "definitions", metavar="TEXT", multiple=True, help="What is meant; or LANG=TEXT.")
@click.option("--scope-note", metavar="TEXT", help="What belongs to it and what does not.")
@click.option("--challenge", "challenges", metavar="ID", multiple=True, help="A challenge behind it.")
@SPOKEN
@recording(text="scope_note")
def propose(desk: "Desk", labels: tuple[str, ...], language: str, first: str = "", **given: Any) -> list[On]:
    """Propose a theme."""
    return theme.propose(
        desk.new("theme"),
        by_language((first, *labels) if first else labels, language),
        by=desk.by,
        definitions=by_language(given["definitions"], language),
        scope_note=given["scope_note"],
        challenges=desk.find_all(given["challenges"], "challenge"),
    )


add_evidence(
    group,
    theme,
    "Link a reflection, visit, meeting, challenge, element or other source as evidence.",
    link='epex theme link "Trust before content" reflection-3f2a --stance contradicts',
    unlink='epex theme unlink theme-3f2a reflection-77c1 --reason "It speaks of another prison"',
)


def _add_plain(name: str, decide: Decide, summary: str) -> None:
    @group.command(name, help=summary, example=f'epex theme {name} theme-3f2a --reason "..." --meeting meeting-77c1')
    @click.argument("which", metavar="THEME")
    @deciding
    def decided(desk: "Desk", loaded: Theme, judgement: Judgement) -> list[On]:
        return decide(loaded, judgement, by=desk.by)


for _name, (_decide, _summary) in PLAIN.items():
    _add_plain(_name, _decide, _summary)


@group.command("rename", example='epex theme rename theme-3f2a "Trust first" --reason "Nobody understood content"')
@click.argument("which", metavar="THEME")
@click.argument("first", metavar="[LABEL]", required=False)
@click.option("--label", "labels", metavar="LANG=TEXT", multiple=True, help="The label in another language.")
@SPOKEN
@deciding
def rename(
    desk: "Desk", loaded: Theme, judgement: Judgement, labels: tuple[str, ...], language: str, first: str = ""
) -> list[On]:
    """Give a theme new labels."""
    named = by_language((first, *labels) if first else labels, language)
    return theme.rename(loaded, named, judgement, by=desk.by)


@group.command("merge", example='epex theme merge "Trust first" --into "Trust before content" --reason "One thing"')
@click.argument("which", metavar="THEME")
@click.option("--into", metavar="THEME", required=True, help="The theme that goes on.")
@deciding
def merge(desk: "Desk", loaded: Theme, judgement: Judgement, into: str) -> list[On]:
    """Merge a theme into another one that goes on and takes its evidence over."""
    return theme.merge(loaded, desk.load(into, "theme"), judgement, by=desk.by)


@group.command("split", example='epex theme split theme-3f2a --into "In prison" --into "After release" --reason "..."')
@click.argument("which", metavar="THEME")
@click.option("--into", metavar="LABEL", multiple=True, required=True, help="The label of a new theme; or LANG=TEXT.")
@click.option("--evidence", metavar="ID=LABEL", multiple=True, help="Which of the new themes takes it over; else all.")
@SPOKEN
@deciding
def split(
    desk: "Desk",
    loaded: Theme,
    judgement: Judgement,
    into: tuple[str, ...],
    language: str,
    evidence: tuple[str, ...] = (),
) -> list[On]:
    """Split a theme into new ones; evidence that --evidence does not name goes to each of them."""
    parts = {desk.new("theme"): by_language([label], language) for label in into}
    return theme.split(loaded, parts, judgement, by=desk.by, assigned=_assigned(desk, parts, evidence))


@group.command("history", example="epex theme history theme-3f2a")
@click.argument("which", metavar="THEME")
@as_json
@click.pass_obj
def history(session: "Session", which: str, json: bool) -> None:
    """Print every decision on a theme, with rationale, votes, alternatives and dissent, and where to read on."""
    from epex.commands.reasons import print_history  # noqa: PLC0415 - start-up: --help prints no history

    queries = session.open().queries()
    found = queries.resolve(which, "theme")
    if json:
        print_json(queries.history(found))
    else:
        print_history(queries.kin(found), queries.decisions(found))


def _forum(desk: "Desk", text: str) -> Meeting | None:
    if not text:
        return None
    stream = quoting.sought(desk, text, "meeting")
    meeting: Meeting = desk.base.log.load(stream).state
    if not desk.day:
        desk.command = replace(desk.command, occurred_on=meeting.held_on or None)
    return meeting


def _dissents(desk: "Desk", given: tuple[tuple[str, str], ...], forum: Meeting | None) -> dict[str, str]:
    dissents: dict[str, str] = {}
    for name, words in given:
        person = desk.find(name, "person")
        dissents[person] = f"{dissents[person]}\n\n{words}" if person in dissents else words
    for person in dissents:
        if forum and forum.attended and person not in forum.attended:
            _warn_absent(desk.queries.show(person)["title"])
    return dissents


def _warn_absent(name: str) -> None:
    noted = "is not noted as having attended the meeting; put the list right with 'epex meeting correct' if they were"
    click.echo(f"Note: {name} {noted} there.", err=True)


def _assigned(desk: "Desk", parts: dict[str, dict[str, str]], given: tuple[str, ...]) -> dict[str, set[str]]:
    assigned: dict[str, set[str]] = {}
    for pair in given:
        source, _, label = pair.rpartition("=")
        named = {part for part, labels in parts.items() if label.strip() in labels.values()}
        if not source or not named:
            raise Refused(f"'{pair}' assigns nothing; write --evidence 'ID=LABEL' with a label that --into gives.")
        assigned.setdefault(desk.find(source.strip()), set()).update(named)
    return assigned
