"""Every hook that a plugin may implement. Only hooks that something uses are here."""

from collections.abc import Sequence

import pluggy

from epex.plugins.keys import KeyProvider
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


@hookspec
def epex_key_providers() -> Sequence[KeyProvider]:
    """List the places that the plugin can fetch wrapping keys from.

    Asked when a base is opened whose epex.toml names one as `[keys] wrapping`.
    Since 0.1, stable within a minor version.
    """
    raise NotImplementedError
