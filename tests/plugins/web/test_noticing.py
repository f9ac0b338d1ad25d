"""What the base remarks beside a recording: every remark that reaches the site, in the language of the reader."""

import ast
import re
from collections.abc import Iterator

import pytest

from epex.app.noting import namesake
from epex.plugins.builtin.web.noticing import NOTICES, noticed
from epex.plugins.builtin.web.refusing import alert
from epex.plugins.builtin.web.rewording import PLACE
from epex.plugins.builtin.web.wording import WORDED
from tests.plugins.web import refused
from tests.sizes import ROOT

# The commands that remark something beside what they record, which the site records with.
REMARKING = ("answering", "confiding", "quote", "screening", "theme", "visit")
# What is told at a shell while somebody types there.
AT_A_SHELL = (
    "It reads like '*'; both are kept.",
    "A draft from *",
    "'*' is not a language",
    "'en' is not a language",
    "So far: *",
    "*/*",
)


def remarks() -> list[str]:
    """List what the commands write to standard error, with a star for each place."""
    found = {each for name in REMARKING for each in _remarks(name) if re.search("[a-z]{3}", each)}
    return sorted(
        {*(each for each in found if not each.startswith(AT_A_SHELL)), f"Note: {namesake('*')}"} - {"Note: *"}
    )


def _remarks(name: str) -> Iterator[str]:
    path = ROOT / f"commands/{name}.py"
    module = refused.module_of(path)
    functions = [node for node in ast.walk(refused.tree(path)) if isinstance(node, ast.FunctionDef)]
    for scope in (refused.Scope(module, function) for function in functions):
        for call in (node for node in ast.walk(scope.function or refused.tree(path)) if isinstance(node, ast.Call)):
            for text in refused.texts(call.args[0], scope) if _is_remark(call) else ():
                yield "".join("*" if isinstance(part, refused.Place) else part for part in text)


def _is_remark(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr="echo"), args=[_, *_], keywords=[*keywords]):
            return any(word.arg == "err" for word in keywords)
        case _:
            return False


@pytest.mark.parametrize("language", WORDED[1:])
def test_every_remark_is_said_in_the_language_of_the_reader(language: str) -> None:
    known = [re.sub(r"\*(?=\.$)", "", one).replace("*", "tea") for one in remarks()]

    assert len(known) > 8
    assert [one for one in known if f'lang="{language}"' not in alert(one, "status", language=language)] == []


@pytest.mark.parametrize("message", NOTICES)
def test_every_remark_is_one_that_the_base_makes(message: str) -> None:
    said = [re.escape(one).replace(r"\*", ".*") for one in remarks()]

    assert [one for one in said if re.fullmatch(one, PLACE.sub("31", message))] != []


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            "It reads like 'de', and says 'en'; both are kept. --language puts it right.",
            (
                "Es liest sich wie Deutsch, wurde aber als Englisch festgehalten; beides bleibt vermerkt. "
                "Geben Sie die richtige Sprache an, wenn das falsch ist."
            ),
        ),
        (
            "The chapter 'Tea' rests on it; look whether it still repeats its words.",
            "Darauf stützt sich: Kapitel „<bdi>Tea</bdi>“. Sehen Sie nach, ob dort noch Worte daraus stehen.",
        ),
        (
            "Note: this seems to hold a telephone number; nothing here may tell who a client is.",
            (
                "Hinweis: Hier scheint etwas Persönliches zu stehen (eine Telefonnummer); nichts darf hier verraten, "
                "wer jemand ist, der betreut wird."
            ),
        ),
        ("Note: '<b>' is also what somebody here is called.", "Hinweis: „&lt;b&gt;“ heißt auch jemand von hier."),
    ],
)
def test_names_stay_and_terms_are_said(told: str, expected: str) -> None:
    assert noticed(told, "de") == expected


def test_a_remark_that_nobody_knows_stays_english() -> None:
    assert 'lang="en"' in alert("The kettle boils.", "status", language="de")
