"""Themes: what they say, every decision on them, what they rest on, and where they come from."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from epex.plugins.builtin.web.asking import visitor
from epex.plugins.builtin.web.places import known
from epex.plugins.builtin.web.rendering import page
from epex.plugins.builtin.web.standing import by_status

STATUSES = ("adopted", "discussed", "candidate", "parked", "merged", "split", "rejected", "retired")


def themes(request: Request) -> Response:
    """List the themes by how they stand."""
    return page(request, "themes/themes.html", groups=by_status(visitor(request).ask("theme", "list"), STATUSES))


def theme(request: Request) -> Response:
    """Show one theme, its words in the language of who reads them."""
    asking, identity = visitor(request), known("theme", request.path_params["id"])
    shown, history = asking.ask("theme", "show", identity), asking.ask("theme", "history", identity)
    own = {part: shown[part].get(asking.language) for part in ("labels", "definitions")}
    words = {"title": own["labels"] or shown["title"], "definition": own["definitions"] or shown["definition"]}
    return page(request, "themes/theme.html", theme=shown, history=history, **words)


ROUTES = [Route("/themes", themes, name="themes"), Route("/themes/{id}", theme, name="theme")]
