"""Elements of practice: identified, described, labelled, reviewed by peers, merged and retired."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from epex.commands.evidence import add_evidence
from epex.commands.frame import (
    DATE,
    IN_SETTING,
    LANGUAGE,
    Subject,
    narrowed,
    options,
    paged,
    reading,
    recording,
)
from epex.commands.pages import print_page
from epex.commands.printing import Row, print_table
from epex.core import element, review
from epex.core.decision import On, Refused
from epex.core.element import Element, ElementDescribed, ElementIdentified
from epex.core.ladder import is_stale, require_ahead
from epex.core.vocabulary import EVIDENCE_LEVELS, LABELS, REVIEW_OUTCOMES, SETTINGS

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase
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
AGAIN = click.option("--review-by", type=DATE, metavar="DATE", help="Until when to look at it again.")
REVIEWER = click.option("--reviewer", metavar="PERSON", help="Whose review, where several are asked for.")
# Only the writer and the owner read what is recorded about a review.
CLOSED = "organisation"
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
@AGAIN
@recording(text="core")
def describe(desk: "Desk", which: str, **given: Any) -> list[On]:
    """Describe an element anew; what is not given stays as it is."""
    # A text that is given empty is taken away, but for the core, which is empty when it is not given.
    told = {name: value for name, value in given.items() if value or (value == "" and name != "core")}
    described = ElementDescribed(**told)
    require_ahead(described.review_by or "", desk.day or desk.base.day)
    return element.describe(desk.load(which, "element"), described, by=desk.by)


add_evidence(
    group,
    element,
    "Link a reflection or visit in which it was seen.",
    link='epex element link "Evening round" reflection-3f2a --quote "they come every Friday"',
    unlink='epex element unlink "Evening round" reflection-3f2a --reason "Another house"',
)


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
@AGAIN
@recording()
def label(desk: "Desk", which: str, name: str, **given: Any) -> list[On]:
    """Move an element one step between draft, shared and inspiring."""
    require_ahead(given.get("review_by", ""), desk.day or desk.base.day)
    return element.label(desk.load(which, "element"), name, by=desk.by, reason=desk.reason, **given)


@group.command("request-review", example='epex element request-review "Evening round" --reviewer "Ben Okafor"')
@WHICH
@click.option("--reviewer", metavar="PERSON", required=True, help="Somebody of another organisation.")
@recording(visibility=CLOSED)
def request_review(desk: "Desk", which: str, reviewer: str) -> list[On]:
    """Ask somebody for a peer review; unless the owner asks, the owner has to agree."""
    asked, person = _closed(desk, which), desk.find(reviewer, "person")
    seen = [row["id"] for row in desk.queries.listing("review")]
    return review.request(asked, desk.new("review"), desk.act.load(person), by=desk.by, reason=desk.reason, seen=seen)


@group.command("agree-review", example='epex element agree-review "Evening round"')
@WHICH
@REVIEWER
@recording(visibility=CLOSED)
def agree_review(desk: "Desk", which: str, reviewer: str = "") -> list[On]:
    """Agree to a reviewer, as the owner of the element."""
    asked, person = _closed(desk, which), desk.find(reviewer, "person")
    return review.agree(asked, person, by=desk.by, reason=desk.reason)


@group.command("decline-review", example='epex element decline-review "Evening round" --reason "We compete for money"')
@WHICH
@REVIEWER
@recording(required=True, visibility=CLOSED)
def decline_review(desk: "Desk", which: str, reviewer: str = "") -> list[On]:
    """Decline a reviewer, or step back from a review that you were asked for."""
    asked, person = _closed(desk, which), desk.find(reviewer, "person")
    return review.decline(asked, desk.reason, person, by=desk.by)


@group.command("review", example='epex element review "Evening round" --outcome confirmed --file review.txt')
@WHICH
@click.argument("text", metavar="[TEXT]", required=False)
@click.option("--outcome", type=click.Choice(REVIEW_OUTCOMES), required=True, help="What all are told.")
@AGAIN
@recording(text="text", required=True, visibility=CLOSED)
def write_review(desk: "Desk", which: str, outcome: str, text: str, **given: Any) -> list[On]:
    """Write the review that you were asked for; its text stays between you and the owner."""
    require_ahead(given.get("review_by", ""), desk.day or desk.base.day)
    return review.write(_closed(desk, which), outcome, text, by=desk.by, **given)


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


@group.command("reopen", example='epex element reopen "Evening round" --reason "Two colleagues walk again"')
@WHICH
@recording(required=True)
def reopen(desk: "Desk", which: str) -> list[On]:
    """Take a retired element up again, as a draft."""
    return element.reopen(desk.load(which, "element"), desk.reason, by=desk.by)


@group.command(
    "list", example="epex element list --setting prison --country NO", help="List what you may read, by label."
)
@narrowed
@paged
@reading(lambda rows: print_table([_looked(row) for row in rows], ("label", "organisation")))
def listed(base: "KnowledgeBase", **wanted: Any) -> Sequence[Row]:
    """List elements, and say which are stale."""
    from epex.commands.narrowing import filters_of  # noqa: PLC0415 - start-up: --help lists nothing

    return [_dated(base, row) for row in base.queries().listing("element", filters_of(base, **wanted))]


@group.command("show", example='epex element show "Evening round"', help="Show one, with all that you may read of it.")
@WHICH
@reading(lambda row: print_page(_looked(row)))
def show(base: "KnowledgeBase", which: str) -> Row:
    """Show one element, and say whether it is stale."""
    queries = base.queries()
    return _dated(base, queries.show(queries.resolve(which, "element")))


def _dated(base: "KnowledgeBase", row: Row) -> Row:
    return {**row, "stale": is_stale(row["status"], row["review_by"], base.day)}


def _looked(row: Row) -> Row:
    """Word for people what programs read as yes or no: a stale label says so, a transfer tells its standing."""
    words = "merged" if row["status"] == "merged" else row["label"].replace("_", " ")
    words = f"{words}, stale since {row['review_by']}" if row["stale"] else words
    told = {name: value for name, value in row.items() if name not in ("stale", "described_on")}
    if "transfers" in row:
        told["transfers"] = [_told(transfer, row["id"]) for transfer in row["transfers"]]
    return {**told, "label": words}


def _told(transfer: Row, element_id: str) -> Row:
    aside = {"evaluated", "receiving", *(("element", "element_title") if transfer["element"] == element_id else ())}
    return {name: value for name, value in transfer.items() if name not in aside}


def _closed(desk: "Desk", which: str) -> Element:
    """Load an element, and let nobody but its owner and who acts read what is recorded.

    Raises Refused when other readers are asked for.
    """
    if desk.command.visibility != CLOSED:
        raise Refused("A review is for its writer and the owner of the element; leave out --visibility.")
    stream = desk.seen(which, "element")
    known = desk.base.log.load(stream).state
    desk.command = replace(desk.command, audience=known.organisation if known else None)
    loaded: Element = desk.act.load(stream)
    return loaded


def _given(description: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in description.items() if value}
