"""Find the formats of reports and books, the program's own and those of plugins, and write documents in them."""

from collections.abc import Iterator

from epex.core.decision import Refused
from epex.plugins.document import Document
from epex.plugins.exchanges import run_format
from epex.plugins.formats import FILE_FORMATS, FORMATS
from epex.plugins.loader import Plugins
from epex.plugins.report import ReportFormat, taken, written

OWN = (*FORMATS, *FILE_FORMATS)
Found = tuple[str, ReportFormat]


def list_report_formats(plugins: Plugins) -> list[str]:
    """Name the formats: the program's own first, then those of plugins, each name once."""
    found: dict[str, Found] = {}
    for plugin, form in _each(plugins):
        first, _ = found.setdefault(form.name, (plugin, form))
        if form.name in OWN or found[form.name][1] is not form:
            owner = "epex" if form.name in OWN else first
            plugins.blame(plugin, *taken(form.name, owner, "report format"))
    return list(dict.fromkeys((*OWN, *found)))


def require_format(plugins: Plugins, name: str) -> None:
    """Require that documents can be written in a format.

    Raises Refused when there is no such format.
    """
    if name not in OWN:
        _found(plugins, name)


def render_file(plugins: Plugins, document: Document, name: str) -> bytes:
    """Write what stands in a file of one of the formats.

    Raises Refused when there is no such format, or a plugin cannot write it.
    """
    if name in FORMATS:
        return FORMATS[name].render(document).encode()
    if name in FILE_FORMATS:
        return FILE_FORMATS[name].render(document)
    plugin, form = _found(plugins, name)
    return run_format(plugin, name, written, form, document)


def _found(plugins: Plugins, name: str) -> Found:
    # A plugin after the one that has the format is not even started.
    for plugin, form in _each(plugins):
        if form.name == name:
            return plugin, form
    raise Refused(f"There is no format '{name}'; choose one of: {', '.join(list_report_formats(plugins))}.")


def _each(plugins: Plugins) -> Iterator[Found]:
    yield from plugins.gather_built_in("epex_report_formats", ReportFormat)
    if plugins.third_parties:
        from epex.plugins.supervising import formats_of  # noqa: PLC0415 - start-up: most bases have no third party

        for third_party in plugins.third_parties:
            yield from formats_of(plugins, third_party)
