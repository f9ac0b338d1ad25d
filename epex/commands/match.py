"""Matching: what organisations offer and need, who could visit whom and why, and what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

import click

from epex.commands.frame import DATE, IN_SETTING, LANGUAGE, Subject, as_json, narrowed, paged, reading, recording
from epex.commands.pages import print_page
from epex.commands.printing import bold, plain, print_table, short, wrap
from epex.commands.report import tell_faults
from epex.core import match
from epex.core.decision import On, Refused
from epex.core.match import FROM_PLUGINS, Replacement, may_propose
from epex.core.need import NeedStated
from epex.core.need import state as state_need
from epex.core.need import withdraw as withdraw_need
from epex.core.offer import OfferMade, require_open
from epex.core.offer import make as make_offer
from epex.core.offer import withdraw as withdraw_offer
from epex.core.vocabulary import MATCH_SIDES, SETTINGS

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase
    from epex.commands.desk import Desk
    from epex.projections.matching import Weigh

KINDS = {"matches": "match", "offers": "offer", "needs": "need"}
COLUMNS = {
    "match": ("status", "year", "accepted"),
    "offer": ("status", "year", "organisation", "settings", "capacity"),
    "need": ("status", "year", "organisation", "setting"),
}
FIRST = 10
NO_PAIR = (
    "There is no pair to propose: nobody has anything to show each other, or their matches are under way; 'epex match "
    "offer' and 'epex match need' say more."
)
NO_SUCH_PAIR = "There is no such pair to propose; 'epex match propose' alone ranks all that there are."
WIDE = "           "

group = Subject(
    "match",
    help="Offers, needs, and who could visit whom.",
    example='epex match propose --visitor "Prison Service South"',
)
WHICH = click.argument("which", metavar="MATCH")
OWN = click.option("--organisation", metavar="ID", help="Whose it is; else your own organisation's.")
TEXT_LANGUAGE = click.option(
    "--language", type=LANGUAGE, default="en", show_default=True, help="The language of the text."
)
SPEAK = click.option(
    "--speak",
    "languages",
    metavar="CODE",
    multiple=True,
    help="A language that they speak, such as de; else the profile's.",
)
YEAR = click.option("--year", type=int, metavar="N", help="The programme year; else any.")
SIDE = click.option("--side", type=click.Choice(MATCH_SIDES), help="For this side; else for your own.")


@group.command("offer", example='epex match offer "How a case table is chaired" --setting multi_agency --capacity 2')
@click.argument("text", metavar="[TEXT]", required=False)
@OWN
@TEXT_LANGUAGE
@click.option("--setting", "settings", type=click.Choice(SETTINGS), multiple=True, metavar="S", help=IN_SETTING)
@SPEAK
@click.option("--capacity", type=int, metavar="N", default=1, show_default=True, help="Room for how many visits.")
@YEAR
@click.option("--from", "starts_on", type=DATE, metavar="DATE", help="From this date on.")
@click.option("--until", "ends_on", type=DATE, metavar="DATE", help="Up to this date.")
@click.option("--constraints", metavar="TEXT", help="What visitors have to know, such as weeks of vetting.")
@recording(text="text", required=True)
def offer(desk: "Desk", organisation: str = "", **given: Any) -> list[On]:
    """Offer to host: what can be shown."""
    home = desk.load(organisation or desk.home, "organisation")
    require_open(given.get("year", 0), desk.queries.open_years())
    return make_offer(desk.new("offer"), OfferMade(organisation=home.id, **given), home, by=desk.by)


@group.command("need", example='epex match need "How others end an accompaniment" --setting exit_programme')
@click.argument("text", metavar="[TEXT]", required=False)
@OWN
@TEXT_LANGUAGE
@click.option("--task", metavar="TEXT", help="The task at home that it is for.")
@click.option("--setting", type=click.Choice(SETTINGS), metavar="S", help=IN_SETTING)
@SPEAK
@YEAR
@recording(text="text", required=True)
def need(desk: "Desk", organisation: str = "", **given: Any) -> list[On]:
    """State what an organisation wants to learn elsewhere."""
    home = desk.load(organisation or desk.home, "organisation")
    require_open(given.get("year", 0), desk.queries.open_years())
    return state_need(desk.new("need"), NeedStated(organisation=home.id, **given), home, by=desk.by)


@group.command("withdraw", example='epex match withdraw need-3f2a --reason "We found it at home"')
@click.argument("which", metavar="OFFER_OR_NEED")
@recording()
def withdraw(desk: "Desk", which: str) -> list[On]:
    """Take an offer or a need back."""
    known = desk.load(_meant(desk.queries, which, "offer", "need"), "")
    home = desk.load(known.organisation, "organisation")
    if known.id.startswith("offer-"):
        return withdraw_offer(known, home, by=desk.by)
    return withdraw_need(known, home, by=desk.by)


def _suggest(base: Any, host: str = "", visitor: str = "", year: int = 0, **page: Any) -> Sequence[Any]:
    queries, reader = base.queries(), base.reader
    require_open(year, queries.open_years())
    ends = [queries.resolve(one, "organisation") if one else "" for one in (host, visitor)]
    weigh = _weigh(base)
    rows: Sequence[Any] = (
        [queries.suggestion(*ends, year, weigh)] if all(ends) else queries.suggestions(*ends, year, weigh)
    )
    _tell_faults(base)
    start, limit = page.get("offset", 0), page.get("limit")
    shown = rows if all(ends) else rows[start : None if limit is None else start + limit]
    return [{**row, "may_propose": may_propose(reader.organisation, reader.roles, row)} for row in shown]


def _weigh(base: "KnowledgeBase") -> "Weigh | None":
    if not base.extensions.enabled:
        return None
    from epex.app.weighing import weighing  # noqa: PLC0415 - start-up: most bases have no plugin

    return weighing(base)


def _tell_faults(base: "KnowledgeBase") -> None:
    if base.extensions.enabled:
        tell_faults(base.plugins())


def _grounds(desk: "Desk", host: str, visitor: str, year: int) -> match.MatchProposed:
    # What plugins say rests on what the network reads, so it is not for everybody.
    weigh = None if desk.command.visibility == "public" else _weigh(desk.base)
    found = desk.queries.grounds(host, visitor, year, weigh)
    _tell_faults(desk.base)
    return found


def print_suggestions(rows: Sequence[Any], most: int | None = None) -> None:
    """Print who could visit whom, with what speaks for it and what against."""
    if not rows:
        asked = click.get_current_context().params
        narrowed = any(asked.get(name) for name in ("host", "visitor", "year"))
        click.echo(NO_SUCH_PAIR if narrowed else NO_PAIR)
    for row in rows[:most]:
        click.echo(bold(wrap(plain(row["title"]))))
        for name, heading in (("reasons", "  for"), ("against", "  against")):
            for place, reason in enumerate(row[name]):
                click.echo(wrap(plain(reason["text"]), WIDE, f"{'' if place else heading:<{len(WIDE)}}"))
        ends = f"--host {short(row['host'])} --visitor {short(row['visitor'])}"
        click.echo(f"  to propose epex match propose {ends}\n" if row["may_propose"] else "")
    if most is not None and len(rows) > most:
        click.echo(f"{len(rows) - most} more: epex match propose --limit {len(rows)}", err=True)


def _or_suggest(record: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command record when both sides are named, and else only read."""
    some, all_asked_for = (reading(partial(print_suggestions, most=most))(_suggest) for most in (FIRST, None))

    @wraps(record)
    def command(*, dry_run: bool, limit: int | None, offset: int, **given: Any) -> None:
        if given["host"] and given["visitor"] and not dry_run:
            record(**given)
            return
        which = {name: given[name] for name in ("host", "visitor", "year", "json")}
        (some if limit is None else all_asked_for)(**which, limit=limit, offset=offset)

    return command


@group.command("propose", example='epex match propose --host "Youth House North" --visitor "Prison Service South"')
@click.option("--host", metavar="ORGANISATION", help="Who would be visited.")
@click.option("--visitor", metavar="ORGANISATION", help="Who would visit.")
@YEAR
@click.option("--person", "people", metavar="PERSON", multiple=True, help="Somebody who would host or visit.")
@click.option("--dry-run", is_flag=True, help="Show the reasons of a pair, and record nothing.")
@paged
@_or_suggest
@recording()
def propose(desk: "Desk", host: str, visitor: str, people: Sequence[str], year: int = 0) -> list[On]:
    """Rank who could visit whom, with reasons; with both --host and --visitor, propose that pair."""
    stream = desk.new("match")
    require_open(year, desk.queries.open_years())
    hosting, visiting = (desk.load(one, "organisation") for one in (host, visitor))
    named = [desk.load(one, "person") for one in people]
    grounds = _grounds(desk, hosting.id, visiting.id, year)
    proposed = replace(grounds, people=tuple(person.id for person in named))
    standing = desk.queries.standing_match(proposed)
    return match.propose(stream, proposed, hosting, visiting, by=desk.by, people=named, standing=standing)


@group.command("accept", example="epex match accept match-3f2a")
@WHICH
@SIDE
@recording()
def accept(desk: "Desk", which: str, side: str = "") -> list[On]:
    """Accept a match for one's own side; it stands when both sides have."""
    known = desk.load(which, "match")
    organisations = [desk.load(one, "organisation") for one in (known.host, known.visitor)]
    return match.accept(known, by=desk.by, side=side, organisations=organisations)


@group.command("decline", example='epex match decline match-3f2a --reason "No vetting in time" --replacement "Harbour"')
@WHICH
@SIDE
@click.option("--replacement", metavar="ORGANISATION_OR_PERSON", help="Who comes in instead; a match is proposed.")
@recording(required=True)
def decline(desk: "Desk", which: str, side: str = "", replacement: str = "") -> list[On]:
    """Decline a match with the reason, and perhaps name who comes in instead."""
    known = desk.load(which, "match")
    instead = _instead(desk, known, side, replacement) if replacement else None
    return match.decline(known, desk.reason, by=desk.by, side=side, replacement=instead)


def _lister(subject: str) -> Callable[..., None]:
    @reading(lambda rows: print_table(rows, COLUMNS[subject]))
    def rows(base: Any, **wanted: Any) -> Sequence[Any]:
        from epex.commands.narrowing import filters_of  # noqa: PLC0415 - start-up: --help lists nothing

        found: Sequence[Any] = base.queries().listing(subject, filters_of(base, **wanted))
        return found

    return rows


LISTS = {subject: _lister(subject) for subject in COLUMNS}
for kind in ("offers", "needs"):
    group.command(kind, help=f"List the {kind}.", example=f"epex match {kind} --setting prison")(
        narrowed(paged(LISTS[KINDS[kind]]))
    )


@group.command("list", example="epex match list --kind offers --setting prison")
@click.option("--kind", type=click.Choice(list(KINDS)), default="matches", show_default=True, help="What to list.")
@narrowed
@paged
@as_json
def listed(kind: str, **wanted: Any) -> None:
    """List matches, offers or needs."""
    LISTS[KINDS[kind]](**wanted)


def print_matched(row: Any) -> None:
    """Print the page of a match, its reasons as sentences."""
    told = {name: [{"title": one["text"]} for one in row[name]] for name in ("reasons", "against") if name in row}
    # What plugins said stands among the reasons.
    print_page({name: value for name, value in {**row, **told}.items() if name not in FROM_PLUGINS})


@group.command("show", example="epex match show match-3f2a")
@click.argument("which", metavar="MATCH")
@reading(print_matched)
def show(base: Any, which: str) -> Any:
    """Show a match, an offer or a need, with all that you may read of it."""
    queries = base.queries()
    return queries.show(_meant(queries, which, "match", "offer", "need"))


def _meant(queries: Any, text: str, *subjects: str) -> str:
    """Find what a text means among several subjects."""
    for subject in subjects:
        if text.startswith(f"{subject}-"):
            return str(queries.resolve(text, subject))
    found = [one for subject in subjects if (one := _titled(queries, text, subject))]
    if not found:
        return str(queries.resolve(text, subjects[0]))
    if len(found) > 1:
        raise Refused(f"'{text}' means several things: {', '.join(found)}; give one of these ids.")
    return found[0]


def _titled(queries: Any, text: str, subject: str) -> str:
    try:
        return str(queries.resolve(text, subject))
    except Refused:
        return ""


def _instead(desk: "Desk", known: match.Match, side: str, text: str) -> Replacement:
    found = _meant(desk.queries, text, "organisation", "person")
    person = desk.load(found, "person") if found.startswith("person-") else None
    comes = desk.load(person.organisation if person else found, "organisation")
    instead = Replacement(desk.new("match"), comes, person)
    own = known.sides_of(desk.by)
    declining = side or (own[0] if len(own) == 1 else "")
    if not declining:
        return instead
    stays = desk.load(known.organisation("visitor" if declining == "host" else "host"), "organisation")
    host, visitor = (comes.id, stays.id) if declining == "host" else (stays.id, comes.id)
    named = (person.id,) if person else ()
    proposed = replace(_grounds(desk, host, visitor, known.year), people=named)
    return replace(instead, proposed=proposed, stays=stays, standing=desk.queries.standing_match(proposed))
