"""Files that come with the site."""

import re
from pathlib import Path

import pytest

from epex.plugins.builtin.web import static_files

LICENSES = Path(static_files.__file__).parent / "static" / "LICENSES.md"


def test_an_address_changes_with_what_is_in_the_file() -> None:
    assert re.fullmatch(r"/static/[0-9a-f]{12}/site\.css", static_files.static_path("site.css"))


@pytest.mark.parametrize("name", ["LICENSES.md", "../asking.py", "none.css"])
def test_nothing_else_is_given(name: str) -> None:
    with pytest.raises(FileNotFoundError):
        static_files.content(name)


def test_whatever_is_not_ours_has_its_licence_beside_it() -> None:
    theirs = {name for name in static_files.names() if ".min." in name}

    assert {name for name in theirs if f"`{name}`" not in LICENSES.read_text("utf-8")} == set()
    assert theirs == {"htmx.min.js", "pico.classless.min.css"}


@pytest.mark.parametrize("name", sorted(static_files.names() - {"htmx.min.js"}))
def test_a_file_loads_nothing_from_elsewhere(name: str) -> None:
    text = static_files.content(name).decode()

    assert re.findall(r"""url\((?!["']?data:)|@import""", text) == []
