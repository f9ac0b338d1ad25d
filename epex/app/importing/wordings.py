"""What a reflection said before it was revised, and in other languages, in one cell each, as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from epex.app.importing.columns import Known
from epex.core.dates import parse_date
from epex.core.decision import Refused


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier version: its answers, when another one took its place, and why."""

    answers: Mapping[str, str]
    replaced_on: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Translated:
    """The answers of a version in another language, who translated them, and whether somebody vouches for it."""

    answers: Mapping[str, str]
    language: str
    version: int
    translator: str
    occurred_on: str
    reviewed: bool


def texts(text: str, known: Known) -> dict[str, str]:  # noqa: ARG001 - every column is read the same way
    """Read answers by question."""
    return dict(_answers(_parsed(text)))


def earlier(text: str, known: Known) -> tuple[Earlier, ...]:  # noqa: ARG001 - as above
    """Read earlier versions, the first one first."""
    return tuple(
        Earlier(_answers(one.get("answers")), _day(one, "replaced_on"), _word(one, "because")) for one in _listed(text)
    )


def translated(text: str, known: Known) -> tuple[Translated, ...]:
    """Read translations; one that waits to be confirmed comes after the one that stands."""
    found: list[Translated] = []
    for one in _listed(text):
        found.append(_translated(one, one, known))
        if waiting := one.get("waiting"):
            found.append(_translated({**one, **waiting, "reviewed": False}, one, known))
    return tuple(found)


def _translated(one: Mapping[str, Any], standing: Mapping[str, Any], known: Known) -> Translated:
    version, translator = standing.get("version", 1), _word(one, "translator")
    if not isinstance(version, int):
        raise Refused("The version of a translation is not a number; write one, such as 1.")
    return Translated(
        answers=_answers(one.get("answers")),
        language=known.language(_word(one, "language")),
        version=version,
        # Who was erased, or is not here, is named no more.
        translator=known.find("person", translator) if known.is_named("person", translator) else "",
        occurred_on=_day(one, "occurred_on"),
        reviewed=one.get("reviewed") is True,
    )


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(f"The cell is not JSON ({error}); write it as an export of epex does.") from error


def _listed(text: str) -> Sequence[Mapping[str, Any]]:
    found = _parsed(text)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Refused("The cell is not a list of objects; write it as an export of epex does.")
    return found


def _answers(said: Any) -> Mapping[str, str]:
    if not isinstance(said, dict) or not all(isinstance(words, str) for words in said.values()):
        raise Refused("The answers are not an object of texts; write one answer for each question's key.")
    return said


def _word(one: Mapping[str, Any], name: str) -> str:
    return str(one.get(name) or "")


def _day(one: Mapping[str, Any], name: str) -> str:
    said = _word(one, name)
    return parse_date(said) if said else ""
