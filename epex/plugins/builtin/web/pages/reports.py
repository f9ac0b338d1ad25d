"""Reports: which there are, what they are asked, and the report itself, written by the program's own format."""

from collections.abc import Iterator, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from epex.plugins import Refused
from epex.plugins.builtin.web.asking import Visitor, visitor
from epex.plugins.builtin.web.documents import inside
from epex.plugins.builtin.web.forms import NO_ROW, Choices, years
from epex.plugins.builtin.web.rendering import page
from epex.plugins.builtin.web.wording import N_

# Options whose values are things of the network, by the command that lists them.
LISTED = {"element": "element", "theme": "theme", "to": "organisation"}


def reports(request: Request) -> Response:
    """List the reports."""
    return page(request, "reports/reports.html", reports=visitor(request).ask("report", "list"))


def asked(asking: Visitor, row: Any, given: Mapping[str, str]) -> Any:
    """Say of every option of a report what it can be, where that is known, and what it is."""
    values = choices(asking, {option["name"] for option in row["options"]})
    told = [
        {**option, "values": values.get(option["name"]), "given": given[option["name"]]} for option in row["options"]
    ]
    return {**row, "options": told}


def choices(asking: Visitor, names: set[str]) -> Mapping[str, Choices]:
    """List what an option can be, by its name: things by their titles, years by their numbers."""
    things = {
        name: [(row["id"], row["title"]) for row in asking.ask(kind, "list")]
        for name, kind in LISTED.items()
        if name in names
    }
    return {
        **things,
        "year": years(asking, NO_ROW) if "year" in names else [],
        "audience": [("outside", N_("outside the network"))],
    }


def report(request: Request) -> Response:
    """Show a report inside the site, or ask for what it needs."""
    asking, name = visitor(request), request.path_params["name"]
    found = next((row for row in asking.ask("report", "list") if row["id"] == name), None)
    if found is None:
        raise Refused("There is no such report; choose one of those that are listed.")
    given = {option["name"]: request.query_params.get(option["name"], "").strip() for option in found["options"]}
    row = asked(asking, found, given)
    if any(option["required"] and not option["given"] for option in row["options"]):
        return page(request, "reports/options.html", report=row)
    written = asking.print("report", "run", name, "--format=html", *asked_options(given))
    return page(request, "reports/report.html", report=row, given=given, written=inside(written))


def asked_options(given: Mapping[str, str]) -> Iterator[str]:
    """Write what a report is asked as options of its command."""
    for name, value in given.items():
        if value:
            yield f"--option={name}={value}"


ROUTES = [Route("/reports", reports, name="reports"), Route("/reports/{name}", report, name="report")]
