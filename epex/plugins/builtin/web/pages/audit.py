"""The audit: what happened, what led to something, and whether the log is whole."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from epex.plugins import Refused
from epex.plugins.builtin.web.asking import options, visitor
from epex.plugins.builtin.web.paging import STEP, Part, offset_of
from epex.plugins.builtin.web.places import ID
from epex.plugins.builtin.web.rendering import address, page
from epex.plugins.builtin.web.terms import SUBJECTS

FILTERS = ("since", "until", "by", "type", "subject", "actor", "organisation")
VERIFIED = "verified.json"


def log(request: Request) -> Response:
    """List what happened, a page at a time, and say how the log was found when it was last verified."""
    asking, offset = visitor(request), offset_of(request)
    asked = {name: request.query_params.get(name, "") for name in FILTERS}
    # One more than is shown tells whether there is another page.
    wanted = (*options(asked), f"--limit={STEP + 1}", f"--offset={offset}")
    rows = asking.ask("audit", "log", *wanted)
    part = Part(rows[:STEP], offset, STEP, more=len(rows) > STEP)
    verdict = last_verdict(asking.served.folder)
    return page(request, "audit/log.html", asked=asked, subjects=SUBJECTS, verdict=verdict, part=part)


def event(request: Request) -> Response:
    """Show one event with what it says."""
    position = request.path_params["position"]
    return page(request, "audit/event.html", event=visitor(request).ask("audit", "show", str(position)))


def verify(request: Request) -> Response:
    """Hash every event again, keep what was found, and show it."""
    asking = visitor(request)
    verdict = asking.ask("audit", "verify")
    keep_verdict(asking.served.folder, {**verdict, "at": datetime.now(UTC).isoformat(timespec="seconds")})
    return RedirectResponse(address(request, "/audit"), 303)


def keep_verdict(folder: Path, verdict: dict[str, Any]) -> None:
    """Keep how the log was found; whoever reads meanwhile reads all of it or none."""
    beside = folder / f"{VERIFIED}.{os.getpid()}"
    beside.write_text(json.dumps(verdict), "utf-8")
    beside.chmod(0o600)
    beside.replace(folder / VERIFIED)


def last_verdict(folder: Path) -> Any:
    """Read how the log was found last; nothing when nobody looked."""
    try:
        return json.loads((folder / VERIFIED).read_text("utf-8"))
    except (OSError, ValueError):
        return None


def why(request: Request) -> Response:
    """Show everything that led to something."""
    identity = request.path_params["id"]
    if not ID.fullmatch(identity):
        raise Refused("There is no such thing that you may read; look for it with the search.")
    return page(request, "audit/why.html", trace=visitor(request).ask("audit", "why", identity))


ROUTES = [
    Route("/audit", log, name="audit"),
    Route("/audit/verifications", verify, name="verify", methods=["POST"]),
    Route("/audit/events/{position:int}", event, name="event"),
    Route("/why/{id}", why, name="why"),
]
