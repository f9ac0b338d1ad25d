"""Events as plain sentences. The template on the event class names what is put in: {it}, or a part of the event."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from epex.core import catalogue
from epex.projections.reading import VIEWS, subject_of
from epex.projections.table import Row

UNNAMED = {
    "questions": "a set of questions",
    "person": "somebody",
    "organisation": "an organisation",
    "element": "an element",
    "year": "a year",
    "offer": "an offer",
    "interview": "an interview",
}
LONGEST = 90


class Phrases(dict[str, str]):
    """What a template may ask for; what is not there is not said."""

    def __missing__(self, key: str) -> str:
        """Say nothing."""
        return ""


def sentence(
    row: Row,
    titles: Mapping[str, str],
    roles: str,
    class_of: Callable[[str], type | None] = catalogue.event_class,
) -> str:
    """Say in one sentence what an event was, and its actor in which roles, naming only what the reader may see."""
    actor = titles.get(row["actor"], "") or "Somebody"
    who = f"{actor} ({roles})" if roles else actor
    # Whatever stands in a field, an event is one line of the log.
    lines = f"{who} {_what(row, titles, class_of)}".splitlines()
    return " ".join(lines).replace("  ", " ").strip()


def named(row: Row) -> set[str]:
    """List the ids that the sentence of an event may name."""
    parts = [part for value in row["parts"].values() for part in (value if isinstance(value, list) else [value])]
    return {row["actor"], row["stream_id"], *filter(is_id, parts)} - {""}


def is_id(value: object) -> bool:
    """Tell an id from a code."""
    return isinstance(value, str) and "-" in value and subject_of(value) in VIEWS


def listed(phrases: Sequence[str]) -> str:
    """Put several things into one phrase."""
    return " and ".join(filter(None, (", ".join(phrases[:-1]), *phrases[-1:])))


def _what(row: Row, titles: Mapping[str, str], class_of: Callable[[str], type | None]) -> str:
    it = phrase(row["stream_id"], titles)
    if row["parts"].get("held") is True:
        words = row["type"].partition(".")[2].replace("_", " ")
        return f"recorded something about {it} ({words}) that a merge holds back"
    if row.get("plugin") and class_of(row["type"]) is None:
        return f"recorded something with the plugin {row['plugin']}, which is not in use here"
    if not row["known"]:
        return f"recorded something about {it} that this version of epex does not know"
    template: str | None = getattr(class_of(row["type"]), "sentence", None)
    if template is None:
        words = row["type"].replace("_", " ").replace(".", ": ")
        return f"recorded {words}, about {it}"
    return template.format_map(Phrases({**_said(row["parts"], titles), "it": it}))


def phrase(identity: str, titles: Mapping[str, str]) -> str:
    """Name something, or say what kind of thing it is."""
    subject, title = subject_of(identity), titles.get(identity, "")
    if not title:
        return UNNAMED.get(subject, f"a {subject}" if subject in VIEWS else "something")
    if subject in ("person", "organisation"):
        return title
    short = title if len(title) <= LONGEST else f"{title[:LONGEST].rsplit(' ', 1)[0]} …"
    return short if subject == "year" else f"the {subject} '{short}'"


def _said(parts: Mapping[str, Any], titles: Mapping[str, str]) -> dict[str, str]:
    said = {name: _words(value, titles) for name, value in parts.items()}
    return {**said, "forum": f" at {said['forum']}" if parts.get("forum") else "", "votes": _votes(parts)}


def _words(value: Any, titles: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return listed([_words(one, titles) for one in value])
    if is_id(value):
        return phrase(value, titles)
    return "" if value is None else str(value).replace("_", " ")


def _votes(parts: Mapping[str, Any]) -> str:
    if parts.get("method") != "vote":
        return ""
    return f" by {parts['votes_for']} votes to {parts['votes_against']}, {parts['abstained'] or 0} abstaining"
