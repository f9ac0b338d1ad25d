"""The audit: what happened, who decided it, why, and whether the log is whole."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from epex.commands.differing import diff
from epex.commands.frame import DATE, Subject, as_json, options, paged, reading
from epex.commands.pages import print_log, print_page
from epex.commands.printing import print_json
from epex.commands.report import write
from epex.commands.tracing import trace, why
from epex.core.decision import Refused
from epex.core.watching import watched

if TYPE_CHECKING:
    from epex.app.auditing.witness import Seen
    from epex.app.base import KnowledgeBase
    from epex.commands.session import Session
    from epex.core.log.notes import PublicKey

POSITION = re.compile(r"[0-9]{1,15}")
FILE = click.Path(path_type=Path)
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
    from epex.projections.history import AuditFilters  # noqa: PLC0415 - start-up: --help reads nothing

    named: dict[str, Any] = {
        "actor": base.find(actor, "person") if actor else "",
        "organisation": base.find(organisation, "organisation") if organisation else "",
        "subject": base.find(subject) if subject else "",
    }
    return base.queries().audit_log(AuditFilters(**named, **wanted))


@group.command("show", example="epex audit show 412")
@click.argument("event", metavar="POSITION_OR_EVENT_ID")
@reading(print_page)
def show(base: "KnowledgeBase", event: str) -> Any:
    """Show one event with what it says."""
    from epex.projections.sight import Sight  # noqa: PLC0415 - start-up: only what an event says needs it

    row = _event(base, event)
    fact = base.log.facts(after=row["position"] - 1, upto=row["position"])[0]
    envelope = {
        name: getattr(fact.envelope, name) for name in ("recorded_by", "command_id", "ordinal", "schema_version")
    }
    return {
        "id": row["event_id"],
        "title": row["summary"],
        **row,
        **envelope,
        "said": Sight(base.views, base.reader).said(fact),
    }


group.add_command(why)
group.add_command(trace)
group.add_command(diff)


@group.command("verify", example="epex audit verify --checkpoint kept-by-a-partner.txt")
@click.option("--checkpoint", "outside", type=FILE, metavar="FILE", help="One that was kept outside this folder.")
@as_json
@click.pass_context
def verify(ctx: click.Context, outside: Path | None, json: bool) -> None:
    """Hash every event again, and hold the log against its ledger and its checkpoints; exit 1 when something is wrong.

    With a checkpoint that was kept outside, it shows that the log only grew since. No key is needed.
    """
    verdict = _verified(ctx.obj, outside)
    if json:
        print_json(verdict)
    else:
        print_verdict(verdict)
    ctx.exit(0 if verdict["ok"] else 1)


@group.command("checkpoint", example="epex audit checkpoint")
@click.option("--cosigned", type=FILE, metavar="FILE", help="Take in one that a witness has cosigned.")
@click.option("--kept", type=FILE, metavar="FILE", help="After a restore: the newest one that somebody outside keeps.")
@click.option("--none-kept", is_flag=True, help="After a restore: nobody outside keeps one.")
@click.option("--since", type=FILE, metavar="FILE", help="Write what a witness needs that has seen this one last.")
@as_json
@click.pass_obj
def checkpoint(
    session: "Session", cosigned: Path | None, kept: Path | None, none_kept: bool, since: Path | None, json: bool
) -> None:
    """Hash every event again and sign how far the log has come, as one file under checkpoints/."""
    from epex.app.auditing.proving import prove_growth, take_cosigned  # noqa: PLC0415 - start-up: --help signs nothing
    from epex.app.auditing.verifying import told  # noqa: PLC0415 - start-up: as above
    from epex.core.log.checkpoint import file_name, read_checkpoint  # noqa: PLC0415 - start-up: as above

    base = session.open()
    base.require_now("A checkpoint")
    if since:
        if cosigned or json:
            raise click.UsageError("--since writes a text for a witness; leave out --cosigned and --json.")
        click.echo(prove_growth(base, since), nl=False)
        return
    if kept or none_kept:
        base.notary.go_on(read_checkpoint(kept) if kept else None)
    signed = take_cosigned(base, cosigned) if cosigned else base.notary.sign()
    path = base.notary.checkpoints.folder / file_name(signed.checkpoint)
    if json:
        print_json({"file": str(path), **told(signed)})
        return
    click.echo(f"{path} covers {signed.checkpoint.size} events. {_witnessed([key.name for key in signed.witnesses()])}")


@group.command("prove", example="epex audit prove 412 --output decision.tlog-proof")
@click.argument("event", metavar="POSITION_OR_EVENT_ID")
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write a file instead.")
@click.option("--origin", is_flag=True, help="Prove it in the ledger of the merged branch that recorded it first.")
@as_json
@click.pass_obj
def prove(session: "Session", event: str, output: Path | None, origin: bool, json: bool) -> None:
    """Prove that one event is in the log, as a c2sp.org/tlog-proof of at most two kilobytes."""
    from epex.app.auditing import proving  # noqa: PLC0415 - start-up: --help proves nothing

    base = session.open()
    base.require_now("A proof")
    row = _event(base, event)
    position = row["position"]
    index, leaf, proof = proving.prove_at_origin(base, row["event_id"]) if origin else proving.prove(base, position)
    if output:
        if output.exists():
            raise Refused(f"{output} is there already; name another file.")
        write(output, proof.encode())
    if json:
        print_json({"position": position, "leaf_index": index, "leaf": leaf.hex(), "proof": proof})
    elif output:
        click.echo(f"Wrote {output}. It proves the leaf {leaf.hex()}.")
    else:
        click.echo(proof, nl=False)


@group.command("bundle", example="epex audit bundle history.zip")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--public-only", is_flag=True, help="Show only words that are public; all else as hashes.")
@as_json
@click.pass_obj
def bundle(session: "Session", file: Path, public_only: bool, json: bool) -> None:
    """Write one file that an outsider can check: what you may read, hashes of all else, and the verifier."""
    from epex.app.auditing.bundle import write_bundle  # noqa: PLC0415 - start-up: --help writes nothing

    base = session.open()
    base.require_now("A bundle")
    with watched("Writing", "events") as progress:
        answer = write_bundle(base, file, public_only=public_only, progress=progress)
    if json:
        print_json(answer)
        return
    whose = "public words" if public_only else "words that you may read, and so can whoever gets the file"
    click.echo(f"Wrote {file}: {answer['size']} events, {answer['texts']} texts in it: {whose}.")
    click.echo("Check it anywhere: python verify.py FILE (verify.py lies in it; better take it from another epex).")


@group.command("witness", example="epex audit witness ../north-sea/history.zip --name harbour-school")
@click.argument("source", metavar="DIR|FILE", type=click.Path(path_type=Path))
@click.option("--folder", type=click.Path(path_type=Path), help="The witness's own folder; else the one you are in.")
@click.option("--name", metavar="N", help="The witness's name, the first time; else the folder's.")
@click.option("--key", metavar="VKEY", help="The log's key, when a checkpoint alone is shown the first time.")
@as_json
def witness(source: Path, folder: Path | None, name: str, key: str | None, json: bool) -> None:
    """Cosign, for a partner, a checkpoint of somebody else's base, if its log grew out of what was seen before.

    It needs no key of that base. Show it the base's folder, a bundle, or a checkpoint.
    """
    from epex.app.auditing.sources import shown_at  # noqa: PLC0415 - start-up: --help sees nothing
    from epex.app.auditing.verifying import told  # noqa: PLC0415 - start-up: as above
    from epex.app.auditing.witness import Witness  # noqa: PLC0415 - start-up: as above

    shown, trusted = shown_at(source), _vkey(key) if key else None
    here = Witness(folder or Path.cwd(), name or "")
    seen = here.see(shown, trusted)
    if json:
        print_json({"file": str(seen.path), "returned": seen.is_returned, **told(seen.signed)})
        return
    print_seen(seen, here.logs())


def print_seen(seen: "Seen", vkeys: Sequence[str]) -> None:
    """Say what was cosigned, and what the partner does next; `vkeys` are those of all logs seen here."""
    origin, size = seen.signed.checkpoint.origin, seen.signed.checkpoint.size
    since = "the first seen here" if seen.is_first else "and it only grew since the last one"
    click.echo(f"Cosigned: {size} events of the log {origin}, {since}. Kept as {seen.path}.")
    if seen.is_first:
        own = next(vkey for vkey in vkeys if vkey.startswith(f"{origin}+"))
        click.echo(f"Its key is {own}; compare it with the base's people, by telephone.")
    if seen.is_first and len(vkeys) > 1:
        click.echo("It is none of the logs that this witness knew before; if you expected one of those, ask why.")
    if not seen.is_returned:
        click.echo("Send that file back; the base's people take it in with 'epex audit checkpoint --cosigned FILE'.")


def print_verdict(verdict: dict[str, Any]) -> None:
    """Say what the verification found, and how far somebody outside vouches for it."""
    if verdict["ok"]:
        click.echo(f"All {verdict['size']} events are as they were recorded. Root {verdict['root']}")
    for fault in verdict["faults"]:
        click.echo(f"{'Event ' + str(fault['position']) + ': ' if fault['position'] else ''}{fault['what']}.")
    if not verdict["ok"]:
        click.echo("The log is NOT as it was recorded and signed.")
        return
    covering, uncovered = verdict["checkpoint"], verdict["uncovered_events"]
    if covering and not uncovered:
        click.echo(f"A checkpoint covers them all. {_witnessed(covering['witnesses'])}")
    elif covering:
        since = str(verdict["uncovered_since"])[:10]
        events = "1 event is" if uncovered == 1 else f"{uncovered} events are"
        click.echo(
            f"{events} not covered since {since}; the newest checkpoint that is known outside has {covering['size']}."
        )
    else:
        click.echo("Nobody outside has seen this log: a witness can, see 'epex audit witness --help'.")


def _witnessed(names: list[str]) -> str:
    who = ", ".join(name.rpartition("/")[0] for name in names)
    return f"Cosigned by {who}." if who else "No witness has cosigned it yet."


def _verified(session: "Session", outside: Path | None) -> dict[str, Any]:
    from epex.app.auditing.verifying import verify_base  # noqa: PLC0415 - start-up: --help verifies nothing
    from epex.app.opening import open_database  # noqa: PLC0415 - start-up: as above

    config = session.config()
    return verify_base(config, open_database(config), outside)


def _vkey(text: str) -> "PublicKey":
    from epex.core.log.notes import PublicKey  # noqa: PLC0415 - start-up: only a witness reads one

    try:
        return PublicKey.from_vkey(text)
    except ValueError as error:
        raise Refused(f"'{text}' is no key of a log ({error}); copy the line as its people give it.") from error


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
