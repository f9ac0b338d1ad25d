"""`python -m tests.plugins.web.words` brings the catalogues up to what the site says; new words are empty."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

import epex.plugins.builtin.web as site
from epex.plugins.builtin.web.rewording import PLACE
from epex.plugins.builtin.web.wording import REFUSALS, SITE, WORDED
from tests.plugins.web import refused

# One and many are enough in both; for French, tables know a third form that only millions take.
PLURALS = {"de": "nplurals=2; plural=(n != 1);", "fr": "nplurals=2; plural=(n > 1);"}
FOLDER = Path(site.__file__).parent
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]
MARKS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
OPTIONS = {"templates/**.html": {"trimmed": "true"}}


def template() -> Catalog:
    """Gather what the site says."""
    catalogue = Catalog(project="epex", fuzzy=False)
    for _, _, message, _, _ in sorted(_extracted(), key=lambda row: (row[0], row[1])):
        catalogue.add(message)
    return catalogue


def refusals() -> Catalog:
    """Gather what the base refuses with; what the site marks itself is in its own catalogue."""
    own = {bare(str(message.id)) for message in template()}
    catalogue = Catalog(project="epex", fuzzy=False)
    for context, message in refused.messages():
        if context or bare(message) not in own:
            catalogue.add(message, context=context or None)
    return catalogue


def bare(message: str) -> str:
    """Write a message without the names of its places, by which the same sentence differs here and there."""
    return PLACE.sub("%()s", message)


def _extracted() -> Iterator[tuple[str, int, str | tuple[str, ...], list[str], str | None]]:
    yield from extract_from_dir(FOLDER, METHODS, OPTIONS, MARKS)


TEMPLATES = {SITE: template, REFUSALS: refusals}


def path(words: str, domain: str = SITE) -> Path:
    """Tell where the catalogue of a language is."""
    return FOLDER / "locale" / words / f"{domain}.po"


def read(words: str, domain: str = SITE) -> Catalog:
    """Read the catalogue of a language; an empty one where there is none yet."""
    found = path(words, domain)
    return read_po(BytesIO(found.read_bytes()), locale=words) if found.exists() else empty(words)


def empty(words: str) -> Catalog:
    """Begin the catalogue of a language."""
    begun = Catalog(locale=words, project="epex", fuzzy=False)
    begun.mime_headers = [("Plural-Forms", PLURALS[words])]
    return begun


def written(words: str, domain: str = SITE) -> bytes:
    """Write the catalogue of a language with all that is said now, and nothing that is no longer said."""
    catalogue, kept = empty(words), read(words, domain)
    for message in TEMPLATES[domain]():
        if message.id:
            known = kept.get(message.id, message.context)
            catalogue.add(message.id, known.string if known else "", context=message.context)
    out = BytesIO()
    write_po(out, catalogue, width=0, omit_header=True, sort_output=True)
    header = f'msgid ""\nmsgstr ""\n"Language: {words}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    plural = f'"Plural-Forms: {PLURALS[words]}\\n"\n\n'
    return (header + plural).encode() + out.getvalue()


if __name__ == "__main__":
    for words in WORDED[1:]:
        for domain in TEMPLATES:
            path(words, domain).write_bytes(written(words, domain))
