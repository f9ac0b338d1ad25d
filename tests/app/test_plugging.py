"""Which plugins are in use: by the log, also as of an earlier day, and by the base's own file."""

from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.plugging import recorded, with_plugins


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2017-03-05", {}), ("2017-03-06", {"vetting-times": "0.1.0"}), ("2017-06-12", {}), (None, {})],
)
def test_recorded_tells_what_was_in_use(demo_folder: Path, day: str | None, expected: dict[str, str]) -> None:
    assert recorded(KnowledgeBase.open(demo_folder, as_of=day)) == expected


def test_commands_stand_in_a_section_of_their_own_and_go_with_their_plugin() -> None:
    text = '[plugins]\nenabled = []\n\n[keys]\nfolder = "keys"\n'

    enabled = with_plugins(text, ["tea"], {"tea": ["pour"]})
    disabled = with_plugins(enabled, [], {})

    assert enabled == (
        '[plugins]\nenabled = ["tea"]\n\n[keys]\nfolder = "keys"\n\n[plugins.commands]\n"tea" = ["pour"]\n'
    )
    assert disabled == text


def test_search_fields_stand_beside_the_commands() -> None:
    text = '[plugins]\nenabled = []\n\n[plugins.commands]\n"tea" = ["pour"]\n'

    enabled = with_plugins(text, ["tea", "milk"], {"tea": ["pour"]}, {"milk": ["milk-fat"], "tea": ["tea-time"]})
    disabled = with_plugins(enabled, ["tea"], {"tea": ["pour"]}, {"tea": ["tea-time"]})

    assert enabled == (
        '[plugins]\nenabled = ["tea", "milk"]\n\n[plugins.commands]\n"tea" = ["pour"]\n\n'
        '[plugins.fields]\n"milk" = ["milk-fat"]\n"tea" = ["tea-time"]\n'
    )
    assert disabled == enabled.replace('"tea", "milk"', '"tea"').replace('"milk" = ["milk-fat"]\n', "")
    assert with_plugins(disabled, [], {}, {}) == "[plugins]\nenabled = []\n"
