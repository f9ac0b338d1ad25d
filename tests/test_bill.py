"""The bill of materials names everything that is asked for, whatever that asks for, and the files that come along."""

import tomllib
from importlib.metadata import version
from pathlib import Path

from packaging.requirements import Requirement

from tests.bill import EXTRAS, bill, plain

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
LISTED = {one["purl"] for one in bill()["components"]}


def test_bill_names_what_the_project_asks_for_as_it_is_installed() -> None:
    extras = PROJECT["optional-dependencies"]
    asked = [*PROJECT["dependencies"], *(text for extra in EXTRAS for text in extras[extra])]
    names = {plain(Requirement(text).name) for text in asked}

    assert {f"pkg:pypi/{name}@{version(name)}" for name in names} - LISTED == set()


def test_bill_names_what_libraries_need_and_what_their_extras_do() -> None:
    names = ("argon2-cffi-bindings", "markupsafe", "psycopg-binary")

    assert {f"pkg:pypi/{name}@{version(name)}" for name in names} - LISTED == set()


def test_bill_names_the_files_that_come_with_the_site() -> None:
    files = {one for one in LISTED if one.startswith("pkg:npm/")}

    assert files == {"pkg:npm/htmx.org@4.0.1", "pkg:npm/%40picocss/pico@2.1.1"}


def test_bill_leaves_out_what_only_tests_need() -> None:
    assert [one for one in LISTED if "/pytest" in one or "/ruff" in one] == []
