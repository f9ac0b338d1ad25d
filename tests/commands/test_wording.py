"""Long texts: from files, from standard input, from the editor."""

import sys
from pathlib import Path

import click
import pytest

from epex.commands.wording import long_text, read_file, write_in_editor
from epex.core.decision import Refused


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty; write the text into it, then try again."),
        (b"  \n", "is empty; write the text into it, then try again."),
        ("Grüße".encode("utf-16"), "is not text in UTF-8; save it in that encoding, then try again."),
        ("Grüße".encode("latin-1"), "is not text in UTF-8; save it in that encoding, then try again."),
        ("plain".encode("utf-16-le"), "holds bytes that are no text; save it as plain text in UTF-8, then try again."),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(content)

    with pytest.raises(Refused) as refused:
        read_file(path)

    assert str(refused.value) == f"{path} {sentence}"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"There is no file .*; name one that exists."):
        read_file(tmp_path / "missing.txt")


def test_a_text_that_is_not_needed_may_be_missing() -> None:
    assert long_text(None, None, "reason", required=False) == ""


@pytest.mark.usefixtures("terminal")
def test_the_editor_opens_when_a_text_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(click, "edit", lambda text, extension: f"{text}written{extension}\n")

    assert long_text(None, None, "reason", required=True, template="begun and ") == "begun and written.txt"


@pytest.mark.usefixtures("terminal")
def test_an_editor_that_is_left_records_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(click, "edit", lambda text, extension: None)  # noqa: ARG005

    with pytest.raises(Refused, match="No reason was written, so nothing is recorded;"):
        write_in_editor("reason")
