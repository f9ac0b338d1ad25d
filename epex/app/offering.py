"""The question sets that plugins offer, until a network adds one as its own."""

from typing import Any

from epex import __version__
from epex.core.decision import Refused
from epex.core.question_set import QuestionSet
from epex.core.questions import same
from epex.plugins.guard import Failed, guarded
from epex.plugins.loader import DISABLE, Plugins
from epex.plugins.questions import ready
from epex.plugins.report import taken
from epex.projections.asking import Asking


def offered(plugins: Plugins) -> dict[str, tuple[str, QuestionSet]]:
    """Gather the sets by name, each with its plugin; what cannot be asked is left out."""
    found: dict[str, tuple[str, QuestionSet]] = {}
    for plugin, each in plugins.gather("epex_question_sets", QuestionSet):
        try:
            chosen = guarded(ready, each)
        except Failed as failure:
            plugins.blame(
                plugin, f"offers a question set that cannot be asked ({failure}), so it was left out", DISABLE
            )
            continue
        if chosen.name in found:
            plugins.blame(plugin, *taken(chosen.name, found[chosen.name][0], "question set"))
        else:
            found[chosen.name] = (plugin, chosen)
    return found


def list_offered(plugins: Plugins, asking: Asking) -> list[dict[str, Any]]:
    """List what is offered, with its questions, and whether the network has it already."""
    return [_row(plugin, each, asking) for _, (plugin, each) in sorted(offered(plugins).items())]


def take(plugins: Plugins, name: str) -> tuple[QuestionSet, str]:
    """Give an offered set, and what is to be noted as having recorded it.

    Raises Refused when no plugin offers it.
    """
    found = offered(plugins)
    if name not in found:
        raise Refused(f"No plugin offers a question set '{name}'; 'epex questions list --offered' shows what there is.")
    plugin, chosen = found[name]
    return chosen, f"{plugin} {plugins.loaded[plugin].version} (epex {__version__})"


def _row(plugin: str, each: QuestionSet, asking: Asking) -> dict[str, Any]:
    known = asking.known.get(each.name)
    return {
        "id": each.name,
        "title": each.title,
        "plugin": plugin,
        "original": each.original,
        "languages": list(each.languages),
        "wordings": [{"key": question.key, **question.wordings} for question in each.questions],
        "is_added": known is not None and any(same(each, version) for version in known.versions.values()),
    }
