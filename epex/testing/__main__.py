"""Keep today's events of a plugin in a golden file: `python -m epex.testing MODULE FILE`."""

import sys
from importlib import import_module
from pathlib import Path

from epex.core.catalogue import EventTypes
from epex.testing.golden import keep

USAGE = "Usage: python -m epex.testing MODULE FILE"


def main(module: str, file: str) -> None:
    """Append what the file lacks of every `EventTypes` in a module."""
    for types in vars(import_module(module)).values():
        if isinstance(types, EventTypes):
            for name in keep(types, Path(file)):
                sys.stdout.write(f"Kept {name} in {file}.\n")


if __name__ == "__main__":
    if len(sys.argv[1:]) != 2:  # noqa: PLR2004 - a module and a file
        sys.exit(USAGE)
    main(*sys.argv[1:])
