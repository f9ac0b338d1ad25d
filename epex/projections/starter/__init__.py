"""The concepts that come with the program: TOML, one table a concept, the preferred label of a language first."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from epex.core.thesaurus import KnownConcept, stream_of
from epex.core.vocabulary import LANGUAGES

TOPICS = ("settings", "people", "methods", "change", "risks", "exchange")
Lines = Mapping[str, Sequence[str]]


@cache
def starter() -> Mapping[str, KnownConcept]:
    """Read them, by their ids; in no language has anybody signed them yet."""
    tables = {name: lines for topic in TOPICS for name, lines in read(topic).items()}
    streams = {name: stream_of(name) for name in tables}
    return {streams[name]: _concept(streams[name], lines, streams) for name, lines in tables.items()}


def read(topic: str) -> dict[str, dict[str, list[str]]]:
    """Read one file. What is after each = is written in JSON alike, which is read in a tenth of the time of TOML."""
    written = files(__package__).joinpath(f"{topic}.toml").read_text("utf-8").splitlines()
    lines = [line.partition(" = ") for line in written if line and not line.startswith("#")]
    values = iter(json.loads(f"[{','.join(value for _, _, value in lines if value)}]"))
    found: dict[str, dict[str, list[str]]] = {}
    concept = ""
    for name, _, value in lines:
        if value:
            found[concept][name] = next(values)
        else:
            concept = name[1:-1]
            found[concept] = {}
    return found


def _concept(stream: str, lines: Lines, streams: Mapping[str, str]) -> KnownConcept:
    labels = [(language, lines[language]) for language in LANGUAGES]
    return KnownConcept(
        stream,
        {language: told[0] for language, told in labels},
        {language: tuple(told[1:]) for language, told in labels if len(told) > 1},
        broader=frozenset(streams[name] for name in lines.get("broader", ())),
        related=frozenset(streams[name] for name in lines.get("related", ())),
        is_of_the_program=True,
    )
