"""What the base says in sentences of its own, read from its source: the words, and places for what is filled in."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import product

from epex.core import consent, request, vocabulary
from epex.plugins.builtin.web.naming import plain
from epex.projections.reading import looking_back
from tests.plugins.web import refused
from tests.sizes import ROOT

# Where it is said what the site knows by its words.
SAYING = (
    *(f"app/access/{name}" for name in ("gathering", "masking")),
    *("core/sealed", "core/vocabulary", "plugins/audience"),
    *(f"plugins/builtin/{name}/__init__" for name in ("funder_indicators", "practice_transfer", "theme_book")),
    "plugins/builtin/year_review/__init__",
    *(f"plugins/builtin/pictures/{name}" for name in ("coverage", "genealogy", "timeline", "visit_network")),
    *(
        f"projections/{name}"
        for name in ("asking", "due", "interviews", "matching", "naming", "pairing", "past", "reading")
    ),
    *(f"projections/{name}" for name in ("requests", "retentions", "reviews", "sentences")),
    *(f"projections/duties/{name}" for name in ("agreements", "consents", "desk", "followups", "matches", "uses")),
)
# What a place may hold that is a word of the sentence.
WORDS = frozenset(word.replace("_", " ") for word in (*vocabulary.ROLES, *vocabulary.SIDES, *request.KINDS))
HELD = "…"
# A sentence is known by so much of it that is written in the source.
ENOUGH = 0.4


def is_said(message: str) -> bool:
    """Tell whether the base can say a message of the site, whatever stands in its places."""
    sample = re.sub(r"%\(\w+\)s", HELD, message)
    return sample in made() or any(_says(text, sample) for text in texts())


def _says(text: refused.Text, sample: str) -> bool:
    pattern = "".join("(.*)" if isinstance(part, refused.Place) else re.escape(plain(part)) for part in text)
    found = re.fullmatch(pattern, sample, re.DOTALL)
    if not found or not all(HELD in held or held.isdigit() or _is_known(held) for held in found.groups()):
        return False
    told = [plain(part) for part in text if isinstance(part, str)]
    known = letters("".join([*told, *filter(_is_known, found.groups())]))
    return known >= ENOUGH * letters(sample)


def _is_known(held: str) -> bool:
    return {*held.split(" or the ")} <= WORDS


def letters(text: str) -> int:
    """Count the letters of a text."""
    return len(re.sub("[^A-Za-z]", "", text))


@cache
def texts() -> frozenset[refused.Text]:
    """List what the modules can say."""
    return frozenset(
        text
        for path in (ROOT / f"{name}.py" for name in SAYING)
        for scope, node in _spoken(refused.tree(path), refused.Scope(refused.module_of(path)))
        for text in refused.texts(node, scope)
    )


def _spoken(node: ast.AST, scope: refused.Scope) -> Iterator[tuple[refused.Scope, ast.expr]]:
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Expr(value=ast.Constant()):
                pass
            case ast.JoinedStr() | ast.BinOp() | ast.Constant(value=str()):
                yield scope, child
            case _:
                yield from _spoken(
                    child, scope._replace(function=child) if isinstance(child, ast.FunctionDef) else scope
                )


@cache
def made() -> frozenset[str]:
    """List what is put together where no one text shows it: titles of reflections, and of consents."""
    sides = product(("host", "visitor"), (0, HELD))
    looking = (looking_back({"side": side, "follow_up": months}, HELD) for side, months in sides)
    return frozenset((*looking, *(scope.replace("_", " ").capitalize() for scope in consent.SCOPES)))
