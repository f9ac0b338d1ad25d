"""A report inside the site: what it says, and its style for itself alone."""

import re

import pytest

from epex.plugins.builtin.web.documents import inside, style


def test_a_document_is_taken_out_of_its_page() -> None:
    written = '<!doctype html>\n<html lang="de" dir="ltr">\n<body>\n<main>\n<h1>A</h1>\n</main>\n</body>\n</html>'

    assert inside(written) == '<article id="report" class="document" lang="de" dir="ltr"><h1>A</h1></article>'


def test_what_is_no_document_is_not_shown() -> None:
    with pytest.raises(ValueError, match="no document"):
        inside("<p>x</p>")


def test_the_style_touches_nothing_outside_a_document() -> None:
    sheet = style()
    paper, _, scoped = sheet.partition(".document {")

    assert (sheet.count("{"), re.findall(r"(?m)^\s*(?::root|html|body|main)\b", scoped)) == (sheet.count("}"), [])
    assert paper.strip().startswith("@page")
