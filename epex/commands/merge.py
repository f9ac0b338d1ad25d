"""Merging branches: the key that a bundle is made for, and what was held back until somebody decides."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from epex.app.keeping.counting import counted
from epex.commands.frame import Subject, as_json, reading
from epex.commands.pages import nested, print_fields
from epex.commands.printing import bold, cell, plain, print_json, print_receipt, wrap
from epex.commands.progress import tell
from epex.core.decision import Refused

if TYPE_CHECKING:
    from epex.commands.session import Session

Row = Mapping[str, Any]
ID_LENGTH, DAY = 8, len("2017-03-14")
CHOICES = ("lets it count from now on", "drops it for good")
VERSIONS = ("What was recorded first", "What was recorded later")
FIELDS = ("because", "occurred_on", "base", "status", "settled_by_name")


def print_conflicts(rows: list[Row]) -> None:
    """Print what is held back, and for what."""
    if not rows:
        click.echo("No merge holds anything back.", err=True)
        return
    for row in rows:
        click.echo(wrap(plain(f"{row['id'][:ID_LENGTH]}  {_day(row)}  {row['title']}."), "  ", ""))
        standing = f" It was {row['status']} by {row['settled_by_name']}." if "settled_by_name" in row else ""
        click.echo(wrap(plain(f"Held back, for {row['because']}.{standing}"), "  "))


def print_conflict(row: Row) -> None:
    """Print one event that is held back, with what else there is of the same."""
    click.echo(bold(wrap(plain(f"{row['title']}."))))
    click.echo(row["id"])
    click.echo()
    print_fields({"recorded": row["recorded_at"][:DAY], **{name: cell(row[name]) for name in FIELDS if row.get(name)}})
    if not row["versions"]:
        _print_said("What it says", row["said"], row["titles"])
    _print_versions(row)
    click.echo(f"\n{bold('What was recorded on the same here')}")
    for one in row["history"]:
        mark = "> " if one["is_this"] else "  "
        click.echo(wrap(plain(f"{mark}{one['position']}  {one['recorded_at'][:DAY]}  {one['summary']}."), "      ", ""))
    if row["status"] == "waiting":
        _print_choices(row)


def _print_versions(row: Row) -> None:
    """Print in what the versions differ, with the one that counts marked."""
    told = [{**version["said"], "occurred_on": version["occurred_on"]} for version in row["versions"]]
    counting = 1 if row["status"] == "applied" else 0
    for place, (version, said) in enumerate(zip(row["versions"], told, strict=True)):
        others = {name: value for name, value in said.items() if any(value != other.get(name) for other in told)}
        _print_said(VERSIONS[place] + (", and counts" if place == counting else ""), others, version["titles"])


def _print_said(heading: str, said: Row, titles: Mapping[str, str]) -> None:
    if lines := list(nested(_titled(said, titles))):
        click.echo("\n".join([f"\n{bold(heading)}", *lines]))


def _titled(value: Any, titles: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {name: _titled(one, titles) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_titled(one, titles) for one in value]
    return titles.get(value, value) if isinstance(value, str) else value


def _print_choices(row: Row) -> None:
    event = row["id"][:ID_LENGTH]
    apply, drop = ("lets the later one count", "keeps the first") if row["versions"] else CHOICES
    if row["objection"]:
        click.echo(
            wrap(f"\nIt cannot count as things stand: {row['objection']}. Drop it, and record it anew if it holds.")
        )
    else:
        click.echo(f"\nepex merge settle {event} --apply --reason WHY   {apply}")
    click.echo(f"epex merge settle {event} --drop --reason WHY    {drop}")


def _day(row: Row) -> str:
    return str(row["occurred_on"] or row["recorded_at"][:DAY])


group = Subject("merge", help="Merge branches, and decide on what a merge held back.", example="epex merge list")


@group.command("key", example="epex merge key")
@as_json
@click.pass_obj
def key(session: "Session", json: bool) -> None:
    """Print the key for which another branch makes a bundle: 'epex export --bundle FILE --to KEY'."""
    from epex.app.merging.receiving import receiver_of  # noqa: PLC0415 - start-up: --help makes no key
    from epex.core.reader import EVALUATION  # noqa: PLC0415 - start-up: as above

    receiver = receiver_of(session.config())
    if json:
        print_json({"base": receiver.base_id, "key": str(receiver), "evaluation": EVALUATION in receiver.keys})
        return
    click.echo(str(receiver))
    if EVALUATION not in receiver.keys:
        tell("The evaluation's wrapping key is not here, so interviews will come without what opens them.")


@group.command("list", example="epex merge list")
@click.option("--settled", is_flag=True, help="Also what was decided on already.")
@reading(print_conflicts)
def listed(base: Any, *, settled: bool = False) -> list[Any]:
    """List what merges hold back and waits for a decision, as far as you may read it."""
    rows: list[Any] = base.queries().conflicts(settled=settled)
    return rows


@group.command("show", example="epex merge show 20691681")
@click.argument("event")
@reading(print_conflict)
def show(base: Any, event: str) -> Any:
    """Show one event that is held back: what it says, why it does not count, and what happened here meanwhile."""
    from epex.app.merging.twice import versions  # noqa: PLC0415 - start-up: as above
    from epex.projections.hiding import ids_in  # noqa: PLC0415 - start-up: --help shows nothing
    from epex.projections.history import AuditFilters  # noqa: PLC0415 - start-up: as above
    from epex.projections.sight import Sight  # noqa: PLC0415 - start-up: as above

    queries = base.queries()
    row = queries.conflict(event)
    (fact,) = base.log.reader.facts(row["position"] - 1, row["position"], through=True)
    said = Sight(base.views, base.reader).said(fact)
    events = queries.audit_log(AuditFilters(subject=row["stream_id"]))
    return {
        **row,
        "said": said,
        "titles": queries.titles(ids_in(said)),
        "history": [{**one, "is_this": one["event_id"] == row["id"]} for one in events],
        "versions": versions(base, row["position"]),
        "objection": _objection(base, row),
    }


def _objection(base: Any, row: Row) -> str:
    """Say why something that waits could not be let count."""
    from epex.app.merging.settling import objection  # noqa: PLC0415 - start-up: --help shows nothing
    from epex.core.merging import MEANINGS  # noqa: PLC0415 - start-up: as above

    why = objection(base, row["id"]) if row["status"] == "waiting" else ""
    return MEANINGS.get(why, "")


@group.command("settle", example='epex merge settle 20691681 --drop --reason "The plenary decided otherwise."')
@click.argument("event")
@click.option("--apply", "applied", is_flag=True, help="Let it count from now on.")
@click.option("--drop", "dropped", is_flag=True, help="Let it never count.")
@click.option("--reason", metavar="TEXT", required=True, help="Why.")
@as_json
@click.pass_obj
def settle(session: "Session", event: str, applied: bool, dropped: bool, reason: str, json: bool) -> None:
    """Decide what becomes of an event that is held back, and of what was recorded together with it."""
    from epex.app.merging.settling import settle_conflict  # noqa: PLC0415 - start-up: --help settles nothing

    if applied == dropped:
        raise click.UsageError("Say one of the two: --apply lets it count from now on, --drop never.")
    receipt = settle_conflict(session.open(), event, applied=applied, reason=reason)
    recorded = {"position": receipt.position, "events": list(receipt.events), "id": receipt.id}
    print_json(recorded) if json else print_receipt(recorded)  # type: ignore[arg-type]


@group.command("look", example="epex merge look")
@as_json
@click.pass_obj
def look(session: "Session", json: bool) -> None:
    """Look at every byte for what was erased in another branch, when a merge was broken off before it did."""
    from epex.app.merging.gone import look as look_through  # noqa: PLC0415 - start-up: --help looks at nothing
    from epex.app.merging.gone import looks_due  # noqa: PLC0415 - start-up: as above

    base = session.open()
    due = len(looks_due(base))
    left = look_through(base, tell)
    if json:
        print_json({"looked": due, "left": left})
    elif not left:
        click.echo("Nothing of it is left." if due else "No merge waits for a look.")
    if left:
        raise Refused(_still(left))


def print_exported(told: Row) -> None:
    """Tell what a bundle holds."""
    click.echo(f"{told['file']} holds {told['size']} events and {told['keys']} keys, for {told['to_base']} alone.")
    click.echo("Send it on; there it is merged with 'epex import FILE'. It holds all that is in this base.")


def print_merged(told: Row) -> None:
    """Tell what a merge took in."""
    events, would = counted(told["recorded"], "event"), "" if told["position"] or not told["recorded"] else "would be "
    click.echo(f"{events} {would}taken in, {told['skipped']} known already, {len(told['held'])} held back.")
    if told["destroyed"]:
        click.echo(f"{counted(told['destroyed'], 'key')} {would}destroyed, for they were destroyed there.")
    if told["held"]:
        click.echo("What is held back changes nothing until somebody decides: see 'epex merge list'.")
    if told["to_finish"]:
        click.echo(
            f"{counted(len(told['to_finish']), 'erasure')} to be finished by a data protection officer, for more of"
            " what these people wrote has come together:"
        )
        click.echo("\n".join(f"  epex person erase {person} --ground TEXT" for person in told["to_finish"]))
    if left := told["left"][: len(told["left"]) - len(told["to_finish"])]:
        tell(_still(left))


def _still(left: list[str]) -> str:
    return f"What was erased still stands in: {'; '.join(left)}. Take it out there, then run 'epex merge look'."
