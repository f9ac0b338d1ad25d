"""epex.toml: written, read, found, refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from epex.app.config import Config, find_folder, move_log, name_index, read_config, write_config
from epex.core.decision import Refused

WHOLE = b'[base]\nid = "b"\n[network]\nid = "n"\nname = "N"\n'


def config(folder: Path) -> Config:
    return Config(
        folder=folder,
        base_id="b-1",
        network='The "North" \\ Äther',
        network_id="network-1",
        languages=("en", "ar"),
        acting_as="person-1",
        plugins=("visits",),
        plugin_fields={"visits": ("visit-cost",)},
        plugin_seconds=90,
        wrapping="environment",
    )


def test_read_config_gives_back_what_was_written(tmp_path: Path) -> None:
    write_config(config(tmp_path))

    assert read_config(tmp_path) == config(tmp_path)


def test_config_keeps_addresses_and_resolves_paths(tmp_path: Path) -> None:
    made = config(tmp_path)

    assert made.address("postgresql://host/base") == "postgresql://host/base"
    assert made.address(made.log) == str(tmp_path / "log" / "events.db")
    assert (made.keys_folder, made.index_folder) == (tmp_path / "keys", tmp_path / "index")


def test_config_at_another_folder_keeps_nothing_elsewhere(tmp_path: Path) -> None:
    shared = replace(config(tmp_path), log="postgresql://host/base", views="postgresql://host/base", keys="/keys")

    assert shared.at(tmp_path / "copy") == replace(config(tmp_path), folder=tmp_path / "copy")


def test_move_log_changes_the_address_and_nothing_else(tmp_path: Path) -> None:
    text = (
        WHOLE.decode()
        + '# ours\n[log] # the log\n# address = "no"\naddress = "old.db" # old\n[views]\naddress = "v.db"\n'
    )
    (tmp_path / "epex.toml").write_text(text)

    moved = move_log(read_config(tmp_path), "postgresql://host/\\base")

    assert (tmp_path / "epex.toml").read_text() == text.replace('"old.db" # old', r'"postgresql://host/\\base"')
    assert moved == read_config(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["epex.toml"]


def test_move_log_adds_what_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "epex.toml").write_bytes(WHOLE)

    assert move_log(read_config(tmp_path), "elsewhere.db").log == read_config(tmp_path).log == "elsewhere.db"


def test_move_log_refuses_what_it_cannot_change_safely(tmp_path: Path) -> None:
    (tmp_path / "epex.toml").write_bytes(b'log.address = "old.db"\n' + WHOLE)

    with pytest.raises(Refused, match=r'set address = "new\.db" there by hand'):
        move_log(read_config(tmp_path), "new.db")

    assert read_config(tmp_path).log == "old.db"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('[index] # ours\n# backend = "no"\nbackend = "old"\n[views]\n', None),
        ('[index] # ours\nfolder = "index"\n', '[index] # ours\nbackend = "sqlite-fts5"\nfolder = "index"\n'),
        ("[index]", '[index]\nbackend = "sqlite-fts5"'),
        ("", '\n[index]\nbackend = "sqlite-fts5"\n'),
    ],
)
def test_name_index_changes_the_index_and_nothing_else(tmp_path: Path, before: str, after: str | None) -> None:
    (tmp_path / "epex.toml").write_text(WHOLE.decode() + before)

    named = name_index(read_config(tmp_path), "sqlite-fts5")

    expected = before.replace('"old"', '"sqlite-fts5"') if after is None else after
    assert (tmp_path / "epex.toml").read_text() == WHOLE.decode() + expected
    assert (named, named.backend) == (read_config(tmp_path), "sqlite-fts5")


def test_name_index_refuses_what_it_cannot_change_safely(tmp_path: Path) -> None:
    (tmp_path / "epex.toml").write_bytes(b'index.backend = "whoosh"\n' + WHOLE)

    with pytest.raises(Refused, match=r'set backend = "sqlite-fts5" there by hand'):
        name_index(read_config(tmp_path), "sqlite-fts5")

    assert read_config(tmp_path).backend == "whoosh"


@pytest.mark.parametrize(
    ("backend", "there"), [("whoosh", "whoosh"), ("sqlite-fts5", "sqlite-fts5"), ("postgres", "sqlite-fts5")]
)
def test_a_copy_in_a_folder_is_searched_by_what_fits_there(tmp_path: Path, backend: str, there: str) -> None:
    made = replace(config(tmp_path), views="postgresql://host/base", backend=backend)

    assert made.at(tmp_path / "copy").backend == there


def test_read_config_fills_in_what_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "epex.toml").write_text('[base]\nid = "b"\n[network]\nid = "n"\nname = "N"\n')

    read = read_config(tmp_path)

    assert read == Config(folder=tmp_path, base_id="b", network="N", network_id="n")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"[base", "cannot be read"),
        (b"\xff\xfe", "cannot be read"),
        (b"", r"needs a text as 'id' in \[base\]"),
        (b'[base]\nid = "b"\n[network]\nid = "n"\nname = 3\n', r"needs a text as 'name' in \[network\]"),
        (b'network = 3\n[base]\nid = "b"\n', r"needs a text as 'name' in \[network\]"),
        (WHOLE + b"[views]\naddress = 7\n", r"needs a text as 'address' in \[views\]"),
        (WHOLE + b'[plugins]\nenabled = "one"\n', r"needs a list of texts as 'enabled' in \[plugins\]"),
        (WHOLE + b"[plugins]\nseconds = 0\n", r"needs a whole number from 1 on as 'seconds' in \[plugins\]"),
        (WHOLE + b"[plugins]\nseconds = true\n", r"needs a whole number from 1 on as 'seconds' in \[plugins\]"),
    ],
)
def test_read_config_refuses_a_broken_file(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "epex.toml").write_bytes(content)

    with pytest.raises(Refused, match=why):
        read_config(tmp_path)


def test_find_folder_goes_upward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EPEX_BASE", raising=False)
    write_config(config(tmp_path))
    deep = tmp_path / "one" / "two"
    deep.mkdir(parents=True)

    assert find_folder(None, deep) == tmp_path


def test_find_folder_takes_the_given_one_before_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("given", "named"):
        (tmp_path / name).mkdir()
        write_config(config(tmp_path / name))
    monkeypatch.setenv("EPEX_BASE", str(tmp_path / "named"))

    found = [find_folder(str(tmp_path / "given"), tmp_path), find_folder(None, tmp_path)]

    assert found == [tmp_path / "given", tmp_path / "named"]


def test_find_folder_refuses_where_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EPEX_BASE", raising=False)

    with pytest.raises(Refused, match=r"make one: epex init '.*/two words'"):
        read_config(tmp_path / "two words")
    with pytest.raises(Refused, match="make one: 'epex init DIR'"):
        find_folder(None, tmp_path)
    with pytest.raises(Refused, match="There is no folder"):
        find_folder(str(tmp_path / "missing"), tmp_path)
    with pytest.raises(Refused, match=r"holds no epex\.toml"):
        find_folder(str(tmp_path), tmp_path)
