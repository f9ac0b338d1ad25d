"""What the command line says of a value that it cannot read: whatever of it reaches the site, said of the field."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

from epex.plugins.builtin.web import pages
from epex.plugins.builtin.web.forms import BEGUN, Form
from epex.plugins.builtin.web.misreading import SAID, explained, misread
from epex.plugins.builtin.web.refusing import OPTION, alert
from epex.plugins.builtin.web.rewording import PLACE
from epex.plugins.builtin.web.wording import WORDED
from tests.plugins.web import refused
from tests.plugins.web.visiting import Site

ORLA = "Orla Keaveney"
TOLD = re.compile(r'class="told" role="alert" lang="(\w\w)"[^>]*>(.*?)</p>')
QUOTED = re.compile("'epex [^']*'")
# Something of the right kind, and something that no field of a kind takes.
GOOD = {"day": "2017-05-05", "number": "1"}
BAD = {"choice": "zz", "several": "zz", "number": "abc", "day": "2017-99"}
# What no form of the site asks for: it is told of at a shell, or where somebody typed the address of a form.
AT_A_SHELL = frozenset(
    "as as-of evidence file limit like match number occurred-on offset on-paper option replacing saved suggest "
    "to".split()
)


def forms() -> list[Form]:
    """List every form of the site."""
    modules = (importlib.import_module(f"{pages.__name__}.{one.name}") for one in pkgutil.iter_modules(pages.__path__))
    return [form for module in modules for value in vars(module).values() for form in _forms(value)]


def _forms(value: object) -> Iterator[Form]:
    match value:
        case Form():
            yield value
        case dict():
            yield from (one for one in value.values() if isinstance(one, Form))
        case list() | tuple():
            yield from (one for one in value if isinstance(one, Form))


@pytest.mark.parametrize("language", WORDED[1:])
def test_every_value_that_no_field_takes_is_refused_in_the_language_of_the_reader(site: Site, language: str) -> None:
    browser = site.member(ORLA)
    browser.client.headers["Accept-Language"] = language
    by_command = {" ".join(form.line): form for form in forms()}
    told = [
        (path, name, spoken, words)
        for command, (path, _) in BEGUN.items()
        if (form := by_command.get(command)) and browser.get(path).status_code == 200
        for name, value in ((field.name, BAD[field.kind]) for field in form.fields if field.kind in BAD)
        for spoken, words in TOLD.findall(_sent(browser, path, {**_filled(form), name: value}))
    ]

    assert len(told) > 30
    assert [one for one in told if one[2] != language or "--" in one[3]] == []


def _filled(form: Form) -> dict[str, str]:
    return {
        field.name: GOOD.get(field.kind, "x") for field in form.fields if field.required and field.kind != "several"
    }


def _sent(browser: object, path: str, fields: dict[str, str]) -> str:
    browser.get(path)  # type: ignore[attr-defined]
    return str(browser.fill(**fields).text)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "address",
    [
        "/audit?since=foo",
        "/changes?from=foo",
        "/changes?from=2018-01-01&to=2017-01-01",
        "/search?q=tea&kind=foo",
        "/search?q=tea&year=abc",
        "/search?q=tea&country=zz",
        "/search?q=tea&language=zz",
        "/search?q=tea&sort=zz",
        "/elements?setting=zz",
        "/visits?year=abc",
    ],
)
def test_every_address_that_asks_wrongly_is_refused_in_the_language_of_the_reader(reading: Site, address: str) -> None:
    browser = reading.member(ORLA)
    told = TOLD.findall(browser.get(address, **{"Accept-Language": "de"}).text)

    assert [spoken for spoken, _ in told] == ["de"]
    assert "--" not in told[0][1]


@pytest.mark.parametrize("language", WORDED)
@pytest.mark.parametrize("known", SAID)
def test_what_the_parser_says_is_said_as_the_site_says_it(known: str, language: str) -> None:
    sentence = PLACE.sub("zz", known)
    found = misread(f"Invalid value for '--tea': {sentence}. Try 'epex visit plan --help'.")

    assert found == ("tea", sentence)
    assert explained(sentence, language) not in ("", sentence)


def test_a_missing_option_is_said_of_its_field() -> None:
    form = next(form for form in forms() if form.line == ("meeting", "hold"))
    sentence = "Missing option '--held-on'. Try 'epex meeting hold --help'."

    assert "“When”: This is still empty; fill it in." in alert(sentence, form=form)


def test_another_sentence_is_not_taken_apart() -> None:
    assert misread("The reason is empty; give it a text.") is None


def test_every_option_of_a_form_has_the_label_of_its_field_in_a_refusal() -> None:
    options = {(field.option or field.name).partition("=")[0]: form for form in forms() for field in form.fields}
    named = {
        found[1]: found[0]
        for context, sentence in refused.messages()
        for found in OPTION.finditer(QUOTED.sub("", sentence))
        if not context
    }
    shown = {name: alert(f"Leave out {named[name]}.", form=options[name]) for name in named.keys() & options.keys()}

    assert [name for name, told in shown.items() if "--" in told] == []
    assert sorted(named.keys() - options.keys() - AT_A_SHELL) == []
