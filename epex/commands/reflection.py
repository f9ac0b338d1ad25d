"""Reflections: what hosts, visitors and participants learned."""

from typing import TYPE_CHECKING, Any

import click

from epex.commands.answering import parse_answers, sheet
from epex.commands.frame import LANGUAGE, Subject, add_list, add_show, as_json, recording
from epex.commands.pairs import by_key
from epex.commands.printing import plain, print_json
from epex.commands.session import Session
from epex.commands.wording import write_in_editor
from epex.core import reflection
from epex.core.decision import On, Refused
from epex.core.person import require_present
from epex.core.questions import EPEX_SET
from epex.core.reflection import QUOTATION, About, AboutMeeting, AboutVisit, ReflectionRecorded
from epex.core.vocabulary import LANGUAGES, SIDES

if TYPE_CHECKING:
    from epex.commands.desk import Desk

ANSWERS = click.option("--answer", "answers", metavar="KEY=TEXT", multiple=True, help="An answer to one question.")
LINKS = ("visit", "meeting")

group = Subject(
    "reflection",
    help="What hosts and visitors learned, in their words.",
    example="epex reflection record visit-3f2a --file answers.txt --language de",
)


@group.command("record", example='epex reflection record visit-3f2a --answer "how=They listen first" --language en')
@click.argument("about", metavar="VISIT_OR_MEETING")
@click.argument("text", metavar="[TEXT]", required=False)
@ANSWERS
@click.option("--author", metavar="PERSON", help="Whose words they are; else yours.")
@click.option("--side", type=click.Choice(SIDES), help="Host, visitor or participant; else as it was.")
@click.option("--language", type=LANGUAGE, help="The language of the answers.")
@click.option("--title", metavar="TEXT", help="A title of its own.")
@click.option(
    "--quotation", type=click.Choice(QUOTATION), default="none", show_default=True, help="What may be quoted."
)
@recording(text="text", visibility="pair")
def record(desk: "Desk", about: str, text: str, answers: tuple[str, ...], author: str = "", **given: Any) -> list[On]:
    """Record what somebody learned, by the questions why, how, what_does_not_work, need_to_learn and add.

    A text with lines such as "# how:" holds one answer below each; any other text is one answer.
    """
    seen = _about(desk, about)
    answered = _answers(text, answers, given.get("language", "en"), {})
    recorded = ReflectionRecorded(
        answers=answered,
        author=_author(desk, author),
        question_set=EPEX_SET.name,
        question_set_version=EPEX_SET.version,
        detected_language=_detected(answered),
        visibility=desk.command.visibility,
        **given,
    )
    return reflection.record(desk.new("reflection"), recorded, seen, by=desk.by)


@group.command("revise", example='epex reflection revise reflection-3f2a --answer "why=..." --reason "More precise"')
@click.argument("which", metavar="REFLECTION")
@click.argument("text", metavar="[TEXT]", required=False)
@ANSWERS
@recording(text="text", visibility="pair")
def revise(desk: "Desk", which: str, text: str, answers: tuple[str, ...]) -> list[On]:
    """Revise answers, with the reason; those that --answer does not name stay, a whole text replaces all."""
    loaded = desk.load(which, "reflection")
    present = desk.queries.show(loaded.id)
    desk.speak_of(present["about"])
    answered = _answers(text, answers, present["language"] or "en", present["answers"])
    return reflection.revise(loaded, answered, desk.reason, by=desk.by)


@group.command("release", example="epex reflection release reflection-3f2a --visibility network")
@click.argument("which", metavar="REFLECTION")
@recording(visibility="network")
def release(desk: "Desk", which: str) -> list[On]:
    """Let more people read a reflection: those of --visibility."""
    stream = desk.find(which, "reflection")
    desk.speak_of(desk.queries.show(stream)["about"])
    return reflection.release(desk.act.load(stream), desk.command.visibility, by=desk.by)


@group.command("keep", example="epex reflection keep reflection-3f2a")
@click.argument("which", metavar="REFLECTION")
@click.option("--no-longer", is_flag=True, help="Take the agreement back.")
@recording(visibility="pair")
def keep(desk: "Desk", which: str, no_longer: bool) -> list[On]:
    """Agree that your reflection stays, without your name, when you are erased."""
    stream = desk.find(which, "reflection")
    desk.speak_of(desk.queries.show(stream)["about"])
    return reflection.agree_to_keep(desk.act.load(stream), by=desk.by, agreed=not no_longer)


@group.command("withdraw", example='epex reflection withdraw reflection-3f2a --reason "Too easy to recognise"')
@click.argument("which", metavar="REFLECTION")
@click.option("--reason", metavar="TEXT", default="", help="Why, without its words; it stays.")
@as_json
@click.pass_obj
def withdraw(session: Session, which: str, reason: str, json: bool) -> None:
    """Destroy the key of your reflection, look at every byte, and print a certificate; nobody can undo it.

    What was broken off goes on with the same command; what has no title of its own is named by its id.
    """
    from epex.app.erasing.cases import ReflectionCase  # noqa: PLC0415 - start-up: --help withdraws nothing
    from epex.app.erasing.certificate import as_text, certificate  # noqa: PLC0415 - start-up: as above
    from epex.app.erasing.erasure import Erasure  # noqa: PLC0415 - start-up: as above
    from epex.app.erasing.pending import found  # noqa: PLC0415 - start-up: as above

    base = session.open()
    case = ReflectionCase(base.log, found(base, which, "reflection"), reason)
    Erasure(base, case, lambda step: click.echo(f"{step} ...", err=True)).run()
    done = certificate(base, case.stream)
    print_json(done) if json else click.echo(plain("\n".join(as_text(done))))


add_list(group, "occurred_on", "side", "language", "visibility", example="epex reflection list --theme theme-3f2a")
add_show(group, "epex reflection show reflection-3f2a")


def _about(desk: "Desk", text: str) -> About:
    stream = _occasion(desk, text)
    if stream.startswith("visit-"):
        visit = desk.load(stream, "visit")
        return AboutVisit(visit.id, visit.status, visit.host_people, visit.visitors)
    meeting = desk.load(stream, "meeting")
    return AboutMeeting(meeting.id, meeting.attended)


def _author(desk: "Desk", text: str) -> str:
    author = desk.find(text, "person")
    if author:
        require_present(desk.base.log.load(author).state)
    return author


def _occasion(desk: "Desk", text: str) -> str:
    named = [subject for subject in LINKS if text.startswith(f"{subject}-")]
    if named:
        return desk.find(text, named[0])
    try:
        return desk.find(text, "visit")
    except Refused as unknown:
        try:
            return desk.find(text, "meeting")
        except Refused:
            raise unknown from None


def _answers(text: str, pairs: tuple[str, ...], language: str, present: dict[str, str]) -> dict[str, str]:
    given = by_key(pairs, "answer")
    strange = sorted(set(given).difference(EPEX_SET.keys))
    if strange:
        raise Refused(f"'{strange[0]}' is not a question; answer one of: {', '.join(EPEX_SET.keys)}.")
    if text:
        return parse_answers(text) | given
    if given:
        return present | given
    return parse_answers(write_in_editor("reflection", sheet(present, language)))


def _detected(answers: dict[str, str]) -> str:
    from epex.search.languages import detect  # noqa: PLC0415 - start-up: only a new text needs it

    return detect(reflection.document_text(answers), LANGUAGES)
