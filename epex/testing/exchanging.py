"""Formats of other programs and checks before publication, each run once in the base of a trial."""

from collections.abc import Iterator, Mapping
from typing import Any

from epex.app.importing.kinds import NAMES, WITHOUT_TABLE
from epex.core.decision import Refused
from epex.plugins.check import PublicationCheck, found, misnamed
from epex.plugins.checks import HOOK as CHECKS
from epex.plugins.exchanges import WAYS, exported, read
from epex.plugins.guard import Failed, guarded
from epex.plugins.loader import Plugins
from epex.plugins.reading import Queries, Row

Options = Mapping[str, Mapping[str, str]]


def broken_in_exporters(plugins: Plugins, plugin: str, queries: Queries, options: Options) -> Iterator[str]:
    """Say which exporters fail, or give something else than bytes."""
    for form in _own(plugins, plugin, *WAYS["export"]):
        try:
            for _ in exported(plugins, form.name, queries, options.get(form.name, {})):
                pass
        except Refused as refused:
            yield str(refused)


def broken_in_importers(plugins: Plugins, plugin: str, options: Options) -> Iterator[str]:
    """Say which importers fail with an empty file, which they take or refuse."""
    for form in _own(plugins, plugin, *WAYS["import"]):
        # What an option needs is made up, for whatever is wrong with it can be refused as well.
        needed = {option.name: option.value for option in form.options if option.required}
        try:
            read(plugins, form.name, b"", {**needed, **options.get(form.name, {})}, kinds=(*NAMES, *WITHOUT_TABLE))
        except Refused as refused:
            if isinstance(refused.__cause__, Failed):
                yield str(refused)


def broken_in_checks(plugins: Plugins, plugin: str, queries: Queries, edition: Row) -> Iterator[str]:
    """Say which checks are not named plainly, fail with an edition, or give something else than sentences."""
    for check in _own(plugins, plugin, CHECKS, PublicationCheck):
        if strange := misnamed(check.name):
            yield f"A check of the plugin '{plugin}' is named {strange}; rename it."
            continue
        try:
            guarded(found, check, queries, edition)
        except Failed as failure:
            what = f"The check '{check.name}' of the plugin '{plugin}' failed ({failure})"
            yield f"{what}; let it return a list of sentences for every edition."


def _own(plugins: Plugins, plugin: str, hook: str, kind: type[Any]) -> list[Any]:
    return [each for name, each in plugins.gather(hook, kind) if name == plugin]
