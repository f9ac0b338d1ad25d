"""A row of texts as a reflection: whose words, about when, in which language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import cast

from epex.app.base import KnowledgeBase
from epex.app.importing.mapping import PAIR, TEXTS, ColumnMap, Unfit
from epex.core.decision import Actor
from epex.core.log.envelope import Fact
from epex.core.questions import EPEX_SET
from epex.core.reflection import Imported, ReflectionRecorded, document_text, record
from epex.core.vocabulary import QUESTIONS
from epex.search.languages import code_of, detect

Names = Mapping[str, frozenset[str]]
NOT_FROM_THE_ROW = ("answers", "detected_language", "visibility", "question_set", "question_set_version")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a row would record."""

    recorded: ReflectionRecorded
    occurred_on: str | None

    def differs(self, first: Fact) -> str:
        """Name the first field beside the texts in which a recorded row is another one; empty when there is none."""
        if self.occurred_on != first.envelope.occurred_on:
            return "occurred_on"
        compared = (field.name for field in fields(ReflectionRecorded) if field.name not in NOT_FROM_THE_ROW)
        other = (name for name in compared if getattr(self.recorded, name) != getattr(first.event, name))
        return {"author": "person"}.get(found := next(other, ""), found)


class Drafter:
    """Turn mapped fields into reflections of one source."""

    def __init__(self, base: KnowledgeBase, mapping: ColumnMap, source: str, by: Actor) -> None:
        """Know the network's languages, organisations and people."""
        self._languages = base.config.languages
        self._vault = base.log.vault
        self._about = Imported(source)
        self._by = by
        self._constants = mapping.values
        self._known = {name: _directory(base, name) for name in ("organisation", "person") if mapping.may_give(name)}

    def draft(self, stream: str, content: Mapping[str, str]) -> Draft:
        """Draft the reflection that a row's content stands for.

        Raises Unfit with the first field that cannot be recorded.
        """
        given = {**self._constants, **content}
        answers = {name: given[name] for name in TEXTS if name in given}
        if not answers:
            raise Unfit("text", "The row has no text.")
        author, language = self._named("person", given), self._language(given.get("language", ""))
        event = ReflectionRecorded(
            title=given.get("title", ""),
            answers=answers,
            author=author,
            organisation=self._named("organisation", given),
            question_set=EPEX_SET.name if set(QUESTIONS) & set(answers) else "",
            language=language,
            detected_language="" if language else detect(document_text(answers), self._languages),
            visibility=given.get("visibility", PAIR),
        )
        decided = record(stream, event, self._about, by=self._by)[0].event
        return Draft(cast("ReflectionRecorded", decided), given.get("occurred_on"))

    def _language(self, stated: str) -> str:
        code = code_of(stated)
        if code and code not in self._languages:
            known = ", ".join(self._languages)
            raise Unfit("language", f"'{stated}' is not a language of the network; write one of: {known}.")
        return code

    def _named(self, subject: str, given: Mapping[str, str]) -> str:
        name = given.get(subject, "")
        if not name:
            return ""
        found = self._known[subject].get(name.casefold(), frozenset())
        if len(found) > 1:
            raise Unfit(subject, f"'{name}' means several; write the id, as 'epex {subject} list' shows it.")
        if not found:
            raise Unfit(subject, f"'{name}' is not registered; add it with 'epex {subject} add', or mend the name.")
        identity = next(iter(found))
        if self._vault.is_destroyed(identity):
            raise Unfit(subject, f"This {subject} was erased; nothing is recorded about it again.")
        return identity


def _directory(base: KnowledgeBase, subject: str) -> Names:
    found: dict[str, set[str]] = {}
    for row in base.queries().listing(subject):
        for name in _names(row["id"], row["title"], row.get("short_name")):
            found.setdefault(name, set()).add(row["id"])
    return {name: frozenset(ids) for name, ids in found.items()}


def _names(*texts: str | None) -> Iterable[str]:
    return {text.casefold() for text in texts if text}
