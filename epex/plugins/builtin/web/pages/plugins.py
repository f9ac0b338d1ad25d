"""Plugins: which this base uses, what each adds, and what is wrong with it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from epex.plugins.builtin.web.asking import visitor
from epex.plugins.builtin.web.rendering import page
from epex.plugins.builtin.web.wording import N_

ADDED = {
    "reports": N_("reports"),
    "report_formats": N_("formats of reports"),
    "key_providers": N_("a place for keys"),
    "event_types": N_("kinds of entries"),
    "projections": N_("lists of its own"),
    "commands": N_("commands"),
    "exporters": N_("formats to export"),
    "importers": N_("formats to import"),
    "publication_checks": N_("checks before an edition is frozen"),
    "question_sets": N_("question sets"),
    "matching_reasons": N_("reasons for matches"),
    "search_fields": N_("fields of the search"),
    "panels": N_("panels on pages"),
    "sites": N_("a site"),
}
STANDING = {
    "enabled": N_("in use"),
    "built-in": N_("comes with the program"),
    "not enabled": N_("installed, not in use"),
    "not installed": N_("missing: it is in use and not installed"),
    "failed": N_("does not work"),
}
IN_ORDER = tuple(STANDING)


def plugins(request: Request) -> Response:
    """List the plugins, those that need somebody first."""
    asking = visitor(request)
    rows = asking.ask("plugin", "list")
    reports = asking.ask("report", "list")
    # What is wrong with each stands with it.
    asking.notices.clear()
    told = [{**row, "reports": [one for one in reports if one["plugin"] == row["id"]]} for row in rows]
    troubled = [row for row in told if row["faults"] or row["state"] in ("failed", "not installed")]
    well = sorted((row for row in told if row not in troubled), key=lambda row: IN_ORDER.index(row["state"]))
    return page(request, "plugins.html", troubled=troubled, well=well, added=ADDED, standing=STANDING)


ROUTES = [Route("/plugins", plugins, name="plugins")]
