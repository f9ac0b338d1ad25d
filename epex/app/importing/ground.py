"""What rows are decided on: who imports, from which source, and which names mean what."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from epex.app.base import KnowledgeBase
from epex.app.importing.identity import stream_id
from epex.core.decision import Actor, Refused
from epex.core.organisation import Organisation
from epex.search.languages import code_of

Directory = Mapping[str, frozenset[str]]
PLURALS = {"person": "people", "story": "stories"}


class Ground:
    """The network as an import finds it; names are looked up among what the importer may read."""

    def __init__(self, base: KnowledgeBase, source: str, by: Actor, visibility: str) -> None:
        """Read nothing before it is asked for."""
        self.by = by
        self.source = source
        self.visibility = visibility
        self.languages = base.config.languages
        self.is_again = False
        self._base = base
        self._directories: dict[str, Directory] = {}
        self._states: dict[str, Any] = {}
        self._years: dict[int, str] | None = None
        self._said: dict[tuple[str, str], dict[int, str]] | None = None

    @property
    def today(self) -> str:
        """Give the day that the log's clock shows."""
        return self._base.log.today()

    @contextmanager
    def again(self) -> Iterator[None]:
        """Draft a row that is recorded already: what has ended since does not matter."""
        self.is_again = True
        try:
            yield
        finally:
            self.is_again = False

    def language(self, text: str) -> str:
        """Find the network's code of a language; raises Refused when it has none."""
        code = code_of(text)
        if code not in self.languages:
            known = ", ".join(self.languages)
            raise Refused(f"'{text}' is not a language of the network; write one of: {known}.")
        return code

    def find(self, subject: str, text: str) -> str:
        """Find what an id, a row's id in the same source, or an exact name means.

        Raises Refused when it means nothing, several things, or something that was erased.
        """
        found = self._meant(subject, text)
        if len(found) > 1:
            raise Refused(f"'{text}' means several; write the id, as 'epex {subject} list' shows it.")
        if not found:
            raise Refused(f"'{text}' is not registered; {_adding(subject)}, or mend the name.")
        identity = next(iter(found))
        if self._base.log.vault.is_destroyed(identity):
            raise Refused(f"This {subject} was erased; nothing is recorded about it again.")
        return identity

    def is_named(self, subject: str, text: str) -> bool:
        """Tell whether a text names something of a subject."""
        return bool(self._meant(subject, text))

    def is_here(self, subject: str, identity: str) -> bool:
        """Tell whether a text is the whole id of something that the importer may read."""
        return identity.startswith(f"{subject}-") and identity in self._directory(subject).get(identity, ())

    def state(self, stream: str) -> Any:
        """Load the state of what a row names; nothing of what is only named has ended when a row is read again."""
        if stream not in self._states:
            self._states[stream] = self._base.log.load(stream).state
        return self._states[stream]

    def organisation(self, identity: str) -> Organisation:
        """Load an organisation."""
        found: Organisation = self.state(identity)
        return replace(found, left=False) if self.is_again else found

    @property
    def open_years(self) -> dict[int, str]:
        """Give the years that are open with their purposes, those of earlier rows among them."""
        if self._years is None:
            self._years = {row["number"]: row["purpose"] for row in self._base.queries().listing("year")}
        return self._years

    def purpose_of(self, number: int) -> str:
        """Give the purpose of a programme year; raises Refused when it is not open."""
        if number not in self.open_years:
            raise Refused(f"Year {number} is not open; open it with 'epex year open', or give the row a purpose.")
        return self.open_years[number]

    def said(self, about: str, author: str, stream: str) -> dict[int, str]:
        """List what somebody has already written about a visit or meeting, by follow-up, as far as one may read it."""
        if self._said is None:
            self._said = {}
            for row in self._base.queries().listing("reflection"):
                self.note_said(row["about"], row["person"], row.get("follow_up", 0), row["id"])
        found = {} if self.is_again else self._said.get((about, author), {})
        return {months: one for months, one in found.items() if one != stream}

    def note_said(self, about: str, author: str, follow_up: int, stream: str) -> None:
        """Remember what an earlier row has somebody say about a visit or meeting."""
        if self._said is not None:
            self._said.setdefault((about, author), {}).setdefault(follow_up, stream)

    def _meant(self, subject: str, text: str) -> frozenset[str]:
        names = self._directory(subject)
        row = stream_id(subject, self.source, PLURALS.get(subject, f"{subject}s"), text)
        return names.get(text.casefold(), frozenset()) or names.get(row, frozenset())

    def _directory(self, subject: str) -> Directory:
        if subject not in self._directories:
            self._directories[subject] = _directory(self._base, subject)
        return self._directories[subject]


def _directory(base: KnowledgeBase, subject: str) -> Directory:
    found: dict[str, set[str]] = {}
    for row in base.queries().listing(subject):
        for name in _names(row["id"], row["title"], row.get("short_name")):
            found.setdefault(name, set()).add(row["id"])
    return {name: frozenset(ids) for name, ids in found.items()}


def _names(*texts: str | None) -> Iterable[str]:
    return {text.casefold() for text in texts if text}


def _adding(subject: str) -> str:
    verb = {"challenge": "state", "element": "identify", "theme": "propose", "visit": "plan", "meeting": "hold"}
    return f"add it with 'epex {subject} {verb.get(subject, 'add')}'"
