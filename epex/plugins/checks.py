"""Run the checks before publication that plugins add; what cannot be checked stands in the way like what is found."""

from collections.abc import Iterator

from epex.plugins.check import Finding, PublicationCheck, found
from epex.plugins.guard import Failed, asked
from epex.plugins.loader import Plugin, Plugins
from epex.plugins.reading import Queries, Row

HOOK = "epex_publication_checks"


def objections(plugins: Plugins, queries: Queries, edition: Row) -> Iterator[str]:
    """List what the checks of the built-in plugins find, each sentence with the plugin's name."""
    for plugin, check in plugins.gather_built_in(HOOK, PublicationCheck):
        try:
            sentences = asked(plugin, f"the check {check.name}", found, check, queries, edition)
        except Failed as failure:
            yield from _told(plugin, Finding(check=check.name, failure=str(failure)))
        else:
            yield from _told(plugin, Finding(check=check.name, sentences=sentences))


def objections_of(plugins: Plugins, plugin: Plugin, queries: Queries, edition: Row, *, may_have: bool) -> Iterator[str]:
    """List what the checks of a third party find, which run in a child process.

    `may_have` says that it may have checks where it cannot be loaded to say which.
    """
    from epex.plugins.supervising import checked  # noqa: PLC0415 - start-up: most bases have no third party

    for finding in checked(plugins, plugin, queries, edition):
        if finding.is_loaded or may_have:
            yield from _told(plugin.name, finding)


def unsettled(plugin: str, what: str, instead: str) -> str:
    """Say that a plugin could not check, so that nothing is taken as settled."""
    disable = f"take the plugin out of use with 'epex plugin disable {plugin}', which the audit shows"
    return f"{plugin}: {what}, so nothing is taken as passed; {instead}, or {disable}."


def _told(plugin: str, finding: Finding) -> Iterator[str]:
    yield from (f"{plugin}: {sentence}" for sentence in finding.sentences)
    if finding.failure:
        what = f"the check '{finding.check}' failed" if finding.check else "it could not say which checks it has"
        yield unsettled(plugin, f"{what} ({finding.failure.rstrip('.')})", "have it mended")
