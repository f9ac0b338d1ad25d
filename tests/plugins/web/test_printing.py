"""An element, a theme and a report on A4: no navigation, no word lost or cut, no heading alone at the end of a page."""

import re
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from tests.plugins.web.reading import first, titled
from tests.plugins.web.test_looks import GISELA, opened
from tests.plugins.web.visiting import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

A4 = (595, 842)
# The margins of a page are 14 mm, of a report 11 mm; letters may stand out by a hair.
MARGIN, OF_REPORT = 38, 30
AROUND = ("Skip to the page", "Menu", "Sign out", "Look back", "Signed in as", "What you can do", "What led to this")
# What is there for those who listen alone is not printed.
UNSEEN = """() => document.querySelectorAll('main *').forEach(found => {
    if (getComputedStyle(found).clipPath === 'inset(50%)') found.remove();
})"""
HEADINGS = "[...document.querySelectorAll('main h2, main h3, main h4')].map(found => found.innerText.trim())"


def words(text: str) -> set[str]:
    """List the words of a text; a hyphen at the end of a line is one of the page."""
    return set(re.findall(r"\w+", text.replace("\ufffe", "").replace("\u00ad", "")))


def addresses(site: Site) -> dict[str, str]:
    """Name a page of each kind that is printed."""
    element, theme = (titled(site, GISELA, kind, "Trust before content") for kind in ("element", "theme"))
    return {
        "element": f"/elements/{element}",
        "theme": f"/themes/{theme}",
        "visit": f"/visits/{first(site, GISELA, 'visit')}",
        "report": f"/reports/practice-transfer?element={element}",
    }


@pytest.mark.parametrize("kind", ["element", "theme", "visit", "report"])
def test_page_prints_on_a4_with_all_its_words_and_nothing_around(
    browser: "Browser", reading: Site, url: str, kind: str
) -> None:
    context = opened(browser, reading, url)
    page = context.new_page()
    page.goto(url + addresses(reading)[kind])
    page.emulate_media(media="print")
    page.evaluate(UNSEEN)
    shown, headings = page.locator("main").inner_text(), page.evaluate(HEADINGS)
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    context.close()

    texts = [sheet.get_textpage() for sheet in document]
    printed = [text.get_text_range() for text in texts]
    assert {tuple(map(round, sheet.get_size())) for sheet in document} == {A4}
    assert [around for around in AROUND if around in "".join(printed)] == []
    assert words(shown) - words(" ".join(printed)) == set()
    assert [text.splitlines()[-1] for text in printed[:-1] if text.splitlines()[-1].strip() in headings] == []
    boxes = [text.get_rect(number) for text in texts for number in range(text.count_rects())]
    margin = OF_REPORT if kind == "report" else MARGIN
    assert min(box[0] for box in boxes) >= margin
    assert max(box[2] for box in boxes) <= A4[0] - margin


def test_first_page_of_a_report_is_one_page_of_the_site_too(browser: "Browser", reading: Site, url: str) -> None:
    context = opened(browser, reading, url)
    page = context.new_page()
    page.goto(url + addresses(reading)["report"])
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    context.close()

    first_page, second = (document[number].get_textpage().get_text_range() for number in range(2))
    assert ("Consent and confidentiality" in first_page, second.splitlines()[0].strip()) == (True, "Appendix")
