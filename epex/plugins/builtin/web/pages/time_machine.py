"""Looking back: what changed between two days. Every other page looks back by `?as_of=` in its address."""

from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from epex.plugins.builtin.web.asking import visitor
from epex.plugins.builtin.web.rendering import page

BY = ("recorded", "occurred")


def changes(request: Request) -> Response:
    """Say what changed between the ends of two days; without a first day, ask for it."""
    asked = request.query_params
    first, by = asked.get("from", "").strip(), asked.get("by", "")
    last = asked.get("to", "").strip() or datetime.now(UTC).date().isoformat()
    given: dict[str, Any] = {"first": first, "last": last, "by": by if by in BY else BY[0]}
    if not first:
        return page(request, "changes.html", groups=None, **given)
    found = visitor(request).ask("audit", "diff", f"--by={given['by']}", "--", first, last)
    ordered = sorted(found["changes"], key=lambda change: change["kind"])
    groups = [(kind, list(alike)) for kind, alike in groupby(ordered, key=lambda change: change["kind"])]
    return page(request, "changes.html", groups=groups, **given)


ROUTES = [Route("/changes", changes, name="changes")]
