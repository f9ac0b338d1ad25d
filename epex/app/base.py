"""An open knowledge base: one object for the one who reads and acts."""

from collections.abc import Collection
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from epex.app.acting import Act, actor
from epex.app.config import Config, read_config
from epex.app.extending import Extensions
from epex.app.opening import open_log, open_notary
from epex.app.past import KEPT
from epex.core.dates import latest, parse_date
from epex.core.decision import Refused
from epex.core.log.command import Command
from epex.core.log.log import Clock, EventLog, system_clock
from epex.core.reader import Reader
from epex.core.steps import any_for_two_sides
from epex.projections.past import PastViews
from epex.projections.queries import Queries
from epex.projections.readers import reader_of
from epex.projections.runner import Views

if TYPE_CHECKING:
    from epex.core.log.notary import Notary
    from epex.plugins.loader import Plugins
    from epex.search.search import Search


class KnowledgeBase:
    """A base as one person sees it, today or as of a day."""

    def __init__(
        self,
        config: Config,
        log: EventLog,
        acting_as: str = "",
        as_of: str | None = None,
        extensions: Extensions | None = None,
    ) -> None:
        """Wire the rooms; nothing is read before it is asked for."""
        self.extensions = extensions or Extensions.of(config)
        self.config = config
        self.log = log
        self.as_of = parse_date(as_of) if as_of else None
        self._acting_as = acting_as or config.acting_as
        # The views that the next questions come to; as of a day, one pass over the log builds them all.
        self.expected: Collection[str] = ()

    @classmethod
    def open(
        cls,
        folder: Path,
        acting_as: str = "",
        as_of: str | None = None,
        *,
        plugins: bool = True,
        clock: Clock = system_clock,
    ) -> Self:
        """Open the base in a folder.

        Raises Refused when it is not one, or cannot be read.
        """
        config = read_config(folder)
        extensions = Extensions.of(config, third_party=plugins)
        return cls(config, open_log(config, clock, extensions.event_types), acting_as, as_of, extensions)

    @cached_property
    def today(self) -> Views:
        """Give the views that follow the log."""
        views = Views.open(self.config.address(self.config.views), self.log, self.extensions.projections)
        views.heed(self.gone)
        return views

    @cached_property
    def views(self) -> Views:
        """Give the views that are read: today's, or those as of the day, built in memory."""
        return self.today if self.upto is None else self.standing(self.upto)

    @cached_property
    def upto(self) -> int | None:
        """Give the last position that is read as of a day; None when all is read."""
        return self.known_by(self.as_of) if self.as_of else None

    def known_by(self, day: str) -> int:
        """Give the last position that was recorded by the end of a day (UTC)."""
        return self.log.head_at(f"{latest(day)}T23:59:59.999999Z")

    def standing(self, upto: int) -> PastViews:
        """Give the base as it stood at a position, and no more of it than may be read today."""
        last = self.log.facts(upto - 1, upto, 1)
        logged, viewed = (self.config.address(place) for place in (self.config.log, self.config.views))
        place = (logged, viewed, upto, *(fact.envelope.event_id for fact in last), self.gone(), self.extensions.enabled)
        found = KEPT.at(place, lambda: PastViews(self.log, self.today, upto))
        found.read_through(self.log, self.today)
        found.expect(self.expected)
        return found

    @cached_property
    def reader(self) -> Reader:
        """Find what the person may read today, also when reading as of an earlier day.

        Raises Refused when epex.toml names somebody who is not here.
        """
        reader = reader_of(self.today, self.person)
        if self.person and not reader.person:
            raise Refused(f"Nobody here has the id {self.person}; mend [reader] in epex.toml, or use --as.")
        return reader

    @cached_property
    def person(self) -> str:
        """Give the id of the person who reads and acts.

        Raises Refused when the name fits nobody or several.
        """
        if not self._acting_as or self._acting_as == self.config.acting_as:
            return self._acting_as
        members = reader_of(self.today, self.config.acting_as)
        return Queries(self.today, members).resolve(self._acting_as, "person")

    @property
    def day(self) -> str:
        """Give today's date, or the last day that is read as of."""
        return latest(self.as_of) if self.as_of else self.log.today()

    @cached_property
    def notary(self) -> "Notary":
        """Give the notary of the log."""
        return open_notary(self.config, self.log)

    def find(self, text: str, subject: str | None = None) -> str:
        """Find the id of what a filter means; as of an early day, what exists today is a fair question.

        Raises Refused when it means nothing, or several things.
        """
        try:
            return self.queries().resolve(text, subject)
        except Refused:
            if self.as_of is None:
                raise
        return Queries(self.today, self.reader, self.config.language).resolve(text, subject)

    def queries(self, reader: Reader | None = None) -> Queries:
        """Give the queries, bound to the reader, or to another one."""
        config = self.config
        named = {"base_id": config.base_id, "network": config.network}
        return Queries(self.views, reader or self.reader, config.language, **named)

    def is_written_about(self, visit: str) -> bool:
        """Tell whether anything was written for the two sides of a visit, whoever may read it."""
        steps = [fact.envelope.visibility for fact in self.log.stream(visit)]
        return any_for_two_sides(steps) or self.queries().is_reflected_on(visit)

    def gone(self) -> str:
        """Name the state of what counts no more: the keys destroyed, and events that a merge took back afterwards."""
        destroyed, undone = self.log.vault.destroyed(), self.log.reader.holding.undone()
        return f"{destroyed}, undone {undone}" if undone else destroyed

    def begin(self, command: Command | None = None) -> Act:
        """Begin a command of this person.

        Raises AlreadyRecorded when its command id was recorded before, Refused when reading as of a day.
        """
        if self.as_of:
            raise Refused("The past cannot be written; leave out --as-of to record something.")
        return Act(self.log, actor(self.log, self.person), command or Command(), self._name)

    def _name(self, person: str) -> str:
        return self.queries().names([person]).get(person, person)

    def search(self) -> "Search":
        """Open the search; only searching needs its weight."""
        from epex.app.searching import open_search  # noqa: PLC0415 - start-up: only searching needs it

        return open_search(self)

    def plugins(self) -> "Plugins":
        """Open the plugins; only reports need their weight."""
        return self.extensions.plugins

    def require_now(self, what: str) -> None:
        """Refuse what is about the files of today when reading as of a day."""
        if self.as_of:
            raise Refused(f"{what} is about what is stored now; leave out --as-of.")

    def verify(self, outside: Path | None = None) -> dict[str, Any]:
        """Hash every event again, and hold the log against its checkpoints and one that was kept outside.

        Raises Refused when reading as of a day: what is stored now is verified.
        """
        self.require_now("A verification")
        from epex.app.auditing.verifying import verify_base  # noqa: PLC0415 - start-up: only an audit needs it

        return verify_base(self.config, self.log.engine, outside)
