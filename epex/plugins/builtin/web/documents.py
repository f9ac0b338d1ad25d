"""Documents that the program wrote as HTML, set inside a page, with their own style from a file."""

import re
from importlib.resources import files

from markupsafe import Markup

BODY = re.compile(r"<main>\n(.*)\n</main>", re.DOTALL)
LANGUAGE = re.compile(r'<html (lang="[^"<>]*" dir="[a-z]*")>')
# What a report tells whoever types its command, and what is done on the site instead.
TYPED = ("For others, use --option audience=outside.", "For others, ask it otherwise: for outside the network.")
SHEET = re.compile(r"@page\s*\{[^}]*\}")


def inside(written: str) -> Markup:
    """Give what a document says, without the page around it; the program has escaped all words in it."""
    body, language = BODY.search(written), LANGUAGE.search(written)
    if body is None or language is None:
        raise ValueError("this is no document of the program")
    opening = Markup('<article id="report" class="document" {}>').format(Markup(language[1]))  # noqa: S704 - ours
    return opening + Markup(body[1].replace(*TYPED)) + Markup("</article>")  # noqa: S704 - as above


def style() -> str:
    """Give the style of documents, for what is inside `.document` alone; how paper is cut stays for all of it."""
    sheet = files("epex.plugins.formats").joinpath("document.css").read_text("utf-8")
    paper = "\n".join(SHEET.findall(sheet))
    scoped = re.sub(r"(?m)^(\s*)(?::root|html|main)(?=\s*\{)", r"\1&", SHEET.sub("", sheet))
    return f"{paper}\n.document {{\n{re.sub(r'(?m)^body .*$', '', scoped)}\n}}\n"
