"""Pages of the site: what a browser waits for, against the same questions asked of an open base in process.

Both are asked in turns of the demo, warm; a time is that which 95 of 100 keep. The page comes over the loopback from
uvicorn in a thread, so its CPU time is that of whoever asks and of the server together. The queries are bound anew for
each question, as they are for each page: what was recorded meanwhile is seen.
"""

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import uvicorn

from bench.measuring import Figure
from epex.app.base import KnowledgeBase
from epex.app.demo import build
from epex.core.cycles import settle
from epex.projections.history import AuditFilters
from tests.plugins.web.visiting import Site

TIMES, WARM_UPS, OF = 100, 5, 0.95
WHO = "Gisela Trautwein-Haas"
AT_MOST, MORE = 2, 50
NAMED = re.compile(r"/[a-z]+-[0-9a-f-]{36}")
Ask = Callable[[], object]


def figures(_sizes: Sequence[int]) -> list[Figure]:
    """Measure the pages that are read most."""
    with TemporaryDirectory(prefix="epex-bench-") as folder:
        place = Path(folder) / "demo"
        build(place)
        site = Site(place)
        base = KnowledgeBase.open(place, site.people[WHO])
        with _served(site) as get:
            return [figure for path, ask in _pages(base).items() for figure in _figures(path, get(path), ask)]


def _pages(base: KnowledgeBase) -> dict[str, Ask]:
    element, visit, theme, transfer = (
        str(base.queries().listing(kind)[0]["id"]) for kind in ("element", "visit", "theme", "transfer")
    )
    return {
        "/": lambda: base.queries().waiting(base.day),
        "/elements": lambda: base.queries().listing("element"),
        f"/elements/{element}": lambda: base.queries().show(element),
        f"/transfers/{transfer}": lambda: base.queries().show(transfer),
        "/visits": lambda: (base.queries().board(base.day), base.queries().listing("year")),
        f"/visits/{visit}": lambda: (base.queries().show(visit), base.queries().pair(visit)),
        "/themes": lambda: base.queries().listing("theme"),
        f"/themes/{theme}": lambda: (base.queries().show(theme), base.queries().history(theme)),
        "/audit": lambda: base.queries().audit_log(AuditFilters(limit=51)),
        "/search?q=trust": lambda: base.search().search("trust"),
    }


@contextmanager
def _served(site: Site) -> Iterator[Callable[[str], Ask]]:
    """Serve a site to somebody who is signed in; gives what asks for a page."""
    server = uvicorn.Server(uvicorn.Config(site.app, port=0, log_level="warning", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    # As `epex serve` does.
    settle()
    while not server.started:
        thread.join(0.05)
    connection = HTTPConnection("localhost", server.servers[0].sockets[0].getsockname()[1])
    headers = {"Cookie": f"epex={site.member(WHO).client.cookies['epex']}", "Accept-Encoding": "gzip"}

    def get(path: str) -> None:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        if not answer.read() or answer.status != HTTPStatus.OK:
            raise RuntimeError(f"{path} answers {answer.status}")

    yield lambda path: lambda: get(path)
    connection.close()
    server.should_exit = True
    thread.join()


def _figures(path: str, page: Ask, query: Ask) -> list[Figure]:
    spent = {act: list[tuple[float, float]]() for act in (page, query)}
    for number in range(WARM_UPS + TIMES):
        for act, times in spent.items():
            took = _spent(act)
            times.extend([took] if number >= WARM_UPS else [])
    (ours, cpu), (theirs, bare) = (map(_most, zip(*times, strict=True)) for times in spent.values())
    what = f"page {NAMED.sub('/{id}', path)}"
    more = f"{what}, CPU more than its query"
    return [
        Figure(what=what, ours=ours, theirs=theirs, unit="ms", opponent="query in process", at_most=AT_MOST),
        Figure(what=more, ours=cpu - bare, theirs=MORE, unit="ms", opponent=f"{MORE} ms", at_most=1),
    ]


def _spent(act: Ask) -> tuple[float, float]:
    begun, worked = perf_counter(), process_time()
    act()
    return perf_counter() - begun, process_time() - worked


def _most(times: Sequence[float]) -> float:
    return sorted(times)[round(len(times) * OF) - 1] * 1000
