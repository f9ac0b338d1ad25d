"""Answers that were not given as a text: asked at prompts, or written in the editor; what is typed survives a crash."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from epex.commands.printing import bold, opening, short, wrap
from epex.commands.wording import write_in_editor
from epex.core.answers import document_text
from epex.core.decision import Refused
from epex.core.question_set import Question, QuestionSet, wording
from epex.core.questions import FREE
from epex.core.vocabulary import LANGUAGES

if TYPE_CHECKING:
    from epex.app.drafts import Draft
    from epex.commands.desk import Desk

WRITING = "epex.writing"
RAW = "raw"
TAKEN_OUT = "-"
NOTE = "<!-- {} -->\n\n"
HOW_TO_ANSWER = (
    "Write as much as you like under each question; an empty line goes on to the next one. Where you have nothing to "
    "say, press Enter. Each answer is kept at once: Ctrl-C stops, and the same command goes on."
)


@dataclass(frozen=True, slots=True)
class Place:
    """What is written: whose words, about what, for which use; `command` goes on with it."""

    author: str
    about: str
    use: str
    command: str


class Writing:
    """Answers while they are written, with the draft that is kept of them."""

    def __init__(self, desk: "Desk", place: Place, questions: QuestionSet, language: str) -> None:
        """Take an earlier draft up if there is one; nothing is kept before somebody writes."""
        from epex.app.drafts import Draft, Drafts  # noqa: PLC0415 - start-up: --help writes nothing

        self.place = place
        self._base = desk.base
        self.questions = questions
        self.is_kept = False
        self._drafts = Drafts(desk.base.config)
        self._found = self._drafts.find(place.author, place.about, place.use)
        fresh = Draft(
            author=place.author,
            typist=desk.base.person,
            about=place.about,
            use=place.use,
            answers={},
            language=language,
            question_set=questions.name,
            question_set_version=questions.version,
        )
        self.draft = replace(self._found or fresh, typist=desk.base.person)
        self.language = language or self.draft.language
        click.get_current_context().meta[WRITING] = self

    def keep(self, answers: Mapping[str, str], **chosen: str) -> None:
        """Keep what there is so far."""
        self.draft = replace(self.draft, answers=dict(answers), chosen=chosen, language=self.language)
        self._drafts.save(self.draft)
        self.is_kept = True

    def drop(self) -> None:
        """Delete the draft of what was recorded."""
        self._drafts.drop(self.place.author, self.place.about, self.place.use)

    def by_prompts(self) -> dict[str, str]:
        """Ask one question after the other.

        Raises Refused when somebody stops; what was answered is kept.
        """
        self._resume()
        if note := self._base.queries().asking.note(self.questions, self.language):
            click.echo(wrap(note), err=True)
        click.echo(wrap(HOW_TO_ANSWER), err=True)
        answers = dict(self.draft.answers)
        for number, question in enumerate(self.questions.questions, 1):
            self._ask(number, question, answers)
        return answers

    def in_editor(self, present: Mapping[str, str], originals: Mapping[str, str] | None = None) -> str:
        """Let a sheet be written in the editor, with what there is already; give its text.

        `originals` stand above the answers, as what is to be translated. Raises Refused without a terminal.
        """
        from epex.app.answer_text import sheet  # noqa: PLC0415 - start-up: --help writes nothing

        if not _has_terminal():
            return write_in_editor("reflection")
        self._resume()
        shown = {key: _quoted(words) for key, words in (originals or {}).items()}
        there = {**shown, **present, **self.draft.answers}
        language = self.language or "en"
        marked = NOTE.format(note) if (note := self._base.queries().asking.note(self.questions, language)) else ""
        template = self.draft.chosen.get(RAW) or marked + sheet(there, self.questions, language)
        text = click.edit(template, extension=".md", require_save=False) or ""
        self.keep({}, raw=text)
        written = text.removeprefix(marked).splitlines()
        return "\n".join(line for line in written if not (originals and line.startswith(">")))

    def settle(self, visibility: str, detected: str, stated: str) -> str:
        """Ask for the language of the answers, and whether they are to be recorded; give the language.

        Raises Refused when somebody would rather go on later.
        """
        language = stated or self._ask_language(detected)
        if language != detected:
            click.echo(f"It reads like '{detected}'; both are kept.", err=True)
        self._say(f"Readers: {self._readers(visibility)}. Record it now? [Y/n] ")
        if self._line().casefold().startswith("n"):
            raise Refused("Nothing is recorded yet.")
        return language

    def _readers(self, visibility: str) -> str:
        from epex.app.circle import circle  # noqa: PLC0415 - start-up: --help writes nothing

        return circle(self._base, visibility, self.place.about, self.place.author)

    def _resume(self) -> None:
        if self._found:
            click.echo(f"A draft from {moment(self._found.saved_at)} is here; going on with it.", err=True)

    def _ask(self, number: int, question: Question, answers: dict[str, str]) -> None:
        words = wording(question, self.language, self.questions.original)
        click.echo(f"\n{bold(wrap(f'{number}/{len(self.questions.questions)}  {words}'))}", err=True)
        if present := answers.get(question.key):
            click.echo(wrap(f"So far: {opening(present)} (Enter keeps it, - takes it out)"), err=True)
        answer = self._answer(question.key, answers)
        if answer == TAKEN_OUT:
            answers.pop(question.key, None)
        elif answer:
            answers[question.key] = answer
        if answers or self._found:
            self.keep(answers)

    def _answer(self, key: str, answers: Mapping[str, str]) -> str:
        lines: list[str] = []
        try:
            while line := self._line():
                lines.append(line)
        except Refused:
            if lines:
                self.keep({**answers, key: "\n".join(lines)})
            raise
        return "\n".join(lines).strip()

    def _ask_language(self, detected: str) -> str:
        likely = detected or self.language or "en"
        while True:
            self._say(f"\nThe language of your answers ({' '.join(LANGUAGES)}) [{likely}]: ")
            given = self._line().strip().lower() or likely
            if given in LANGUAGES:
                return given
            click.echo(f"'{given}' is not a language of the network.", err=True)

    def _line(self) -> str:
        try:
            return input()
        except (EOFError, KeyboardInterrupt) as error:
            click.echo(err=True)
            raise Refused("Nothing is recorded yet.") from error

    @staticmethod
    def _say(words: str) -> None:
        click.echo(words, err=True, nl=False)


def keeping_drafts(command: Callable[..., None]) -> Callable[..., None]:
    """Delete the draft once its answers are recorded; when they are refused, say that it is kept."""

    @wraps(command)
    def kept(*args: Any, **given: Any) -> None:
        meta = click.get_current_context().meta
        try:
            command(*args, **given)
        except Refused as refused:
            writing = meta.get(WRITING)
            if writing is None or not writing.is_kept:
                raise
            raise Refused(f"{refused} What you wrote is kept; go on with: epex {writing.place.command}") from refused
        if WRITING in meta:
            meta[WRITING].drop()

    return kept


def is_asking() -> bool:
    """Tell whether there is a terminal on which somebody can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def require_editor() -> None:
    """Refuse to open an editor that nobody could see."""
    if not _has_terminal():
        raise Refused("--editor needs a terminal; give the answers with --answer or --file, or as - instead.")


def moment(saved_at: str) -> str:
    """Tell when a draft was saved: the time of today, else the day too."""
    then = datetime.fromisoformat(saved_at).astimezone()
    today = datetime.now(then.tzinfo).date()
    return f"{then:%H:%M}" if then.date() == today else f"{then:%Y-%m-%d %H:%M}"


def require_keys(answers: Mapping[str, str], questions: QuestionSet) -> None:
    """Refuse an answer to what the set does not ask."""
    strange = sorted(set(answers).difference((*questions.keys, FREE)))
    if strange:
        raise Refused(f"'{strange[0]}' is not a question; answer one of: {', '.join(questions.keys)}.")


def note_language(stated: str, detected: str) -> None:
    """Say on stderr where a text reads like another language than the one that is stated."""
    if stated and detected not in ("", stated):
        click.echo(
            f"It reads like '{detected}', and says '{stated}'; both are kept. --language puts it right.", err=True
        )


def detected(answers: dict[str, str]) -> str:
    """Guess in which language answers are written."""
    from epex.search.languages import detect  # noqa: PLC0415 - start-up: only a new text needs it

    return detect(document_text(answers), LANGUAGES)


def described(draft: "Draft", title: str) -> dict[str, Any]:
    """Tell of a draft what a list shows."""
    return {
        "id": draft.about,
        "title": title,
        "saved_at": draft.saved_at,
        "use": draft.use,
        "answered": len(draft.answers),
    }


def _has_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _quoted(words: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in words.splitlines())


def command_of(verb: str, about: str, *options: str) -> str:
    """Write the command that goes on with a draft."""
    return " ".join(("reflection", verb, short(about), *options))
