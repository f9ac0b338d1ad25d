"""In which words reflections are found: their own, and in another language those of a translation.

A reviewed translation stands until another is confirmed.
"""

from epex.core.log.envelope import Fact
from epex.core.person import PersonErasureRequested
from epex.core.reflection import (
    ReflectionRecorded,
    ReflectionReleased,
    ReflectionRevised,
    ReflectionTranslated,
    ReflectionTranslationConfirmed,
    ReflectionWithdrawalRequested,
)
from epex.projections.document_rows import (
    DOCUMENTS_TABLE,
    HOMES_TABLE,
    TRANSLATIONS_TABLE,
    Texts,
    add_document,
    change_words,
    link,
    open_link,
    said,
    texts,
)
from epex.projections.reflections import organisation_of, readers, waits, widened
from epex.projections.table import Batch


def recorded(rows: Batch, fact: Fact, event: ReflectionRecorded) -> None:
    """Add a reflection of the author's organisation."""
    language = event.language or event.detected_language
    organisation = organisation_of(rows[HOMES_TABLE], fact, event)
    circle = readers(fact, event, organisation)
    readable = {name: circle[name] for name in ("access", "author")}
    add_document(
        rows,
        fact,
        titles={language: event.title},
        texts=texts(language, event.answers),
        language=language,
        organisations=[organisation] if organisation else [],
        about=event.about,
        side=event.side,
        follow_up=event.follow_up,
        **readable,
    )
    link(rows, fact, fact.stream, event.about, **readable)


def revised(rows: Batch, fact: Fact, event: ReflectionRevised) -> None:
    """Take over the new answers, in the language they are in now; they stand in no other yet."""
    row = rows[DOCUMENTS_TABLE].get(fact.stream)
    if row:
        _forget(rows, fact.stream)
        # What says no language at all was recorded before revisions did.
        language = row["language"] if event.language is None else event.language or event.detected_language
        language = language or row["language"]
        titles = dict.fromkeys([language], next(iter(row["titles"].values()), ""))
        change_words(rows, fact, language=language, titles=said(titles), texts=texts(language, event.answers))


def translated(rows: Batch, fact: Fact, event: ReflectionTranslated) -> None:
    """Let the answers be found in another language too, or keep the translation waiting."""
    key, words = (fact.stream, event.language), texts(event.language, event.answers)
    if rows[DOCUMENTS_TABLE].get(fact.stream) is None:
        return
    if waits(event, rows[TRANSLATIONS_TABLE].get(key)):
        rows[TRANSLATIONS_TABLE].change(key, waiting=words)
        return
    plain = {"language": event.language, "version": event.version, "reviewed": event.reviewed}
    rows[TRANSLATIONS_TABLE].put({"document": fact.stream, **plain, "waiting": []})
    _say_in(rows, fact, event.language, words)


def confirmed(rows: Batch, fact: Fact, event: ReflectionTranslationConfirmed) -> None:
    """Let what waited be found in the place of what stood before."""
    key = (fact.stream, event.language)
    standing = rows[TRANSLATIONS_TABLE].get(key)
    if standing is not None and standing["waiting"]:
        _say_in(rows, fact, event.language, standing["waiting"])
    rows[TRANSLATIONS_TABLE].change(key, reviewed=True, waiting=[])


def released(rows: Batch, fact: Fact, event: ReflectionReleased) -> None:
    """Open a reflection to more readers."""
    row = rows[DOCUMENTS_TABLE].get(fact.stream)
    if row:
        access = widened(event, row["about"], next(iter(row["organisations"]), ""))["access"]
        open_link(rows, fact.stream, row["about"], row, access)
        # Those who may find it are others now.
        rows[DOCUMENTS_TABLE].change(fact.stream, position=fact.position, access=access)


def silenced(rows: Batch, fact: Fact, event: ReflectionWithdrawalRequested | PersonErasureRequested) -> None:
    """Take the words of what was withdrawn, or of an author, out of what can be found."""
    for stream in event.documents if isinstance(event, PersonErasureRequested) else (fact.stream,):
        _forget(rows, stream)
        rows[DOCUMENTS_TABLE].change(stream, position=fact.position, titles={}, texts=[])


def _say_in(rows: Batch, fact: Fact, language: str, words: Texts) -> None:
    row = rows[DOCUMENTS_TABLE].get(fact.stream)
    kept = [text for text in row["texts"] if text[0] != language] if row else []
    change_words(rows, fact, texts=[*kept, *words])


def _forget(rows: Batch, stream: str) -> None:
    row = rows[DOCUMENTS_TABLE].get(stream)
    for language in {text[0] for text in row["texts"]} if row else ():
        rows[TRANSLATIONS_TABLE].remove((stream, language))
