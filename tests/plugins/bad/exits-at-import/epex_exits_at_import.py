"""A plugin that ends its process past all guards when it is imported."""

import os
from collections.abc import Callable

from epex.plugins import Report, hookimpl

leave: Callable[[int], None] = os._exit
leave(0)


@hookimpl
def epex_reports() -> list[Report]:
    """List nothing."""
    return []
