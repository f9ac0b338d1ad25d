"""Both sides of a visit next to each other, question by question, as far as the reader may read."""

from typing import Any

from epex.core.question_set import QuestionSet
from epex.core.question_texts import EPEX_SET
from epex.projections.asking import FREE, Asking
from epex.projections.details.reflection import translated
from epex.projections.reading import Reading, unknown
from epex.projections.reflections import REFLECTIONS_TABLE
from epex.projections.table import Row
from epex.projections.visits import VISITS_TABLE

SIDES = ("host", "visitor")


def paired(reading: Reading, visit: str, follow_up: int = 0, language: str = "") -> Row:
    """Pair what both sides wrote about a visit; in a language where there is a translation.

    Raises Refused when there is no such visit that the reader may see.
    """
    reading.need("visits", "reflections")
    found = reading.among(VISITS_TABLE, [visit])
    if not found:
        raise unknown(visit)
    rows = [
        row
        for row in reading.among(REFLECTIONS_TABLE, [visit], key="about")
        if row["follow_up"] == follow_up and row["answers"]
    ]
    asking = Asking(reading)
    wanted = language or asking.language
    told = [_told(reading, row, language) for row in rows]
    notes = dict.fromkeys(asking.note(chosen, wanted) for chosen in _sets(asking, rows))
    return {
        "id": visit,
        "title": found[0]["title"],
        "follow_up": follow_up,
        "host": [_who(reading, row) for row in told if row["side"] == "host"],
        "visitor": [_who(reading, row) for row in told if row["side"] == "visitor"],
        "questions": _questions(asking, told, wanted),
        "notes": [note for note in notes if note],
        "missing": [_missing(side) for side in SIDES if all(row["side"] != side for row in told)],
    }


def _told(reading: Reading, row: Row, language: str) -> Row:
    """Take a translation where one is asked for and there is one."""
    made = next((each for each in translated(reading, row) if each["language"] == language), None)
    if made is None:
        stated = row["language"]
        return {
            **row,
            "shown_in": stated or row["detected_language"],
            "is_detected": not stated and bool(row["detected_language"]),
            "translation": "",
        }
    state = "reviewed" if made["reviewed"] else "unreviewed"
    told = state if made["current"] else f"{state}, of version {made['version']}"
    answers = {**row["answers"], **made["answers"]}
    return {**row, "answers": answers, "shown_in": language, "is_detected": False, "translation": told}


def _who(reading: Reading, row: Row) -> Row:
    name = reading.names([row["person"]]).get(row["person"], "")
    return {
        "id": row["id"],
        "person": row["person"],
        "person_name": name,
        "language": row["shown_in"],
        "is_detected": row["is_detected"],
        "translation": row["translation"],
        "question_set": row["question_set"],
        "question_set_version": row["question_set_version"],
    }


def _questions(asking: Asking, rows: list[Row], language: str) -> list[Row]:
    found: dict[str, dict[str, Any]] = {}
    for chosen in _sets(asking, rows):
        for key, words in chosen.worded(language).items():
            found.setdefault(key, {"key": key, "question": words, "host": [], "visitor": []})
    for row in rows:
        for key, answer in row["answers"].items():
            question = found.setdefault(key, {"key": key, "question": FREE.get(key, key), "host": [], "visitor": []})
            if row["side"] in SIDES:
                question[row["side"]].append({"id": row["id"], "answer": answer})
    return list(found.values())


def _sets(asking: Asking, rows: list[Row]) -> list[QuestionSet]:
    named = dict.fromkeys((row["question_set"], row["question_set_version"]) for row in rows)
    sets = [chosen for name, version in named if (chosen := asking.version(name, version))]
    return sets or [asking.adopted() or EPEX_SET]


def _missing(side: str) -> str:
    return f"Nothing from the {side} that you may read."
