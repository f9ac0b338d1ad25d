"""The reflections: whose words they are, about what, and who may read them."""

from collections.abc import Mapping
from typing import Any

from epex.core.log.envelope import Fact
from epex.core.person import PersonErasureRequested, PersonMoved, PersonRegistered
from epex.core.reflection import (
    ReflectionKeepingAgreed,
    ReflectionRecorded,
    ReflectionReleased,
    ReflectionRevised,
    ReflectionTranslated,
    ReflectionTranslationConfirmed,
    ReflectionWithdrawalRequested,
)
from epex.core.sealed import ERASED
from epex.projections.columns import COLUMNS, ORIGIN, access_or_private, founding, narrower, origin
from epex.projections.projection import Projection
from epex.projections.table import Batch, Rows, Table

LANGUAGE = ("language", "detected_language")
TEXTS = ("title", "about", "source", "side", "question_set", *LANGUAGE, "quotation")

REFLECTIONS_TABLE = Table(
    "reflections",
    ("id",),
    {
        **COLUMNS,
        **dict.fromkeys(TEXTS, str),
        "question_set_version": int,
        "person": str,
        "organisation": str,
        "visibility": str,
        "status": str,
        "if_erased": str,
        "version": int,
        "follow_up": int,
        "translations": list,
        "answers": dict,
    },
    indexes=(("about",),),
)
# Whoever may read the reflection may read it in every language. `waiting` is what would take a reviewed one's place.
TRANSLATIONS_TABLE = Table(
    "reflection_translations",
    ("reflection", "language"),
    {
        "reflection": str,
        **ORIGIN,
        "language": str,
        "version": int,
        "translator": str,
        "reviewed": bool,
        "answers": dict,
        "waiting": dict,
    },
)
HOMES_TABLE = Table("reflection_homes", ("person",), {"person": str, "organisation": str})
REFLECTIONS = Projection("reflections", version=5, tables=[REFLECTIONS_TABLE, TRANSLATIONS_TABLE, HOMES_TABLE])


@REFLECTIONS.on(PersonRegistered, PersonMoved)
def belongs(rows: Batch, fact: Fact, event: PersonRegistered | PersonMoved) -> None:
    """Remember where people belong, for what they will write."""
    rows[HOMES_TABLE].put({"person": fact.stream, "organisation": event.organisation})


@REFLECTIONS.on(ReflectionRecorded)
def recorded(rows: Batch, fact: Fact, event: ReflectionRecorded) -> None:
    """Add the reflection."""
    organisation = organisation_of(rows[HOMES_TABLE], fact, event)
    plain = {name: getattr(event, name) for name in TEXTS}
    rows[REFLECTIONS_TABLE].put(
        {
            **founding(fact),
            **plain,
            **readers(fact, event, organisation),
            "question_set_version": event.question_set_version,
            "person": event.author,
            "organisation": organisation,
            "version": 1,
            "follow_up": event.follow_up,
            "answers": event.answers,
        }
    )


@REFLECTIONS.on(ReflectionRevised)
def revised(rows: Batch, fact: Fact, event: ReflectionRevised) -> None:
    """Take over the new answers, and in which language they are."""
    said = {name: value for name in LANGUAGE if (value := getattr(event, name)) is not None}
    rows[REFLECTIONS_TABLE].change(fact.stream, answers=event.answers, version=event.version, **said)


@REFLECTIONS.on(ReflectionTranslated)
def translated(rows: Batch, fact: Fact, event: ReflectionTranslated) -> None:
    """Keep the answers in another language, for the same readers; a reviewed one stays until this is confirmed."""
    reflection = rows[REFLECTIONS_TABLE].get(fact.stream)
    if reflection is None:
        return
    if waits(event, rows[TRANSLATIONS_TABLE].get((fact.stream, event.language))):
        waiting = {"answers": event.answers, "translator": event.translator, **origin(fact)}
        rows[TRANSLATIONS_TABLE].change((fact.stream, event.language), waiting=waiting)
        return
    plain = {name: getattr(event, name) for name in ("language", "version", "translator", "reviewed", "answers")}
    circle = {"access": reflection["access"], "author": reflection["author"]}
    rows[TRANSLATIONS_TABLE].put({"reflection": fact.stream, **origin(fact), **plain, **circle})
    languages = sorted({*reflection["translations"], event.language})
    rows[REFLECTIONS_TABLE].change(fact.stream, translations=languages)


@REFLECTIONS.on(ReflectionTranslationConfirmed)
def confirmed(rows: Batch, fact: Fact, event: ReflectionTranslationConfirmed) -> None:
    """Note that somebody vouches for a translation."""
    standing = rows[TRANSLATIONS_TABLE].get((fact.stream, event.language))
    if standing:
        newer = {name: value for name, value in standing["waiting"].items() if name not in ("access", "author")}
        rows[TRANSLATIONS_TABLE].put({**standing, **newer, "reviewed": True, "waiting": {}})


@REFLECTIONS.on(ReflectionReleased)
def released(rows: Batch, fact: Fact, event: ReflectionReleased) -> None:
    """Open it to more readers, in every language."""
    reflection = rows[REFLECTIONS_TABLE].get(fact.stream)
    if reflection:
        opened = widened(event, reflection["about"], reflection["organisation"])
        rows[REFLECTIONS_TABLE].change(fact.stream, **opened)
        for language in reflection["translations"]:
            rows[TRANSLATIONS_TABLE].change((fact.stream, language), access=opened["access"])


@REFLECTIONS.on(ReflectionKeepingAgreed)
def agreed(rows: Batch, fact: Fact, event: ReflectionKeepingAgreed) -> None:
    """Note whether it stays when its author is erased."""
    rows[REFLECTIONS_TABLE].change(fact.stream, if_erased="stays, without a name" if event.agreed else "")


@REFLECTIONS.on(ReflectionWithdrawalRequested)
def withdrawn(rows: Batch, fact: Fact, event: ReflectionWithdrawalRequested) -> None:  # noqa: ARG001 - it is asked for
    """Take its words away at once."""
    _silence(rows, fact.stream, "withdrawn")


@REFLECTIONS.on(PersonErasureRequested)
def erased(rows: Batch, fact: Fact, event: PersonErasureRequested) -> None:  # noqa: ARG001 - the event names them
    """Take the words of an author away at once."""
    for document in event.documents:
        _silence(rows, document, "erased")


def waits(event: ReflectionTranslated, standing: Mapping[str, Any] | None) -> bool:
    """Tell whether a translation waits, as somebody vouches for another one of the same version."""
    return not event.reviewed and standing is not None and standing["reviewed"] and standing["version"] == event.version


def readers(fact: Fact, event: ReflectionRecorded, organisation: str = "") -> dict[str, Any]:
    """Say who may read a reflection: the narrower of the event's label and its envelope's.

    An import that names nobody is read by its importer.
    """
    visibility = narrower(event.visibility, fact.envelope.visibility)
    audience = circle(event.about, organisation or fact.envelope.audience or "")
    access = access_or_private(visibility, audience)
    return {"visibility": visibility, "access": access, "author": event.author or fact.envelope.actor}


def widened(event: ReflectionReleased, about: str, organisation: str) -> dict[str, Any]:
    """Say who may read after a release."""
    access = access_or_private(event.visibility, circle(about, organisation))
    return {"visibility": event.visibility, "access": access}


def circle(about: str, organisation: str) -> str:
    """Name those whom a label speaks of: the two sides of a visit, else the author's organisation."""
    return about if about.startswith("visit-") else organisation


def organisation_of(homes: Rows, fact: Fact, event: ReflectionRecorded) -> str:
    """Say where the author belonged, as the base knew that recorded it; others may have moved them meanwhile."""
    own = fact.envelope.organisation if event.author == fact.envelope.actor else ""
    home = homes.get(event.author) if event.author else None
    return event.organisation or own or (str(home["organisation"]) if home else "")


def _silence(rows: Batch, document: str, status: str) -> None:
    reflection = rows[REFLECTIONS_TABLE].get(document)
    for language in reflection["translations"] if reflection else ():
        rows[TRANSLATIONS_TABLE].remove((document, language))
    rows[REFLECTIONS_TABLE].change(document, title=ERASED, answers={}, translations=[], status=status)
