"""Reflections: what hosts, visitors and participants learned."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from epex.commands.answering import (
    Place,
    Writing,
    command_of,
    described,
    detected,
    is_asking,
    keeping_drafts,
    moment,
    note_language,
    require_editor,
    require_keys,
)
from epex.commands.frame import LANGUAGE, Subject, add_list, as_json, reading, recording
from epex.commands.irreversible import YES, require_sure
from epex.commands.pairs import by_key
from epex.commands.printing import plain, print_json, print_table, short
from epex.commands.reflection_options import Wanted, as_open_as, occasion, wanted
from epex.commands.reflection_pages import in_language, print_pair, print_reflection, print_uses
from epex.commands.session import Session
from epex.core import reflection, translation
from epex.core.answers import tidied
from epex.core.decision import On, Refused
from epex.core.follow_up import require_near
from epex.core.person import require_present
from epex.core.question_set import QuestionSet
from epex.core.questions import FREE
from epex.core.reflection import FOLLOW_UPS, QUOTATION, About, AboutMeeting, AboutVisit, ReflectionRecorded
from epex.core.vocabulary import SIDES

if TYPE_CHECKING:
    from epex.commands.desk import Desk

ANSWERS = click.option("--answer", "answers", metavar="KEY=TEXT", multiple=True, help="An answer to one question.")
EDITOR = click.option("--editor", is_flag=True, help="Write in $EDITOR.")
MONTHS = click.Choice([str(months) for months in FOLLOW_UPS])

group = Subject(
    "reflection",
    help="What hosts and visitors learned, in their words.",
    example="epex reflection record visit-3f2a",
)


@group.command("record", example="epex reflection record visit-3f2a")
@click.argument("about", metavar="[VISIT_OR_MEETING]", required=False)
@click.argument("text", metavar="[TEXT]", required=False)
@ANSWERS
@click.option("--prompt", is_flag=True, help="Ask one question after the other, as on a terminal.")
@EDITOR
@click.option("--question-set", metavar="NAME", help="Which questions; else those the network adopted.")
@click.option("--follow-up", type=MONTHS, help="Look back once more, so many months after a visit.")
@click.option("--author", metavar="PERSON", help="Whose words they are; else yours.")
@click.option("--side", type=click.Choice(SIDES), help="Host, visitor or participant; else as it was.")
@click.option("--language", type=LANGUAGE, help="The language of the answers.")
@click.option("--title", metavar="TEXT", help="A title of its own.")
@click.option("--quotation", type=click.Choice(QUOTATION), help="What may be quoted; else none.")
@keeping_drafts
@recording(text="text", visibility="pair")
def record(
    desk: "Desk",
    prompt: bool,
    editor: bool,
    answers: tuple[str, ...],
    about: str = "",
    text: str = "",
    **given: Any,
) -> list[On]:
    """Record what somebody learned after a visit or a meeting, question by question.

    On a terminal it asks. A text or file holds one answer below each heading: the question, or its key ("# how");
    with front matter (visit, language, side, ...) a file says everything. Any other text is one answer.
    """
    if editor:
        require_editor()
    asked = wanted(desk, about, text, given)
    about_what, seen = _about(desk, asked.about)
    if isinstance(seen, AboutVisit):
        require_near(asked.follow_up, desk.queries.over_on(seen.visit), desk.day or desk.base.day)
    from epex.app.drafts import use_of  # noqa: PLC0415 - start-up: --help writes nothing

    author = _author(desk, asked.author)
    place = Place(
        author or desk.base.person,
        about_what,
        use_of(asked.follow_up),
        command_of("record", about_what, *(("--follow-up", str(asked.follow_up)) if asked.follow_up else ())),
    )
    questions = _questions(desk, asked, place)
    draft = _drafted(desk, asked, author, questions)
    stream, said = desk.new("reflection"), _said(desk, place)
    # Nobody is asked anything that would be refused.
    reflection.record(stream, draft, seen, by=desk.by, said=said)
    event = _answered(
        desk,
        draft,
        asked,
        answers,
        Writing(desk, place, questions, _language(desk, asked, place)),
        is_prompted=prompt or (is_asking() and not editor),
    )
    return reflection.record(stream, event, seen, by=desk.by, said=said)


@group.command("revise", example='epex reflection revise reflection-3f2a --answer "why=..." --reason "More precise"')
@click.argument("which", metavar="REFLECTION")
@click.argument("text", metavar="[TEXT]", required=False)
@ANSWERS
@click.option("--language", type=LANGUAGE, help="The language of the answers; alone, only that is put right.")
@keeping_drafts
@recording(text="text", visibility="pair")
def revise(desk: "Desk", which: str, answers: tuple[str, ...], text: str = "", language: str = "") -> list[On]:
    """Revise answers, with the reason; those that --answer does not name stay, a whole text replaces all.

    The language that was stated stays, unless --language states another; what it reads like is looked at anew.
    """
    present = desk.queries.show(desk.find(which, "reflection"))
    as_open_as(desk, present, "A revision")
    loaded = desk.act.load(present["id"])
    questions = _asked_in(desk, present)
    place = Place(loaded.author, loaded.id, "revise", command_of("revise", loaded.id, "--reason ..."))
    writing = Writing(desk, place, questions, language or present["language"])
    given = by_key(answers, "answer")
    require_keys(given, questions)
    kept, is_free = present["answers"], set(present["answers"]) == {FREE}
    if text or not (given or language):
        kept = _read(text or writing.in_editor(kept), questions, is_free=is_free)
    said = tidied({**kept, **given})
    reads_like = detected(said)
    revised = reflection.revise(
        loaded,
        said,
        desk.reason,
        by=desk.by,
        typed_by=desk.base.log.stream(loaded.id)[0].envelope.actor,
        present=present["answers"],
        language=language,
        detected=reads_like,
    )
    note_language(language or present["language"], reads_like)
    return revised


@group.command("translate", example="epex reflection translate reflection-3f2a --language en --file english.txt")
@click.argument("which", metavar="REFLECTION")
@click.argument("text", metavar="[TEXT]", required=False)
@click.option("--language", type=LANGUAGE, required=True, help="The language it is translated into.")
@click.option("--confirm", is_flag=True, help="Vouch for somebody else's translation instead.")
@ANSWERS
@keeping_drafts
@recording(text="text", visibility="pair")
def translate(
    desk: "Desk", which: str, language: str, confirm: bool, answers: tuple[str, ...], text: str = ""
) -> list[On]:
    """Say answers in another language, for the same readers.

    Somebody else's translation is shown as unreviewed until the author confirms it, or another who works in that
    language.
    """
    present = desk.queries.show(desk.find(which, "reflection"))
    as_open_as(desk, present, "A translation")
    loaded = desk.act.load(present["id"])
    if confirm:
        return translation.confirm(loaded, language, desk.queries.asking.spoken(desk.by.organisation), by=desk.by)
    questions = _asked_in(desk, present)
    given = by_key(answers, "answer")
    require_keys(given, questions)
    standing: dict[str, str] = {
        key: words
        for made in present["translated"]
        if made["language"] == language
        for key, words in made["answers"].items()
    }
    if given and not text:
        return translation.translate(loaded, {**standing, **given}, language, present["answers"], by=desk.by)
    options = ("--language", language)
    place = Place(loaded.author, loaded.id, f"translate {language}", command_of("translate", loaded.id, *options))
    writing = Writing(desk, place, questions, language)
    written = _read(text or writing.in_editor(standing, present["answers"]), questions)
    return translation.translate(loaded, {**written, **given}, language, present["answers"], by=desk.by)


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
@YES
@as_json
@click.pass_obj
def withdraw(session: Session, which: str, reason: str, yes: bool, json: bool) -> None:
    """Destroy the key of your reflection, look at every byte, and print a certificate; nobody can undo it.

    On a terminal it asks first; you need not say why. What was broken off goes on with the same command; what has no
    title of its own is named by its id.
    """
    from epex.app.erasing.cases import ReflectionCase  # noqa: PLC0415 - start-up: --help withdraws nothing
    from epex.app.erasing.certificate import as_text, certificate  # noqa: PLC0415 - start-up: as above
    from epex.app.erasing.erasure import Erasure  # noqa: PLC0415 - start-up: as above
    from epex.app.erasing.pending import found  # noqa: PLC0415 - start-up: as above

    base = session.open()
    stream = found(base, which, "reflection")
    title = base.queries().titles([stream]).get(stream, which)
    require_sure(f"'{title}' will be gone, in every version and language, and every quote of it withdrawn.", yes=yes)
    case = ReflectionCase(base.log, stream, reason)
    Erasure(base, case, lambda step: click.echo(f"{step} ...", err=True)).run()
    done = certificate(base, case.stream)
    print_json(done) if json else click.echo(plain("\n".join(as_text(done))))


@group.command("pair", example="epex reflection pair visit-3f2a", short_help="Both sides of each question.")
@click.argument("visit")
@click.option("--follow-up", type=MONTHS, help="Those written so many months later.")
@click.option("--language", type=LANGUAGE, help="In this language, where there is a translation.")
@reading(print_pair)
def pair(base: Any, visit: str, follow_up: str = "0", language: str = "") -> Any:
    """Show what the host and the visitor answered to each question, next to each other, as far as you may read it."""
    queries = base.queries()
    return queries.pair(queries.resolve(visit, "visit"), int(follow_up), language)


@group.command("uses", example="epex reflection uses", short_help="Where your lessons are used.")
@reading(print_uses)
def uses(base: Any) -> Any:
    """List the elements, themes, transfers and chapters that rest on what you wrote, and how."""
    return base.queries().uses()


@group.command("drafts", example="epex reflection drafts", short_help="What you have not recorded yet.")
@click.option("--discard", metavar="VISIT", help="Delete the drafts about a visit, a meeting or a reflection.")
@reading(lambda rows: print_table([{**row, "saved_at": moment(row["saved_at"])} for row in rows], ("saved_at", "use")))
def drafts(base: Any, discard: str = "") -> Any:
    """List your drafts on this machine; 'reflection record' goes on with one."""
    from epex.app.drafts import Drafts  # noqa: PLC0415 - start-up: --help reads nothing

    base.require_now("A draft")
    queries, kept = base.queries(), Drafts(base.config)
    own = kept.of(base.person)
    if discard:
        gone = [draft for draft in own if draft.about == queries.resolve(discard)]
        if not gone:
            raise Refused(f"You have no draft about '{discard}'; 'epex reflection drafts' lists yours.")
        for draft in gone:
            kept.drop(*draft.place)
        own = kept.of(base.person)
    titles = queries.titles(draft.about for draft in own)
    return [described(draft, titles.get(draft.about, "")) for draft in own]


add_list(
    group,
    "occurred_on",
    "side",
    "language",
    "visibility",
    example="epex reflection list --theme theme-3f2a",
)


@group.command(
    "show", example="epex reflection show reflection-3f2a", help="Show one, with all that you may read of it."
)
@click.argument("which", metavar="REFLECTION")
@click.option("--language", type=LANGUAGE, help="In this language, if there is a translation.")
@reading(print_reflection)
def show(base: Any, which: str, language: str = "") -> Any:
    """Show one; in another language with what there is of it."""
    queries = base.queries()
    row = queries.show(queries.resolve(which, "reflection"))
    typed_by, reader = base.log.stream(row["id"])[0].envelope.actor, base.reader
    may_revise = not row["status"] and reflection.may_revise(row["person"], typed_by, reader.person, reader.roles)
    return {**(in_language(queries, row, language) if language else row), "may_revise": may_revise}


def _questions(desk: "Desk", asked: Wanted, place: Place) -> QuestionSet:
    from epex.app.drafts import Drafts  # noqa: PLC0415 - start-up: --help writes nothing

    asking = desk.queries.asking
    if asked.question_set:
        chosen: QuestionSet = asking.find(asked.question_set).newest
        return chosen
    begun = None if asked.text else Drafts(desk.base.config).find(place.author, place.about, place.use)
    known = asking.version(begun.question_set, begun.question_set_version) if begun else None
    return known or asking.in_force()


def _drafted(desk: "Desk", asked: Wanted, author: str, questions: QuestionSet) -> ReflectionRecorded:
    return ReflectionRecorded(
        answers={FREE: "-"},
        author=author,
        organisation=desk.base.log.load(author).state.organisation if author else "",
        question_set=questions.name,
        question_set_version=questions.version,
        visibility=desk.command.visibility,
        side=asked.side,
        language=asked.language,
        title=asked.title,
        quotation=asked.quotation,
        follow_up=asked.follow_up,
    )


def _answered(
    desk: "Desk",
    event: ReflectionRecorded,
    asked: Wanted,
    pairs: tuple[str, ...],
    writing: Writing,
    *,
    is_prompted: bool,
) -> ReflectionRecorded:
    given = by_key(pairs, "answer")
    require_keys(given, writing.questions)
    if asked.text:
        from epex.app.answer_text import read_answers  # noqa: PLC0415 - start-up: --help reads nothing

        read = read_answers(asked.text, writing.questions, line=asked.line or 1, is_file=asked.is_file)
        event = replace(event, answers={**read.answers, **given}, title=event.title or read.title)
    elif given:
        event = replace(event, answers=given)
    elif is_prompted:
        answers = tidied(writing.by_prompts())
        language = writing.settle(desk.command.visibility, detected(answers), asked.language)
        event = replace(event, answers=answers, language=language)
    else:
        event = replace(event, answers=_read(writing.in_editor({}), writing.questions))
    return replace(event, detected_language=detected(event.answers))


def _read(text: str, questions: QuestionSet, *, is_free: bool = False) -> dict[str, str]:
    from epex.app.answer_text import read_answers  # noqa: PLC0415 - start-up: --help reads nothing

    return read_answers(text, questions, is_free=is_free).answers


def _asked_in(desk: "Desk", present: dict[str, Any]) -> QuestionSet:
    asking = desk.queries.asking
    return asking.version(present["question_set"], present["question_set_version"]) or asking.in_force()


def _said(desk: "Desk", place: Place) -> dict[int, str]:
    from epex.app.said import said_by  # noqa: PLC0415 - start-up: --help records nothing

    return {months: short(which) for months, which in said_by(desk.base, place.author, place.about).items()}


def _language(desk: "Desk", asked: Wanted, place: Place) -> str:
    """Guess in which language the author would be asked."""
    if asked.language:
        return asked.language
    home = desk.base.log.load(place.author).state
    spoken = desk.queries.asking.spoken(home.organisation if home else "")
    return next(iter(spoken), "en")


def _about(desk: "Desk", text: str) -> tuple[str, About]:
    stream = occasion(desk, text)
    # What may not be read is refused like what is not there.
    if stream not in desk.queries.titles([stream]):
        desk.queries.show(stream)
    if stream.startswith("visit-"):
        visit = desk.load(stream, "visit")
        return stream, AboutVisit(visit.id, visit.status, visit.host_people, visit.visitors)
    meeting = desk.load(stream, "meeting")
    return stream, AboutMeeting(meeting.id, meeting.attended)


def _author(desk: "Desk", text: str) -> str:
    author = desk.find(text, "person")
    if author:
        require_present(desk.base.log.load(author).state)
    return author
