"""The processes that serve a site, and what reaches them of where it lies."""

import ipaddress
import json
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import SplitResult, urlsplit

import click

from epex.app.base import KnowledgeBase
from epex.app.config import read_config
from epex.app.extending import Extensions
from epex.commands.calling import Service
from epex.core.cycles import settle
from epex.core.decision import Refused
from epex.plugins.guard import Failed, guarded
from epex.plugins.serving import Address, Site

if TYPE_CHECKING:
    from uvicorn import Config

PLACE = "EPEX_SERVED"
FACTORY = "epex.cli:site"
EXTRA = "It needs libraries of its own; install them with: pip install 'epex[web]'."
# How long what was asked may take once the server is to end, and how long a connection that asks nothing is kept.
PATIENCE = 30
IDLE = 15
ANYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - compared, never listened on by itself


@dataclass(frozen=True, slots=True)
class Hosting:
    """Which site of which base is served, and where browsers reach it."""

    folder: str
    site: str
    host: str
    port: int
    hosts: tuple[str, ...]
    is_secure: bool
    path: str
    # Where a proxy before it is reached; empty without one.
    public: str

    @classmethod
    def at(cls, folder: Path, site: str, host: str, port: int, proxy: str, *, is_secure: bool) -> Self:
        """Work out where browsers reach it.

        Raises Refused when passwords would cross a network unsealed, or the proxy's address is none.
        """
        if not proxy:
            if not (is_secure or _is_here(host)):
                raise Refused(
                    f"Passwords would cross the network unsealed at {host}; give --certificate and --key, or put a"
                    " proxy that speaks https before it and name it with --proxy URL."
                )
            named = (host, socket.gethostname()) if host in ANYWHERE else (host,)
            hosts = tuple(dict.fromkeys((*Address().hosts, *map(_bracketed, filter(None, named)))))
            return cls(str(folder.resolve()), site, host, port, hosts, is_secure, "", "")
        parts = urlsplit(proxy)
        name = _bracketed(parts.hostname or "")
        at = f"{name}:{_port(parts)}" if _port(parts) else name
        is_one = at and (parts.scheme, parts.netloc.lower()) in (("http", at), ("https", at))
        if not is_one or parts.query or parts.fragment:
            raise Refused(f"'{proxy}' is not where a proxy is reached; write it as https://example.org/epex.")
        secure, path = parts.scheme == "https", parts.path.rstrip("/")
        if not (secure or _is_here(parts.hostname or "")):
            raise Refused(
                f"Passwords would cross the network unsealed at {proxy}; give the address of a proxy that speaks https."
            )
        public = f"{parts.scheme}://{at}{path}"
        return cls(str(folder.resolve()), site, host, port, (*Address().hosts, name), secure, path, public)

    @classmethod
    def given(cls) -> Self:
        """Read what the process that began this one left for it."""
        found = json.loads(os.environ[PLACE])
        return cls(**{**found, "hosts": tuple(found["hosts"])})

    @property
    def address(self) -> Address:
        """Tell where browsers reach it."""
        return Address(self.hosts, self.is_secure, self.path)

    def url(self, port: int) -> str:
        """Write the address to open."""
        if self.public:
            return self.public
        scheme = "https" if self.is_secure else "http"
        name = socket.gethostname() if self.host in ANYWHERE else _bracketed(self.host)
        return f"{scheme}://{name}:{port}"

    def found(self) -> Site:
        """Find the site among those of the enabled plugins.

        Raises Refused when none is called so.
        """
        plugins = Extensions.of(read_config(Path(self.folder))).plugins
        sites = {site.name: site for _, site in plugins.gather("epex_sites", Site)}
        for fault in plugins.untold():
            click.echo(str(fault), err=True)
        if self.site not in sites:
            raise Refused(f"There is no site '{self.site}'; there are: {', '.join(sites)}.")
        return sites[self.site]

    def service(self, root: click.Group) -> Service:
        """Open what the site is served from."""
        return Service(root, Path(self.folder), self.address, self.site)

    def invitation(self, root: click.Group, base: KnowledgeBase, which: str) -> str:
        """Make a link by which somebody comes in for the first time.

        Raises Refused when the one who acts is no coordinator, or there is no such person.
        """
        if "coordinator" not in base.reader.roles:
            raise Refused("Only a coordinator may invite somebody to the site; ask one of them.")
        person = base.queries().resolve(which, "person")
        service = self.service(root)
        service.member(person)
        return f"{self.url(self.port)}{_called(self.site, self.found().invite, service, person)}"


def application(root: click.Group) -> Any:
    """Make the site's application, in each process that serves it.

    Raises Refused when it cannot be made.
    """
    hosting = Hosting.given()
    _write_down()
    service = hosting.service(root)
    # Whoever comes first shall not wait for the base to be opened, and one that cannot be read is told of now.
    service.network()
    made = _called(hosting.site, hosting.found().app, service)
    # Looking through what stays for garbage again and again would hold every tenth page up.
    settle()
    return made


def run(root: click.Group, hosting: Hosting, workers: int, sealed: Sequence[Path | None]) -> None:
    """Serve a site until a signal ends it.

    Raises Refused when it cannot be served.
    """
    try:
        import uvicorn  # noqa: PLC0415 - an extra
        from uvicorn.supervisors import Multiprocess  # noqa: PLC0415 - as above
    except ImportError as missing:
        raise Refused(f"Serving was not installed. {EXTRA}") from missing
    # In one process it is made once more, which costs little; so nobody is told that it serves when it cannot.
    os.environ[PLACE] = json.dumps(asdict(hosting))
    tried = hosting.service(root)
    _called(hosting.site, hosting.found().app, tried)
    tried.close()
    listening = _listening(hosting.host, hosting.port)
    config = _config(uvicorn.Config, hosting, workers, sealed)
    server = uvicorn.Server(config)

    def end(*_: object) -> None:
        server.should_exit = True

    # Until uvicorn listens to them itself; it raises a signal once more after all is answered.
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, end)
    serve = partial(server.run, [listening]) if workers == 1 else Multiprocess(config, [listening]).run
    click.echo(f"Serving at {hosting.url(listening.getsockname()[1])} (Ctrl-C ends it)", err=True)
    serve()


def _config(made: "type[Config]", hosting: Hosting, workers: int, sealed: Sequence[Path | None]) -> "Config":
    certificate, key = sealed
    return made(
        FACTORY,
        factory=True,
        workers=workers,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(hosting.public),
        ssl_certfile=certificate,
        ssl_keyfile=key,
        timeout_graceful_shutdown=PATIENCE,
        timeout_keep_alive=IDLE,
        ws="none",
        lifespan="off",
    )


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
        made = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise Refused(
            f"It cannot listen at {host}:{port} ({error.strerror}); name another --host or --port."
        ) from error
    made.set_inheritable(True)
    return made


def _called(site: str, function: Any, *given: Any) -> Any:
    try:
        return guarded(function, *given)
    except Failed as failure:
        cause = failure.__cause__
        if isinstance(cause, Refused):
            raise cause from None
        is_missing = isinstance(cause, ImportError) and not str(cause.name).startswith("epex")
        why = EXTRA if is_missing else "Tell its author."
        raise Refused(f"The site '{site}' cannot be served ({failure}). {why}") from failure


def _write_down() -> None:
    """Let requests be written down on standard error, wherever calls send theirs meanwhile."""
    written = logging.StreamHandler(sys.stderr)
    told = logging.Formatter("%(asctime)sZ %(message)s", "%Y-%m-%dT%H:%M:%S")
    told.converter = time.gmtime
    written.setFormatter(told)
    for name, level in (("epex.serving", logging.INFO), ("uvicorn", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.handlers = [written]
        logger.setLevel(level)
        logger.propagate = False


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        return None


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
