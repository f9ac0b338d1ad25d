"""A plugin whose report ends the program."""

import sys
from typing import NoReturn

from epex.plugins import Report, hookimpl


def build(*_given: object) -> NoReturn:
    """Do it."""
    sys.exit(0)


@hookimpl
def epex_reports() -> list[Report]:
    """List the report."""
    return [Report(name="exits", summary="Misbehave.", build=build)]
