"""Read Markdown files with front matter as rows: one file is one row, a folder is a table."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from epex.app.frontmatter import read_front_matter
from epex.app.importing.rows import NumberedRow, Sheet, cell, decoded
from epex.core.decision import Refused
from epex.core.question_texts import BUILT_IN

ENDING = ".md"
HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#:]*$", re.MULTILINE)


def read_folder(folder: Path, body: str) -> Sheet:
    """Read every Markdown file of a folder, in the order of their names; broken ones become rows with a fault.

    Raises Refused when there is none, or none can be read.
    """
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() == ENDING and path.is_file())
    if not paths:
        raise Refused(f"{folder} holds no Markdown file; name a folder with files that end in {ENDING}, or one file.")
    return _sheet(list(_rows(paths, body)), f"{folder}")


def read_file(path: Path, body: str) -> Sheet:
    """Read one Markdown file; raises Refused when it cannot be read."""
    return _sheet(list(_rows([path], body)), path.name)


def _sheet(rows: list[NumberedRow], name: str) -> Sheet:
    if all(row.fault for row in rows):
        raise Refused(f"{name} cannot be read. {rows[0].file}: {rows[0].fault}")
    columns = dict.fromkeys(column for row in rows for column in row.cells)
    return Sheet(tuple(columns), tuple(row for row in rows if row.fault or any(row.cells.values())))


def _rows(paths: list[Path], body: str) -> Iterator[NumberedRow]:
    for number, path in enumerate(paths, 1):
        try:
            yield NumberedRow(number, _cells(path, body), file=path.name)
        except Refused as refused:
            yield NumberedRow(number, {}, str(refused), path.name)


def _cells(path: Path, body: str) -> dict[str, str]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Refused(f"It cannot be read ({error.strerror}); check the rights.") from error
    front, text = read_front_matter(decoded(raw, "It"))
    cells = {str(name).strip(): cell(value) for name, value in front.items()}
    return {**_body(text, body, front), **cells}


def _body(text: str, body: str, front: Mapping[str, object]) -> dict[str, str]:
    if body != "text" or not (answers := _answers(text)):
        return {body: text.strip()} if body and text.strip() and body not in front else {}
    return answers


def _answers(text: str) -> dict[str, str]:
    """Read answers below headings that name a question; any other heading belongs to the answer it stands in."""
    found: dict[str, list[str]] = {}
    key, start = "text", 0
    for heading in HEADING.finditer(text):
        if not (question := _QUESTIONS.get(_folded(heading[1]))):
            continue
        found.setdefault(key, []).append(text[start : heading.start()].strip())
        key, start = question, heading.end()
    found.setdefault(key, []).append(text[start:].strip())
    answers = {name: "\n\n".join(filter(None, said)) for name, said in found.items()}
    return {name: said for name, said in answers.items() if said} if set(answers) != {"text"} else {}


def _folded(words: str) -> str:
    return " ".join(words.casefold().split()).rstrip(" ?؟:")


_QUESTIONS = {
    _folded(words): question.key
    for question in BUILT_IN["epex"].questions
    for words in (question.key, *question.wordings.values())
}
