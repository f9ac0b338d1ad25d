"""Arguments of the form KEY=TEXT."""

import re
from collections.abc import Iterable

from epex.core.decision import Refused
from epex.core.vocabulary import LANGUAGES

LABELLED = re.compile(rf"({'|'.join(LANGUAGES)})=(.*)", re.DOTALL)


def by_key(pairs: Iterable[str], what: str) -> dict[str, str]:
    """Read KEY=TEXT pairs.

    Raises Refused when one has another form, or a key comes twice.
    """
    found: dict[str, str] = {}
    for pair in pairs:
        key, sign, text = pair.partition("=")
        if not sign or not key.strip():
            raise Refused(f"'{pair}' is no {what}; write it as KEY=TEXT.")
        if key.strip() in found:
            raise Refused(f"The {what} '{key.strip()}' is given twice; give it once.")
        found[key.strip()] = text.strip()
    return found


def by_language(texts: Iterable[str], language: str) -> dict[str, str]:
    """Read texts by language: those without a language of their own, such as `de=`, are in the one given."""
    found: dict[str, str] = {}
    for text in texts:
        labelled = LABELLED.fullmatch(text)
        code, words = labelled.groups() if labelled else (language, text)
        if code in found:
            raise Refused(f"There are two texts in '{code}'; give one text per language, such as de=TEXT.")
        found[code] = words.strip()
    return found
