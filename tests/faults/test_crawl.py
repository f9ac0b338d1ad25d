"""Everything is asked of the site, by everybody, with whatever comes to mind: it never fails, nor tells a traceback."""

from pathlib import Path

import pytest

from tests.faults.figures import note
from tests.faults.sizes import shares
from tests.plugins.web.asking_at_the_wire import listened_to
from tests.plugins.web.crawling import Crawler, Sent
from tests.plugins.web.visiting import Site

pytestmark = pytest.mark.slow
MOST = 2500
PLANTED = 20


def crawled(folder: Path, site: Site, asked: range) -> tuple[list[tuple[Sent, int]], list[str]]:
    """Ask so many times; give what failed, and what the server told of failures."""
    with listened_to(folder) as listening:
        failed = list(Crawler(site, listening.server.port, asked.start).failures(len(asked)))
    return failed, listening.failures


@pytest.mark.parametrize("asked", shares("requests", MOST), ids=str)
def test_no_request_makes_the_site_fail(demo: Path, asked: range) -> None:
    failed, told = crawled(demo, Site(demo), asked)
    note("crawl", "requests", tried=len(asked), failed=max(len(failed), len(told)))

    assert (failed, told) == ([], [])


def test_crawl_harness_finds_a_site_that_fails(demo: Path) -> None:
    site = Site(demo)
    (demo / "epex.toml").write_text("broken", "utf-8")

    failed, told = crawled(demo, site, range(PLANTED))

    assert {status for _, status in failed} == {500}
    assert told
