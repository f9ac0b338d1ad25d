"""Every hook that a plugin may implement. Only hooks that something uses are here."""

from collections.abc import Sequence

import pluggy

from epex.plugins.report import Report

GROUP = "epex"

hookspec = pluggy.HookspecMarker(GROUP)
hookimpl = pluggy.HookimplMarker(GROUP)


@hookspec
def epex_reports() -> Sequence[Report]:
    """List the reports that the plugin adds.

    Asked once a command needs a report. Since 0.1, stable within a minor version.
    """
    raise NotImplementedError
