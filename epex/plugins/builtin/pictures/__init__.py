"""Pictures where people would rather look than read: time, visits, themes and coverage, each with its table."""

from collections.abc import Sequence

from epex.plugins import Report, hookimpl
from epex.plugins.audience import AUDIENCE
from epex.plugins.builtin.pictures import coverage, genealogy, timeline, visit_network


@hookimpl
def epex_reports() -> Sequence[Report]:
    """Add the reports."""
    return [
        Report(name=module.NAME, summary=module.SUMMARY, build=module.build, options=(*module.OPTIONS, AUDIENCE))
        for module in (timeline, visit_network, genealogy, coverage)
    ]
