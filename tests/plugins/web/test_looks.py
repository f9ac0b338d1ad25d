"""The pages that are read, in a real browser: light and dark, wide and narrow, and nothing loaded that is not ours."""

from typing import TYPE_CHECKING, Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.plugins.web.at_an_address import served
from tests.plugins.web.reading import addresses, desks
from tests.plugins.web.visiting import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

pytestmark = pytest.mark.slow

GISELA = "Gisela Trautwein-Haas"
SCREENS: tuple[tuple[Literal["light", "dark"], int], ...] = (("light", 1280), ("dark", 360))
NARROWEST = 320
# At 200 %, a screen of 1280 is one of 640 that has twice the points.
WIDE, TWICE = 1280, 2
CUT = """() => [...document.querySelectorAll('body *')].filter(found => {
    const style = getComputedStyle(found);
    const hides = side => ['hidden', 'clip'].includes(style['overflow' + side]);
    return !found.closest('.hidden, .compare thead, svg') && (
        (hides('X') && found.scrollWidth > found.clientWidth + 1)
        || (hides('Y') && found.scrollHeight > found.clientHeight + 1));
}).map(found => found.outerHTML.slice(0, 90))"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def opened(browser: "Browser", reading: Site, url: str, name: str = GISELA, **looks: Any) -> "BrowserContext":
    """Open a window in which somebody is signed in."""
    context = browser.new_context(**looks)
    cookie = reading.member(name).client.cookies["epex"]
    context.add_cookies([{"name": "epex", "value": cookie, "url": url}])
    return context


@pytest.mark.parametrize(("scheme", "wide"), SCREENS)
def test_axe_finds_nothing_on_any_page(
    browser: "Browser", reading: Site, url: str, scheme: Literal["light", "dark"], wide: int
) -> None:
    context = opened(browser, reading, url, color_scheme=scheme, viewport={"width": wide, "height": 900})
    page = context.new_page()
    found = []
    for path in addresses(reading, GISELA):
        page.goto(url + path)
        faults = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        found += [(path, fault["id"], [node["target"] for node in fault["nodes"]]) for fault in faults]
    context.close()

    assert found == []


@pytest.mark.parametrize(("scheme", "wide"), SCREENS)
def test_axe_finds_nothing_on_any_desk(
    browser: "Browser", reading: Site, url: str, scheme: Literal["light", "dark"], wide: int
) -> None:
    found = []
    for name, paths in by_name(reading).items():
        context = opened(browser, reading, url, name, color_scheme=scheme, viewport={"width": wide, "height": 900})
        page = context.new_page()
        for path in paths:
            page.goto(url + path)
            faults = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
            found += [(path, fault["id"], [node["target"] for node in fault["nodes"]]) for fault in faults]
        context.close()

    assert found == []


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_no_desk_scrolls_sideways_on_the_narrowest_phone(
    browser: "Browser", reading: Site, url: str, language: str
) -> None:
    found = []
    for name, paths in by_name(reading).items():
        context = opened(browser, reading, url, name, viewport={"width": NARROWEST, "height": 700}, locale=language)
        page = context.new_page()
        for path in paths:
            page.goto(url + path)
            found += [(path, wide) for wide in [page.evaluate(SIDEWAYS)] if wide]
        context.close()

    assert found == []


def test_words_without_a_break_widen_no_list(browser: "Browser", site: Site) -> None:
    site.ask(GISELA, "element", "identify", "x" * 300, f"--core={'y' * 400}")
    site.ask(GISELA, "challenge", "state", "8" * 400)
    wide = {}
    with served(site) as url:
        context = opened(browser, site, url, viewport={"width": NARROWEST, "height": 700})
        page = context.new_page()
        for path in ("/elements", "/challenges"):
            page.goto(url + path)
            wide[path] = page.evaluate(SIDEWAYS)
        context.close()

    assert wide == {"/elements": 0, "/challenges": 0}


def by_name(reading: Site) -> dict[str, list[str]]:
    """Put the pages of each person together."""
    pages: dict[str, list[str]] = {}
    for name, path in desks(reading):
        pages.setdefault(name, []).append(path)
    return pages


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_nothing_scrolls_sideways_on_the_narrowest_phone(
    browser: "Browser", reading: Site, url: str, language: str
) -> None:
    context = opened(browser, reading, url, viewport={"width": NARROWEST, "height": 700}, locale=language)
    page = context.new_page()
    found = []
    for path in addresses(reading, GISELA):
        page.goto(url + path)
        found += [(path, wide) for wide in [page.evaluate(SIDEWAYS)] if wide]
    context.close()

    assert found == []


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("way", ["page", "letters"])
def test_a_page_is_readable_twice_as_large(
    browser: "Browser", reading: Site, url: str, language: str, way: Literal["page", "letters"]
) -> None:
    wide, scale = (WIDE // TWICE, TWICE) if way == "page" else (WIDE, 1)
    looks: dict[str, Any] = {
        "viewport": {"width": wide, "height": 700 // scale},
        "device_scale_factor": scale,
        "locale": language,
    }
    context = opened(browser, reading, url, **looks)
    page = context.new_page()
    found = []
    for path in (*addresses(reading, GISELA), "/new/element", "/new/request", "/coordinating", "/protecting"):
        page.goto(url + path)
        if way == "letters":
            page.evaluate("document.documentElement.style.fontSize = '200%'")
        found += [(path, wide) for wide in [page.evaluate(SIDEWAYS)] if wide]
        found += [(path, cut) for cut in page.evaluate(CUT)]
    context.close()

    assert found == []


def test_a_page_keeps_to_its_own_policy_and_asks_nobody_else(browser: "Browser", reading: Site, url: str) -> None:
    context = opened(browser, reading, url)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith((url, "data:")) else said.append(request.url))
    for path in addresses(reading, GISELA):
        page.goto(url + path)
    context.close()

    assert said == []


def test_the_picture_of_a_theme_comes_when_it_is_scrolled_to(browser: "Browser", reading: Site, url: str) -> None:
    context = opened(browser, reading, url)
    page = context.new_page()
    page.goto(f"{url}/themes/{reading.ask(GISELA, 'theme', 'list')[0]['id']}")
    page.locator(".drawn").scroll_into_view_if_needed()
    page.locator(".drawn svg").wait_for()
    headings = page.locator("h1").count()
    context.close()

    assert headings == 1
