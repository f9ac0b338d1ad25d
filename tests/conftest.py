"""What every room's tests share: a real PostgreSQL, and how many conformance tests ran."""

import gc
import os
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests.laws import QUICK
from tests.once import once
from tests.postgres import NoServer, Server, running_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A noisy machine is no finding.
settings.register_profile("epex", deadline=None)
settings.register_profile(QUICK, deadline=None, max_examples=20)
settings.load_profile("epex")

CONFORMANCE = "test_conformance.py::Test"
UNTESTED = "NOT TESTED"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """Start one server for the whole run; without one, fail in CI and skip loudly elsewhere."""
    try:
        with running_server() as server:
            yield server
    except NoServer as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing))
        pytest.skip(f"{UNTESTED} ON POSTGRESQL: {missing}")


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Start one browser for the whole run; without one, skip loudly."""
    from tests.browser import NoBrowser, running_browser  # noqa: PLC0415 - only the tests that need it load it

    try:
        with running_browser() as started:
            yield started
    except NoBrowser as missing:
        pytest.skip(f"{UNTESTED} IN A BROWSER: {missing}")


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """Give the address of an empty database."""
    address = postgres_server.database()
    yield address
    postgres_server.drop(address)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the demo and its views once; read it, but copy it to write to it."""
    from epex.testing import sample_base  # noqa: PLC0415 - a broken room breaks only the tests that need it

    def make(folder: Path) -> None:
        base = sample_base(folder)
        base.queries().audit_log()
        base.today.close()
        base.log.engine.dispose()

    return once(tmp_path_factory, "demo", make)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage among what is collected: it stays, and looking through it takes a tenth of all time."""
    gc.disable()
    collected = yield
    gc.freeze()
    gc.enable()
    return collected


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a server as slow."""
    for item in items:
        if "postgres_url" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many of eventsourcing's own test cases passed, and loudly what could not be tested."""
    stats = terminalreporter.stats
    ran, passed = (
        {report.nodeid for outcome in outcomes for report in stats.get(outcome, ()) if CONFORMANCE in report.nodeid}
        for outcomes in (("passed", "failed", "error", "skipped"), ("passed",))
    )
    if ran:
        terminalreporter.write_line(f"eventsourcing's conformance test cases: {len(passed)} of {len(ran)} passed")
    untested = (str(report.longrepr[2]) for report in stats.get("skipped", ()) if UNTESTED in str(report.longrepr))
    for reason, number in Counter(untested).items():
        told = reason.removeprefix("Skipped: ")
        terminalreporter.write_line(f"{told} ({number} tests skipped)", red=True, bold=True)
