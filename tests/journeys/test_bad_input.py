"""Bad input, typed into the real program: one plain sentence, what to do next, and nothing recorded."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

EPEX = Path(sys.executable).with_name("epex")
FOUND = ("--network", "Exchange", "--person", "Mira", "--organisation", "Youth House", "--country", "NO")
MAPPING = '[columns]\ntext = "text"\n[values]\nsource = "reports"\n'


def epex(*args: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
    return subprocess.run([EPEX, *args], input=given, capture_output=True, check=False, env=environment, cwd="/")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad") / "base"
    assert epex("init", str(folder), *FOUND).returncode == 0
    return folder


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "map.toml").write_text(MAPPING, "utf-8")
    (tmp_path / "broken.toml").write_text("[columns\n", "utf-8")
    (tmp_path / "broken.csv").write_bytes(b'text,"date never closed\n2017,and so on\n')
    (tmp_path / "utf16.csv").write_bytes("text\nGrüße aus Graz\n".encode("utf-16"))
    (tmp_path / "utf16.txt").write_bytes("How do we begin?".encode("utf-16"))
    (tmp_path / "latin.txt").write_bytes("Wie fängt man an?".encode("latin-1"))
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)))
    for name in ("empty.csv", "empty.txt", "empty.xlsx"):
        (tmp_path / name).touch()
    (tmp_path / "bare").mkdir()
    (tmp_path / "garbled").mkdir()
    (tmp_path / "garbled" / "epex.toml").write_text("[base\n", "utf-8")
    return tmp_path


def recorded(base: Path) -> tuple[int, int]:
    with closing(sqlite3.connect(base / "log" / "events.db")) as log:
        counted: tuple[int, int] = log.execute("SELECT count(*), max(position) FROM events").fetchone()
    return counted


IMPORT = ("import", "--kind", "reflections", "--map", "{files}/map.toml")
STATE = ("challenge", "state")
ADD = ("organisation", "add", "--name", "X", "--kind", "ngo")

BAD = {
    "an unknown command": (["thme"], 2, "Try 'epex --help'"),
    "an unknown subcommand": (["theme", "adpt"], 2, "did you mean 'adopt'?"),
    "an unknown option": (["theme", "list", "--colour"], 2, "Try 'epex theme list --help'"),
    "a missing argument": (["theme", "show"], 2, "Missing argument 'THEME'"),
    "an unknown country": ([*ADD, "--country", "QQ"], 2, "use the two capitals of ISO 3166-1"),
    "a country in words": ([*ADD, "--country", "Norway"], 2, "use the two capitals of ISO 3166-1"),
    "no such day": ([*STATE, "How?", "--occurred-on", "2017-13-40"], 2, "write it as 2017, 2017-03 or 2017-03-14"),
    "no such day in a list": (["theme", "list", "--since", "2017-02-30"], 2, "write it as 2017, 2017-03"),
    "no such day to read as of": (["--as-of", "2017-13-40", "theme", "list"], 1, "write it as 2017, 2017-03"),
    "an unknown language": ([*STATE, "How?", "--language", "tlh"], 2, "choose one of: en, de, fr"),
    "an unknown setting": ([*STATE, "How?", "--setting", "moon"], 2, "'school'"),
    "a text in UTF-16": ([*STATE, "--file", "{files}/utf16.txt"], 1, "save it in that encoding"),
    "a text in Latin-1": ([*STATE, "--file", "{files}/latin.txt"], 1, "save it in that encoding"),
    "a text that is none": ([*STATE, "--file", "{files}/binary.txt"], 1, "save it in that encoding"),
    "an empty text": ([*STATE, "--file", "{files}/empty.txt"], 1, "write the text into it"),
    "no text at all": ([*STATE], 1, "give it as it is, with --file FILE"),
    "a blank text": ([*STATE, "   "], 1, "give it a text"),
    "a missing text": ([*STATE, "--file", "{files}/missing.txt"], 1, "name one that exists"),
    "a folder for a text": ([*STATE, "--file", "{files}/bare"], 1, "name one that exists"),
    "a broken CSV": ([*IMPORT, "{files}/broken.csv"], 1, "broken.csv"),
    "a CSV in UTF-16": ([*IMPORT, "{files}/utf16.csv"], 1, "UTF-8"),
    "an empty CSV": ([*IMPORT, "{files}/empty.csv"], 1, "empty"),
    "an empty XLSX": ([*IMPORT, "{files}/empty.xlsx"], 1, "empty.xlsx"),
    "a missing CSV": ([*IMPORT, "{files}/missing.csv"], 1, "missing.csv"),
    "a broken mapping": (
        ["import", "--kind", "reflections", "--map", "{files}/broken.toml", "{files}/x.csv"],
        1,
        "broken",
    ),
    "an unknown kind": (["import", "--kind", "poems", "{files}/empty.csv"], 1, "poems"),
    "an unknown id": (["theme", "show", "theme-0"], 1, "'epex theme list' shows what there is"),
    "an id of something else": (["theme", "show", "visit-" + "0" * 8], 1, "'epex theme list' shows what there is"),
    "an unknown person": (["--as", "Nobody", "theme", "list"], 1, "'epex person list' shows what there is"),
    "a form that is none": (["form", "import", "{files}/latin.txt"], 1, "UTF-8"),
    "a missing form": (["form", "import", "{files}/missing.txt"], 1, "missing.txt"),
    "an unknown report": (["report", "run", "weather"], 1, "'epex report list' shows"),
    "a negative limit": (["theme", "list", "--limit", "-1"], 2, "--limit"),
}


@pytest.mark.parametrize(("args", "status", "hint"), BAD.values(), ids=BAD.keys())
def test_bad_input_gets_one_sentence(base: Path, files: Path, args: list[str], status: int, hint: str) -> None:
    before = recorded(base)

    done = epex("--base", str(base), *(arg.format(files=files) for arg in args))

    assert_one_sentence(done, status, hint)
    assert recorded(base) == before


@pytest.mark.parametrize(
    ("folder", "hint"),
    [
        ("missing", "make one: 'epex init"),
        ("bare", "make one: 'epex init"),
        ("garbled", "mend it"),
        ("map.toml", "epex init"),
    ],
)
def test_a_folder_that_is_no_base(files: Path, folder: str, hint: str) -> None:
    before = sorted(files.rglob("*"))

    done = epex("--base", str(files / folder), "theme", "list")

    assert_one_sentence(done, 1, hint)
    assert sorted(files.rglob("*")) == before


def test_init_into_a_folder_in_use_leaves_it_alone(files: Path) -> None:
    before = sorted(files.rglob("*"))

    done = epex("init", str(files), *FOUND)

    assert_one_sentence(done, 1, "choose a new folder")
    assert sorted(files.rglob("*")) == before


def test_init_with_an_unknown_country_leaves_nothing_behind(tmp_path: Path) -> None:
    done = epex("init", str(tmp_path / "base"), *FOUND[:-1], "QQ")

    assert_one_sentence(done, 2, "use the two capitals of ISO 3166-1")
    assert not (tmp_path / "base").exists()


def test_arguments_that_are_no_text(base: Path) -> None:
    program = [bytes(EPEX), b"--base", bytes(base), b"search", b"\xff\xfe"]

    done = subprocess.run(program, capture_output=True, check=False)

    assert_one_sentence(done, 2, "type it again in that encoding")


def test_standard_input_that_is_no_text(base: Path) -> None:
    done = epex("--base", str(base), *STATE, "-", given=b"\xff\xfe\x00")

    assert_one_sentence(done, 1, "Standard input is not text in UTF-8")


def test_a_reader_that_stops_reading_is_no_failure(base: Path) -> None:
    command = f"'{EPEX}' --base '{base}' audit log --json | head -c 1"

    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)

    assert (done.stdout, done.stderr) == (b"[", b"")


def assert_one_sentence(done: subprocess.CompletedProcess[bytes], status: int, hint: str) -> None:
    said = done.stderr.decode()
    assert (done.returncode, done.stdout) == (status, b""), said
    assert said.count("\n") == 1
    assert hint in said
    assert "Traceback" not in said
