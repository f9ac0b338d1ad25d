"""A plugin whose report never ends."""

from time import sleep
from typing import NoReturn

from epex.plugins import Report, hookimpl


def build(*_given: object) -> NoReturn:
    """Do it."""
    while True:
        sleep(1)


@hookimpl
def epex_reports() -> list[Report]:
    """List the report."""
    return [Report(name="hangs", summary="Misbehave.", build=build)]
