"""What the doctor finds, and what it examines a base with."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

from epex.app.auditing.verifying import verify_base
from epex.app.base import KnowledgeBase
from epex.app.config import SERVER, Config
from epex.app.extending import Extensions
from epex.app.keeping.backup import Tell
from epex.app.opening import open_database, open_log
from epex.core.log.database import Database
from epex.core.log.log import Clock
from epex.plugins.supervising import try_out

OK, WARNING, FAULT = "ok", "warning", "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: its state, what is so, and what to do instead."""

    state: str
    what: str
    instead: str = ""
    repaired: bool = False

    def as_json(self, name: str) -> dict[str, Any]:
        """Give plain values."""
        return {"name": name, **asdict(self)}


def ok(what: str) -> Finding:
    """Find nothing wrong."""
    return Finding(OK, what)


def warning(what: str, instead: str) -> Finding:
    """Find what somebody should know."""
    return Finding(WARNING, what, instead)


def fault(what: str, instead: str) -> Finding:
    """Find what must not stay as it is."""
    return Finding(FAULT, what, instead)


def repaired(what: str) -> Finding:
    """Find what was wrong and is right again."""
    return Finding(WARNING, what, repaired=True)


class Examination:
    """One base on the table: opened once, for all checks."""

    def __init__(self, config: Config, clock: Clock, tell: Tell, *, repairs: bool, plugins: bool = True) -> None:
        """Open nothing yet."""
        self._extensions = Extensions.of(config, third_party=plugins)
        self.config = config
        self.clock = clock
        self.tell = tell
        self.repairs = repairs

    @property
    def is_local(self) -> bool:
        """Tell whether the log is a file here."""
        return SERVER not in self.config.log

    @cached_property
    def engine(self) -> Database:
        """Open the database of the log; raises Refused when it is not there."""
        return open_database(self.config)

    @cached_property
    def base(self) -> KnowledgeBase:
        """Open the base with its keys, for nobody: whom the settings name is a check of its own.

        Raises Refused when that cannot be.
        """
        if self.config.plugins:
            # One that hangs or ends its process does so in a child, and is not loaded here.
            try_out(self._extensions.plugins)
        log = open_log(self.config, self.clock, self._extensions.event_types)
        return KnowledgeBase(replace(self.config, acting_as=""), log, extensions=self._extensions)

    @cached_property
    def verdict(self) -> dict[str, Any]:
        """Hash every event again, and hold the log against its checkpoints."""
        self.tell("Hashing every event again ...")
        return verify_base(self.config, self.engine)


Check = Callable[[Examination], Finding]
