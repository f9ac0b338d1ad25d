"""`epex form`: the questions after a visit as a text that is mailed, answered and read back."""

import sys
from pathlib import Path

import click

from epex.commands.frame import DATE, Subject, as_json
from epex.commands.printing import print_json, print_receipt
from epex.commands.screening import note
from epex.commands.session import Session
from epex.core.decision import Refused
from epex.core.reflection import FOLLOW_UPS
from epex.core.vocabulary import LANGUAGES

group = Subject("form", help="Ask for reflections by mail: the questions go out as a text, and come back answered.")


@group.command("export", example="epex form export 'Anna Berg' --output anna.txt", short_help="Write the questions.")
@click.argument("person")
@click.option("--language", type=click.Choice(LANGUAGES), help="Of the questions; else that of the organisation.")
@click.option("--question-set", metavar="NAME", help="Which questions; else those the network adopted.")
@click.option("--follow-up", type=click.Choice([str(months) for months in FOLLOW_UPS]), help="Months after the visit.")
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write a file.")
@as_json
@click.pass_obj
def export(
    session: Session,
    person: str,
    language: str | None,
    question_set: str | None,
    follow_up: str | None,
    output: Path | None,
    json: bool,
) -> None:
    """Write the questions on every completed visit that somebody has not reflected on, or not after so many months."""
    from epex.app.forms import export as written  # noqa: PLC0415 - start-up: --help writes nothing

    base = session.open()
    base.require_now("A form")
    who = base.queries().resolve(person, "person")
    text = written(base, who, language or "", question_set or "", int(follow_up or 0))
    if output:
        _write(output, text)
    if json:
        print_json({"person": who, "text": text})
    elif output:
        click.echo(f"Mail {output}, and read the answer with: epex form import FILE")
    else:
        click.echo(text.encode(), nl=False)


@group.command("import", example="epex form import anna.txt", short_help="Record the answers.")
@click.argument("file")
@click.option("--occurred-on", type=DATE, metavar="DATE", help="When it was written: 2017, 2017-03 or 2017-03-14.")
@as_json
@click.pass_obj
def import_(session: Session, file: str, occurred_on: str | None, json: bool) -> None:
    """Record the answers in a form that came back; - reads standard input."""
    from epex.app.forms import record_forms  # noqa: PLC0415 - start-up: --help reads nothing

    base = session.open()
    receipts = record_forms(base, _read(file), "the input" if file == "-" else file, occurred_on)
    note(fact.event for receipt in receipts if not receipt.repeated for fact in base.log.stream(receipt.id))
    for receipt in [] if json else receipts:
        if receipt.repeated:
            click.echo(f"Recorded before: {receipt.id}")
        else:
            print_receipt({"position": receipt.position, "events": list(receipt.events), "id": receipt.id})
    if json:
        events = [event for receipt in receipts for event in receipt.events]
        last = max(receipt.position for receipt in receipts)
        print_json({"position": last, "events": events, "id": receipts[0].id})


def _write(output: Path, text: str) -> None:
    try:
        with output.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise Refused(f"{output} is there already, and may hold answers; choose another name.") from error


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise Refused(f"{file} cannot be read ({error.strerror}); check the name and the rights.") from error
