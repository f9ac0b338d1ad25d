"""Erase: ask, destroy the keys, build anew, look at every byte, record what was seen. Each step may be done again."""

import json
from collections.abc import Callable
from pathlib import Path

from epex.app.base import KnowledgeBase
from epex.app.erasing.cases import Case, Found, PersonCase
from epex.app.erasing.databases import settle
from epex.app.erasing.explaining import Look
from epex.app.erasing.forms import Finder, tidied
from epex.app.erasing.mentions import mentions, streams
from epex.app.erasing.scan import digest
from epex.app.keeping.key_backup import clear_passing
from epex.app.opening import read_signer
from epex.core.decision import Refused
from epex.core.log.canonical import canonical_json
from epex.core.log.command import Command
from epex.projections.database import is_shared
from epex.projections.people import LEAVING

PRIVATE = Command(visibility="private")
SHOWN = 5
Tell = Callable[[str], None]


class Erasure:
    """One erasure in one base; `tell` hears of each step before it is taken."""

    def __init__(self, base: KnowledgeBase, case: Case, tell: Tell) -> None:
        """Take it up.

        Raises Refused when reading as of a day.
        """
        base.require_now("An erasure")
        self._base = base
        self._case = case
        self._tell = tell
        self._vault = base.log.vault
        self._secret = secret_of(case.stream)

    def run(self) -> None:
        """Take every step that is not done yet.

        Raises Refused when the actor may not, or something is left where it may not be.
        """
        standing = self._ask()
        if standing != "done":
            finder = Finder(self._terms())
            self._destroy()
            self._build()
            self._confirm(self._look(finder))
        self._tell("Forgetting what was looked for")
        self._vault.forget(self._secret)

    def _ask(self) -> str:
        act = self._base.begin(PRIVATE)
        state = act.load(self._case.stream)
        standing = self._case.standing(state, act.by)
        if standing:
            return standing
        # Without this key no register could tell a restored base what was destroyed.
        read_signer(self._base.config)
        decided = self._case.request(state, act.by)
        if Finder(self._case.terms()).finds(self._case.stated()):
            raise Refused("The words that are to stay repeat what is to go; say it without names and quotations.")
        self._tell("Asking for it")
        act.record(decided)
        return "requested"

    def _terms(self) -> list[str]:
        kept = self._vault.kept(self._secret)
        if kept is not None:
            return list(json.loads(kept))
        self._tell("Keeping what to look for")
        gathered = self._case.terms()
        self._vault.keep(self._secret, canonical_json(gathered))
        return gathered

    def _destroy(self) -> None:
        keys = self._case.keys()
        self._tell(f"Destroying {len(keys)} {'key' if len(keys) == 1 else 'keys'}")
        self._vault.destroy(*keys)
        # What a killed backup of the keys left would still open it.
        clear_passing(self._base.config)
        self._tell("Signing the register of destroyed keys")
        self._base.notary.register.write(read_signer(self._base.config))

    def _build(self) -> None:
        self._tell("Building the views anew")
        self._base.today.renew()
        self._tell("Building the search index anew")
        search = self._base.search()
        search.rebuild()
        search.close()

    def _look(self, finder: Finder) -> Found:
        self._tell("Looking for what others wrote about it")
        there = mentions(self._base.log, finder)
        self._tell("Writing the databases out")
        self._close()
        for path in self._files():
            settle(path)
        self._tell("Looking at every byte")
        look = Look(self._base, finder, streams(there))
        if strange := look.run():
            raise _left(strange)
        return Found(
            digest=digest(look.scanned),
            looked_for=len(finder.texts),
            files=len(look.scanned),
            bytes=sum(each.size for each in look.scanned),
            mentions=streams(there),
            positions=tuple(mention.position for mention in there),
        )

    def _confirm(self, found: Found) -> None:
        self._tell("Recording what was seen")
        act = self._base.begin()
        state = act.load(self._case.stream)
        act.record(self._case.confirm(state, found, act.by))

    def _close(self) -> None:
        # Closing a file that was only read would give up the locks of this process on it.
        self._base.log.engine.dispose()
        self._base.today.close()

    def _files(self) -> list[Path]:
        config = self._base.config
        places = [Path(config.address(place)) for place in (config.log, config.views) if not is_shared(place)]
        return [*places, config.keys_folder / "keys.db"]


def secret_of(stream: str) -> str:
    """Name the secret that tells what is looked for in an erasure."""
    return f"erasing {stream}"


def under_way(base: KnowledgeBase, text: str) -> str | None:
    """Find the person whose erasure is under way by a name that nothing else knows any more."""
    people = (row["id"] for row in base.queries().listing("person") if row["status"] == LEAVING)
    return next((person for person in people if _same(text) in map(_same, _looked_for(base, person))), None)


def _looked_for(base: KnowledgeBase, person: str) -> list[str]:
    kept = base.log.vault.kept(secret_of(person))
    return PersonCase(base.log, person, "").terms() if kept is None else list(json.loads(kept))


def _same(text: str) -> str:
    return tidied(text).casefold()


def _left(strange: list[str]) -> Refused:
    some = "; ".join(strange[:SHOWN])
    rest = f"; and {len(strange) - SHOWN} more" if len(strange) > SHOWN else ""
    return Refused(
        f"The keys are destroyed, but it still stands in: {some}{rest}. Take it out there or delete the file, then run"
        " the same command again."
    )
