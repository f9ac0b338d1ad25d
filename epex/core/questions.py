"""Question sets as a network keeps them: versions of its own, which one is in force, which translations are signed."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Annotated, ClassVar, assert_never
from unicodedata import normalize
from uuid import UUID, uuid5

from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_text
from epex.core.question_set import Question, QuestionSet
from epex.core.sealed import Sealed, Text
from epex.core.vocabulary import LANGUAGES

# What came with the program or was added by two branches has one stream everywhere.
NAMESPACE = UUID("5f0a9e86-7c0b-5d0e-9a53-3c5f5e4f7b21")
CODE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
FREE = "text"
MOST_QUESTIONS = 20


@dataclass(frozen=True, kw_only=True)
class QuestionsAdded:
    """`wordings` holds those of each question, by its key and then by language."""

    type: ClassVar[str] = "questions.added"
    sentence: ClassVar[str] = "added version {version} of {it}"
    question_set: str
    version: int
    title: Text
    original: str
    keys: tuple[str, ...]
    wordings: Annotated[dict[str, dict[str, str]], Sealed()] = field(default_factory=dict)
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class QuestionsAdopted:
    """From here on the network's reflections answer this version."""

    type: ClassVar[str] = "questions.adopted"
    sentence: ClassVar[str] = "adopted {it} (version {version})"
    question_set: str
    version: int
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class QuestionsSigned:
    """Somebody who speaks the language vouches for the translation."""

    type: ClassVar[str] = "questions.signed"
    sentence: ClassVar[str] = "signed the wording of {it} in '{language}'"
    question_set: str
    version: int
    language: str
    reason: Text = ""


QuestionsEvent = QuestionsAdded | QuestionsAdopted | QuestionsSigned
Events = QuestionsEvent


@dataclass(frozen=True, slots=True)
class Questions:
    """What decisions about a question set need to know: which versions are signed in which languages."""

    id: str
    signed: frozenset[tuple[int, str]] = frozenset()


def evolve(questions: Questions | None, stream: str, event: QuestionsEvent) -> Questions:
    """Apply one event; every event that decisions allow applies."""
    state = questions or Questions(stream)
    match event:
        case QuestionsSigned(version=version, language=language):
            return replace(state, signed=state.signed | {(version, language)})
        case QuestionsAdded() | QuestionsAdopted():
            return state
        case _:
            assert_never(event)


def add(added: QuestionSet, newest: QuestionSet | None, *, by: Actor) -> list[On]:
    """Add a question set, or the next version of one; `newest` is the one of this name that there is."""
    require_role(by, "coordinator", act="add a question set")
    chosen = tidied(added)
    require_sound(chosen)
    if newest and same(chosen, newest):
        raise Refused(f"'{newest.name}' reads like this already (version {newest.version}); change it, then add it.")
    event = QuestionsAdded(
        question_set=chosen.name,
        version=newest.version + 1 if newest else 1,
        title=chosen.title,
        original=chosen.original,
        keys=chosen.keys,
        wordings={question.key: dict(question.wordings) for question in chosen.questions},
    )
    return [On(stream_of(chosen.name), event)]


def adopt(chosen: QuestionSet, in_force: QuestionSet | None, *, by: Actor) -> list[On]:
    """Let the network's reflections answer a set from now on; `in_force` is the one adopted before."""
    require_role(by, "coordinator", act="adopt a question set for the network")
    if in_force and (in_force.name, in_force.version) == (chosen.name, chosen.version):
        raise Refused(f"'{chosen.name}' is in force already (version {chosen.version}); choose another question set.")
    return [On(stream_of(chosen.name), QuestionsAdopted(question_set=chosen.name, version=chosen.version))]


def sign(
    questions: Questions | None, chosen: QuestionSet, language: str, spoken: Collection[str], *, by: Actor
) -> list[On]:
    """Vouch for a translation; `spoken` are the languages that the actor's organisation works in."""
    require_one_of(language, LANGUAGES, "language")
    if language == chosen.original:
        raise Refused(f"'{chosen.name}' was written in '{language}'; sign a translation of it.")
    if language not in chosen.languages:
        raise Refused(f"'{chosen.name}' has no wording in '{language}'; add a version with one: 'epex questions add'.")
    if questions and (chosen.version, language) in questions.signed:
        raise Refused(f"The wording in '{language}' is signed already; there is nothing to do.")
    if language not in spoken:
        require_role(by, "coordinator", act=f"sign for '{language}' without an organisation that works in it")
    return [
        On(stream_of(chosen.name), QuestionsSigned(question_set=chosen.name, version=chosen.version, language=language))
    ]


def stream_of(name: str) -> str:
    """Give the stream of a set's name, the same in every base."""
    return f"questions-{uuid5(NAMESPACE, name)}"


def added_set(event: QuestionsAdded) -> QuestionSet:
    """Give the set that an event added; erased wordings leave the keys."""
    questions = (Question(key, event.wordings.get(key) or {event.original: key}) for key in event.keys)
    return QuestionSet(event.question_set, event.version, tuple(questions), event.title, event.original)


def same(one: QuestionSet, other: QuestionSet) -> bool:
    """Tell whether two versions read alike."""
    return replace(one, version=0) == replace(other, version=0)


def tidied(added: QuestionSet) -> QuestionSet:
    """Bring wordings into the form that is stored: NFC, on one line."""
    questions = (
        Question(question.key, {language: _line(words) for language, words in question.wordings.items()})
        for question in added.questions
    )
    return replace(added, questions=tuple(questions), title=_line(added.title))


def require_sound(added: QuestionSet) -> None:
    """Refuse a set that could not be asked."""
    require_code(added.name, "name of a question set")
    require_text(added.title, "title")
    require_one_of(added.original, LANGUAGES, "language")
    if not added.questions:
        raise Refused("The set has no question; give it at least one.")
    if len(added.questions) > MOST_QUESTIONS:
        raise Refused(f"The set has more than {MOST_QUESTIONS} questions, which nobody answers in ten minutes; cut it.")
    for key in added.keys:
        require_code(key, "key of a question")
        if key == FREE or added.keys.count(key) > 1:
            raise Refused(f"The key '{key}' is taken; give each question a key of its own.")
    for language in dict.fromkeys((added.original, *added.languages)):
        require_worded(added, language)


def require_worded(added: QuestionSet, language: str) -> None:
    """Refuse a language in which a question is missing, or two read alike."""
    require_one_of(language, LANGUAGES, "language")
    words = [question.wordings.get(language, "") for question in added.questions]
    for question, wording in zip(added.questions, words, strict=True):
        if not wording:
            instead = "word every question of a language, or none"
            raise Refused(f"The question '{question.key}' has no wording in '{language}'; {instead}.")
    if len({wording.casefold() for wording in words}) < len(words):
        raise Refused(f"Two questions read alike in '{language}'; word them apart.")


def require_code(word: str, what: str) -> None:
    """Refuse a name that is no plain code."""
    if not CODE.fullmatch(word):
        raise Refused(f"'{word}' cannot be the {what}; use small letters and digits, joined by _.")


def _line(words: str) -> str:
    return " ".join(normalize("NFC", words).split())
