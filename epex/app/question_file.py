"""A question set in a TOML file: its name, and each question with its wordings by language."""

import tomllib
from typing import Any

from epex.core.decision import Refused
from epex.core.question_set import Question, QuestionSet
from epex.core.questions import CODE

PLAIN = ("name", "title", "original")
EXAMPLE = 'name = "street_work", then for each question: [[questions]], key = "how", en = "How do you begin?"'


def read_question_set(text: str, place: str) -> QuestionSet:
    """Read a question set.

    Raises Refused when the file has another form.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{place} cannot be read as TOML ({error}); write {EXAMPLE}.") from error
    strange = sorted(set(found).difference((*PLAIN, "questions")))
    if strange:
        raise Refused(f"{place}: '{strange[0]}' is not known here; write {EXAMPLE}.")
    name = _text(found, "name", place)
    rows = found.get("questions")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Refused(f"{place} has no questions; write {EXAMPLE}.")
    questions = tuple(_question(row, place, number) for number, row in enumerate(rows, 1))
    original = str(found.get("original", "en"))
    return QuestionSet(name, 1, questions, str(found.get("title") or name.replace("_", " ").capitalize()), original)


def _question(row: dict[str, Any], place: str, number: int) -> Question:
    key = row.get("key")
    if not isinstance(key, str) or not CODE.fullmatch(key):
        raise Refused(f'{place}: question {number} has no key; give it one of small letters, such as key = "how".')
    given = {name: words for name, words in row.items() if name != "key"}
    wordings = {**given.pop("wordings", {}), **given} if isinstance(given.get("wordings", {}), dict) else given
    wrong = next((name for name, words in wordings.items() if not isinstance(words, str)), "")
    if wrong:
        raise Refused(f"{place}: question {number} has no text for '{wrong}'; write it as {wrong} = \"...\".")
    return Question(key, wordings)


def _text(found: dict[str, Any], name: str, place: str) -> str:
    value = found.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Refused(f"{place} has no {name}; write {EXAMPLE}.")
    return value.strip()
