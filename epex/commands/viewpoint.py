"""Viewpoints: a practitioner's own words in a chapter, signed by them."""

from typing import TYPE_CHECKING, Any

import click

from epex.commands.drafting import load_chapter
from epex.commands.frame import LANGUAGE, Subject, add_list, add_show, recording
from epex.commands.screening import require_circle, warn
from epex.core import viewpoint
from epex.core.decision import On

if TYPE_CHECKING:
    from epex.commands.desk import Desk

group = Subject(
    "viewpoint",
    help="Practitioners' viewpoints in chapters, signed by them.",
    example='epex viewpoint write "Trust comes first" --file mine.txt --dissenting',
)


def add_write(to: Subject, name: str, example: str) -> None:
    """Give a subject the command that writes a viewpoint."""

    @to.command(name, example=example)
    @click.argument("which", metavar="CHAPTER")
    @click.argument("text", metavar="[TEXT]", required=False)
    @click.option("--signed-by", "signer", metavar="PERSON", help="Whose viewpoint it is; else yours.")
    @click.option("--title", metavar="TEXT", help="A title of its own.")
    @click.option("--language", type=LANGUAGE, default="en", show_default=True, help="The language of the text.")
    @click.option("--dissenting", is_flag=True, help="It disagrees with the chapter.")
    @recording(text="text", required=True)
    def write(desk: "Desk", which: str, text: str, signer: str = "", **given: Any) -> list[On]:
        """Write a practitioner's viewpoint into a chapter; whoever's it is signs it."""
        stream = desk.find(which, "chapter")
        require_circle(desk, desk.queries.show(stream))
        warn(desk.queries, text)
        who = desk.find(signer, "person") or desk.by.person
        return viewpoint.write(desk.new("viewpoint"), load_chapter(desk, stream), who, text, by=desk.by, **given)


add_write(group, "write", 'epex viewpoint write "Trust comes first" "I saw it fail twice." --dissenting')


@group.command("sign", example="epex viewpoint sign viewpoint-3f2a")
@click.argument("which", metavar="VIEWPOINT")
@recording()
def sign(desk: "Desk", which: str) -> list[On]:
    """Sign your own viewpoint that somebody else typed in."""
    return viewpoint.sign(desk.load(which, "viewpoint"), by=desk.by)


@group.command("withdraw", example="epex viewpoint withdraw viewpoint-3f2a")
@click.argument("which", metavar="VIEWPOINT")
@recording()
def withdraw(desk: "Desk", which: str) -> list[On]:
    """Withdraw your own viewpoint; in a frozen edition it becomes [withdrawn]."""
    return viewpoint.withdraw(desk.load(which, "viewpoint"), by=desk.by, reason=desk.reason)


add_list(group, "chapter", "signer", "status", filters=False, example="epex viewpoint list")
add_show(group, "epex viewpoint show viewpoint-3f2a")
