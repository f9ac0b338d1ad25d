"""A plugin whose report takes memory without end."""

from typing import NoReturn

from epex.plugins import Report, hookimpl


def build(*_given: object) -> NoReturn:
    """Do it."""
    held = []
    while True:
        held.append(bytes(100_000_000))


@hookimpl
def epex_reports() -> list[Report]:
    """List the report."""
    return [Report(name="allocates", summary="Misbehave.", build=build)]
