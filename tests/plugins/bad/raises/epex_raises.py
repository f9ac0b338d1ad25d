"""A plugin whose hooks, report and command raise."""

from collections.abc import Mapping
from typing import NoReturn

from epex.plugins import Command, Report, hookimpl


def build(*_given: object) -> NoReturn:
    """Fail."""
    raise ValueError("no tea today")


def decide(_desk: object, _given: Mapping[str, str]) -> NoReturn:
    """Fail."""
    raise ValueError("no tea today")


@hookimpl
def epex_reports() -> list[Report]:
    """List the report."""
    return [Report(name="raises", summary="Fail.", build=build)]


@hookimpl
def epex_commands() -> list[Command]:
    """List the command."""
    return [Command(name="go", summary="Fail.", decide=decide)]


@hookimpl
def epex_projections() -> NoReturn:
    """Fail."""
    raise RuntimeError("no view today")


@hookimpl
def epex_event_types() -> NoReturn:
    """Fail."""
    raise RuntimeError("no event today")
