"""A plugin whose report is a text."""

from typing import Any

from epex.plugins import Report, hookimpl


def build(*_given: object) -> Any:
    """Do it."""
    return "tea"


@hookimpl
def epex_reports() -> list[Report]:
    """List the report."""
    return [Report(name="wrong-type", summary="Misbehave.", build=build)]
