"""Answers as people write them: each below its question, a heading with the question's key or its words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from unicodedata import normalize

from epex.core.decision import Refused
from epex.core.question_set import QuestionSet, wording
from epex.core.questions import FREE

HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*")
FENCE = re.compile(r"\s*(```|~~~)")
NUMBER = re.compile(r"^\d+\s*[.)]\s*")
QUOTES = str.maketrans("’ʼ`´", "''''")
# The marks of a heading, and its words.
Heading = tuple[str, str]
# The level at which people head their answers.
QUESTION = 2
WORDING = 12
MISTYPED_KEY = 0.65
MISTYPED_WORDING = 0.85
EDGES = " \t?؟:.*_"


@dataclass(slots=True)
class Written:
    """What was read: the answers by their keys, and a title, if the text has one."""

    answers: dict[str, str]
    title: str = ""


@dataclass(slots=True)
class _Part:
    key: str
    lines: list[str] = field(default_factory=list)


def read_answers(
    text: str, questions: QuestionSet, *, line: int = 1, is_file: bool = False, is_free: bool = False
) -> Written:
    """Read answers below their questions; a text without any question is one answer. `line` is that of its first.

    In a file a heading that is no question is refused, so that no answer lands below another's question; one above all
    questions is the title. A second-level heading above all questions is meant as one, unless the text `is_free`.
    Raises Refused with the line, also when a question is answered twice.
    """
    sorting = _Sorting(questions, is_file, is_free)
    for number, words, heading in _marked(text, line):
        sorting.take(number, words, heading)
    return sorting.written()


class _Sorting:
    """Sorts lines below the questions they answer."""

    def __init__(self, questions: QuestionSet, is_file: bool, is_free: bool) -> None:  # noqa: FBT001 - named outside
        self._questions = questions
        self._is_free = is_free
        self._known = headings_of(questions)
        self._is_file = is_file
        self._parts = [_Part(FREE)]
        self._level = 0
        self._title: tuple[int, str] | None = None

    def take(self, number: int, words: str, heading: Heading | None) -> None:
        if heading is None:
            self._parts[-1].lines.append(words)
        elif key := _key(heading, self._questions, self._known):
            self._begin(number, key, len(heading[0]))
        elif self._may_be_title(heading) and not _is_mistyped(heading, self._known):
            self._title = (number, words)
        elif self._misplaces(len(heading[0])) or _is_mistyped(heading, self._known):
            raise self._strange(number, words)
        else:
            self._parts[-1].lines.append(words)

    def written(self) -> Written:
        title = ""
        if self._title and self._level == 1:
            raise self._strange(*self._title)
        if self._title and self._level:
            title = self._title[1].strip("# ")
        elif self._title:
            self._parts[0].lines.insert(0, self._title[1])
        answers = {part.key: answer for part in self._parts if (answer := "\n".join(part.lines).strip())}
        return Written(answers, title)

    def _begin(self, number: int, key: str, level: int) -> None:
        if any(part.key == key for part in self._parts):
            raise Refused(f"Line {number}: the question '{key}' is answered twice; put both answers below one.")
        self._level = self._level or level
        self._parts.append(_Part(key))

    def _misplaces(self, level: int) -> bool:
        if self._level:
            return self._is_file and level <= self._level
        return level == QUESTION and not self._is_free

    def _may_be_title(self, heading: Heading) -> bool:
        return self._is_file and not self._level and self._title is None and len(heading[0]) == 1

    def _strange(self, line: int, heading: str) -> Refused:
        keys = ", ".join(self._questions.keys)
        return Refused(
            f"Line {line}: '{heading}' is no question of '{self._questions.name}'; head each answer with its question, "
            f"or with one of: {keys}."
        )


def sheet(answers: Mapping[str, str], questions: QuestionSet, language: str = "en") -> str:
    """Lay out the questions with the answers there are, to be written on."""
    asked = (
        f"# {question.key}: {wording(question, language, questions.original)}\n{answers.get(question.key, '')}\n"
        for question in questions.questions
    )
    free = answers.get(FREE, "")
    return "\n".join([*([free + "\n"] if free else []), *asked])


def headings_of(questions: QuestionSet) -> dict[str, str]:
    """Give the key that each heading means: the key itself, or the question in any language."""
    keys = {plain(words): key for key in questions.keys for words in (key, key.replace("_", " "))}
    worded = {plain(words): each.key for each in questions.questions for words in each.wordings.values()}
    return {**worded, **keys}


def plain(words: str) -> str:
    """Leave out of a heading what people type differently: case, spaces, the number, the question mark."""
    line = " ".join(normalize("NFC", words).translate(QUOTES).split())
    return NUMBER.sub("", line.strip(EDGES)).strip(EDGES).casefold()


def _marked(text: str, line: int) -> Iterator[tuple[int, str, Heading | None]]:
    """Go through the lines with their numbers, headings told apart; in a fence there is none."""
    fence = ""
    for number, words in enumerate(text.splitlines(), line):
        if mark := FENCE.match(words):
            fence = "" if fence == mark[1] else fence or mark[1]
        found = None if fence else HEADING.fullmatch(words)
        yield number, words, (found[1], found[2]) if found else None


def _key(heading: Heading, questions: QuestionSet, known: Mapping[str, str]) -> str:
    marks, words = heading
    if found := known.get(plain(words)) or known.get(plain(words.partition(":")[0])):
        return found
    first = re.match(rf"({'|'.join(questions.keys)})\b", words)
    return first[1] if first and len(marks) == 1 else ""


def _is_mistyped(heading: Heading, known: Mapping[str, str]) -> bool:
    """Tell whether a heading is nearly that of a question: what a sheet says, with a slip of the pen."""
    before, _, after = map(plain, heading[1].partition(":"))
    wordings = [words for words in known if len(words) > WORDING]
    keys = [words for words in known if words in known.values()]
    is_worded = any(get_close_matches(part, wordings, 1, MISTYPED_WORDING) for part in (plain(heading[1]), after))
    return is_worded or bool(":" in heading[1] and get_close_matches(before, keys, 1, MISTYPED_KEY))
