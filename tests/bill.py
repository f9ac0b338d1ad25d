"""`python -m tests.bill` prints a bill of materials (CycloneDX 1.6) of epex and its extras as they are installed."""

import json
import re
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

EXTRAS = ("postgres", "publish", "web")
FILES = Path(__file__).parent.parent / "epex" / "plugins" / "builtin" / "web" / "static" / "LICENSES.md"
# A row of the table of files that come along: its npm package, its version, its licence.
FILE = re.compile(r"^\| .* npm package `(?P<name>[^`]+)`[^|]*\| (?P<version>\S+) \| (?P<licence>\S+) \|$", re.MULTILINE)


def needed(name: str, extras: Iterable[str]) -> Iterator[Requirement]:
    """List what a distribution asks for, here and with these extras."""
    for text in distribution(name).requires or ():
        asked = Requirement(text)
        if not asked.marker or any(asked.marker.evaluate({"extra": extra}) for extra in (*extras, "")):
            yield asked


def installed() -> dict[str, Distribution]:
    """Find everything that epex needs, and what that needs in its turn."""
    found: dict[str, Distribution] = {}
    waiting, seen = list(needed("epex", EXTRAS)), set()
    while waiting:
        asked = waiting.pop()
        name = plain(asked.name)
        here = _found(name)
        if here and (name, *asked.extras) not in seen:
            seen.add((name, *asked.extras))
            found[name] = here
            waiting += needed(name, asked.extras)
    return found


def _found(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def plain(name: str) -> str:
    """Write a distribution's name as package addresses do."""
    return re.sub(r"[-_.]+", "-", name).lower()


def components() -> Iterator[dict[str, Any]]:
    """List the libraries that are installed, and the files of others that come with the site."""
    for name, found in sorted(installed().items()):
        told = found.metadata.json
        said = str(told.get("license_expression") or told.get("license") or "")
        yield component(f"pkg:pypi/{name}", name, found.version, said.partition("\n")[0])
    for name, version, licence in FILE.findall(FILES.read_text("utf-8")):
        yield component(f"pkg:npm/{name.replace('@', '%40')}", name, version, licence)


def component(place: str, name: str, version: str, licence: str) -> dict[str, Any]:
    """Describe one of them: its version, its address, and what it says of its licence."""
    address = f"{place}@{version}"
    told = [{"license": {"name": licence}}] if licence else []
    return {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "purl": address,
        "licenses": told,
    }


def bill() -> dict[str, Any]:
    """Write the bill of materials of what is installed here."""
    own = distribution("epex")
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "epex", "version": own.version}},
        "components": list(components()),
    }


if __name__ == "__main__":
    print(json.dumps(bill(), indent=2))
