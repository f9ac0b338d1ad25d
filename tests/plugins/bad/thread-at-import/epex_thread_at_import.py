"""A plugin that leaves a thread running for ever when it is imported."""

from threading import Thread
from time import sleep

from epex.plugins import Report, hookimpl

Thread(target=sleep, args=[3600]).start()


@hookimpl
def epex_reports() -> list[Report]:
    """List nothing."""
    return []
