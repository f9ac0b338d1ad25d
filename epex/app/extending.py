"""The plugins of an open base: nothing of them is loaded before something of theirs is met."""

import logging
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

from epex.app.config import PLUGIN_SECONDS, Config
from epex.core.catalogue import EventTypes
from epex.core.namespaces import lies_within

if TYPE_CHECKING:
    from epex.plugins.loader import Plugins
    from epex.projections.field import SearchField
    from epex.projections.projection import Projection


class Extensions:
    """What the enabled plugins add to one base."""

    def __init__(
        self,
        enabled: Sequence[str] = (),
        *,
        third_party: bool = True,
        seconds: int = PLUGIN_SECONDS,
        fields: Mapping[str, Sequence[str]] = MappingProxyType({}),
        trials: Path | None = None,
    ) -> None:
        """Know the plugins by name, how long a report of theirs may take, and which fields each adds to the search.

        With the file `trials` each is tried in a child process before it is loaded here.
        """
        self._seconds = seconds
        self._fields = fields
        self._trials = trials
        self._named = tuple(enabled)
        self.enabled = self._named if third_party else ()
        self.third_party = third_party

    @classmethod
    def of(cls, config: Config, *, third_party: bool = True) -> Self:
        """Know the plugins that a base's own file enables."""
        return cls(
            config.plugins,
            third_party=third_party,
            seconds=config.plugin_seconds,
            fields=config.plugin_fields,
            trials=config.trials,
        )

    @cached_property
    def plugins(self) -> "Plugins":
        """Load the plugins."""
        from epex.plugins.limits import Limits  # noqa: PLC0415 - start-up: most commands meet nothing of a plugin
        from epex.plugins.loader import Plugins  # noqa: PLC0415 - start-up: as above
        from epex.plugins.trials import Trials  # noqa: PLC0415 - start-up: as above

        limits = Limits(seconds=self._seconds)
        return Plugins(self._named, third_party=self.third_party, limits=limits, trials=Trials(self._trials))

    def event_types(self, subject: str) -> EventTypes | None:
        """Give the events of a subject, when an enabled plugin has it as its own."""
        if not any(lies_within(subject, name) for name in self.enabled):
            return None
        found = self.plugins.event_types.get(subject)
        self._tell()
        return found

    def projections(self) -> "Sequence[Projection]":
        """Give the views of the enabled plugins."""
        if not self.enabled:
            return ()
        found = self.plugins.projections
        self._tell()
        return found

    def search_fields(self) -> "Sequence[SearchField]":
        """Give the fields that the enabled plugins add to the search; none is loaded where none has any."""
        if not any(self._fields.get(name) for name in self.enabled):
            return ()
        from epex.plugins.fields import search_fields  # noqa: PLC0415 - start-up: most plugins add none

        found = search_fields(self.plugins)
        self._tell()
        return found

    def _tell(self) -> None:
        for fault in self.plugins.untold():
            logging.getLogger("epex").warning("%s", fault)
