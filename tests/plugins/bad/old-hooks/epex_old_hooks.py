"""A plugin that was made for other hooks."""

from typing import Any

from epex.plugins import Report, hookimpl

HOOKS = "0.9"


def build(*_given: object) -> Any:
    """Do it."""
    return "tea"


@hookimpl
def epex_reports() -> list[Report]:
    """List the report."""
    return [Report(name="old-hooks", summary="Misbehave.", build=build)]
