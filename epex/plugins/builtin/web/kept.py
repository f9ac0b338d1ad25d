"""All that is kept about somebody, laid out in the reader's language; the files to keep are the base's own."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from markupsafe import Markup, escape

from epex.plugins.builtin.web import naming
from epex.plugins.builtin.web.labels import label
from epex.plugins.builtin.web.recounting import happened
from epex.plugins.builtin.web.wording import N_, country, day, gettext, number, term, tongue

ANOTHER = N_("[another person]")
OTHERS = N_("%(number)s other people")
# What was typed in for somebody else, in the base's words.
FOR_ANOTHER = f" for {ANOTHER}"
# What is told elsewhere, and what somebody at a shell would do.
ASIDE = frozenset({"id", "title", "position", "recorded_at", "visibility", "what_to_do"})
LANGUAGES = frozenset({"language", "languages", "detected_language", "translations"})
TERMS = frozenset(
    "kind status purpose risk roles side signed_for scope setting settings use visibility released_to level to_tell "
    "name_preference method outcome consents_needed for_edition place_precision stance label decision result verdict "
    "told relation evidence_level".split()
)
DATE = re.compile(r"\d{4}(?:-\d\d){1,2}(?:T[\d:.]+Z)?")
TONGUES = frozenset("en de fr nl da no sr ar sq".split())


def facts(row: Mapping[str, Any], language: str = "en") -> Iterator[tuple[Markup, Markup]]:
    """List what is kept of one thing: what each part is called, and what it says."""
    for name, value in row.items():
        told = row.get(f"{name}_title") or row.get(f"{name}_titles") or value
        if name not in ASIDE and not name.endswith(("_title", "_titles")) and told not in ("", [], {}, None):
            yield _called(name, language), worded(name, told, language)


def _called(name: str, language: str) -> Markup:
    """Write what a part is called; one of several wordings, by its language."""
    if name not in TONGUES:
        return label(name, language)
    spoken = tongue(name, language)
    return escape(spoken[:1].upper() + spoken[1:])


def worded(name: str, value: object, language: str = "en") -> Markup:
    """Write what a part says: codes, days and languages as the site says them, people's words as they are."""
    match value:
        case bool():
            return escape(gettext(N_("yes") if value else N_("no"), language))
        case Mapping():
            return Markup("; ").join(_parts(value, language))
        case list():
            return Markup(", ").join(_listed(name, value, language))
        case _:
            return _said(name, str(value), language)


def _parts(parts: Mapping[str, Any], language: str) -> Iterator[Markup]:
    if parts.get("title"):
        yield _said("title", str(parts["title"]), language)
    for name, told in facts(parts, language):
        yield Markup("{}: {}").format(name, told)


def _listed(name: str, values: Iterable[object], language: str) -> Iterator[Markup]:
    """Count the others instead of naming them one by one."""
    told = list(values)
    others = told.count(ANOTHER)
    yield from (worded(name, one, language) for one in told if one != ANOTHER or others == 1)
    if others > 1:
        yield escape(gettext(OTHERS, language) % {"number": number(others, language)})


def _said(name: str, value: str, language: str) -> Markup:
    if DATE.fullmatch(value) and (name.endswith("_on") or "T" in value):
        return escape(day(value, language))
    for names, say in ((LANGUAGES, tongue), (TERMS, term), ({"country"}, country)):
        if name in names:
            return escape(say(value, language))
    return Markup("<bdi>{}</bdi>").format(naming.told(value, language))


def recorded(event: Mapping[str, Any], language: str = "en") -> Markup:
    """Write what happened, also where it was typed in for somebody else."""
    summary = event["summary"]
    told = happened(summary.removesuffix(FOR_ANOTHER), event["type"], language)
    return told + (f" ({gettext(ANOTHER, language)})" if summary.endswith(FOR_ANOTHER) else "")
