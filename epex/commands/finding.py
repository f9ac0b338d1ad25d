"""Findings of the evaluation, and what they rest on."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from epex.commands import quoting
from epex.commands.confiding import open_years, quoted
from epex.commands.evidence import linking, unlinking
from epex.commands.frame import LANGUAGE, Subject, add_list, add_show, recording
from epex.core import finding, interview
from epex.core.decision import On, Refused
from epex.core.finding import FindingStated
from epex.core.reader import EVALUATION
from epex.core.vocabulary import FINDING_KINDS

if TYPE_CHECKING:
    from epex.commands.desk import Desk

group = Subject(
    "finding",
    help="The evaluation: interviews, findings, stories of change.",
    example='epex finding state "Trust was named first on most visits" --kind what_works --year 2',
)
WHICH = click.argument("which", metavar="FINDING")


@group.command("state", example='epex finding state "Trust was named first on most visits" --kind what_works --year 2')
@click.argument("statement", metavar="[STATEMENT]", required=False)
@click.option("--kind", type=click.Choice(FINDING_KINDS), required=True, help="What kind of finding.")
@click.option("--year", type=int, metavar="N", required=True, help="The programme year that it is about.")
@click.option("--language", type=LANGUAGE, default="en", show_default=True, help="The language of the statement.")
@click.option("--evidence", metavar="ID", multiple=True, help="What supports it; say more with 'finding link'.")
@recording(text="statement", required=True)
def state(desk: "Desk", evidence: tuple[str, ...], **given: Any) -> list[On]:
    """State what the evaluation found; the whole network reads it unless --visibility says otherwise."""
    stream, sources = desk.new("finding"), [_open(desk, quoting.sought(desk, text)) for text in evidence]
    known = finding.Finding(stream)
    linked = [on for source in dict.fromkeys(sources) for on in finding.link(known, source, "supports", by=desk.by)]
    return [*finding.state(stream, FindingStated(**given), open_years(desk), by=desk.by), *linked]


@group.command("revise", example='epex finding revise finding-3f2a "Trust came first on all visits" --reason "Counted"')
@WHICH
@click.argument("statement", metavar="[STATEMENT]", required=False)
@recording(text="statement", required=True)
def revise(desk: "Desk", which: str, statement: str) -> list[On]:
    """Word a finding anew, with the reason; the log keeps what it said before."""
    return finding.revise(desk.load(which, "finding"), statement, desk.reason, by=desk.by)


@linking(group, 'epex finding link finding-3f2a reflection-77 --quote "they come every Friday"')
def link(desk: "Desk", which: str, source: str, stance: str, note: str, quote: str = "", version: int = 0) -> list[On]:
    """Link what a finding rests on, or what speaks against it.

    An interview is linked for evaluators alone: nobody else learns that the finding rests on one.
    """
    stream, target = quoting.sought(desk, source), quoting.sought(desk, which, "finding")
    passage = quoted(desk, stream, quote, version)
    if not stream.startswith("interview-"):
        _open(desk, stream)
        return finding.link(desk.load(target, "finding"), stream, stance, by=desk.by, passage=passage, note=note)
    desk.command = replace(desk.command, visibility=EVALUATION)
    finding.require_standing(desk.act.load(target))
    return interview.cite(desk.act.load(stream), target, stance, by=desk.by, passage=passage, note=note)


@unlinking(group, 'epex finding unlink finding-3f2a reflection-77 --reason "It was about another visit"')
def unlink(desk: "Desk", which: str, source: str, quote: str = "") -> list[On]:
    """Take back what a finding was said to rest on, with the reason; of an interview, all of it."""
    stream, target = desk.find(source), desk.find(which, "finding")
    if not stream.startswith("interview-"):
        place = quoting.linked(desk, target, stream, quote)
        return finding.unlink(desk.load(target, "finding"), stream, desk.reason, by=desk.by, place=place)
    desk.command = replace(desk.command, visibility=EVALUATION)
    return interview.uncite(desk.load(stream, "interview"), target, desk.reason, by=desk.by)


@group.command("retract", example='epex finding retract finding-3f2a --reason "Year 3 showed otherwise"')
@WHICH
@recording(required=True)
def retract(desk: "Desk", which: str) -> list[On]:
    """Take a finding back, with the reason; it stays visible as one that no longer holds."""
    return finding.retract(desk.load(which, "finding"), desk.reason, by=desk.by)


add_list(group, "kind", "year", "status", example="epex finding list --year 2")
add_show(group, "epex finding show finding-3f2a")


def _open(desk: "Desk", source: str) -> str:
    """Refuse to let others see that something rests on what is still with the evaluators."""
    if source.startswith("interview-"):
        raise Refused("An interview is linked apart, so that nobody else learns of it: use 'epex finding link'.")
    confided = source.startswith("story-") and desk.queries.show(source)["visibility"] == EVALUATION
    if confided and desk.command.visibility != EVALUATION:
        raise Refused("This story has not been released; release it first, or link it with --visibility evaluation.")
    return source
