"""`epex merge`, `epex export --bundle` and `epex import` of a bundle, as people type them."""

import json
import re
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.commands.running import HOST, VISITOR, Epex

pytestmark = pytest.mark.slow


@pytest.fixture
def road(epex: Epex, theme: str, tmp_path: Path) -> Epex:  # noqa: ARG001 - the branch is to have the theme
    """Branch the base once both know a theme."""
    assert epex("branch", str(tmp_path / "road")).exit_code == 0
    return Epex(tmp_path / "road")


@pytest.fixture
def theme(epex: Epex) -> str:
    return epex.record("theme", "propose", "--label", "en=Trust before content")


def bundle(origin: Epex, target: Epex, name: str = "bundle.zip") -> Path:
    """Write a bundle of one base for another."""
    path = origin.folder.parent / name
    key = target.answer("merge", "key")["key"]
    done = origin("export", "--bundle", str(path), "--to", key)
    assert done.exit_code == 0, done.output
    return path


@pytest.fixture
def held(epex: Epex, road: Epex, theme: str) -> Any:
    """Let both branches decide on one theme, and merge; give what is held back."""
    epex.record("theme", "discuss", theme, "--reason", "Heard.")
    epex.record("theme", "park", theme, "--reason", "Later.")
    road.record("theme", "reject", theme, "--reason", "Not ours.")
    answer = epex.answer("import", str(bundle(road, epex)))
    (found,) = epex.answer("merge", "list")
    assert answer["held"] == [{"event_id": found["id"], "why": "contested"}]
    return found


def test_a_bundle_says_what_it_holds_and_for_whom(epex: Epex, road: Epex) -> None:
    path, key = epex.folder.parent / "b.zip", road("merge", "key").stdout.strip()
    done = epex("export", "--bundle", str(path), "--to", key)

    base = key.split(":")[1]
    assert re.fullmatch(
        rf"{re.escape(str(path))} holds 7 events and \d+ keys, for {base} alone.", done.stdout.splitlines()[0]
    )
    assert "It holds all that is in this base." in done.stdout
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_key_may_be_given_as_a_file(epex: Epex, road: Epex) -> None:
    (epex.folder.parent / "key.txt").write_text(road("merge", "key").stdout, "utf-8")

    told = epex.answer(
        "export", "--bundle", str(epex.folder.parent / "b.zip"), "--to", str(epex.folder.parent / "key.txt")
    )

    assert told["to_base"] == road.answer("merge", "key")["base"]


@pytest.mark.parametrize("key", ["", "abc", "epex-merge-key:x:y:z", "epex-merge-key:x:AAAA:"])
def test_what_is_no_key_is_refused(epex: Epex, key: str) -> None:
    refusal = epex.refusal("export", "--bundle", str(epex.folder.parent / "b.zip"), "--to", key or " ")

    assert "take the line that 'epex merge key' prints in the other base" in refusal


def test_the_own_key_is_refused(epex: Epex) -> None:
    key = epex.answer("merge", "key")["key"]

    assert "is this base's own" in epex.refusal("export", "--bundle", str(epex.folder.parent / "b.zip"), "--to", key)


def test_without_the_key_of_the_evaluation_its_texts_stay_behind(epex: Epex, road: Epex) -> None:
    (road.folder / "keys" / "evaluation.key").unlink()

    told = road("merge", "key")

    assert "interviews will come without what opens them" in told.stderr
    epex.answer("export", "--bundle", str(epex.folder.parent / "b.zip"), "--to", told.stdout.strip())
    with ZipFile(epex.folder.parent / "b.zip") as archive:
        assert [name for name in archive.namelist() if name.startswith("keys-")] == ["keys-base.json"]


def test_import_takes_a_bundle_in_once(epex: Epex, road: Epex) -> None:
    road.record("theme", "propose", "--label", "en=On the road")
    path = bundle(road, epex)

    dry, first, second = (epex("import", str(path), *more) for more in (["--dry-run"], [], []))

    assert dry.stdout == "2 events would be taken in, 0 known already, 0 held back.\n"
    assert first.stdout == "2 events taken in, 0 known already, 0 held back.\n"
    assert second.stdout == "0 events taken in, 2 known already, 0 held back.\n"
    assert [row["title"] for row in epex.answer("theme", "list")] == ["Trust before content", "On the road"]


def test_import_of_a_bundle_keeps_the_reason(epex: Epex, road: Epex) -> None:
    epex.answer("import", str(bundle(road, epex)), "--reason", "Back from the journey")

    merged = next(event for event in epex.answer("audit", "log") if event["type"] == "network.merged")
    assert merged["summary"].endswith("merged another branch into the network 'Exchange'")
    said = epex.answer("audit", "show", str(merged["position"]))["said"]
    assert (said["reason"], {"held", "leaves", "head"} & said.keys()) == ("Back from the journey", set())
    events = [json.loads(line) for line in epex("export").stdout.splitlines()]
    (told,) = [event["data"] for event in events if event["type"] == "network.merged"]
    assert {"held", "leaves", "head"} & told.keys() == set()


def test_import_is_refused_to_whoever_may_not(epex: Epex, road: Epex) -> None:
    path = str(bundle(road, epex))

    assert "Only a coordinator or data protection officer" in epex.refusal("import", path, acting_as=VISITOR)
    key = road.answer("merge", "key")["key"]
    refusal = epex.refusal("export", "--bundle", f"{path}2", "--to", key, acting_as=VISITOR)
    assert "Only a coordinator or data protection officer" in refusal


def test_list_says_what_is_held_back_and_why(epex: Epex, held: Any) -> None:
    done = epex("merge", "list")

    said = "Mira Holm recorded that the theme 'Trust before content' was rejected"
    assert done.stdout.splitlines() == [
        f"{held['id'][:8]}  {held['recorded_at'][:10]}  {said}.",
        "  Held back, for both branches decided on the same thing.",
    ]
    assert (held["title"], held["status"], held["why"]) == (
        said,
        "waiting",
        "contested",
    )


def test_show_tells_what_happened_here_and_what_to_type(epex: Epex, held: Any) -> None:
    done = epex("merge", "show", held["id"][:8])

    assert "Because   both branches decided on the same thing" in done.stdout
    assert "was parked" in done.stdout
    assert "What it says\n  Rationale: Not ours.\n" in done.stdout
    assert f"epex merge settle {held['id'][:8]} --drop --reason WHY" in done.stdout
    assert epex.answer("merge", "show", str(held["position"]))["id"] == held["id"]


def test_settle_drops_for_good(epex: Epex, held: Any) -> None:
    done = epex("merge", "settle", held["id"][:8], "--drop", "--reason", "The plenary decided otherwise.")

    assert done.stdout.startswith("Recorded as event ")
    assert epex("merge", "list").stderr == "No merge holds anything back.\n"
    settled = epex("merge", "list", "--settled").stdout
    assert "It was dropped by Mira Holm." in settled
    assert "settle" not in epex("merge", "show", held["id"][:8]).stdout


def test_settle_lets_it_count(epex: Epex, held: Any) -> None:
    epex.record("merge", "settle", held["id"], "--apply", "--reason", "They were right.")

    assert [row["status"] for row in epex.answer("theme", "list")] == ["rejected"]


def test_settle_wants_one_of_the_two(epex: Epex, held: Any) -> None:
    for choice in ((), ("--apply", "--drop")):
        done = epex("merge", "settle", held["id"], *choice, "--reason", "Why")
        assert (done.exit_code, "Say one of the two" in done.stderr) == (2, True)


@pytest.mark.parametrize("event", ["", "zzzz", "99"])
def test_what_no_merge_holds_back_is_named(epex: Epex, held: Any, event: str) -> None:  # noqa: ARG001
    assert "'epex merge list' shows what waits" in epex.refusal("merge", "show", event)


def test_what_somebody_may_not_read_is_not_there_for_them(epex: Epex, tmp_path: Path, completed: str) -> None:
    epex("branch", str(tmp_path / "road"))
    road = Epex(tmp_path / "road")
    epex.record("visit", "correct", completed, "--title", "One", "--reason", "So", "--visibility", "pair")
    road.record("visit", "correct", completed, "--title", "Two", "--reason", "So", "--visibility", "pair")
    outsider = epex.record("person", "add", "--name", "Outi Ulk", "--organisation", HOST, "--role", "coordinator")

    epex.answer("import", str(bundle(road, epex)))

    (held,) = epex.answer("merge", "list")
    assert epex.answer("merge", "list", acting_as=outsider) == []
    other = f"z{held['id'][1:]}"
    settling = ("--drop", "--reason", "No")
    hidden = epex.refusal("merge", "settle", held["id"], *settling, acting_as=outsider)
    missing = epex.refusal("merge", "settle", other, *settling, acting_as=outsider)
    assert hidden.replace(held["id"], "") == missing.replace(other, "")


def test_look_has_nothing_to_do_without_a_merge(epex: Epex) -> None:
    assert epex("merge", "look").stdout == "No merge waits for a look.\n"
    assert epex.answer("merge", "look") == {"looked": 0, "left": []}


def test_prove_at_origin_proves_it_in_the_branch(epex: Epex, road: Epex) -> None:
    road.record("theme", "propose", "--label", "en=On the road")
    epex.answer("import", str(bundle(road, epex)))
    last = epex.answer("audit", "log")[-1]

    proof = epex.answer("audit", "prove", last["event_id"], "--origin")

    assert proof["leaf_index"] == 8
    assert f"epex/{road.answer('merge', 'key')['base']}\n" in proof["proof"]
    assert json.dumps(proof)


def test_what_waits_is_shown_to_whoever_may_decide(epex: Epex, held: Any) -> None:
    assert f"epex merge show {held['id'][:8]}" in epex("waiting").stdout
    assert "merge show" not in epex("waiting", acting_as=VISITOR).stdout


ROWS = "id,text,organisation\n1,{},Youth House North\n"


@pytest.fixture
def differing(epex: Epex, road: Epex, tmp_path: Path) -> Any:
    """Let both branches import a row with the same id and other words, and merge; give what waits."""
    for base, text in ((epex, "How do we begin?"), (road, "How do we start?")):
        path = tmp_path / "rows.csv"
        path.write_text(ROWS.format(text), "utf-8")
        base("import", str(path), "--kind", "challenges")
    answer = epex.answer("import", str(bundle(road, epex)))
    (found,) = epex.answer("merge", "list")
    assert answer["held"] == [{"event_id": found["id"], "why": "differs"}]
    return found


def test_show_tells_two_versions_apart(epex: Epex, differing: Any) -> None:
    done = epex("merge", "show", differing["id"][:8]).stdout

    between = done.partition("What was recorded first, and counts\n")[2].partition("\nWhat was recorded on the same")[0]
    assert between == "  Text: How do we begin?\n\nWhat was recorded later\n  Text: How do we start?\n"
    assert f"epex merge settle {differing['id'][:8]} --apply --reason WHY   lets the later one count" in done
    assert f"epex merge settle {differing['id'][:8]} --drop --reason WHY    keeps the first" in done


def test_settle_chooses_between_two_versions(epex: Epex, differing: Any) -> None:
    epex.record("merge", "settle", differing["id"], "--apply", "--reason", "We asked them.")

    assert [row["title"] for row in epex.answer("challenge", "list")] == ["How do we start?"]
    assert (
        "What was recorded later, and counts\n  Text: How do we start?" in epex("merge", "show", differing["id"]).stdout
    )
    assert epex.answer("audit", "verify")["ok"]


def test_two_versions_are_hidden_from_whoever_may_not_read_them(epex: Epex, road: Epex, tmp_path: Path) -> None:
    mapping = tmp_path / "map.toml"
    mapping.write_text(
        '[values]\nvisibility = "private"\n[columns]\nid = "id"\ntext = "text"\norganisation = "organisation"\n',
        "utf-8",
    )
    for base, text in ((epex, "How do we begin?"), (road, "How do we start?")):
        path = tmp_path / "rows.csv"
        path.write_text(ROWS.format(text), "utf-8")
        base("import", str(path), "--kind", "challenges", "--map", str(mapping))
    outsider = epex.record("person", "add", "--name", "Outi Ulk", "--organisation", HOST, "--role", "coordinator")

    epex.answer("import", str(bundle(road, epex)))

    (found,) = epex.answer("merge", "list")
    assert epex.answer("merge", "list", acting_as=outsider) == []
    assert "as far as you may read" in epex.refusal("merge", "show", found["id"], acting_as=outsider)


def test_show_offers_nothing_that_would_be_refused(epex: Epex, road: Epex, theme: str) -> None:
    epex.record("theme", "reject", theme, "--reason", "Not ours.")
    road.record("theme", "discuss", theme, "--reason", "Heard.")
    epex.answer("import", str(bundle(road, epex)))
    (held,) = epex.answer("merge", "list")

    shown = epex("merge", "show", held["id"]).stdout

    assert "It cannot count as things stand: it is not its turn, as things stand here" in shown
    assert ("--apply" in shown, "--drop" in shown) == (False, True)
