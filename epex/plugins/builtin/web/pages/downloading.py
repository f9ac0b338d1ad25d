"""Downloading: the proof of one event, the bundle for an outsider, and reports as PDF."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from epex.plugins import Refused
from epex.plugins.builtin.web.asking import Visitor, visitor
from epex.plugins.builtin.web.pages.reports import asked_options

TYPES = {"pdf": "application/pdf", "zip": "application/zip", "tlog-proof": "text/plain; charset=utf-8"}


@contextmanager
def written(asking: Visitor, ending: str) -> Iterator[Path]:
    """Give a place for a file that a command writes, which is gone afterwards, and nothing is told of it."""
    with TemporaryDirectory(dir=asking.served.folder) as folder:
        file = Path(folder) / f"file.{ending}"
        yield file
    asking.notices[:] = [notice for notice in asking.notices if str(file) not in notice]


def saved(content: bytes, name: str) -> Response:
    """Answer with a file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=TYPES[name.rpartition(".")[2]], headers=headers)


def proof(request: Request) -> Response:
    """Give the proof that one event is in the log."""
    position = request.path_params["position"]
    found = visitor(request).ask("audit", "prove", "--", str(position))
    return saved(found["proof"].encode(), f"entry-{position}.tlog-proof")


def bundle(request: Request) -> Response:
    """Give one file that an outsider can check, with the words that whoever asks may read, or public ones alone."""
    asking = visitor(request)
    public = ["--public-only"] if request.state.form.get("public") else []
    with written(asking, "zip") as file:
        asking.ask("audit", "bundle", *public, "--", str(file))
        return saved(file.read_bytes(), "history.zip")


def report(request: Request) -> Response:
    """Give a report as PDF."""
    asking, name = visitor(request), request.path_params["name"]
    found = next((row for row in asking.ask("report", "list") if row["id"] == name), None)
    if found is None or "pdf" not in found["formats"]:
        raise Refused("There is no such report as PDF; choose one of those that are listed.")
    given = {option["name"]: request.query_params.get(option["name"], "").strip() for option in found["options"]}
    with written(asking, "pdf") as file:
        asking.print("report", "run", "--format=pdf", f"--output={file}", *asked_options(given), "--", name)
        return saved(file.read_bytes(), f"{name}.pdf")


ROUTES: list[Route] = [
    Route("/audit/events/{position:int}/proof", proof, name="proof"),
    Route("/audit/bundle", bundle, methods=["POST"], name="bundle"),
    Route("/reports/{name}/pdf", report, name="report-pdf"),
]
