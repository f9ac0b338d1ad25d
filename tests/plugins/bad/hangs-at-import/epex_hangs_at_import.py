"""A plugin that never ends being imported."""

from time import sleep

from epex.plugins import Report, hookimpl

sleep(3600)


@hookimpl
def epex_reports() -> list[Report]:
    """List nothing."""
    return []
