"""Erasures that were broken off: what they kept to go on with, found by the names that nothing else knows any more."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Self
from unicodedata import normalize

from epex.app.base import KnowledgeBase
from epex.app.erasing.cases import Case, PersonCase, ReflectionCase
from epex.app.erasing.sought import SoughtKeys
from epex.core.decision import Refused
from epex.core.log.canonical import canonical_json
from epex.core.person import PersonErased, PersonErasureRequested
from epex.core.reflection import ReflectionWithdrawalRequested, ReflectionWithdrawn
from epex.projections.people import LEAVING
from epex.projections.reading import unknown

PREFIX = "erasing "
ASKED = PersonErasureRequested | ReflectionWithdrawalRequested
DONE = PersonErased | ReflectionWithdrawn
BEGUN = (LEAVING, "withdrawn")


@dataclass(frozen=True, slots=True)
class SecretOf:
    """What an erasure keeps, sealed, until it is done: what to look for, what it was called by, and its keys."""

    texts: list[str]
    called: list[str]
    keys: SoughtKeys

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Take it up again."""
        row: Any = json.loads(raw)
        return cls(row["texts"], row["called"], SoughtKeys.from_json(row["keys"]))

    def as_json(self) -> bytes:
        """Write it down."""
        return canonical_json({"texts": self.texts, "called": self.called, "keys": self.keys.as_json()})


def secret_of(stream: str) -> str:
    """Name the secret that tells what is looked for in an erasure."""
    return f"{PREFIX}{stream}"


def found(base: KnowledgeBase, text: str, subject: str) -> str:
    """Find what is to be erased, also by a name that is gone already; what was done but for forgetting is finished.

    Raises Refused when nothing that the actor may read is called so.
    """
    queries = base.queries()
    try:
        which = queries.resolve(text, subject)
        if which not in queries.titles([which]):
            raise unknown(which)
    except Refused as refused:
        which = under_way(base, text, subject) or ""
        if not which:
            finish_done(base)
            raise Refused(
                f"{str(refused).rstrip('.')}; give its id if it was erased, for that alone is known of it."
            ) from refused
    finish_done(base, which)
    return which


def under_way(base: KnowledgeBase, text: str, subject: str) -> str | None:
    """Find an erasure that is not at its end by a name that nothing else knows any more."""
    kept = {stream for stream in _kept(base) if stream.startswith(f"{subject}-")}
    asked = (stream for stream in _asked(base, subject) if stream not in kept)
    return next((stream for stream in (*sorted(kept), *asked) if _is_called(base, stream, text)), None)


def finish_done(base: KnowledgeBase, *others: str) -> None:
    """Forget what erasures still keep that were recorded as done; others are left to themselves."""
    for stream in _kept(base):
        if stream not in others and _is_done(base, stream):
            base.log.vault.forget(secret_of(stream))


def _is_done(base: KnowledgeBase, stream: str) -> bool:
    # What a merge brought may have asked for it once more.
    told = [fact.event for fact in base.log.stream(stream) if isinstance(fact.event, ASKED | DONE)]
    return bool(told) and isinstance(told[-1], DONE)


def stated(base: KnowledgeBase, stream: str) -> str:
    """Give the ground or reason that an erasure was asked for on."""
    asked = next(fact.event for fact in base.log.stream(stream) if isinstance(fact.event, ASKED))
    return asked.ground if isinstance(asked, PersonErasureRequested) else asked.reason


def _kept(base: KnowledgeBase) -> list[str]:
    with base.log.vault.store.connected() as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM pending")]
    return [name.removeprefix(PREFIX) for name in names if name.startswith(PREFIX)]


def _asked(base: KnowledgeBase, subject: str) -> Iterator[str]:
    rows = base.queries().listing(subject)
    return (row["id"] for row in rows if row["status"] in BEGUN)


def _is_called(base: KnowledgeBase, stream: str, text: str) -> bool:
    kept = base.log.vault.kept(secret_of(stream))
    called: Iterable[str] = _case(base, stream).called() if kept is None else SecretOf.parse(kept).called
    return _same(text) in map(_same, called)


def _case(base: KnowledgeBase, stream: str) -> Case:
    kind = PersonCase if stream.startswith("person-") else ReflectionCase
    return kind(base.log, stream, "")


def _same(text: str) -> str:
    return " ".join(normalize("NFC", text).split()).casefold()
