"""An open knowledge base: one object for the one who reads and acts."""

from collections.abc import Collection
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from epex.app.acting import Act, actor, with_names
from epex.app.config import Config, read_config
from epex.app.keys import read_secret
from epex.app.opening import open_log
from epex.core.dates import latest
from epex.core.decision import Refused
from epex.core.log.command import Command
from epex.core.log.log import Clock, EventLog, system_clock
from epex.core.reader import Reader
from epex.projections.runner import Views

if TYPE_CHECKING:
    from epex.plugins.guard import Plugins
    from epex.projections.queries import Queries
    from epex.search.search import Search


class KnowledgeBase:
    """A base as one person sees it, today or as of a day."""

    def __init__(self, config: Config, log: EventLog, acting_as: str = "", as_of: str | None = None) -> None:
        """Wire the rooms; nothing is read before it is asked for."""
        self.config = config
        self.log = log
        self.as_of = as_of
        self._acting_as = acting_as or config.acting_as

    @classmethod
    def open(
        cls, folder: Path, acting_as: str = "", as_of: str | None = None, clock: Clock = system_clock
    ) -> Self:
        """Open the base in a folder.

        Raises Refused when it is not one, or cannot be read.
        """
        config = read_config(folder)
        return cls(config, open_log(config, clock), acting_as, as_of)

    @cached_property
    def views(self) -> Views:
        """Give the views of today; those as of a day are built in memory."""
        if self.as_of is None:
            return Views.open(self.config.address(self.config.views), self.log)
        upto = self.log.head_at(f"{latest(self.as_of)}T23:59:59.999999Z")
        return Views.open(":memory:", self.log, upto=upto)
