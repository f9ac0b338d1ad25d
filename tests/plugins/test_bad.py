"""Bad plugins as real packages, each enabled beside a good one: nothing of anybody else's is lost."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from epex.app.config import read_config, write_config
from tests.plugins.bad.page import PAGE, kept
from tests.plugins.bad.trying import (
    BAD,
    ENDS_BADLY,
    GOOD,
    LEAVES,
    WRITES,
    Bench,
    Happened,
    founded,
    happenings,
    install,
    table,
)

pytestmark = pytest.mark.slow
RECORDING = (
    ("organisation", "add", "--name", "Tea House", "--country", "NO", "--kind", "ngo"),
    ("person", "add", "--name", "Tove Lien", "--organisation", "Tea House"),
    ("challenge", "state", "How do we keep the door open?", "--organisation", "Tea House"),
    ("theme", "propose", "Trust before content"),
    ("theme", "park", "Trust before content", "--reason", "Later."),
)


@pytest.fixture(scope="module")
def happened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Happened]:
    """Try them all once."""
    return {each.name: each for each in happenings(tmp_path_factory.mktemp("bad"))}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Found one base more, to look closer at a few."""
    return founded(tmp_path_factory.mktemp("closer"))


def test_bad_plugins_change_no_answer_of_anybody_else(happened: dict[str, Happened]) -> None:
    assert {name: each.changed for name, each in happened.items()} == dict.fromkeys(BAD, ())


def test_bad_plugins_are_not_even_imported_while_something_is_recorded(happened: dict[str, Happened]) -> None:
    recorded = {name: (each.is_recorded, each.is_imported_to_record) for name, each in happened.items()}

    assert recorded == dict.fromkeys(BAD, (True, False))


@pytest.mark.parametrize("is_built", [True, False])
def test_recording_over_events_of_a_plugin_that_hangs_does_not_import_it(
    bench: Bench, tmp_path: Path, *, is_built: bool
) -> None:
    site = install((GOOD,), tmp_path / "site")
    hanging = Bench(base=bench.enabling((GOOD,), tmp_path / "base").base, site=site)
    poured = hanging.run(GOOD, "pour", "--cups", "1")
    if not is_built:
        shutil.rmtree(hanging.base / "views")
    imported = site / "imported"
    (site / "epex_good.py").write_text(
        f"import time\nopen({str(imported)!r}, 'w').close()\ntime.sleep(3600)\n", "utf-8"
    )

    done = [hanging.run(*words) for words in RECORDING]
    opened = imported.exists()
    hanging.run("audit", "log")

    assert [(each.returncode, each.stderr) for each in (poured, *done)] == [(0, "")] * (1 + len(RECORDING))
    assert (opened, imported.exists()) == (False, True)


def test_bad_plugins_are_named_with_what_to_do(happened: dict[str, Happened]) -> None:
    unnamed = [name for name, each in happened.items() if name != WRITES and name not in " ".join(each.told)]
    without = [name for name, each in happened.items() if name != WRITES and "; " not in each.told[-1]]

    assert (unnamed, without) == ([], [])


def test_page_shows_what_happened(happened: dict[str, Happened]) -> None:
    assert kept(PAGE.read_text("utf-8")) == table(happened.values()), "run 'python -m tests.plugins.bad'"


def test_child_is_not_told_where_the_log_is(bench: Bench, tmp_path: Path) -> None:
    beside = bench.enabling((WRITES, GOOD), tmp_path / "base")

    done = beside.run("report", "run", WRITES)

    assert "failed (KeyError: 'EPEX_BASE')" in done.stderr
    assert beside.run("audit", "verify").returncode == 0


def test_verification_finds_what_a_plugin_wrote_into_the_log(bench: Bench, tmp_path: Path) -> None:
    beside = bench.enabling((WRITES, GOOD), tmp_path / "base")

    beside.run(WRITES, "go")

    done = beside.run("audit", "verify")
    assert (done.returncode, "Event 3: the event was changed" in done.stdout) == (1, True)


@pytest.mark.parametrize("name", ["hangs-at-import", "missing-import", "twin"])
def test_everything_works_without_plugins(bench: Bench, tmp_path: Path, name: str) -> None:
    beside = bench.enabling((name, GOOD), tmp_path / "base")

    done = beside.run("--no-plugins", "report", "list", "--json")

    assert (done.returncode, done.stderr) == (0, "")
    assert "year-review" in [row["id"] for row in json.loads(done.stdout)]


def test_plugin_that_hangs_is_not_enabled(bench: Bench) -> None:
    done = bench.enabling((GOOD,), bench.base.parent / "enabling").run("plugin", "enable", "hangs-at-import")

    why = "could not say which reports it adds (it took longer than 5 seconds, and was ended)"
    assert (done.returncode, done.stderr.partition("; ")[0]) == (1, f"The plugin 'hangs-at-import' {why}")


@pytest.mark.parametrize("name", ENDS_BADLY)
def test_plugin_that_ends_badly_is_named_by_every_command_that_would_import_it(
    bench: Bench, tmp_path: Path, name: str
) -> None:
    beside = bench.enabling((name, GOOD), tmp_path / "base")

    done = {words: beside.run(*words) for words in (("views", "rebuild"), ("export", "--list-formats"))}

    assert [each.returncode for each in done.values()] == [0, 0]
    assert [words for words, each in done.items() if not each.stdout or f"'{name}'" not in each.stderr] == []


def test_plugin_that_was_tried_is_tried_again_when_other_code_of_it_is_installed(bench: Bench, tmp_path: Path) -> None:
    site = install((GOOD,), tmp_path / "site")
    beside = Bench(base=bench.enabling((GOOD,), tmp_path / "base").base, site=site)
    module = site / "epex_good.py"
    module.write_text(f"{module.read_text('utf-8')}\nopen({str(tmp_path / 'imported')!r}, 'a').write('*')\n", "utf-8")

    imported = []
    for _ in range(2):
        beside.run("views", "rebuild")
        imported.append(len((tmp_path / "imported").read_text()))
    module.write_text(f"{module.read_text('utf-8')}\nimport os\nos._exit(0)\n", "utf-8")
    done = beside.run("views", "rebuild")

    # Once in a child and once here, then only here, and then only in a child.
    assert [*imported, len((tmp_path / "imported").read_text())] == [2, 3, 4]
    assert f"'{GOOD}' could not say which reports it adds (it ended its process with status 0)" in done.stderr


def test_plugin_list_names_what_is_wrong_with_each(bench: Bench, tmp_path: Path) -> None:
    names = ("hangs-at-import", "missing-import", "old-hooks", "raises", GOOD)
    beside = bench.enabling(names, tmp_path / "base")

    rows = {row["id"]: row for row in json.loads(beside.run("plugin", "list", "--json").stdout)}

    assert {name: rows[name]["state"] for name in names} == {
        "hangs-at-import": "failed",
        "missing-import": "failed",
        "old-hooks": "failed",
        "raises": "enabled",
        GOOD: "enabled",
    }
    assert [name for name in names if not rows[name]["faults"]] == ["raises", GOOD]


def test_events_of_a_plugin_that_is_gone_are_kept_and_come_back(bench: Bench, tmp_path: Path) -> None:
    beside = bench.enabling((LEAVES, GOOD), tmp_path / "base")
    recorded = json.loads(beside.run(LEAVES, "note", "--json").stdout)["id"]
    gone = Bench(base=beside.base, site=install((GOOD,), tmp_path / "without" / "site"))

    there, left = (
        json.loads(each.run("audit", "log", "--subject", recorded, "--json").stdout) for each in (beside, gone)
    )

    assert [row["summary"].rpartition(") ")[2] for row in there] == ["noted something"]
    assert (len(left), LEAVES in json.dumps(left)) == (1, True)
    assert gone.run("audit", "verify").returncode == 0
    assert gone.run("views", "rebuild").returncode == 0
    assert json.loads(beside.run("audit", "log", "--subject", recorded, "--json").stdout) == there


def test_first_enabled_of_two_plugins_has_what_both_name(bench: Bench, tmp_path: Path) -> None:
    beside = bench.enabling(("twin", "twin-b", GOOD), tmp_path / "base")

    by_name = {name: beside.run(name, "note") for name in ("twin", "twin-b")}
    title = json.loads(beside.run("report", "run", "twin", "--json").stdout)["title"]["text"]
    write_config(replace(read_config(beside.base), plugins=("twin-b", GOOD)))

    assert {name: done.returncode for name, done in by_name.items()} == {"twin": 0, "twin-b": 1}
    assert "names the subject 'twin_b' a second time" in by_name["twin-b"].stderr
    assert title == "twin"
    assert beside.run("twin-b", "note").returncode == 0
