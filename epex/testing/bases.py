"""Bases to try a plugin in."""

from pathlib import Path

from epex.app import plugging
from epex.app.base import KnowledgeBase
from epex.app.demo import build
from epex.core.decision import On
from epex.core.log.command import Command, Receipt


def sample_base(folder: Path) -> KnowledgeBase:
    """Build the illustrative three years in a new folder and open it as its coordinator."""
    build(folder)
    return KnowledgeBase.open(folder)


def enabled(base: KnowledgeBase, name: str) -> KnowledgeBase:
    """Take an installed plugin into use, and open the base anew with it.

    Raises Refused when it is not installed or does not fit.
    """
    plugging.enable(base, name)
    return KnowledgeBase.open(base.config.folder)


def record(base: KnowledgeBase, *ons: On, visibility: str = "network") -> Receipt:
    """Record events as the person who acts, as a command of the plugin would."""
    act = base.begin(Command(visibility=visibility))
    for stream in dict.fromkeys(on.stream for on in ons):
        if base.log.stream(stream):
            act.load(stream)
    return act.record(ons)


def close(base: KnowledgeBase) -> None:
    """Give the connections of a base back."""
    base.today.close()
    base.log.engine.dispose()
