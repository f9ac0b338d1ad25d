"""What plugins have to say before an edition is frozen; none that has a say can be left out unnoticed."""

from collections.abc import Sequence
from dataclasses import replace

from epex.app.base import KnowledgeBase
from epex.app.plugging import in_use
from epex.app.publishing.assembling import Press
from epex.core.edition import Edition
from epex.plugins import checks, loader
from epex.projections.queries import Queries
from epex.projections.table import Row


def to_freeze(base: KnowledgeBase, publication: str, chapters: Sequence[str] | None = None) -> Edition:
    """Put an edition together as it would be frozen, with what plugins find to stand in the way."""
    edition = Press.for_reader(base).edition(publication, chapters)
    return replace(edition, unsettled=_unsettled(base, publication))


def _unsettled(base: KnowledgeBase, publication: str) -> tuple[str, ...]:
    """List what plugins find to stand in the way of freezing an edition, each sentence with the plugin's name.

    A plugin in use that cannot be asked, and may have checks, stands in the way as well.
    """
    may_have = _may_have(base)
    if not may_have and not base.config.plugins:
        # Built-in plugins that are always there have no checks, so nothing is loaded.
        return ()
    plugins, queries = base.plugins(), base.queries()
    edition = pages(queries, publication)
    found = list(checks.objections(plugins, queries, edition))
    for plugin in plugins.third_parties:
        found += checks.objections_of(plugins, plugin, queries, edition, may_have=plugin.name in may_have)
    asked = {*(plugin.name for plugin in plugins.third_parties), *(loader.BUILT_IN.keys() & {*base.config.plugins})}
    found += (_left_out(base, name) for name in sorted(may_have - asked))
    return tuple(dict.fromkeys(found))


def _may_have(base: KnowledgeBase) -> set[str]:
    """Name the plugins that may have checks: those that the log says have some, or does not know as they are here."""
    known, here = in_use(base), {plugin.name: plugin.version for plugin in (*loader.installed(), *loader.built_in())}
    changed = {name for name, enabled in known.items() if here.get(name, enabled.version) != enabled.version}
    return {
        *(name for name, enabled in known.items() if enabled.checks_editions),
        *(name for name in base.config.plugins if name not in known or name in changed),
    }


def _left_out(base: KnowledgeBase, name: str) -> str:
    if not base.extensions.third_party:
        return checks.unsettled(name, "its checks are left out by --no-plugins", "leave that out")
    instead = f"install it and run 'epex plugin enable {name}'"
    return checks.unsettled(name, "it may have checks, and could not be asked here", instead)


def pages(queries: Queries, publication: str) -> Row:
    """Show an edition with the pages of its chapters, and of the quotes that are proposed for them."""
    shown = queries.show(publication)
    chapters = [queries.show(chapter["id"]) for chapter in shown["chapters"]]
    quotes = [queries.show(quote["id"]) for chapter in chapters for quote in chapter["quotes"]]
    return {**shown, "chapters": chapters, "quotes": quotes}
