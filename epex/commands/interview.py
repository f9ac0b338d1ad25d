"""Interviews by the evaluator, sealed from everybody else."""

from typing import TYPE_CHECKING

import click

from epex.commands.confiding import add_withdraw, open_years
from epex.commands.frame import LANGUAGE, Subject, add_list, add_show, recording
from epex.core import interview
from epex.core.decision import On
from epex.core.interview import InterviewRecorded
from epex.core.person import require_present
from epex.core.reader import EVALUATION

if TYPE_CHECKING:
    from epex.commands.desk import Desk

group = Subject(
    "interview",
    help="The evaluation: interviews, findings, stories of change.",
    example='epex interview record --person "Ben Okafor" --year 2 --file interview.txt --language en',
)
WHICH = click.argument("which", metavar="INTERVIEW")


@group.command("record", example='epex interview record --person "Ben Okafor" --year 2 --file interview.txt')
@click.argument("text", metavar="[TEXT]", required=False)
@click.option("--person", metavar="ID", help="Who was interviewed; left out for somebody from outside the network.")
@click.option("--year", type=int, metavar="N", required=True, help="The programme year that was spoken of.")
@click.option("--question-set", metavar="NAME", help="The set of questions that was asked, such as epex.")
@click.option("--language", type=LANGUAGE, help="The language of the interview.")
@recording(text="text", required=True, visibility=EVALUATION)
def record(
    desk: "Desk", text: str, year: int, person: str = "", question_set: str = "", language: str = ""
) -> list[On]:
    """Record an interview; nobody but evaluators reads it, or learns that it was held."""
    who = desk.find(person, "person")
    if who:
        require_present(desk.base.log.load(who).state)
    recorded = InterviewRecorded(text=text, person=who, year=year, question_set=question_set, language=language)
    return interview.record(desk.new("interview"), recorded, open_years(desk), by=desk.by)


@group.command(
    "revise", example='epex interview revise interview-3f2a --file interview.txt --reason "A name taken out"'
)
@WHICH
@click.argument("text", metavar="[TEXT]", required=False)
@recording(text="text", required=True, visibility=EVALUATION)
def revise(desk: "Desk", which: str, text: str) -> list[On]:
    """Replace the text of an interview, with the reason; passages go on pointing into what they quote."""
    return interview.revise(desk.load(which, "interview"), text, desk.reason, by=desk.by)


add_withdraw(
    group,
    "Destroy the key of an interview, so that nobody can read it any more; nobody can undo it.",
    'epex interview withdraw interview-3f2a --reason "Asked for by who gave it"',
)
add_list(group, "person", "year", "language", "occurred_on", "status", example="epex interview list --year 2")
add_show(group, 'epex interview show "Interview 3 of year 2"')
