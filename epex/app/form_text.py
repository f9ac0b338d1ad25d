"""The text of a mailed form: written for people, and read back whatever mail programs did to it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from unicodedata import normalize

from epex.app.importing.rows import is_utf16
from epex.core.decision import Refused
from epex.core.question_set import Question, QuestionSet, wording

QUOTED = re.compile(r"^(?:\s*>)+ ?")
MARKER = re.compile(
    r"\s*\[\s*(?:form\s+(?P<form>[a-z0-9-]+)|question\s+(?P<question>\d+)|(?P<end>end of form))\s*\](?P<rest>.*)",
    re.IGNORECASE,
)
LIST_MARK = re.compile(r"\s*(?:[-*•–]|\d+[.)])\s")
INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200e\u200f\u202a\u202b\u202c"))
APOSTROPHES = "['’ʼ`´]"
NARROWEST, WIDEST = 65, 80  # what mail programs wrap to, less the quoting
NOTHING = {"-", "–", "—", ""}
AGAIN = "ask for the form anew: 'epex form export'"

PREAMBLE = """\
Write your answer under each question, in any language of the network.
Where you have nothing to say, write a single - so that nobody wonders.
Leave every line in [brackets] and every question as it is, and mail the whole text back.
The two sides of that visit read it, and the data protection officer, until you let in more.
"""


@dataclass(frozen=True, slots=True)
class Form:
    """A question set to be answered about one occasion."""

    id: str
    occasion: str
    questions: QuestionSet


@dataclass(slots=True)
class Section:
    """What stands under one question, from which line on."""

    line: int
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Filled:
    """A form as it came back."""

    id: str
    line: int
    sections: dict[int, Section] = field(default_factory=dict)


def write(forms: Iterable[Form], language: str, note: str = "") -> str:
    """Write forms in a language, ready to be mailed, with a note above them."""
    return "\n".join((PREAMBLE, *([f"{note}\n"] if note else []), *(_form(form, language) for form in forms)))


def read(raw: bytes, name: str) -> list[Filled]:
    """Read the forms in a file.

    Raises Refused with the line and what to do when one is broken.
    """
    found: list[Filled] = []
    current: Filled | None = None
    section: Section | None = None
    for number, line in enumerate(_lines(raw, name), 1):
        marker = MARKER.fullmatch(line)
        if marker is None:
            if section:
                section.lines.append(line)
        elif identity := marker["form"]:
            _require_ended(current)
            current, section = Filled(identity.lower(), number), None
        elif current is None:
            raise Refused(f"Line {number}: the line [form ...] above this one is missing; put it back, or {AGAIN}.")
        elif marker["question"]:
            section = _begin(current, number, marker)
        else:
            found.append(current)
            current = section = None
    _require_ended(current)
    if not found:
        raise Refused(f"{name} holds no form; save the whole mail as text, with its line [form ...], or {AGAIN}.")
    return found


def answers_of(form: Filled, questions: QuestionSet) -> dict[str, str]:
    """Take the answers out of a form; one without any answer gives none.

    Raises Refused with the line and what to do when the form is broken or half filled.
    """
    strangers = [section.line for number, section in form.sections.items() if number > len(questions.questions)]
    if strangers:
        raise Refused(f"Line {strangers[0]}: the form has no such question; take the line out, or {AGAIN}.")
    given: dict[str, tuple[int, str]] = {}
    for number, question in enumerate(questions.questions, 1):
        if number not in form.sections:
            raise Refused(f"Line {form.line}: question {number} of this form is missing; put it back, or {AGAIN}.")
        given[question.key] = (form.sections[number].line, _answer(number, form.sections[number], question))
    if all(text in NOTHING for _, text in given.values()):
        return {}
    for line, text in given.values():
        if not text:
            raise Refused(f"Line {line}: this question has no answer yet; write one under it, or a single - for none.")
    return {key: text for key, (_, text) in given.items() if text not in NOTHING}


def collapsed(answers: Mapping[str, str]) -> dict[str, str]:
    """Leave out of answers what a mail program may change: breaks and spaces."""
    return {key: " ".join(text.split()) for key, text in answers.items()}


def _form(form: Form, language: str) -> str:
    asked = (
        f"[question {number}]\n{wording(question, language, form.questions.original)}\n\n\n"
        for number, question in enumerate(form.questions.questions, 1)
    )
    return "\n".join((f"[form {form.id}]", form.occasion, "", *asked, "[end of form]", ""))


def _lines(raw: bytes, name: str) -> list[str]:
    if b"\x00" in raw:
        kind = "is in UTF-16" if is_utf16(raw) else "holds NUL bytes"
        raise Refused(f"{name} {kind}; save it as UTF-8 text and read it again.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            f"{name} is not in UTF-8 (byte {error.start + 1}); save it as UTF-8 text and read it again."
        ) from error
    if not text.strip():
        raise Refused(f"{name} is empty; choose the file in which the form came back.")
    plain = normalize("NFC", text.translate(INVISIBLE))
    return [QUOTED.sub("", line).rstrip() for line in plain.splitlines()]


def _begin(form: Filled, number: int, marker: re.Match[str]) -> Section:
    question = int(marker["question"])
    if question in form.sections:
        raise Refused(f"Line {number}: question {question} stands in this form twice; take one out, or {AGAIN}.")
    section = form.sections[question] = Section(number, [marker["rest"]])
    return section


def _require_ended(form: Filled | None) -> None:
    if form:
        raise Refused(
            f"Line {form.line}: the form that begins here breaks off before [end of form]; "
            f"save the whole mail, or {AGAIN}."
        )


def _answer(number: int, section: Section, question: Question) -> str:
    text = "\n".join(section.lines).strip()
    for words in question.wordings.values():
        if asked := re.match(_loosely(words), text):
            return _unwrapped(text[asked.end() :]).strip()
    raise Refused(
        f"Line {section.line}: question {number} is not worded as it was sent; put its wording back, or {AGAIN}."
    )


def _loosely(words: str) -> str:
    return r"\s+".join(re.escape(word).replace("'", APOSTROPHES) for word in words.split()) + r"(?=\s|$)"


def _unwrapped(text: str) -> str:
    lines = text.splitlines()
    joined: list[str] = lines[:1]
    for before, line in pairwise(lines):
        if _goes_on(before, line):
            joined[-1] += f" {line.strip()}"
        else:
            joined.append(line)
    return "\n".join(joined)


def _goes_on(before: str, line: str) -> bool:
    """Tell whether a mail program broke the line because its next word would not have fitted."""
    first = line.split(maxsplit=1)[:1]
    if not first or LIST_MARK.match(line):
        return False
    return len(before) + 1 + len(first[0]) > NARROWEST and len(before) <= WIDEST
