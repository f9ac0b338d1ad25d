"""A plugin whose format of reports gives a text."""

from typing import Any

from epex.plugins import ReportFormat, hookimpl


def render(*_given: object) -> Any:
    """Do it."""
    return "tea"


@hookimpl
def epex_report_formats() -> list[ReportFormat]:
    """List the format."""
    return [ReportFormat(name="wrong-format", summary="Misbehave.", ending=".tea", render=render)]
