"""Everything is asked of the site, by everybody, with whatever comes to mind: it never fails, nor tells a traceback."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.figures import note
from tests.faults.sizes import shares
from tests.plugins.web.asking_at_the_wire import Sent, listened_to
from tests.plugins.web.crawling import Crawler
from tests.plugins.web.visiting import Site

pytestmark = pytest.mark.slow
MOST = 2500
PLANTED = 20


def crawled(folder: Path, asked: range, spoil: Callable[[], object] = list) -> tuple[list[tuple[Sent, int]], list[str]]:
    """Ask so many times; give what failed, and what the server told of failures."""
    with listened_to(folder) as listening:
        crawler = Crawler(Site(folder), listening.server.port, asked.start)
        spoil()
        failed = list(crawler.failures(len(asked)))
    return failed, listening.failures


@pytest.mark.parametrize("asked", shares("requests", MOST), ids=str)
def test_no_request_makes_the_site_fail(demo: Path, asked: range) -> None:
    failed, told = crawled(demo, asked)
    note("crawl", "requests", tried=len(asked), failed=max(len(failed), len(told)))

    assert (failed, told) == ([], [])


def test_crawl_harness_finds_a_site_that_fails(demo: Path) -> None:
    failed, told = crawled(demo, range(PLANTED), lambda: demo.rename(demo.with_name("moved")))

    assert {status for _, status in failed} == {500}
    assert told
