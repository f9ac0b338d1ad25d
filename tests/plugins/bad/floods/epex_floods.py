"""A plugin whose report prints without end."""

from typing import NoReturn

from epex.plugins import Report, hookimpl


def build(*_given: object) -> NoReturn:
    """Do it."""
    while True:
        print("tea")


@hookimpl
def epex_reports() -> list[Report]:
    """List the report."""
    return [Report(name="floods", summary="Misbehave.", build=build)]
