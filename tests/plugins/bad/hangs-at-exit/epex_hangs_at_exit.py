"""A plugin that never lets its process end."""

import atexit
from time import sleep

from epex.plugins import Report, hookimpl

atexit.register(sleep, 3600)


@hookimpl
def epex_reports() -> list[Report]:
    """List nothing."""
    return []
