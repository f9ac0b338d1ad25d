"""Answers to a question set, as they are typed, mailed to standard input or written in the editor."""

import re
from collections.abc import Mapping

from epex.core.questions import EPEX_SET, wording

HEADING = re.compile(rf"^# ({'|'.join(EPEX_SET.keys)})\b.*$", re.MULTILINE)
FREE = "text"


def parse_answers(text: str) -> dict[str, str]:
    """Read answers below their questions, each a line such as `# why: ...`; a text without any is one answer."""
    parts = HEADING.split(text)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    kept = {key: answer.strip() for key, answer in found.items() if answer.strip()}
    free = parts[0].strip()
    return kept | ({FREE: free} if free else {})


def sheet(answers: Mapping[str, str], language: str = "en") -> str:
    """Lay out the questions with the answers there are, to be written on."""
    asked = (
        f"# {question.key}: {wording(question, language)}\n{answers.get(question.key, '')}\n"
        for question in EPEX_SET.questions
    )
    free = answers.get(FREE, "")
    return "\n".join([*([free + "\n"] if free else []), *asked])
