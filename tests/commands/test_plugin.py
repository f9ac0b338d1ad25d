"""`epex plugin`: listed, enabled and disabled without touching the rest of epex.toml."""

import tomllib
from pathlib import Path

import pytest

from epex.app.plugging import with_plugins
from epex.core.decision import Refused
from epex.plugins import loader
from tests.commands.running import Epex

TEXT = (
    '# ours\n[base]\nid = "1"\n\n[plugins]\n# see the wiki\nenabled = [\n  "one",\n]\n\n[keys]\nfolder = "elsewhere"\n'
)


def test_list_shows_the_built_in_plugin(epex: Epex) -> None:
    rows = epex.answer("plugin", "list")

    assert ("practice-transfer", "built-in") in [(row["id"], row["state"]) for row in rows]


def test_enable_and_disable_change_only_the_list() -> None:
    changed = with_plugins(TEXT, ["one", "two"])

    assert changed == TEXT.replace('[\n  "one",\n]', '["one", "two"]')


def test_a_list_is_added_where_there_is_none() -> None:
    without_list = with_plugins("[plugins]\n\n[keys]\n", ["one"])
    without_section = with_plugins("[keys]\n", ["one"])

    assert without_list == '[plugins]\nenabled = ["one"]\n\n[keys]\n'
    assert tomllib.loads(without_section) == {"keys": {}, "plugins": {"enabled": ["one"]}}


def test_an_unusual_file_is_left_alone() -> None:
    with pytest.raises(Refused, match="is written unusually; set enabled"):
        with_plugins('plugins.enabled = ["one"]\n', ["two"])


def test_what_is_not_installed_is_not_enabled(epex: Epex) -> None:
    assert epex.refusal("plugin", "enable", "weather") == (
        "No installed package offers a plugin 'weather'; install it, then look with 'epex plugin list'."
    )
    assert epex.refusal("plugin", "enable", "practice-transfer") == (
        "'practice-transfer' is built in and always there; nothing needs to be done."
    )
    assert epex.refusal("plugin", "disable", "weather") == "'weather' is not enabled; 'epex plugin list' shows what is."


def test_an_installed_plugin_is_enabled_and_disabled(epex: Epex, monkeypatch: pytest.MonkeyPatch) -> None:
    offered = loader.Plugin(name="weather", package="weather-report", version="1", load=object)
    monkeypatch.setattr(loader, "installed", lambda: [offered])

    enabled = epex.answer("plugin", "enable", "weather")
    printed = epex("plugin", "disable", "weather")

    assert enabled["enabled"] == ["weather"]
    assert printed.stdout == "weather is disabled.\n"
    assert tomllib.loads((epex.folder / "epex.toml").read_text("utf-8"))["plugins"]["enabled"] == []


def test_a_plugin_that_is_gone_is_named_and_nothing_else_fails(epex: Epex) -> None:
    path = epex.folder / "epex.toml"
    path.write_text(with_plugins(path.read_text("utf-8"), ["weather"]), "utf-8")

    done, without = epex("report", "list"), epex("--no-plugins", "report", "list")

    assert (done.exit_code, without.exit_code, without.stderr) == (0, 0, "")
    assert "weather" in done.stderr
    assert done.stdout == without.stdout


def test_a_plugin_of_ones_own_is_started_without_a_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    epex = Epex(tmp_path / "nowhere")

    told = epex("plugin", "new", "tea-breaks").stdout.splitlines()
    answer = epex.answer("plugin", "new", "tea-breaks", "other")

    assert told == [
        "epex-tea-breaks holds a plugin 'tea-breaks' now, in 12 files; its README.md says what is where.",
        "Go on with: cd epex-tea-breaks; pip install -e .; pytest",
    ]
    assert (answer["id"], answer["folder"], len(answer["files"])) == ("tea-breaks", "other", 12)
    assert epex.refusal("plugin", "new", "search").startswith("'search' is a word of epex itself")
