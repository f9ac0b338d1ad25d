"""Themes: what they say, every decision on them, what they rest on, and where they come from."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from epex.plugins.builtin.web.asking import visitor
from epex.plugins.builtin.web.places import known
from epex.plugins.builtin.web.rendering import page

STATUSES = ("adopted", "discussed", "candidate", "parked", "merged", "split", "rejected", "retired")


def themes(request: Request) -> Response:
    """List the themes by how they stand."""
    return page(request, "themes/themes.html", groups=by_status(visitor(request).ask("theme", "list")))


def by_status(rows: Sequence[Any]) -> list[tuple[str, list[Any]]]:
    """Put themes together that stand alike, what is worked on first."""

    def place(row: Any) -> int:
        return STATUSES.index(row["status"]) if row["status"] in STATUSES else len(STATUSES)

    return [(status, list(group)) for status, group in groupby(sorted(rows, key=place), lambda one: one["status"])]


def theme(request: Request) -> Response:
    """Show one theme, its words in the language of who reads them."""
    asking, identity = visitor(request), known("theme", request.path_params["id"])
    shown, history = asking.ask("theme", "show", identity), asking.ask("theme", "history", identity)
    own = {part: shown[part].get(asking.language) for part in ("labels", "definitions")}
    words = {"title": own["labels"] or shown["title"], "definition": own["definitions"] or shown["definition"]}
    return page(request, "themes/theme.html", theme=shown, history=history, **words)


ROUTES = [Route("/themes", themes, name="themes"), Route("/themes/{id}", theme, name="theme")]
