"""A plugin tried in a new base: its events recorded, its views built anew, its reports read by two people."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from epex.app.base import KnowledgeBase
from epex.app.founding import Founding, init
from epex.app.weighing import further, reasons
from epex.core import organisation, person
from epex.core.decision import On, Refused, new_id
from epex.core.log.registry import shape_of
from epex.plugins.document import Document, Paragraph, Sentence, positions
from epex.plugins.guard import Failed, guarded
from epex.plugins.loader import Plugins
from epex.plugins.report_formats import list_report_formats, render_file
from epex.plugins.reports import list_reports, render, run_report
from epex.projections.projection import Projection
from epex.testing.bases import close, enabled, record
from epex.testing.editions import editions
from epex.testing.exchanging import broken_in_checks, broken_in_exporters, broken_in_importers

COORDINATOR, STRANGER = "Orla Quist", "Bo Lund"
FOUNDING = Founding(network="A trial", person=COORDINATOR, organisation="Lighthouse", country="NO")
SAMPLE = Document(
    report="sample",
    title=Sentence(text="A sample"),
    handling=Sentence(text="For the network"),
    page=(Paragraph(text="Something was said."),),
)
NOT_HERE = "which is not installed"
Options = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A base with the plugin, a coordinator, and somebody of another organisation."""

    folder: Path
    name: str
    options: Options
    opened: list[KnowledgeBase] = field(default_factory=list)

    def found(self) -> None:
        """Make the base.

        Raises Refused when the plugin cannot be enabled.
        """
        init(self.folder, FOUNDING)
        base = self.open("")
        act, school = base.begin(), organisation.Organisation(new_id("organisation"))
        joined = organisation.join(school.id, "Harbour School", by=act.by, country="DK", kind="public_service")
        act.record([*joined, *person.register(new_id("person"), STRANGER, school, by=act.by)])
        self.opened.append(enabled(base, self.name))

    def open(self, who: str = COORDINATOR) -> KnowledgeBase:
        """Open the base as one of the two."""
        self.opened.append(KnowledgeBase.open(self.folder, who))
        return self.opened[-1]

    def close(self) -> None:
        """Give all connections back."""
        for base in self.opened:
            close(base)

    @cached_property
    def views(self) -> Sequence[Projection]:
        """Give the plugin's views."""
        return self.open().extensions.projections()

    def rows(self, base: KnowledgeBase) -> dict[str, list[dict[str, Any]]]:
        """Read all rows of the plugin's tables."""
        return {table.name: base.queries().rows(table.name) for view in self.views for table in view.tables}

    @cached_property
    def reports(self) -> list[str]:
        """Name the plugin's reports."""
        return [row["id"] for row in list_reports(self._plugins) if row["plugin"] == self.name]

    def built(self, base: KnowledgeBase, report: str) -> Document:
        """Run a report.

        Raises Refused when it does not give a document.
        """
        return run_report(self._plugins, report, base.queries(), self.options.get(report, {}))

    def broken_in_folds(self, history: Sequence[On]) -> Iterator[str]:
        """Record events one by one where nobody else reads them; say where what comes of them is not the same twice."""
        base = self.open()
        for on in history:
            record(base, on, visibility="private")
            if base.log.stream(on.stream)[-1].event != on.event:
                yield f"The event '{on.event.type}' is read with other values than written; keep plain values in it."
            self.rows(base)
        names = [view.name for view in self.views]
        rows = [self.rows(base)]
        for _ in range(2 if names else 0):
            base.today.rebuild(names)
            rows.append(self.rows(base))
        yield from (stand["fault"] for stand in base.today.status() if stand["name"] in names and stand["fault"])
        for table in rows[0]:
            if any(others[table] != rows[0][table] for others in rows):
                yield f"The table '{table}' holds other rows once it is built anew; let rows come from events alone."
            yield from _unsealed(table, str(rows[0][table]), history)

    def broken_in_reports(self) -> Iterator[str]:
        """Say which reports fail, rest on no event that there is, or cannot be written in a format."""
        base = self.open()
        there = {event["position"] for event in base.queries().audit_log()}
        for report in self.reports:
            try:
                document = self.built(base, report)
            except Refused as refused:
                yield str(refused)
                continue
            if not set(positions(document)) <= there:
                yield f"The report '{report}' rests on events that are not there; take positions from rows."
            yield from self._unwritten(document)

    def broken_in_formats(self) -> Iterator[str]:
        """Say which of the plugin's own formats cannot write a document."""
        own = set(list_report_formats(self._plugins)) - set(list_report_formats(Plugins()))
        for form in sorted(own):
            try:
                render_file(self._plugins, SAMPLE, form)
            except Refused as refused:
                yield str(refused)

    def broken_in_exchanges(self) -> Iterator[str]:
        """Say which exporters, importers and publication checks fail."""
        base = self.open()
        yield from broken_in_exporters(self._plugins, self.name, base.queries(), self.options)
        yield from broken_in_importers(self._plugins, self.name, self.options)
        told = (broken_in_checks(self._plugins, self.name, base.queries(), each) for each in editions(base))
        yield from dict.fromkeys(sentence for sentences in told for sentence in sentences)

    def broken_in_reasons(self) -> Iterator[str]:
        """Say which matching reasons fail."""
        self.weighed(self.open())
        yield from (str(fault) for fault in self._plugins.untold() if fault.plugin == self.name)

    def weighed(self, base: KnowledgeBase) -> dict[str, str]:
        """Give what each of the plugin's matching reasons says of all pairs."""
        both = [row["id"] for row in base.queries().listing("organisation")]
        pairs = [(host, visitor) for host in both for visitor in both if host != visitor]
        names = [f"{self.name}/{name}" for name, (plugin, _) in reasons(self._plugins).items() if plugin == self.name]
        said = further(self._plugins, base.queries(), 0, pairs).items() if names else ()
        return {name: str([(pair, one) for pair, all_ in said for one in all_ if one.code == name]) for name in names}

    def seen_by_stranger(self) -> dict[str, str]:
        """Give what somebody sees who may read none of the plugin's events."""
        base = self.open(STRANGER)
        seen = {f"table '{table}'": str(rows) for table, rows in self.rows(base).items()}
        seen |= {f"matching reason '{name}'": told for name, told in self.weighed(base).items()}
        for report in self.reports:
            try:
                seen[f"report '{report}'"] = render(self.built(base, report), "json")
            except Refused as refused:
                seen[f"report '{report}'"] = str(refused)
        return seen

    def _unwritten(self, document: Document) -> Iterator[str]:
        for form in list_report_formats(Plugins()):
            try:
                guarded(render_file, self._plugins, document, form)
            except Failed as failure:
                if NOT_HERE not in str(failure):
                    yield f"The report '{document.report}' cannot be written as {form} ({failure}); mend its blocks."

    @cached_property
    def _plugins(self) -> Plugins:
        return Plugins([self.name])


def _unsealed(table: str, rows: str, history: Sequence[On]) -> Iterator[str]:
    for on in history:
        for name in shape_of(type(on.event)).sealed:
            words = getattr(on.event, name)
            if isinstance(words, str) and words and words in rows:
                yield f"The table '{table}' copies '{name}' of '{on.event.type}', which is sealed; leave it in the log."
