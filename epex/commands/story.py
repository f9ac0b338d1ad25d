"""Stories of change: chosen with the reason, released once their tellers have agreed."""

from typing import TYPE_CHECKING, Any

import click

from epex.commands import quoting
from epex.commands.confiding import add_withdraw, open_years, quoted
from epex.commands.frame import LANGUAGE, Subject, add_list, add_show, recording
from epex.core import interview, story
from epex.core.decision import On, Refused
from epex.core.reader import EVALUATION
from epex.core.sealed import SEALED
from epex.core.story import StoryChosen, StoryReleased
from epex.core.vocabulary import STORY_METHODS

if TYPE_CHECKING:
    from epex.commands.desk import Desk

group = Subject(
    "story",
    help="The evaluation: interviews, findings, stories of change.",
    example='epex story choose "Tea at the gate" --about transfer-3f2a --year 3 --file story.txt --reason "It lasted"',
)
WHICH = click.argument("which", metavar="STORY")


@group.command(
    "choose", example='epex story choose "Tea" --about transfer-3f2a --year 3 --file t.txt --reason "It lasted"'
)
@click.argument("title", metavar="TITLE")
@click.argument("text", metavar="[TEXT]", required=False)
@click.option("--about", metavar="ID", required=True, help="The transfer, element, visit or theme that it is about.")
@click.option("--year", type=int, metavar="N", required=True, help="The programme year.")
@click.option("--teller", metavar="PERSON", help="Whose story it is; else the author of what is quoted.")
@click.option("--source", metavar="ID", help="The interview or reflection that it comes from.")
@click.option("--quote", metavar="TEXT", help="The exact words in it.")
@click.option("--method", type=click.Choice(STORY_METHODS), help="How it was chosen; else as Most Significant Change.")
@click.option("--considered", type=click.IntRange(min=0), metavar="N", help="How many stories it was chosen from.")
@click.option("--chosen-by", metavar="TEXT", help="Who chose, such as: six practitioners at the plenary in Graz.")
@click.option("--language", type=LANGUAGE, help="The language of the story; else English.")
@recording(text="text", visibility=EVALUATION)
def choose(desk: "Desk", about: str, source: str = "", quote: str = "", teller: str = "", **given: Any) -> list[On]:
    """Choose a story of change; --reason says why this one. Evaluators alone read it until it is released."""
    stream, origin = desk.new("story"), quoting.sought(desk, source) if source else ""
    passage = quoted(desk, origin, quote)
    is_interview = origin.startswith("interview-")
    chosen = StoryChosen(
        about=quoting.sought(desk, about),
        teller=desk.find(teller, "person") or _author(desk, origin),
        reason=desk.reason,
        **{**given, "text": given["text"] or (quote if is_interview else "")},
        **(passage.fields() if passage and not is_interview else {}),
    )
    decided = story.choose(stream, chosen, open_years(desk), by=desk.by)
    if not is_interview:
        return decided
    return [*decided, *interview.cite(desk.act.load(origin), stream, "supports", by=desk.by, passage=passage)]


@group.command("consent", example='epex story consent story-3f2a "Read it with us on the phone and said yes"')
@WHICH
@click.argument("how", metavar="[HOW]", required=False)
@click.option("--refused", is_flag=True, help="The teller does not want it to leave the evaluation.")
@recording(text="how", required=True, visibility=EVALUATION)
def consent(desk: "Desk", which: str, how: str, refused: bool) -> list[On]:
    """Record what the teller of a story answered, and how they were asked."""
    return story.record_consent(desk.load(which, "story"), how, by=desk.by, agreed=not refused)


@group.command("release", example="epex story release story-3f2a --visibility network")
@WHICH
@click.argument("text", metavar="[TEXT]", required=False)
@click.option("--title", metavar="TEXT", help="Another title for others to read.")
@recording(text="text")
def release(desk: "Desk", which: str, text: str, title: str = "") -> list[On]:
    """Let others read a story whose teller has agreed; a TEXT replaces its words, such as one without names."""
    loaded = desk.load(which, "story")
    shown = desk.queries.show(loaded.id)
    if SEALED in (shown["title"], shown.get("text"), shown.get("because")):
        raise Refused(
            "The key for evaluation is not here, so this story cannot be opened; release it where the key is."
        )
    released = StoryReleased(
        visibility=desk.command.visibility,
        title=title or shown["title"],
        text=text or shown.get("text", ""),
        chosen_by=shown.get("chosen_by", ""),
        because=shown.get("because", ""),
    )
    return story.release(loaded, released, by=desk.by)


add_withdraw(
    group,
    "Destroy the keys of a story, also of a released one, so that nobody can read it any more.",
    'epex story withdraw story-3f2a --reason "The teller changed their mind"',
)
add_list(group, "about", "year", "status", "visibility", example="epex story list --year 3")
add_show(group, "epex story show story-3f2a")


def _author(desk: "Desk", origin: str) -> str:
    person = desk.queries.show(origin).get("person", "") if origin else ""
    return "" if person == SEALED else str(person)
