"""List, run and render the reports that plugins add."""

from collections.abc import Generator, Iterable, Mapping
from contextlib import closing, nullcontext
from typing import Any

from msgspec import structs

from epex.core.decision import Refused
from epex.plugins.document import Document, Sentence
from epex.plugins.formats import FORMATS
from epex.plugins.guard import Failed, guarded, traced
from epex.plugins.loader import BUILT_IN, Plugins
from epex.plugins.reading import Queries
from epex.plugins.report import Report, built, options_told, require_options, require_sound, taken
from epex.plugins.report_formats import list_report_formats
from epex.plugins.wording import readable_date


def list_reports(plugins: Plugins) -> list[dict[str, Any]]:
    """List the reports that can be run, with their options and formats."""
    found, formats = _reports(plugins).values(), list_report_formats(plugins)
    return [_row(plugin, report, formats) for plugin, report in found]


def run_report(
    plugins: Plugins,
    name: str,
    queries: Queries,
    options: Mapping[str, str],
    footer: str = "",
    *,
    known_on: str = "",
    head: int | None = None,
) -> Document:
    """Build the document of a report, and close it with what the program says of its proof.

    Where it shows what was `known_on` an earlier day, it begins with that. No event is behind it that is after `head`.
    Raises Refused when there is no such report, an option is missing or unknown, or the report fails.
    """
    # What a third party builds its report in ends with the list of reports.
    with closing(_each(plugins)) as each:
        plugin, report = _found(each, name)
        require_options(f"The report '{report.name}'", report.options, options)
        document = _built(plugin, report, queries, options, head)
    document = structs.replace(document, footer=Sentence(text=footer))
    if not known_on:
        return document
    dated = f"As it was known on {readable_date(known_on)}, to those who may read it today; its proof is of today."
    subtitle = (Sentence(text=dated), *document.subtitle)
    return structs.replace(document, subtitle=subtitle)


def render(document: Document, form: str) -> str:
    """Write a document as a text, in one of the program's own formats."""
    return FORMATS[form].render(document)


def parse_options(pairs: Iterable[str]) -> dict[str, str]:
    """Read options as they are typed, KEY=VALUE.

    Raises Refused when one is not of that form, or named twice.
    """
    options: dict[str, str] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or not key:
            raise Refused(f"'{pair}' is not an option; write it as KEY=VALUE.")
        if key in options:
            raise Refused(f"The option '{key}' is given twice; give it once.")
        options[key] = value
    return options


def _built(plugin: str, report: Report, queries: Queries, options: Mapping[str, str], head: int | None) -> Document:
    try:
        # The child of a third party tells by itself what is run there.
        with traced(plugin, f"the report {report.name}") if plugin in BUILT_IN else nullcontext():
            document = guarded(built, report, queries, dict(options))
        guarded(require_sound, document, head)
    except Failed as failure:
        if isinstance(failure.__cause__, Refused):
            raise failure.__cause__ from None
        what = f"The report '{report.name}' of the plugin '{plugin}' failed ({failure})"
        raise Refused(f"{what}; tell its author, other reports go on working.") from failure
    return document


def _found(each: Iterable[tuple[str, Report]], name: str) -> tuple[str, Report]:
    names = []
    for plugin, report in each:
        if report.name == name:
            return plugin, report
        names.append(report.name)
    raise Refused(f"There is no report '{name}'; 'epex report list' shows: {', '.join(dict.fromkeys(names))}.")


def _each(plugins: Plugins) -> Generator[tuple[str, Report]]:
    # A plugin after the one that has the report is not even started.
    yield from plugins.gather_built_in("epex_reports", Report)
    if plugins.third_parties:
        from epex.plugins.supervising import reports_of  # noqa: PLC0415 - start-up: most bases have no third party

        for third_party in plugins.third_parties:
            yield from reports_of(plugins, third_party)


def _reports(plugins: Plugins) -> dict[str, tuple[str, Report]]:
    found: dict[str, tuple[str, Report]] = {}
    for plugin, report in _each(plugins):
        first, _ = found.setdefault(report.name, (plugin, report))
        if found[report.name][1] is not report:
            plugins.blame(plugin, *taken(report.name, first, "report"))
    return found


def _row(plugin: str, report: Report, formats: list[str]) -> dict[str, Any]:
    return {
        "id": report.name,
        "title": report.summary,
        "plugin": plugin,
        "options": options_told(report.options),
        "formats": formats,
    }
