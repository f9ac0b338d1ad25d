"""What authors of plugins import in their tests: what is given and what follows, a filled base, and the rules."""

from epex.app.base import KnowledgeBase
from epex.testing.bases import close, enabled, record, sample_base
from epex.testing.golden import golden, keep, read_as
from epex.testing.rules import contract
from epex.testing.scene import Outcome, Scene, given, scene

__all__ = [
    "KnowledgeBase",
    "Outcome",
    "Scene",
    "close",
    "contract",
    "enabled",
    "given",
    "golden",
    "keep",
    "read_as",
    "record",
    "sample_base",
    "scene",
]
