"""The keys beside the vault: files, the environment, a plugin's provider; one sentence when one is missing or wrong."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from epex.app.config import Config
from epex.app.keys import make_keys, read_secret, read_signing_key, wrapping_keys
from epex.core.decision import Refused
from epex.core.log.canonical import from_base64, to_base64

OTHER_KIND = """-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VuBCIEIPhPmZEAIO5rUZVYgVBR8mOWqW9AZqL9+q9ZP2jnH1Vo
-----END PRIVATE KEY-----
"""


@pytest.fixture
def config(tmp_path: Path) -> Config:
    made = Config(folder=tmp_path, base_id="b-1", network="N", network_id="n-1")
    make_keys(made.keys_folder)
    return made


def test_make_keys_gives_the_public_half_of_what_signs(tmp_path: Path) -> None:
    public = make_keys(tmp_path / "keys")

    assert from_base64(public) == read_signing_key(tmp_path / "keys").public_key().public_bytes_raw()


def test_wrapping_keys_are_files_unless_said_otherwise(config: Config) -> None:
    found = wrapping_keys(config)

    assert found == {name: read_secret(config.keys_folder, f"{name}.key") for name in ("base", "evaluation")}


def test_evaluation_key_may_be_away(config: Config) -> None:
    (config.keys_folder / "evaluation.key").unlink()

    assert list(wrapping_keys(config)) == ["base"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Path.unlink, r"base\.key is missing; bring it back"),
        (lambda path: path.write_text("no key"), r"base\.key is damaged; move it away"),
        (lambda path: path.write_text(to_base64(b"k" * 31)), r"base\.key is damaged; move it away"),
        (lambda path: path.write_text("ÄÖ"), r"base\.key is damaged; move it away"),
    ],
)
def test_wrapping_keys_name_a_file_that_is_missing_or_damaged(
    config: Config, change: Callable[[Path], None], why: str
) -> None:
    change(config.keys_folder / "base.key")

    with pytest.raises(Refused, match=why):
        wrapping_keys(config)


@pytest.mark.parametrize("content", ["", "no key", OTHER_KIND])
def test_signing_key_that_is_none_is_named(config: Config, content: str) -> None:
    (config.keys_folder / "signing.key").write_text(content)

    with pytest.raises(Refused, match=r"signing\.key is damaged"):
        read_signing_key(config.keys_folder)


def test_wrapping_keys_from_the_environment(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EPEX_BASE_KEY", to_base64(b"b" * 32))
    monkeypatch.delenv("EPEX_EVALUATION_KEY", raising=False)
    elsewhere = replace(config, wrapping="environment")

    without = wrapping_keys(elsewhere)
    monkeypatch.setenv("EPEX_EVALUATION_KEY", to_base64(b"e" * 32))
    both = wrapping_keys(elsewhere)

    assert (without, both) == ({"base": b"b" * 32}, {"base": b"b" * 32, "evaluation": b"e" * 32})


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("", "The base's wrapping key is missing. Set EPEX_BASE_KEY to it, 32 bytes in base64url."),
        ("no key", "EPEX_BASE_KEY is not 32 bytes in base64url; set it to the key as it was made."),
    ],
)
def test_wrapping_key_in_the_environment_that_is_none_is_named(
    config: Config, monkeypatch: pytest.MonkeyPatch, given: str, why: str
) -> None:
    monkeypatch.setenv("EPEX_BASE_KEY", given)

    with pytest.raises(Refused) as refused:
        wrapping_keys(replace(config, wrapping="environment"))

    assert str(refused.value) == why
