"""Build a folder beside its place, so that what is there is whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from shutil import rmtree

from epex.app.keeping.archive import naming_a_full_disk, sync
from epex.app.keys import PRIVATE_FOLDER
from epex.core.decision import Refused


def require_free(folder: Path) -> None:
    """Refuse a folder that something is in."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} is not empty; name a new folder, so that nothing is written over.")


@contextmanager
def built_beside(folder: Path) -> Iterator[Path]:
    """Build a private folder beside its place; it comes there when all is in it, and goes when something is raised."""
    parent = folder.absolute().parent
    parent.mkdir(parents=True, exist_ok=True)
    workplace = parent / f".{folder.absolute().name}.{token_hex(4)}.part"
    workplace.mkdir(mode=PRIVATE_FOLDER)
    try:
        with naming_a_full_disk(parent):
            yield workplace
            require_free(folder)
            workplace.replace(folder)
            sync(parent)
    finally:
        rmtree(workplace, ignore_errors=True)
