"""What people ask about their own data, and how it is answered."""

from typing import TYPE_CHECKING

import click

from epex.commands.frame import DATE, Subject, add_list, add_show, recording
from epex.core import request
from epex.core.decision import On
from epex.core.periods import require_happened
from epex.core.request import KINDS

if TYPE_CHECKING:
    from epex.commands.desk import Desk

WHICH = click.argument("which", metavar="REQUEST")

group = Subject(
    "request",
    help="What people ask about their data; answers.",
    example='epex request receive --person "Mira Holm" --kind access',
)


@group.command("receive", example='epex request receive --person "Mira Holm" --kind access')
@click.argument("text", metavar="[TEXT]", required=False)
@click.option("--person", metavar="PERSON", help="Who asks; else yourself.")
@click.option("--kind", type=click.Choice(KINDS), required=True, help="What for.")
@click.option("--received-on", type=DATE, metavar="DATE", help="When it came in; else today. It is due a month later.")
@recording(text="text", visibility="private")
def receive(desk: "Desk", text: str, kind: str, person: str = "", received_on: str = "") -> list[On]:
    """Record what somebody asks about their personal data; everybody may for themselves."""
    day = require_happened(desk.dated(received_on), desk.base.day) or desk.base.day
    who = desk.find(person, "person") or desk.by.person
    return request.receive(desk.new("request"), who, kind, by=desk.by, received_on=day, text=text)


@group.command("extend", example='epex request extend request-3f2a --reason "Letters of six years have to be read"')
@WHICH
@recording(required=True, visibility="private")
def extend(desk: "Desk", which: str) -> list[On]:
    """Take two months more for the answer, once, and say why."""
    return request.extend(desk.load(which, "request"), desk.reason, by=desk.by)


@group.command("answer", example='epex request answer request-3f2a "Sent all that is kept, as JSON and on paper"')
@WHICH
@click.argument("text", metavar="[TEXT]", required=False)
@recording(text="text", required=True, visibility="private")
def answer(desk: "Desk", which: str, text: str) -> list[On]:
    """Record what was done about a request."""
    return request.answer(desk.load(which, "request"), text, by=desk.by)


@group.command("refuse", example='epex request refuse request-3f2a --reason "It asks for somebody else\'s data"')
@WHICH
@recording(required=True, visibility="private")
def refuse(desk: "Desk", which: str) -> list[On]:
    """Refuse a request, with the reason."""
    return request.refuse(desk.load(which, "request"), desk.reason, by=desk.by)


add_list(group, "status", "due_on", "person", filters=False, example="epex request list")
add_show(group, "epex request show request-3f2a")
