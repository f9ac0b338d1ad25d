"""A plugin whose report ends its process past all guards."""

import os
from typing import NoReturn

from epex.plugins import Report, hookimpl


def build(*_given: object) -> NoReturn:
    """Do it."""
    os._exit(0)


@hookimpl
def epex_reports() -> list[Report]:
    """List the report."""
    return [Report(name="exits-hard", summary="Misbehave.", build=build)]
