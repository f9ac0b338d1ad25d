"""The site at an address of this machine, for a real browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from tests.plugins.web.visiting import Site


@contextmanager
def served(site: Site) -> Iterator[str]:
    """Serve the site, and give its address."""
    server = uvicorn.Server(uvicorn.Config(site.app, port=0, log_level="warning", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()
