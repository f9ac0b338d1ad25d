"""Erase: ask, destroy the keys, build anew, look at every byte, record what was seen. Each step may be done again."""

import errno
import sqlite3
from collections.abc import Callable

from epex.app.base import KnowledgeBase
from epex.app.drafts import forget_drafts
from epex.app.erasing.cases import Case, Found
from epex.app.erasing.databases import write_out
from epex.app.erasing.explaining import Look
from epex.app.erasing.forms import Finder, repeats, tidied
from epex.app.erasing.mentions import mentions, streams
from epex.app.erasing.pending import SecretOf, finish_done, secret_of, stated
from epex.app.erasing.scan import digest
from epex.app.erasing.sought import SoughtKeys
from epex.app.keeping.disposing import is_indexed, renew_index
from epex.app.keeping.key_backup import clear_passing
from epex.app.opening import read_signer
from epex.core.decision import Refused
from epex.core.log.command import Command
from epex.core.watching import each

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

        Raises Refused when the actor may not, something is left where it may not be, or there is no room to write.
        """
        finish_done(self._base, self._case.stream)
        try:
            self._go_on()
        except Exception as error:
            if not _lacks_room(getattr(error, "orig", error)):
                raise
            message = "There is no room to write; make some on the disk, then run the same command again."
            raise Refused(message) from error

    def _go_on(self) -> None:
        standing = self._ask()
        self._warn()
        if standing != "done":
            secret = self._kept()
            self._destroy()
            self._build()
            self._confirm(self._look(Finder(secret.texts), secret.keys))
        self._tell("Forgetting what was looked for")
        self._vault.forget(self._secret)

    def _ask(self) -> str:
        act = self._base.begin(PRIVATE)
        state = act.load(self._case.stream)
        standing = self._case.standing(state, act.by)
        if standing:
            self._remind()
            return standing
        # Without this key no register could tell a restored base what was destroyed.
        read_signer(self._base.config)
        decided = self._case.request(state, act.by)
        texts = (*self._case.terms(), *self._case.called())
        if any(
            repeats(self._case.stated(), text) for text in each("Reading what is to go", "texts", texts, len(texts))
        ):
            raise Refused("The words that are to stay repeat what is to go; say it without names and quotations.")
        self._tell("Asking for it")
        act.record(decided)
        return "requested"

    def _remind(self) -> None:
        stands = stated(self._base, self._case.stream)
        if self._case.stated() != stands:
            self._tell(f"It was asked for before, and what was said then stands ({stands or 'nothing'}); going on")

    def _warn(self) -> None:
        if self._base.config.acting_as == self._case.stream:
            self._tell("This is who reads here by [reader] in epex.toml; set somebody else there before anything else")

    def _kept(self) -> SecretOf:
        kept = self._vault.kept(self._secret)
        if kept is not None:
            return SecretOf.parse(kept)
        self._tell("Keeping what to look for")
        keys = SoughtKeys.of(self._vault.store, self._case.keys())
        gathered = SecretOf(self._case.terms(), self._case.called(), keys)
        self._vault.keep(self._secret, gathered.as_json())
        if few := sum(not tidied(text) for text in gathered.texts):
            self._tell(
                f"Leaving out {few} {'text' if few == 1 else 'texts'} of fewer than two letters, which no look can find"
            )
        return gathered

    def _destroy(self) -> None:
        keys = self._case.keys()
        self._tell(f"Destroying {len(keys)} {'key' if len(keys) == 1 else 'keys'}")
        self._vault.destroy(*keys)
        forget_drafts(self._base.config, self._base.log, self._case.stream)
        # What a killed backup of the keys left would still open it.
        clear_passing(self._base.config)
        self._tell("Signing the register of destroyed keys")
        self._base.notary.register.write(read_signer(self._base.config))

    def _build(self) -> None:
        self._tell("Building the views anew")
        self._base.today.renew()
        if not is_indexed(self._base.config):
            return
        self._tell("Building the search index anew")
        renew_index(self._base)

    def _look(self, finder: Finder, keys: SoughtKeys) -> Found:
        self._tell("Looking for what others wrote about it")
        there = mentions(self._base.log, finder)
        self._tell("Writing the databases out")
        self._close()
        write_out(self._base.config)
        self._tell("Looking at every byte")
        look = Look(self._base, finder, keys, streams(there))
        if strange := look.run():
            raise _left(strange)
        return Found(
            digest=digest(look.scanned),
            looked_for=len(finder.texts),
            files=len(look.scanned),
            bytes=sum(each.size for each in look.scanned),
            mentions=tuple(dict.fromkeys((*streams(there), *look.others))),
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


def _lacks_room(error: object) -> bool:
    match error:
        case sqlite3.OperationalError(sqlite_errorcode=sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR_WRITE):
            return True
        case OSError(errno=errno.ENOSPC | errno.EDQUOT | errno.EFBIG):
            return True
    return False


def _left(strange: list[str]) -> Refused:
    some = "; ".join(strange[:SHOWN])
    rest = f"; and {len(strange) - SHOWN} more" if len(strange) > SHOWN else ""
    return Refused(
        f"The keys are destroyed, but it still stands in: {some}{rest}. Take it out there or delete the file, then run"
        " the same command again."
    )
