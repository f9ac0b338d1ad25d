"""`epex export`: what one may see, in open formats; or a bundle for another base."""

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from epex.commands.foreign import print_formats
from epex.commands.frame import Exampled, as_json
from epex.commands.printing import print_json
from epex.commands.progress import tell
from epex.commands.report import no_place, tell_faults
from epex.commands.session import Session
from epex.core.decision import Refused
from epex.core.watching import watched

if TYPE_CHECKING:
    from epex.app.base import KnowledgeBase
    from epex.app.exporting.folder import Written

EVENTS, TABLE = "cloudevents", "csv"
# The names of the program's own; that of the events is a built-in plugin's.
OWN = ("ndjson", TABLE)
FORMATS = (EVENTS, *OWN)
ENDINGS = {".ndjson": EVENTS, ".jsonl": EVENTS, ".json": EVENTS, ".csv": TABLE}


@click.command(
    "export",
    cls=Exampled,
    example="epex export --output ../handover",
    short_help="Write what you may see in open formats.",
)
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR|FILE", help="A new folder or file.")
@click.option("--format", "form", metavar="FORMAT", help="cloudevents (ndjson), csv, or one of --list-formats.")
@click.option("--option", "options", metavar="KEY=VALUE", multiple=True, help="What a plugin's format is to hold.")
@click.option("--list-formats", "listing", is_flag=True, help="List the formats of other programs, and their options.")
@click.option("--subject", "subjects", metavar="S", multiple=True, help="Only one subject, such as visit; repeatable.")
@click.option(
    "--bundle", type=click.Path(path_type=Path), metavar="FILE", help="Everything, for another base to merge."
)
@click.option("--to", "receiver", metavar="KEY", help="With --bundle: the receiving base's key.")
@as_json
@click.pass_obj
def command(
    session: Session,
    output: Path | None,
    form: str | None,
    subjects: tuple[str, ...],
    options: tuple[str, ...],
    bundle: Path | None,
    receiver: str | None,
    listing: bool,
    json: bool,
) -> None:
    """Write what you may see: events as CloudEvents on standard output; a table with --subject; all in a folder.

    A new folder gets the events, a CSV file of each subject, and a README. What you may not see is not in it.
    """
    if listing:
        print_formats(session, "export", OWN, json=json)
        return
    if bundle or receiver:
        _bundle(session, bundle, receiver, alone=not (output or form or subjects or options), json=json)
        return
    if (form and form not in FORMATS) or options:
        _foreign(session, form or "", output, options, with_subjects=bool(subjects), json=json)
        return
    from epex.app.exporting.tables import require_subject  # noqa: PLC0415 - start-up: --help exports nothing

    wanted = tuple(require_subject(subject) for subject in subjects)
    base, chosen = session.open(), _form(form, output, wanted)
    if output is None:
        _require_stream(chosen, wanted, json=json)
        for line in _lines(base, chosen, wanted):
            click.echo(line, nl=False)
        return
    told = _written(base, output, chosen, wanted)
    print_json(told) if json else click.echo(_sentence(told))


def _bundle(session: Session, bundle: Path | None, receiver: str | None, *, alone: bool, json: bool) -> None:
    from epex.app.merging.bundle import write_bundle  # noqa: PLC0415 - start-up: --help exports nothing
    from epex.app.merging.receiving import Receiver  # noqa: PLC0415 - start-up: as above
    from epex.commands.merge import print_exported  # noqa: PLC0415 - start-up: as above

    if not bundle or not receiver:
        raise Refused("A bundle is a file for one base; give both, --bundle FILE and --to KEY.")
    if not alone:
        raise Refused("A bundle holds everything; leave out --output, --format and --subject.")
    told = write_bundle(session.open(), bundle, Receiver.parse(receiver), tell=tell)
    print_json(told) if json else print_exported(told)


def _foreign(
    session: Session, form: str, output: Path | None, options: tuple[str, ...], *, with_subjects: bool, json: bool
) -> None:
    """Write a format that a plugin adds."""
    from epex.app.exporting.folder import write_file  # noqa: PLC0415 - start-up: --help exports nothing
    from epex.plugins.exchanges import exported  # noqa: PLC0415 - start-up: as above
    from epex.plugins.reports import parse_options  # noqa: PLC0415 - start-up: as above

    if form in ("", *FORMATS):
        raise Refused("Options belong to a format of another program; name it with --format, or leave them out.")
    if with_subjects:
        raise Refused("A format of another program says by itself what it holds; leave --subject out.")
    if output is None:
        raise Refused(no_place(form))
    base = session.open()
    plugins = base.plugins()
    try:
        write_file(output, exported(plugins, form, base.queries(), parse_options(options), OWN))
    finally:
        tell_faults(plugins)
    told = {"output": str(output), "format": form, "bytes": output.stat().st_size}
    print_json(told) if json else click.echo(f"Wrote {output}.")


def _form(form: str | None, output: Path | None, subjects: tuple[str, ...]) -> str:
    """Choose a form: what is asked for, else what the file's name says; a table when one subject is printed."""
    if form:
        return TABLE if form == TABLE else EVENTS
    if output is None:
        return TABLE if subjects else EVENTS
    return ENDINGS.get(output.suffix.lower(), "")


def _require_stream(form: str, subjects: tuple[str, ...], *, json: bool) -> None:
    if json:
        raise click.UsageError("--json tells what was written into --output; the events are JSON anyway.")
    if form == TABLE and len(subjects) != 1:
        raise Refused("One table can be printed at a time; give one --subject, or a new folder with --output.")


def _lines(base: "KnowledgeBase", form: str, subjects: tuple[str, ...]) -> Iterator[str]:
    from epex.app.exporting.events import cloud_events  # noqa: PLC0415 - start-up: --help exports nothing
    from epex.app.exporting.tables import Tables  # noqa: PLC0415 - start-up: as above

    of = "rows" if form == TABLE else "events"
    # Lines that run down the terminal are progress enough.
    with nullcontext() if sys.stdout.isatty() else watched("Writing", of) as progress:
        if form == TABLE:
            yield from Tables(base).lines(subjects[0], progress)
        else:
            yield from (f"{line}\n" for line in cloud_events(base, subjects, progress))


def _written(base: "KnowledgeBase", output: Path, form: str, subjects: tuple[str, ...]) -> "Written":
    from epex.app.exporting.folder import Written, write_file, write_folder  # noqa: PLC0415 - start-up: --help exports nothing

    if output.suffix.lower() not in ENDINGS:
        events = form != TABLE
        return write_folder(base, output, subjects, with_events=events)
    _require_stream(form, subjects, json=False)
    count = write_file(output, _lines(base, form, subjects))
    if form == TABLE:
        return Written(output=str(output), events=0, tables={subjects[0]: count - 1})
    return Written(output=str(output), events=count, tables={})


def _sentence(told: "Written") -> str:
    parts = [f"{told['events']} events"] if told["events"] else []
    if told["tables"]:
        parts.append(f"{sum(told['tables'].values())} rows in {len(told['tables'])} tables")
    return f"Wrote {told['output']}: {' and '.join(parts) or 'nothing'}."
