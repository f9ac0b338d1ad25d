"""The loop in a browser: what waits, visits, reflections, practice, themes, the desks, by the command line's rules."""

from collections.abc import Sequence
from typing import Any

from epex.plugins import hookimpl
from epex.plugins.serving import Served, Site


@hookimpl
def epex_sites() -> Sequence[Site]:
    """Add the site."""
    return [Site(name="web", summary="The whole loop in a browser.", app=_app, invite=_invite)]


def _app(served: Served) -> Any:
    # Its libraries are an extra: a base without them has this plugin too.
    from epex.plugins.builtin.web.site import application  # noqa: PLC0415 - as above

    return application(served)


def _invite(served: Served, person: str) -> str:
    from epex.plugins.builtin.web.accounts import invite  # noqa: PLC0415 - as above

    return f"/invitations/{invite(served.folder, person, '')}"
