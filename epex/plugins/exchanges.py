"""List and run the exporters and importers that plugins add."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, ParamSpec, TypeVar

import msgspec

from epex.core.decision import Refused
from epex.plugins.command import NAME
from epex.plugins.exchange import Exporter, Importer, Taken, TakenConcept
from epex.plugins.guard import Failed, asked, why_not
from epex.plugins.loader import DISABLE, Plugins
from epex.plugins.reading import Queries
from epex.plugins.report import not_plain, options_told, require_options, taken

P = ParamSpec("P")
T = TypeVar("T")
Form = TypeVar("Form", Exporter, Importer)
WAYS: Mapping[str, tuple[str, type[Any]]] = {
    "export": ("epex_exporters", Exporter),
    "import": ("epex_importers", Importer),
}


def list_formats(plugins: Plugins, way: str, own: Collection[str] = ()) -> list[dict[str, Any]]:
    """List the formats that plugins `export` or `import`, beside the program's `own`."""
    hook, kind = WAYS[way]
    return [_row(plugin, form) for plugin, form in _forms(plugins, plugins.gather(hook, kind), own).values()]


def exported(
    plugins: Plugins, name: str, queries: Queries, options: Mapping[str, str], own: Collection[str] = ()
) -> Iterator[bytes]:
    """Write a format, in portions.

    Raises Refused when there is no such format, an option is missing or unknown, or the exporter fails.
    """
    plugin, form = _found(plugins, "export", name, Exporter, own)
    require_options(f"The format '{form.name}'", form.options, options)
    portions = run_format(plugin, form.name, _begun, form, queries, dict(options))
    while (portion := run_format(plugin, form.name, _portion, portions)) is not None:
        yield portion


def read(
    plugins: Plugins, name: str, content: bytes, options: Mapping[str, str], *, kinds: Collection[str] = ()
) -> Taken:
    """Read a file of a format into rows, of the `kinds` that can be imported where those are told.

    Raises Refused when there is no such format, an option is missing or unknown, or the importer refuses or fails.
    """
    plugin, form = _found(plugins, "import", name, Importer, ())
    require_options(f"The format '{form.name}'", form.options, options)
    taken = run_format(plugin, form.name, _taken, form, content, dict(options))
    if strange := next((kind for kind in (*taken.rows, *taken.values) if kinds and kind not in kinds), ""):
        what = f"gives rows of a kind {strange!r}, which nobody imports"
        instead = f"tell its author that the kinds are: {', '.join(kinds)}"
        # A failure of the plugin is what it is, however well it can be told.
        raise Refused(f"The format '{form.name}' of the plugin '{plugin}' {what}; {instead}.") from Failed(what)
    return taken


def _forms(plugins: Plugins, gathered: Iterable[tuple[str, Form]], own: Collection[str]) -> dict[str, tuple[str, Form]]:
    found: dict[str, tuple[str, Form]] = {}
    for plugin, form in gathered:
        if why_not(_unlistable, plugin, form, otherwise="is none"):
            plugins.blame(plugin, "has a format that cannot be listed, so it was left out", DISABLE)
        elif not NAME.fullmatch(form.name):
            plugins.blame(plugin, *not_plain(form.name, "format"))
        elif form.name in own or found.setdefault(form.name, (plugin, form))[1] is not form:
            owner = "epex" if form.name in own else found[form.name][0]
            plugins.blame(plugin, *taken(form.name, owner, "format"))
    return found


def _unlistable(plugin: str, form: Exporter | Importer) -> str:
    row = _row(plugin, form)
    words = [row["id"], row["title"], *row["endings"]]
    words += [option[part] for option in row["options"] for part in ("name", "value", "summary")]
    return "" if all(isinstance(word, str) for word in words) else "is made of something else than words"


def _found(plugins: Plugins, way: str, name: str, kind: type[Form], own: Collection[str]) -> tuple[str, Form]:
    hook, _ = WAYS[way]
    # No third party is loaded for a format of a built-in plugin.
    forms = _forms(plugins, plugins.gather_built_in(hook, kind), own)
    if name not in forms:
        forms = _forms(plugins, plugins.gather(hook, kind), own)
    if name not in forms:
        raise Refused(f"There is no format '{name}'; 'epex {way} --list-formats' shows: {', '.join(forms)}.")
    return forms[name]


def _row(plugin: str, form: Exporter | Importer) -> dict[str, Any]:
    endings = [form.ending] if isinstance(form, Exporter) else list(form.endings)
    return {
        "id": form.name,
        "title": form.summary,
        "plugin": plugin,
        "endings": endings,
        "options": options_told(form.options),
    }


def run_format(plugin: str, name: str, call: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Call a plugin's code for one of its formats.

    Raises Refused when that refuses or fails.
    """
    try:
        return asked(plugin, f"the format {name}", call, *arguments, **named)
    except Failed as failure:
        if isinstance(failure.__cause__, Refused):
            raise failure.__cause__ from None
        what = f"The format '{name}' of the plugin '{plugin}' failed ({failure})"
        raise Refused(f"{what}; tell its author, other formats go on working.") from failure


def _begun(form: Exporter, queries: Queries, options: Mapping[str, str]) -> Iterator[bytes]:
    return iter(form.write(queries, options))


def _portion(portions: Iterator[bytes]) -> bytes | None:
    portion = next(portions, None)
    if portion is not None and not isinstance(portion, bytes):
        raise TypeError(f"it gave a {type(portion).__name__} instead of bytes")
    return portion


def _taken(form: Importer, content: bytes, options: Mapping[str, str]) -> Taken:
    given = form.read(content, options)
    if not isinstance(given, Taken):
        raise TypeError(f"it returned a {type(given).__name__} instead of what was taken")
    for kind, rows in given.rows.items():
        if not all(isinstance(cell, str) for row in rows for cell in (*row, *row.values())):
            raise TypeError(f"a row of {kind} holds something else than texts")
    if not all(isinstance(each, TakenConcept) for each in given.concepts):
        raise TypeError("a concept is something else than a TakenConcept")
    # Whatever else it is made of has to be what it is declared to be, too.
    msgspec.convert(msgspec.to_builtins(given), Taken)
    return given
