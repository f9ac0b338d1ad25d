"""The pages for authors tell the truth: what they have their reader type and save works as it stands."""

import os
import sys
from pathlib import Path

import pytest

from tests.docs.typed import follow, lines_of

ROOT = Path(__file__).parents[2]
TUTORIAL = (ROOT / "docs" / "tutorial" / "your-first-plugin.md").read_text("utf-8")
MIGRATING = (ROOT / "docs" / "how-to" / "migrate-a-plugins-events.md").read_text("utf-8")
PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
# What is installed here already need not come from a registry.
OFFLINE = {
    **dict.fromkeys(("PIP_NO_INDEX", "PIP_NO_DEPS", "PIP_DISABLE_PIP_VERSION_CHECK"), "1"),
    "PIP_NO_BUILD_ISOLATION": "0",
    "PIP_FIND_LINKS": "",
    "PYTHONPATH": next(path for path in sys.path if path.endswith("site-packages")),
}


def test_tutorial_ends_with_the_report_listed_and_as_a_page() -> None:
    typed = lines_of(TUTORIAL)

    listed, published = typed.index("epex report list"), len(typed) - 3
    assert listed < published
    assert typed[published] == "epex report run give-and-take --format html --output ../give-and-take.html"
    assert len(typed) < 40


@pytest.mark.slow
def test_tutorial_goes_from_an_empty_folder_to_a_published_report(tmp_path: Path) -> None:
    assert follow(TUTORIAL, tmp_path, {"PATH": PATH, "EPEX": str(ROOT), **OFFLINE}) == []

    made = tmp_path / "my-plugins"
    assert "<title>Give and take</title>" in (made / "give-and-take.html").read_text("utf-8")
    assert sorted(path.name for path in (made / "wheels").iterdir()) == [
        "epex_give_and_take-0.1.0-py3-none-any.whl",
        "epex_tea_breaks-0.1.0-py3-none-any.whl",
    ]


@pytest.mark.slow
def test_events_are_migrated_as_the_page_tells(tmp_path: Path) -> None:
    assert follow(MIGRATING, tmp_path, {"PATH": PATH}) == []

    assert len((tmp_path / "golden.ndjson").read_text("utf-8").splitlines()) == 2
