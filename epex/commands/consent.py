"""Consents: what people allow with their words; nobody but they decides."""

from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import DATE, Subject, add_list, add_show, recording
from epex.commands.quote import warn_of_few
from epex.commands.quoting import sought
from epex.core import consent
from epex.core.decision import On, Refused

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase
    from epex.commands.desk import Desk

group = Subject(
    "consent",
    help="What people allow with their words, for one quote or all.",
    example="epex consent ask quote-3f2a",
)
ON_PAPER = click.option("--on-paper", is_flag=True, help="They decided on paper; the reason says where it is.")


@group.command("ask", example='epex consent ask quote-3f2a --edition "What travels"')
@click.argument("which", metavar="QUOTE_OR_PERSON")
@click.option(
    "--scope", "scopes", type=click.Choice(consent.SCOPES), multiple=True, help="For what; else what the quote takes."
)
@click.option("--edition", metavar="PUBLICATION", help="For one edition only; else for all.")
@recording(visibility="private")
def ask(desk: "Desk", which: str, scopes: tuple[str, ...], edition: str = "") -> list[On]:
    """Ask the author of a quote for consent to print it, or somebody for consent to a use of all their words."""
    if desk.command.visibility != "private":
        raise Refused(
            "A consent is read by who is asked, who asks and the data protection officer; leave out --visibility."
        )
    book = sought(desk, edition, "publication") if edition else ""
    about = _quote_or_person(desk, which)
    quote, giver = (about, "") if about.startswith("quote-") else ("", about)
    if quote:
        desk.act.load(quote)
        giver = desk.queries.show(quote)["giver"]
        scopes = _unanswered(desk, quote, book, scopes)
    elif not scopes:
        raise Refused("Say for what the consent is, with --scope; only a quote says it by itself.")
    asked = [consent.ask(desk.new("consent"), giver, one, by=desk.by, quote=quote, edition=book) for one in scopes]
    return [on for ons in asked for on in ons]


def tell_places(base: "KnowledgeBase", recorded: Any) -> dict[str, Any]:
    """List every place where the words stand, and what to do there."""
    return {"places": base.queries().show(recorded["id"])["places"]}


@group.command("give", example="epex consent give consent-3f2a --expires 2021")
@click.argument("which", metavar="CONSENT")
@click.option("--expires", "expires_on", type=DATE, metavar="DATE", help="The last day on which it holds.")
@ON_PAPER
@recording(visibility="private")
def give(desk: "Desk", which: str, on_paper: bool, expires_on: str = "") -> list[On]:
    """Give the consent that you were asked for; with it the network may read the words."""
    stream = sought(desk, which, "consent")
    day = desk.day or desk.base.day
    asked = desk.act.load(stream)
    if asked.quote:
        warn_of_few(desk, asked.giver, desk.queries.show(asked.quote)["shows"])
    return consent.give(asked, by=desk.by, given_on=day, expires_on=expires_on, on_paper=on_paper, reason=desk.reason)


@group.command("refuse", example="epex consent refuse consent-3f2a")
@click.argument("which", metavar="CONSENT")
@ON_PAPER
@recording(visibility="private")
def refuse(desk: "Desk", which: str, on_paper: bool) -> list[On]:
    """Refuse the consent that you were asked for; nobody has to say why."""
    stream = sought(desk, which, "consent")
    return consent.refuse(desk.act.load(stream), by=desk.by, on_paper=on_paper, reason=desk.reason)


@group.command("withdraw", example="epex consent withdraw consent-3f2a")
@click.argument("which", metavar="CONSENT")
@ON_PAPER
@recording(visibility="private", telling=tell_places)
def withdraw(desk: "Desk", which: str, on_paper: bool) -> list[On]:
    """Withdraw your consent at any time; every place of the words is listed, frozen editions included."""
    stream = sought(desk, which, "consent")
    return consent.withdraw(desk.act.load(stream), by=desk.by, on_paper=on_paper, reason=desk.reason)


add_list(group, "status", "giver", "quote", filters=False, example="epex consent list")
add_show(group, "epex consent show consent-3f2a")


def _quote_or_person(desk: "Desk", which: str) -> str:
    if which.startswith("quote-"):
        return sought(desk, which, "quote")
    try:
        return sought(desk, which, "person")
    except Refused as nobody:
        if which.startswith("person-"):
            raise
        try:
            return sought(desk, which, "quote")
        except Refused:
            raise nobody from None


def _unanswered(desk: "Desk", quote: str, edition: str, scopes: tuple[str, ...]) -> tuple[str, ...]:
    """Name the scopes that nobody has asked for yet, or that were refused or withdrawn."""
    shown = desk.queries.show(quote)
    known = [
        row for row in desk.queries.listing("consent") if row["quote"] == quote and row["edition"] in ("", edition)
    ]
    answered = {row["scope"] for row in known if row["status"] in ("asked", "given")}
    wanted = scopes or tuple(shown["consents_needed"])
    found = tuple(scope for scope in wanted if scope not in answered)
    if not found:
        raise Refused("This consent was asked for already; 'epex quote show' tells how it was answered.")
    return found
