"""Who and what was erased or withdrawn in either branch is gone in both: whose keys go here, and what to look for."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from epex.app.base import KnowledgeBase
from epex.app.erasing.cases import SENTENCES, lines, names_of, works_of
from epex.app.erasing.databases import write_out
from epex.app.erasing.explaining import Look
from epex.app.erasing.forms import Finder
from epex.app.erasing.mentions import every_fact, mentions, streams
from epex.app.erasing.pending import SecretOf, secret_of
from epex.app.erasing.sought import SoughtKeys
from epex.app.keeping.backup import Tell
from epex.app.keeping.disposing import is_indexed, renew_index
from epex.app.keeping.key_backup import clear_passing
from epex.app.opening import read_signer
from epex.core.log.envelope import Fact
from epex.core.log.vault import BESIDE
from epex.core.person import PersonErasureRequested

PREFIX = "looking "
NAME = "/name"
PENDING = "SELECT name FROM pending WHERE substr(name, 1, ?) = ? ORDER BY name"


@dataclass
class Gone:
    """What goes here: keys, and erasures that have to be asked for anew, for somebody had written more."""

    keys: list[str] = field(default_factory=list)
    anew: list[tuple[str, PersonErasureRequested]] = field(default_factory=list)


def gone(base: KnowledgeBase, facts: Sequence[Fact], destroyed: Collection[str]) -> Gone:
    """Find what goes because it is gone in one of the branches, in their events put together."""
    there = base.log.vault.tombstones()
    found = Gone([*destroyed])
    asked = _asked(base, facts, {*there, *destroyed})
    written = works_of(chain(every_fact(base.log), facts), asked) if asked else {}
    for person, requests in asked.items():
        if more := _more(written[person], requests):
            found.anew.append((person, more))
        keys = (key for request in (*requests, *filter(None, (more,))) for key in _keys(request))
        found.keys += [person, *keys]
    found.keys = [key for key in dict.fromkeys(found.keys) if key not in there]
    return found


def _more(written: PersonErasureRequested, requests: Sequence[PersonErasureRequested]) -> PersonErasureRequested | None:
    """Ask for what a person had written where nobody knew of it who asked before."""
    covered = {one for request in requests for one in (*request.documents, *request.organisations)}
    documents = tuple(one for one in written.documents if one not in covered)
    organisations = tuple(one for one in written.organisations if one not in covered)
    if not documents and not organisations:
        return None
    return replace(written, ground=requests[-1].ground, documents=documents, organisations=organisations)


def destroy(base: KnowledgeBase, found: Gone, moments: dict[str, str], mark: str) -> None:
    """Keep what to look for, then destroy the keys, and sign the register; done again, it goes on."""
    vault = base.log.vault
    if not found.keys:
        return
    sought = SoughtKeys.of(vault.store, found.keys)
    texts = list(dict.fromkeys(_texts(base, found.keys)))
    if texts or sought.wrapped:
        vault.keep(f"{PREFIX}{mark}", SecretOf(texts, [], sought).as_json())
    for person, _ in found.anew:
        vault.keep(secret_of(person), SecretOf(texts, names_of(base.log, person), sought).as_json())
    vault.destroy(*found.keys, at=moments)
    clear_passing(base.config)
    base.notary.register.write(read_signer(base.config))


def looks_due(base: KnowledgeBase) -> list[str]:
    """Name the looks through everything that are not done yet."""
    with base.log.vault.store.connected() as connection:
        return [name for (name,) in connection.execute(PENDING, (len(PREFIX), PREFIX))]


def look(base: KnowledgeBase, tell: Tell) -> list[str]:
    """Build anew what was built with texts that are gone, and look at every byte; say where something still stands."""
    left: list[str] = []
    for name in looks_due(base):
        kept = SecretOf.parse(base.log.vault.kept(name) or b"")
        finder = Finder(kept.texts)
        there = streams(mentions(base.log, finder))
        _renew(base, tell)
        tell("Looking at every byte ...")
        strange = Look(base, finder, kept.keys, there).run()
        left += strange
        if not strange:
            base.log.vault.forget(name)
    return left


def _renew(base: KnowledgeBase, tell: Tell) -> None:
    tell("Building views and search index anew ...")
    base.today.renew()
    if is_indexed(base.config):
        renew_index(base)
    base.log.engine.dispose()
    base.today.close()
    write_out(base.config)


def _asked(
    base: KnowledgeBase, facts: Sequence[Fact], destroyed: Collection[str]
) -> dict[str, list[PersonErasureRequested]]:
    here = [
        fact
        for key in sorted(destroyed)
        if key.startswith("person-") and "/" not in key
        for fact in base.log.stream(key)
    ]
    found: dict[str, list[PersonErasureRequested]] = {}
    for fact in (*here, *facts):
        if isinstance(fact.event, PersonErasureRequested):
            found.setdefault(fact.stream, []).append(fact.event)
    return found


def _keys(request: PersonErasureRequested) -> Iterator[str]:
    yield from request.documents
    yield from (f"{organisation}{NAME}" for organisation in request.organisations)


def _texts(base: KnowledgeBase, keys: Sequence[str]) -> Iterator[str]:
    for key in keys:
        stream = key.partition(BESIDE)[0].removesuffix(NAME)
        if stream.startswith(("person-", "organisation-")):
            yield from names_of(base.log, stream)
        else:
            yield from lines(base.log, stream, SENTENCES)
