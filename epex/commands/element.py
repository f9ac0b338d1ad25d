"""Elements of practice: identified, described and labelled."""

from typing import TYPE_CHECKING, Any

import click

from epex.commands import quoting
from epex.commands.frame import DATE, IN_SETTING, LANGUAGE, Subject, add_list, add_show, options, recording
from epex.core import element
from epex.core.decision import On
from epex.core.element import ElementDescribed, ElementIdentified
from epex.core.vocabulary import EVIDENCE_LEVELS, LABELS, SETTINGS

if TYPE_CHECKING:
    from epex.commands.desk import Desk

WHICH = click.argument("which", metavar="ELEMENT")
TEXTS = {
    "rationale": "Why it is thought to work.",
    "materials": "What is used.",
    "providers": "Who provides it, with which skills.",
    "mode": "How it is provided.",
    "place": "Where.",
    "frequency": "How often and for how long.",
    "core-parts": "What has to stay as it is.",
    "adaptable-parts": "What can be adapted.",
    "preconditions": "What has to be there: law, access, trust, money, staff.",
    "target-group": "Whom it is for.",
    "scope": "How far it reaches.",
    "risks": "Known failures and risks.",
}
DESCRIPTION = options(
    click.option("--language", type=LANGUAGE, help="The language of the description."),
    click.option("--setting", type=click.Choice(SETTINGS), metavar="S", help=IN_SETTING),
    click.option("--step", "steps", metavar="TEXT", multiple=True, help="A step; give it once for each."),
    *(click.option(f"--{name}", metavar="TEXT", help=summary) for name, summary in TEXTS.items()),
    click.option("--since", type=DATE, metavar="DATE", help="Since when it is done."),
    click.option("--evidence-level", type=click.Choice(EVIDENCE_LEVELS), help="How well it is known."),
)

group = Subject(
    "element",
    help="Elements of practice that others can take up.",
    example='epex element identify "Evening round" --core "Two colleagues walk the same streets every Friday"',
)


@group.command("identify", example='epex element identify "Evening round" --core "The same two walk every Friday"')
@click.argument("name", metavar="NAME")
@click.option("--core", metavar="TEXT", help="The one sentence that says what it is.")
@click.option("--organisation", metavar="ID", help="Whose practice it is; else your own organisation's.")
@DESCRIPTION
@recording(text="core", required=True)
def identify(desk: "Desk", name: str, core: str, organisation: str = "", **given: Any) -> list[On]:
    """Identify an element in what an organisation does."""
    owner = desk.find(organisation or desk.home, "organisation")
    identified = ElementIdentified(name=name, core=core, organisation=owner, **_given(given))
    return element.identify(desk.new("element"), identified, by=desk.by)


@group.command("describe", example='epex element describe "Evening round" --risks "It stops when one falls ill"')
@WHICH
@click.option("--name", metavar="TEXT", help="Its new name.")
@click.option("--core", metavar="TEXT", help="The one sentence that says what it is.")
@DESCRIPTION
@recording(text="core")
def describe(desk: "Desk", which: str, **given: Any) -> list[On]:
    """Describe an element anew; what is not given stays as it is."""
    return element.describe(desk.load(which, "element"), ElementDescribed(**_given(given)), by=desk.by)


@group.command("link", example='epex element link "Evening round" reflection-3f2a --quote "they come every Friday"')
@WHICH
@click.argument("source", metavar="SOURCE")
@quoting.stance
@quoting.quote
@quoting.note
@recording(text="note")
def link(desk: "Desk", which: str, source: str, stance: str, note: str, quote: str = "") -> list[On]:
    """Link a reflection or visit in which it was seen."""
    found = desk.find(source)
    passage = quoting.quoted(desk, found, quote)
    return element.link(desk.load(which, "element"), found, stance, by=desk.by, passage=passage, note=note)


@group.command("note-condition", example='epex element note-condition "Evening round" "The police has to agree"')
@WHICH
@click.argument("text", metavar="[TEXT]", required=False)
@recording(text="text", required=True)
def note_condition(desk: "Desk", which: str, text: str) -> list[On]:
    """Note what has to be in place before an element works."""
    return element.note_condition(desk.load(which, "element"), text, by=desk.by)


@group.command("label", example='epex element label "Evening round" inspiring --reason "Three members try it"')
@WHICH
@click.argument("name", metavar="LABEL", type=click.Choice(LABELS))
@recording()
def label(desk: "Desk", which: str, name: str) -> list[On]:
    """Move an element one step between draft, shared and inspiring."""
    return element.label(desk.load(which, "element"), name, by=desk.by, reason=desk.reason)


@group.command("merge", example='epex element merge element-3f2a --into "Evening round" --reason "The same practice"')
@WHICH
@click.option("--into", metavar="ELEMENT", required=True, help="The element that goes on.")
@recording(required=True)
def merge(desk: "Desk", which: str, into: str) -> list[On]:
    """Merge an element into another one that goes on."""
    return element.merge(desk.load(which, "element"), desk.load(into, "element"), desk.reason, by=desk.by)


@group.command("retire", example='epex element retire "Evening round" --reason "Nobody has done it since 2016"')
@WHICH
@recording(required=True)
def retire(desk: "Desk", which: str) -> list[On]:
    """Retire an element that is stale or was given up."""
    return element.retire(desk.load(which, "element"), desk.reason, by=desk.by)


add_list(group, "label", "organisation", example="epex element list --setting prison --country NO")
add_show(group, 'epex element show "Evening round"')


def _given(description: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in description.items() if value}
