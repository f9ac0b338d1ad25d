"""Founding a base."""

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from epex.app.acting import actor
from epex.app.config import read_config
from epex.app.founding import Founding, init
from epex.app.opening import open_log
from epex.core.decision import Refused
from epex.core.network import NetworkFounded

FOUNDING = Founding(network="North", person="Anna Berg", organisation="Lighthouse", country="XK")


def test_init_records_network_organisation_and_person(tmp_path: Path) -> None:
    folder = tmp_path / "base"

    receipt = init(folder, FOUNDING)

    config = read_config(folder)
    log = open_log(config)
    assert receipt.position == log.head() == 3
    assert [fact.envelope.type for fact in log.facts()] == [
        "network.founded",
        "organisation.joined",
        "person.registered",
    ]
    assert actor(log, config.acting_as).roles == {"coordinator", "data_protection_officer"}


def test_init_publishes_identity_and_keys(tmp_path: Path) -> None:
    init(tmp_path / "base", FOUNDING)

    config = read_config(tmp_path / "base")
    founded = open_log(config).facts()[0].event
    assert isinstance(founded, NetworkFounded)
    assert (founded.base_id, founded.illustrative) == (config.base_id, False)
    assert len(founded.public_key) == 43


@pytest.mark.parametrize("name", ["od/what?", "od/a%20b", "od/a#b", "od/two words", "od/معرفة"])
def test_init_keeps_everything_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    init(tmp_path / name, FOUNDING)

    assert open_log(read_config(tmp_path / name)).head() == 3
    assert [path.parent.parent for path in tmp_path.rglob("events.db")] == [tmp_path / name]
    assert [path.name for path in (tmp_path / "od").iterdir()] == [name.partition("/")[2]]


def test_init_keeps_keys_private(tmp_path: Path) -> None:
    init(tmp_path / "base", FOUNDING)

    keys = tmp_path / "base" / "keys"
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (keys, *keys.iterdir())}
    assert modes == {
        "keys": 0o700,
        "keys.db": 0o600,
        "base.key": 0o600,
        "evaluation.key": 0o600,
        "import.secret": 0o600,
        "index.secret": 0o600,
        "signing.key": 0o600,
    }


def test_init_refuses_a_folder_in_use(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    init(tmp_path / "base", FOUNDING)

    with pytest.raises(Refused, match="already holds a knowledge base"):
        init(tmp_path / "base", FOUNDING)
    with pytest.raises(Refused, match="is not empty"):
        init(tmp_path, FOUNDING)
    with pytest.raises(Refused, match="is not empty"):
        init(tmp_path / "file", FOUNDING)


@pytest.mark.parametrize("wrong", [{"country": "UK"}, {"kind": "club"}, {"network": " "}, {"person": ""}])
def test_init_leaves_nothing_behind_when_it_refuses(tmp_path: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(Refused):
        init(tmp_path / "base", replace(FOUNDING, **wrong))  # type: ignore[arg-type]

    assert not (tmp_path / "base").exists()
