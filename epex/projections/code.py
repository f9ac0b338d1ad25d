"""The code that views are made by, told apart by what its files hold."""

import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import epex.core
from epex.projections.projection import Projection

OURS = (Path(epex.core.__file__).parent, Path(__file__).parent)


def fingerprint(projection: Projection) -> str:
    """Hash what a view can depend on: the rooms of the core and of the views, and the modules of a plugin's folds."""
    content = sha256(_ours())
    for path in sorted(set(_of_plugin(projection))):
        content.update(path.read_bytes())
    return content.hexdigest()


@cache
def _ours() -> bytes:
    content = sha256()
    for path in sorted(path for room in OURS for path in room.rglob("*.py")):
        content.update(path.read_bytes())
    return content.digest()


def _of_plugin(projection: Projection) -> Iterator[Path]:
    folds = (*projection.handlers.values(), *filter(None, (projection.every,)))
    for module in {fold.__module__ for fold in folds}:
        file = getattr(sys.modules.get(module), "__file__", None)
        if file and not any(Path(file).is_relative_to(room) for room in OURS):
            yield Path(file)
