"""A plugin that adds a report of a built-in plugin, and one of another plugin."""

from typing import NoReturn

from epex.plugins import Report, hookimpl


def build(*_given: object) -> NoReturn:
    """Stand in for another."""
    raise AssertionError("the wrong report was built")


@hookimpl
def epex_reports() -> list[Report]:
    """List both."""
    return [Report(name=name, summary="Another.", build=build) for name in ("year-review", "good")]
