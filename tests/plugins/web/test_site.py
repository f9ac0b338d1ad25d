"""The site as a whole: what is there without signing in, what is written down, where it lies, and what stays free."""

import asyncio
import logging
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from importlib import import_module

import httpx2
import pytest
from starlette.routing import Route

from epex.commands.calling import TURN
from epex.plugins.builtin.web.guarding import HEADERS
from epex.plugins.builtin.web.site import PAGES
from epex.plugins.serving import Address
from tests.commands.serving import serving
from tests.plugins.web.loops import looped
from tests.plugins.web.visiting import Site, Visit

COORDINATOR, PRACTITIONER = "Orla Keaveney", "Denise Hartley-Owusu"
LOADED = """
import sys
from epex.plugins.loader import Plugins
from epex.plugins.serving import Site
print(sorted(site.name for _, site in Plugins().gather("epex_sites", Site)), "starlette" in sys.modules)
"""


def sheet_of(visit: Visit) -> str:
    found = re.search(r'href="([^"]*/static/[^"]*site\.css)"', visit.shown)
    assert found
    return found[1]


def test_health_says_ok_to_anybody_and_nothing_else(site: Site) -> None:
    answer = Visit(site.app).get("/health")

    assert (answer.status_code, answer.text) == (200, "ok")
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_whoever_is_not_signed_in_is_led_to_the_sign_in_page(site: Site) -> None:
    browser = Visit(site.app)

    browser.get("/protecting")

    assert browser.path == "/sign-in"


def test_page_that_is_not_there_is_the_page_of_one_that_is_hidden(site: Site) -> None:
    browser = site.member(PRACTITIONER)

    absent = [browser.get(path) for path in ("/visits/visit-3f2a0000", "/nothing")]

    assert [answer.status_code for answer in absent] == [404, 404]
    assert browser.main.startswith("Not here")


def test_every_address_has_one_page() -> None:
    found = [
        (route.path, method) for name in PAGES for route in routes_of(name) for method in sorted(route.methods or ())
    ]

    assert [address for address, times in Counter(found).items() if times > 1] == []


def routes_of(name: str) -> Sequence[Route]:
    """Give the routes of a group of pages."""
    routes: Sequence[Route] = import_module(f"epex.plugins.builtin.web.pages.{name}").ROUTES
    return routes


def test_every_page_lets_its_reader_sign_out(site: Site) -> None:
    browser = site.member(PRACTITIONER)
    browser.get("/visits")

    browser.sign_out()

    browser.get("/visits")
    assert browser.path == "/sign-in"


def test_files_of_the_site_may_be_kept_for_ever(site: Site) -> None:
    browser = Visit(site.app)
    browser.get("/sign-in")

    answer = browser.get(sheet_of(browser))

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
    assert browser.get("/static/0/accounts.db").status_code == 404


def test_requests_are_written_down_without_ids_and_words(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    browser = site.member(PRACTITIONER)
    visit = site.ask(PRACTITIONER, "visit", "list")[0]["id"]
    with caplog.at_level(logging.INFO, "epex.serving"):
        browser.get(f"/visits/{visit}?follow_up=3")
        browser.get("/search?q=secret+words")
        browser.get("/nothing/at-all")

    told = [re.sub(r"\d+ ms", "N ms", record.getMessage()) for record in caplog.records]

    assert told == ["GET /visits/{id} 200 N ms", "GET /search 200 N ms", "GET - 404 N ms"]


@pytest.mark.parametrize("asked", ["/exchange/visits", "/visits"])
def test_site_lies_under_a_path_whether_or_not_the_proxy_cuts_it_off(site: Site, asked: str) -> None:
    there = Site(site.served.call.folder, Address(path="/exchange"))
    browser = there.member(COORDINATOR)

    answer = browser.get(asked)

    assert answer.status_code == 200
    assert set(re.findall(r'(?:href|action|src)="(?!/exchange/|#)([^"]*)"', answer.text)) == set()
    assert browser.get(sheet_of(browser)).status_code == 200


def test_static_files_and_health_never_wait_for_a_call(site: Site) -> None:
    cookies = dict(site.member(PRACTITIONER).client.cookies)

    async def asked() -> list[int]:
        transport = httpx2.ASGITransport(app=site.app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://localhost", cookies=cookies) as client:
            with TURN:
                page = asyncio.create_task(client.get("/visits"))
                free = [await client.get(path) for path in ("/health", "/static/0/site.css", "/health")]
                assert not page.done()
            return [answer.status_code for answer in (*free, await page)]

    assert looped(asked) == [200, 200, 200, 200]


def test_site_whose_base_is_gone_fails_in_one_sentence(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    browser = site.member(PRACTITIONER)
    folder = site.served.call.folder
    folder.rename(folder.with_name("moved"))

    answer = browser.get("/visits")

    assert (answer.status_code, answer.text.startswith("Something failed that nobody foresaw")) == (500, True)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert str(folder) not in caplog.text


def test_plugin_is_listed_without_its_libraries() -> None:
    ran = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)

    assert ran.stdout == "['web'] False\n"


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_site_is_served_in_processes_of_its_own(site: Site, workers: str) -> None:
    with serving(site.served.call.folder, "--workers", workers) as server:
        health, entry = server.ask("/health"), server.ask("/sign-in")

        assert (health, entry[0]) == ((200, b"ok"), 200)
        assert server.ask("/sign-in", Host="elsewhere.example")[0] == 400
        assert server.stop() == 0
    assert any("GET /sign-in 200" in line for line in server.told)
