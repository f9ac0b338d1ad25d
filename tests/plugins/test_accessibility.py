"""What people read in a browser or print: axe finds nothing, no network is asked, and one page stays one page."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from pdfua import validate

from epex.app.access.answer import document as answer
from epex.app.access.gathering import everything
from epex.app.base import KnowledgeBase
from epex.plugins.loader import Plugins
from epex.plugins.report_formats import render_file
from epex.plugins.reports import render
from tests.browser import requested
from tests.plugins.demo_reports import RECEIVER, REPORTS, built, published

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

SCREENS: tuple[tuple[Literal["light", "dark"], int], ...] = (("light", 1280), ("dark", 360))


def faults(browser: "Browser", folder: Path, text: str) -> list[Any]:
    """Open a page, wide and light, then narrow and dark; list what axe finds and what else the page asks for."""
    file = folder / "page.html"
    file.write_text(text, "utf-8")
    found: list[Any] = []
    for scheme, wide in SCREENS:
        # The page forbids scripts to itself; axe is one.
        page = browser.new_page(color_scheme=scheme, viewport={"width": wide, "height": 900}, bypass_csp=True)
        asked = requested(page)
        page.goto(file.as_uri())
        result = Axe().run(page, options={"resultTypes": ["violations"]}).response
        found += [(fault["id"], scheme, [node["target"] for node in fault["nodes"]]) for fault in result["violations"]]
        found += [url for url in asked if url != file.as_uri()]
        page.close()
    return found


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_passes_axe_and_asks_for_nothing(
    demo: KnowledgeBase, browser: "Browser", tmp_path: Path, name: str
) -> None:
    assert faults(browser, tmp_path, render(built(demo, name), "html")) == []


def test_a_report_for_one_receiver_passes_axe(demo: KnowledgeBase, browser: "Browser", tmp_path: Path) -> None:
    document = built(demo, "practice-transfer", to=RECEIVER)

    assert faults(browser, tmp_path, render(document, "html")) == []


def test_an_answer_to_an_access_request_passes_axe(demo: KnowledgeBase, browser: "Browser", tmp_path: Path) -> None:
    person = demo.queries().listing("person")[0]["id"]

    assert faults(browser, tmp_path, render(answer(everything(demo, person)), "html")) == []


def test_a_book_passes_axe(demo: KnowledgeBase, browser: "Browser", tmp_path: Path) -> None:
    assert faults(browser, tmp_path, render(published(demo), "html")) == []


def test_a_page_to_decide_on_prints_on_one_page_of_a4(demo: KnowledgeBase, browser: "Browser", tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(render(built(demo, "practice-transfer"), "html"), "utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())

    first, second, *_ = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=True))

    assert tuple(map(round, first.get_size())) == (595, 842)
    assert "Consent and confidentiality" in first.get_textpage().get_text_range()
    assert second.get_textpage().get_text_range().startswith("Appendix")


def test_no_half_of_a_printed_page_breaks_over_the_columns(
    demo: KnowledgeBase, browser: "Browser", tmp_path: Path
) -> None:
    file = tmp_path / "page.html"
    file.write_text(render(built(demo, "practice-transfer"), "html"), "utf-8")
    page = browser.new_page(viewport={"width": 711, "height": 1060})
    page.goto(file.as_uri())
    page.emulate_media(media="print")

    fragments = page.eval_on_selector_all(".halves section", "all => all.map(one => one.getClientRects().length)")

    assert fragments == [1, 1, 1, 1]


def test_a_page_to_decide_on_is_one_page_of_a_pdf(demo: KnowledgeBase) -> None:
    first, second, *_ = pypdfium2.PdfDocument(render_file(Plugins(), built(demo, "practice-transfer"), "pdf"))

    assert "Consent and confidentiality" in first.get_textpage().get_text_range()
    assert "Appendix" in second.get_textpage().get_text_range()


@pytest.mark.parametrize("name", [*REPORTS, "book"])
def test_a_pdf_of_the_demo_is_small_and_a_checker_finds_nothing(demo: KnowledgeBase, tmp_path: Path, name: str) -> None:
    file = tmp_path / f"{name}.pdf"
    file.write_bytes(render_file(Plugins(), published(demo) if name == "book" else built(demo, name), "pdf"))

    assert (file.stat().st_size < 1_000_000, validate(str(file)).findings) == (True, ())
