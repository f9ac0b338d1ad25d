"""The audit: what happened, who decided it, why, and whether the log is whole."""

import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any, cast

import click

from epex.commands.frame import DATE, Subject, as_json, options, paged, reading
from epex.commands.pages import print_log, print_page, print_reasons
from epex.commands.printing import print_json
from epex.core.decision import Refused

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase
    from epex.commands.session import Session

POSITION = re.compile(r"[0-9]{1,15}")
WINDOW = options(
    click.option("--since", type=DATE, metavar="DATE", help="From this date on."),
    click.option("--until", type=DATE, metavar="DATE", help="Up to this date."),
    click.option(
        "--by", type=click.Choice(["recorded", "occurred"]), default="recorded", show_default=True, help="Date."
    ),
)

group = Subject(
    "audit",
    help="What happened, who decided it, and why.",
    example='epex audit why "Trust before content"',
)


@group.command("log", example="epex audit log --since 2017-03 --type theme")
@WINDOW
@click.option("--actor", metavar="PERSON", help="What somebody recorded.")
@click.option("--organisation", metavar="ID", help="What people of an organisation recorded.")
@click.option("--type", metavar="TYPE", help="One type, such as theme.merged, or all of a subject: theme.")
@click.option("--subject", metavar="ID", help="What was recorded on one thing.")
@paged
@reading(print_log)
def log(base: "KnowledgeBase", actor: str = "", organisation: str = "", subject: str = "", **wanted: Any) -> Any:
    """List what happened, as sentences."""
    from epex.commands.finding import find  # noqa: PLC0415 - start-up: --help reads nothing
    from epex.projections.history import AuditFilters  # noqa: PLC0415 - start-up: as above

    named: dict[str, Any] = {
        "actor": find(base, actor, "person") if actor else "",
        "organisation": find(base, organisation, "organisation") if organisation else "",
        "subject": find(base, subject) if subject else "",
    }
    return base.queries().audit_log(AuditFilters(**named, **wanted))


@group.command("show", example="epex audit show 412")
@click.argument("event", metavar="POSITION_OR_EVENT_ID")
@reading(print_page)
def show(base: "KnowledgeBase", event: str) -> Any:
    """Show one event with what it says."""
    row = _event(base, event)
    fact = base.log.facts(after=row["position"] - 1, upto=row["position"])[0]
    known = fields(cast("Any", fact.event)) if fact.event.type == row["type"] else ()
    said = {field.name: getattr(fact.event, field.name) for field in known}
    if said.get("document") and said["document"] not in base.queries().titles([said["document"]]):
        said.pop("quote", None)
    envelope = {
        name: getattr(fact.envelope, name) for name in ("recorded_by", "command_id", "ordinal", "schema_version")
    }
    return {"id": row["event_id"], "title": row["summary"], **row, **envelope, "said": said}


@group.command("why", example='epex audit why "Trust before content"')
@click.argument("which", metavar="ID")
@reading(print_reasons)
def why(base: "KnowledgeBase", which: str) -> Any:
    """Show everything that led to a theme, element or transfer, back to visits and reflections."""
    queries = base.queries()
    return queries.why(queries.resolve(which))


@group.command("trace", example="epex audit trace visit-3f2a")
@click.argument("which", metavar="ID")
@reading(print_reasons)
def trace(base: "KnowledgeBase", which: str) -> Any:
    """Show everything that came of a visit or reflection."""
    queries = base.queries()
    return queries.trace(queries.resolve(which))


@group.command("verify", example="epex audit verify --json")
@as_json
@click.pass_context
def verify(ctx: click.Context, json: bool) -> None:
    """Hash every event again and hold it against the ledger; exit 1 when something is wrong."""
    session: Session = ctx.obj
    verdict = session.open().verify()
    if json:
        print_json(verdict)
    elif verdict["ok"]:
        click.echo(f"All {verdict['size']} events are as they were recorded. Root {verdict['root']}")
    for fault in [] if json else verdict["faults"]:
        click.echo(f"Event {fault['position']}: {fault['what']}.")
    ctx.exit(0 if verdict["ok"] else 1)


def _event(base: "KnowledgeBase", text: str) -> dict[str, Any]:
    from epex.projections.history import AuditFilters  # noqa: PLC0415 - start-up: --help reads nothing

    # A position is also looked up by its event's id, for a list can be narrowed to that.
    if not text.strip():
        raise Refused("The event is empty; give its position or its id, as 'epex audit log' shows them.")
    position = int(text) if POSITION.fullmatch(text) else 0
    facts = base.log.facts(after=position - 1, upto=position) if position else []
    wanted = facts[0].envelope.event_id if facts else text
    rows = base.queries().audit_log(AuditFilters(event=wanted))
    if not rows:
        raise Refused(f"There is no event {text} that you may read; 'epex audit log' lists those there are.")
    return rows[0]
