"""Write a document as a tagged PDF (PDF/UA-1) on A4, set by typst in fonts that come with the program."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import name

from epex.plugins import Document, Refused
from epex.plugins.builtin.pdf.typesetting import tree
from epex.plugins.formats.marks import one_line

if TYPE_CHECKING:
    from typst import TypstError

HERE = Path(__file__).parent
MOST_SIGNS = 1_000_000
UNCOVERED = re.compile(r'the text `"(.*?)"` could not be displayed')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
NO_TYPST = "A PDF needs typst, which is not installed; install it with: pip install 'epex[publish]'."


def render(document: Document) -> bytes:
    """Write the whole text: where there is an appendix, what stands before it on one page, as large as it fits.

    Raises Refused when typst is not installed, the text is too long, or holds a sign that no font of the program has.
    """
    try:
        import typst  # noqa: PLC0415 - an extra, and start-up: only this format needs it
    except ImportError as error:
        raise Refused(NO_TYPST) from error
    written = json.dumps(tree(document), ensure_ascii=False)
    if len(written) > MOST_SIGNS:
        raise Refused("The document is too long for a PDF; write it as html and print that.")
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")])
    source, given = str(HERE / "document.typ"), {"document": written}
    try:
        return typst.compile(source, root=str(HERE), font_paths=fonts, sys_inputs=given, pdf_standards=["ua-1"])
    except typst.TypstError as error:
        raise Refused(_why(error)) from error


def _why(error: "TypstError") -> str:
    found = dict.fromkeys(sign for text in UNCOVERED.findall(error.diagnostic) for sign in _read(text))
    if not found:
        return f"The document cannot be set as PDF/UA ({one_line(error.message)}); write it as html instead."
    named = ", ".join(f"U+{ord(sign):04X} ({name(sign, 'without a name')})" for sign in found)
    return f"No font that comes with epex can show {named}; take it out of the text, or write html instead."


def _read(text: str) -> str:
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
