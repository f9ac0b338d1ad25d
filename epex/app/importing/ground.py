"""What rows are decided on: who imports, from which source, and which names mean what."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import Any

from epex.app.base import KnowledgeBase
from epex.app.importing.identity import stream_id
from epex.app.importing.kind import Dated
from epex.core import catalogue
from epex.core.answers import document_text
from epex.core.dates import earliest, latest
from epex.core.decision import Actor, Refused
from epex.core.log.envelope import Fact
from epex.core.organisation import Organisation
from epex.core.reflection import ReflectionRecorded, ReflectionRevised
from epex.core.thesaurus import KnownConcept
from epex.projections.queries import Queries
from epex.projections.table import Row
from epex.search.languages import code_of

NOTHING: tuple[Any, int] = (None, 0)
VERBS = {
    "challenge": "state",
    "chapter": "outline",
    "element": "identify",
    "match": "propose",
    "meeting": "hold",
    "publication": "open",
    "quote": "propose",
    "reflection": "record",
    "theme": "propose",
    "transfer": "consider",
    "visit": "plan",
}
Directory = Mapping[str, frozenset[str]]
# A source, where the words begin and end in its newest version, and the stance.
Spot = tuple[str, int, int, str]
PLURALS = {"person": "people", "story": "stories", "match": "matches", "questions": "question_sets"}


class Ground:
    """The network as an import finds it; names are looked up among what the importer may read."""

    def __init__(self, base: KnowledgeBase, source: str, by: Actor, visibility: str) -> None:
        """Read nothing before it is asked for."""
        self.by = by
        self.source = source
        self.visibility = visibility
        self.languages = base.config.languages
        self.is_again = False
        self.day = ""
        self._base = base
        self._directories: dict[str, Directory] = {}
        self._loaded: dict[str, tuple[Any, int]] = {}
        self._years: dict[int, str] | None = None
        self._said: dict[tuple[str, str], dict[int, str]] | None = None
        self._rows: dict[str, list[Row]] = {}
        self._earlier: dict[Hashable, str] = {}
        self._names: dict[str, str] = {}
        self._called: dict[str, str] = {}
        self._texts: dict[str, Sequence[str]] = {}
        self._standing: dict[str, frozenset[Spot]] = {}

    def go_on(self, before: "Ground") -> None:
        """Take what an import before this one has founded for there, though a dry run records nothing."""
        self._loaded = dict(before._loaded)  # noqa: SLF001 - of its own class

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
            raise Refused(f"This {subject} was erased; leave the row out, as nothing is recorded about it again.")
        return identity

    def is_named(self, subject: str, text: str) -> bool:
        """Tell whether a text names something of a subject."""
        return bool(self._meant(subject, text))

    def is_here(self, subject: str, identity: str) -> bool:
        """Tell whether a text is the whole id of something that the importer may read."""
        is_id = subject in catalogue.SUBJECTS and identity.startswith(f"{subject}-")
        return is_id and identity in self._directory(subject).get(identity, ())

    def state(self, stream: str) -> Any:
        """Load the state of what a row names; nothing of what is only named has ended when a row is read again."""
        return self._load(stream)[0]

    def version(self, stream: str) -> int:
        """Give the version of something that rows of this file may have been recorded on, 0 of what is new."""
        return self._load(stream)[1]

    def begin(self, stream: str) -> None:
        """Take what a row founds for new, so that nothing is read of it."""
        self._loaded.setdefault(stream, NOTHING)

    def took(self, steps: Iterable[Dated]) -> None:
        """Remember what an earlier row has done to what is here, and to what it has founded."""
        for on in (step.on for step in steps):
            state, version = self._load(on.stream)
            evolve = catalogue.evolve(catalogue.subject_of(on.stream))
            self._loaded[on.stream] = (evolve(state, on.stream, on.event), version + 1)
            if name := getattr(on.event, "name", None):
                self._names[on.stream] = name

    def facts(self, stream: str) -> Sequence[Fact]:
        """List what happened to something."""
        return self._base.log.stream(stream)

    def is_written_about(self, visit: str) -> bool:
        """Tell whether anything was written for the two sides of a visit, whoever may read it."""
        return self._base.is_written_about(visit)

    @property
    def queries(self) -> Queries:
        """Give the queries of the one who imports."""
        return self._base.queries()

    @cached_property
    def concepts(self) -> Mapping[str, KnownConcept]:
        """Give the thesaurus as it was before this import, by the ids of the concepts."""
        return self.queries.concepts.every

    def texts(self, document: str) -> Sequence[str]:
        """List the versions of a reflection that the importer may read, the first one first; none when it is gone."""
        if document not in self._texts:
            shown = self.queries.show(document)["answers"]
            events = [fact.event for fact in self.facts(document)] if shown else []
            told = [one.answers for one in events if isinstance(one, ReflectionRecorded | ReflectionRevised)]
            self._texts[document] = tuple(map(document_text, told))
        return self._texts[document]

    def standing(self, target: str) -> frozenset[Spot]:
        """Tell where the evidence of something stands today, with its stance; what it took over is told too."""
        if target not in self._standing:
            rows = self.queries.show(target)["evidence"]
            spots = (_spot(row) for row in rows if row["stance"])
            self._standing[target] = frozenset(spot for spot in spots if spot)
        return self._standing[target]

    def call(self, founded: str, meant: str) -> None:
        """Remember that a row, which would have founded something, means something else."""
        self._called[founded] = meant

    def seek(self, text: str) -> str:
        """Find what a text names, whatever its subject is; an id says that by itself."""
        subject = catalogue.subject_of(text)
        if subject in catalogue.SUBJECTS:
            return self.find(subject, text)
        found = self.queries.resolve(text)
        if found not in self.queries.titles([found]):
            raise Refused(f"'{text}' is not here; mend the name.")
        return found

    def rows(self, subject: str) -> list[Row]:
        """List what there is of a subject, without what this file brings."""
        if subject not in self._rows:
            self._rows[subject] = list(self.queries.listing(subject))
        return self._rows[subject]

    def names(self, subject: str, but: str) -> list[str]:
        """List what all but one of a subject are called that have not left, by what earlier rows say too."""
        titles = {row["id"]: row["title"] for row in self.rows(subject) if not row["left_on"]}
        now = {**titles, **self._names}
        return [name for stream, name in now.items() if catalogue.subject_of(stream) == subject and stream != but]

    def earlier(self, said: Hashable) -> str:
        """Name what an earlier row of this file founded with the same to say, if one did."""
        return self._earlier.get(said, "")

    def keep(self, said: Hashable, stream: str) -> None:
        """Remember what a row says, for later ones that say the same."""
        self._earlier.setdefault(said, stream)

    def called(self, subject: str, name: str) -> frozenset[str]:
        """List what has a name, in the base and in earlier rows."""
        return self._directory(subject).get(name.casefold(), frozenset())

    def organisation(self, identity: str) -> Organisation:
        """Load an organisation; for what was before it left it is a member."""
        found: Organisation = self.state(identity)
        return replace(found, left=False) if self.is_again or self._was_member(identity) else found

    @property
    def open_years(self) -> dict[int, str]:
        """Give the years that are open with their purposes, those of earlier rows among them."""
        if self._years is None:
            self._years = {row["number"]: row["purpose"] for row in self.queries.listing("year")}
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
            for row in self.queries.listing("reflection"):
                self.note_said(row["about"], row["person"], row.get("follow_up", 0), row["id"])
        found = {} if self.is_again else self._said.get((about, author), {})
        return {months: one for months, one in found.items() if one != stream}

    def note_said(self, about: str, author: str, follow_up: int, stream: str) -> None:
        """Remember what an earlier row has somebody say about a visit or meeting."""
        if self._said is not None:
            self._said.setdefault((about, author), {}).setdefault(follow_up, stream)

    def _was_member(self, identity: str) -> bool:
        """Tell whether an organisation that left had not left yet on the day of the row."""
        left = next((row["left_on"] for row in self.rows("organisation") if row["id"] == identity), "")
        return bool(left and self.day) and earliest(self.day) <= latest(left)

    def _load(self, stream: str) -> tuple[Any, int]:
        if stream not in self._loaded:
            loaded = self._base.log.load(stream)
            self._loaded[stream] = (loaded.state, loaded.version)
        return self._loaded[stream]

    def _meant(self, subject: str, text: str) -> frozenset[str]:
        names = self._directory(subject)
        row = stream_id(subject, self.source, PLURALS.get(subject, f"{subject}s"), text)
        row = self._called.get(row, row)
        # What an earlier row of the same file has founded is in no list yet.
        begun = frozenset({row} if self._loaded.get(row, NOTHING)[1] else ())
        return names.get(text.casefold(), frozenset()) or names.get(row, begun)

    def _directory(self, subject: str) -> Directory:
        if subject not in self._directories:
            self._directories[subject] = _directory(self._base, subject)
        return self._directories[subject]


def _directory(base: KnowledgeBase, subject: str) -> Directory:
    found: dict[str, set[str]] = {}
    queries = base.queries()
    for row in queries.concepts.listing() if subject == "concept" else queries.listing(subject):
        for name in _names(row["id"], row["title"], row.get("short_name")):
            found.setdefault(name, set()).add(row["id"])
    return {name: frozenset(ids) for name, ids in found.items()}


def _spot(row: Row) -> Spot | None:
    """Tell where a piece of evidence stands in the newest version; None when its words stand there no more."""
    if not row.get("document"):
        return (row["id"], 0, 0, row["stance"])
    now = row["now"]
    return (row["id"], now["start"], now["end"], row["stance"]) if now else None


def _names(*texts: str | None) -> Iterable[str]:
    return {text.casefold() for text in texts if text}


def _adding(subject: str) -> str:
    return f"add it with 'epex {subject} {VERBS.get(subject, 'add')}'"
