"""The stand-alone verifier: honest bundles hold, every planted lie is found and named, and nothing crashes it."""

import ast
import json
import shutil
import sys
import zipfile
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from epex.app.auditing import verifier
from epex.app.auditing.bundle import write_bundle
from epex.app.auditing.proving import prove
from epex.app.auditing.witness import Witness
from epex.app.base import KnowledgeBase
from epex.app.keeping.branch import branch
from epex.app.opening import read_signer
from epex.core.log.envelope import METADATA
from epex.core.log.ledger import inclusion, root_of
from epex.core.log.notes import Note
from tests.app.auditing.bundles import (
    EVALUATOR,
    ONLOOKER,
    PARTNER,
    VERIFIER,
    Members,
    Report,
    Society,
    checked_apart,
    checkpoints,
    events,
    packed,
    run_apart,
)
from tests.app.auditing.conftest import record
from tests.app.auditing.lies import LIES, forged_tail, forger
from tests.commands.running import VISITOR

LONGEST = 300
Check = Callable[..., Report]
READERS = {"officer": "", "practitioner": VISITOR, "onlooker": ONLOOKER, "evaluator": EVALUATOR}


@pytest.fixture(scope="module")
def content(society: Society, tmp_path_factory: pytest.TempPathFactory) -> Members:
    return society.bundle(tmp_path_factory.mktemp("bundle") / "bundle.zip")


def run_here(path: Path, *options: str) -> Report:
    """Check a bundle in this process."""
    with redirect_stdout(StringIO()) as told:
        code = verifier._main([str(path), *options, "--json"])
    report: Report = json.loads(told.getvalue())
    assert code == (0 if report["ok"] else 1)
    return report


@pytest.fixture(params=["here", pytest.param("apart", marks=pytest.mark.slow)])
def check(request: pytest.FixtureRequest) -> Check:
    """Check in this process, or in one of its own where nothing of ours is in reach."""
    return run_here if request.param == "here" else checked_apart


def meaning(name: str, raw: bytes) -> object:
    """Read what a member says: line ends in keys and spare bits in base64 say nothing."""
    text = raw.decode("utf-8", "replace")
    if name in ("ledger.txt", "events.ndjson"):
        return raw
    if name == "keys.txt":
        return text.splitlines()
    try:
        return Note.parse(text)
    except ValueError:
        return raw


def faults(report: Report) -> list[str]:
    return [fault["what"] for fault in report["faults"]]


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_honest_bundle_holds(society: Society, tmp_path: Path, check: Check, reader: str) -> None:
    content = society.bundle(tmp_path / "bundle.zip", reader)

    report = check(tmp_path / "bundle.zip")

    shown = events(content)
    assert (report["ok"], report["faults"], report["uncovered"]) == (True, [], 0)
    assert (report["shown"], report["texts"]) == (len(shown), sum(len(event["opened"]) for event in shown))
    assert report["events"] == society.open().log.rows.size()


def test_honest_bundle_for_the_public_holds(society: Society, tmp_path: Path, check: Check) -> None:
    society.bundle(tmp_path / "bundle.zip", public_only=True)

    report = check(tmp_path / "bundle.zip")

    assert (report["ok"], report["shown"]) == (True, 2)


def test_fresh_base_holds(base: KnowledgeBase, tmp_path: Path, check: Check) -> None:
    write_bundle(base, tmp_path / "bundle.zip")

    report = check(tmp_path / "bundle.zip")

    assert (report["ok"], report["events"], report["shown"], report["texts"]) == (True, 3, 3, 3)
    assert (report["unwitnessed"], report["witnesses"]) == (3, {})
    assert report["key"] == read_signer(base.config).key.vkey


@pytest.mark.slow
@pytest.mark.parametrize("reader", ["", "Gisela Trautwein-Haas"])
def test_demo_holds(demo_folder: Path, tmp_path: Path, reader: str) -> None:
    shutil.copytree(demo_folder, tmp_path / "demo")
    write_bundle(KnowledgeBase.open(tmp_path / "demo", reader), tmp_path / "bundle.zip")

    report = checked_apart(tmp_path / "bundle.zip")

    assert (report["ok"], report["faults"], report["uncovered"]) == (True, [], 0)


def test_branch_holds_with_the_checkpoints_of_its_parent(society: Society, tmp_path: Path, check: Check) -> None:
    branch(society.open(), tmp_path / "branch", tell=lambda _: None)
    other = KnowledgeBase.open(tmp_path / "branch")
    record(other, 2)
    write_bundle(other, tmp_path / "bundle.zip")

    report = check(tmp_path / "bundle.zip")

    parent = [str(path) for path in society.open().notary.checkpoints.paths()]
    assert (report["ok"], report["faults"], report["uncovered"]) == (True, [], 0)
    assert report["key"] == read_signer(other.config).key.vkey
    assert check(tmp_path / "bundle.zip", *(word for path in parent for word in ("--checkpoint", path)))["ok"]


def test_witness_covers_what_it_saw(society: Society, content: Members, tmp_path: Path, check: Check) -> None:
    key = Witness(society.folder.parent / PARTNER).signer.key
    path = packed(tmp_path / "bundle.zip", content)

    for named in ("", PARTNER, key.name, key.vkey, key.name.rpartition("/")[2]):
        report = check(path, "--witness", named)

        assert (report["ok"], report["witnesses"]) == (True, {key.name: report["events"] - 1})
        assert (report["uncovered"], report["unwitnessed"]) == (0, 1)


def test_witness_that_saw_nothing_is_missed(content: Members, tmp_path: Path, check: Check) -> None:
    report = check(packed(tmp_path / "bundle.zip", content), "--witness", "somebody")

    assert faults(report) == ["checkpoints: none is cosigned by somebody"]


@pytest.mark.parametrize("name", LIES)
def test_lie_is_found_and_named(society: Society, content: Members, tmp_path: Path, check: Check, name: str) -> None:
    lie, words = LIES[name]
    forged = forger(society, content, read_signer(society.open().config))
    lie(forged)

    report = check(packed(tmp_path / "bundle.zip", forged.content))

    assert [what for what in faults(report) if words in what] != []
    assert not report["ok"]


def test_lie_about_one_event_gives_one_fault_at_its_position(
    society: Society, content: Members, tmp_path: Path
) -> None:
    for name in ("other words", "other payload", "column position", "events swapped", "an event twice"):
        lie, words = LIES[name]
        forged = forger(society, content, read_signer(society.open().config))
        lie(forged)

        (fault,) = run_here(packed(tmp_path / "bundle.zip", forged.content))["faults"]

        assert words in fault["what"]
        assert fault["what"].startswith(f"event {fault['position']}")


def test_lies_are_told_all_at_once(society: Society, content: Members, tmp_path: Path) -> None:
    forged = forger(society, content, read_signer(society.open().config))
    chosen = ("other words", "a size edited", "a stranger's register", "a strange member", "a comment beside words")
    for name in chosen[:-1]:
        LIES[name][0](forged)

    found = faults(run_here(packed(tmp_path / "bundle.zip", forged.content)))

    assert [any(LIES[name][1] in what for what in found) for name in chosen[:-1]] == [True] * (len(chosen) - 1)


def test_key_from_elsewhere_unmasks_another_base(
    society: Society, content: Members, tmp_path: Path, check: Check
) -> None:
    signer = read_signer(society.open().config)
    forged = forger(society, content, signer)
    LIES["all signed with another key"][0](forged)
    path = packed(tmp_path / "bundle.zip", forged.content)

    assert faults(check(path, "--key", signer.key.vkey)) == [
        f"{path}: its base has another key than the one that was given"
    ]
    assert check(packed(tmp_path / "honest.zip", content), "--key", signer.key.vkey)["ok"]


def test_checkpoint_from_outside_unmasks_another_history(
    society: Society, content: Members, tmp_path: Path, check: Check
) -> None:
    signer, kept = read_signer(society.open().config), tmp_path / "kept.txt"
    kept.write_bytes(content[checkpoints(content)[0]])
    forged = forger(society, content, signer)
    LIES["all signed with another key"][0](forged)

    honest = check(packed(tmp_path / "honest.zip", content), "--checkpoint", str(kept))
    lying = check(packed(tmp_path / "bundle.zip", forged.content), "--checkpoint", str(kept))

    assert honest["ok"]
    assert f"{kept}: the key of {signer.name} did not sign it" in faults(lying)


def test_checkpoint_of_another_fork_is_found(society: Society, content: Members, tmp_path: Path, check: Check) -> None:
    forged = forger(society, content, read_signer(society.open().config))
    LIES["another root signed by the base"][0](forged)
    (tmp_path / "fork.txt").write_bytes(forged.content[checkpoints(forged.content)[-1]])
    (other,) = set(forged.content) - set(content)
    (tmp_path / "fork.txt").write_bytes(forged.content[other])

    report = check(packed(tmp_path / "bundle.zip", content), "--checkpoint", str(tmp_path / "fork.txt"))

    assert faults(report) == [
        f"{tmp_path / 'fork.txt'}: it was signed over {report['events']} other events: the log was changed"
    ]


def test_checkpoint_that_is_not_there_is_a_fault(content: Members, tmp_path: Path, check: Check) -> None:
    report = check(packed(tmp_path / "bundle.zip", content), "--checkpoint", str(tmp_path / "none.txt"))

    assert faults(report) == [f"{tmp_path / 'none.txt'}: it cannot be read (FileNotFoundError)"]


def test_forged_tail_is_reported_as_not_covered(content: Members, tmp_path: Path, check: Check) -> None:
    report = check(packed(tmp_path / "bundle.zip", forged_tail(content)))

    assert (report["ok"], report["uncovered"], report["unwitnessed"]) == (True, 1, 2)


def test_event_left_out_is_only_a_hash(content: Members, tmp_path: Path, check: Check) -> None:
    lines = content["events.ndjson"].splitlines(keepends=True)
    fewer = {**content, "events.ndjson": b"".join(lines[:2] + lines[3:])}

    report = check(packed(tmp_path / "bundle.zip", fewer))

    assert (report["ok"], report["shown"], report["events"]) == (True, len(lines) - 1, len(lines) + 1)


def test_other_verifier_in_the_bundle_is_pointed_out(content: Members, tmp_path: Path, check: Check) -> None:
    report = check(packed(tmp_path / "bundle.zip", {**content, "verify.py": b"print('Everything holds.')"}))

    assert report["notes"][0] == "The verify.py in the bundle is not the one that runs here; do not trust it."
    assert report["ok"]


@pytest.mark.parametrize("position", [1, 7, 12])
def test_proof_leads_from_its_leaf(
    society: Society, content: Members, tmp_path: Path, check: Check, position: int
) -> None:
    index, _, proof = prove(society.open(), position)
    (tmp_path / "event.tlog-proof").write_text(proof)

    report = check(packed(tmp_path / "bundle.zip", content), "--proof", str(tmp_path / "event.tlog-proof"))

    assert f"{tmp_path / 'event.tlog-proof'} proves that leaf {index} is in the log." in report["notes"]
    assert report["ok"]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("index 6", "index 5", "it does not prove that leaf 5 is in the log"),
        ("index 6", "index 6000", "it does not prove that leaf 6000 is in the log"),
        ("index 6\n", "index 6\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", "it does not prove that leaf 6"),
        ("index 6", "index six", "it is no proof"),
        ("destroyed-keys", "destroyed-kays", "it is no checkpoint of an epex log"),
    ],
)
def test_false_proof_is_found(
    society: Society, content: Members, tmp_path: Path, old: str, new: str, what: str
) -> None:
    _, _, proof = prove(society.open(), 7)
    (tmp_path / "event.tlog-proof").write_text(proof.replace(old, new))

    report = run_here(packed(tmp_path / "bundle.zip", content), "--proof", str(tmp_path / "event.tlog-proof"))

    assert [what in found for found in faults(report)] == [True]


@given(size=st.integers(1, 70), index=st.integers(0, 69))
def test_climb_follows_the_proofs_of_the_ledger(size: int, index: int) -> None:
    leaves = [bytes([number]) * 32 for number in range(size)]
    index %= size

    assert verifier._climb(leaves[index], index, size, inclusion(leaves, index)) == root_of(leaves)


@given(size=st.integers(0, 130))
def test_roots_are_those_of_the_ledger(size: int) -> None:
    leaves = [bytes([number]) * 32 for number in range(size)]

    assert verifier._roots(leaves, {*range(size + 1)}) == {upto: root_of(leaves[:upto]) for upto in range(size + 1)}


def test_verifier_hashes_the_metadata_of_the_log() -> None:
    assert tuple(column.rstrip("#?") for column in verifier.COLUMNS) == METADATA


def test_example_of_the_specification_is_signed() -> None:
    line = (
        "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
    )
    key = verifier._read_key("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")

    signed = [verifier._Note(f"{text}\n\n{line}\n").is_signed(*key) for text in ("This is an example message.", "That")]

    assert signed == [True, False]


def test_what_is_no_bundle_is_said_so(tmp_path: Path, check: Check) -> None:
    (tmp_path / "text.zip").write_text("no zip")

    for name, reason in (("text.zip", "BadZipFile"), ("none.zip", "FileNotFoundError")):
        assert faults(check(tmp_path / name)) == [
            f"{tmp_path / name}: it cannot be read ({reason})",
        ]


def test_doubled_member_is_found(content: Members, tmp_path: Path) -> None:
    path = packed(tmp_path / "bundle.zip", content)
    with zipfile.ZipFile(path, "a") as bundle, pytest.warns(UserWarning, match="Duplicate name"):
        bundle.writestr("keys.txt", content["keys.txt"])

    assert faults(run_here(path)) == ["keys.txt: it is in the bundle 2 times"]


def test_other_packing_is_refused(content: Members, tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as bundle:
        for name, raw in content.items():
            bundle.writestr(name, raw)

    assert faults(run_here(path)) == [f"{path}: it holds too much, or is packed in a strange way"]


def test_faults_end_at_some_number(content: Members, tmp_path: Path) -> None:
    path = packed(tmp_path / "bundle.zip", {**content, "events.ndjson": b"x\n" * 5_000})

    assert len(run_here(path)["faults"]) == 1_000


def test_missing_openssl_is_no_pass(content: Members, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path / "bundle.zip", content)
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    missing = run_here(path)
    (tmp_path / "empty" / "openssl").write_text("#!/bin/sh\nexit 0\n")
    (tmp_path / "empty" / "openssl").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'empty'}:/usr/bin:/bin")
    mute = run_here(path)

    assert [report["ok"] for report in (missing, mute)] == [False, False]
    assert {what.partition(": ")[2] for what in faults(mute)} >= {
        "openssl could not check the signature; it must be OpenSSL 3"
    }


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10**9), put=st.binary(min_size=1, max_size=4))
def test_damage_anywhere_is_never_a_crash(content: Members, tmp_path: Path, place: int, put: bytes) -> None:
    few = {name: raw for name, raw in content.items() if name not in checkpoints(content)[1:]}
    path = packed(tmp_path / "bundle.zip", few)
    raw = bytearray(path.read_bytes())
    place %= len(raw)
    raw[place : place + len(put)] = put
    path.write_bytes(raw)

    report = run_here(path)

    assert report["ok"] == (not report["faults"])


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["keys.txt", "ledger.txt", "destroyed.txt", "events.ndjson", "checkpoint"]),
    place=st.integers(0, 10**9),
    put=st.binary(min_size=1, max_size=3),
)
def test_change_of_any_byte_is_found(content: Members, tmp_path: Path, name: str, place: int, put: bytes) -> None:
    few = {member: raw for member, raw in content.items() if member not in checkpoints(content)[:-1]}
    member = checkpoints(few)[0] if name == "checkpoint" else name
    raw = bytearray(few[member])
    place %= len(raw)
    raw[place : place + len(put)] = put
    changed = meaning(member, bytes(raw)) != meaning(member, few[member])

    report = run_here(packed(tmp_path / "bundle.zip", {**few, member: bytes(raw)}))

    assert report["ok"] == (not changed)


@pytest.mark.slow
def test_program_tells_a_person_in_sentences(society: Society, content: Members, tmp_path: Path) -> None:
    forged = forger(society, content, read_signer(society.open().config))
    LIES["other words"][0](forged)
    honest, lying = packed(tmp_path / "honest.zip", content), packed(tmp_path / "lying.zip", forged.content)

    code, told, complaint = run_apart(honest)
    wrong, found, _ = run_apart(lying)

    shown = events(content)
    texts = sum(len(event["opened"]) for event in shown)
    assert (code, complaint, wrong) == (0, "", 1)
    key = content["keys.txt"].decode().strip()
    assert told.splitlines() == [
        f"{len(shown)} of {len(shown) + 1} events are shown, with {texts} texts; of the others there are only hashes.",
        "Not covered by the newest checkpoint: 0 events; by a cosigned one: 1.",
        f"Believed was the key {key}; compare it with the one that the network gave you.",
        "Everything holds.",
    ]
    assert found.splitlines()[-2:] == ["It does not hold:", LIES["other words"][1]]


@pytest.mark.slow
def test_program_in_the_bundle_checks_the_bundle(content: Members, tmp_path: Path) -> None:
    path = packed(tmp_path / "bundle.zip", content)
    with zipfile.ZipFile(path) as bundle:
        bundle.extract("verify.py", tmp_path)

    report = checked_apart(path, program=tmp_path / "verify.py")

    assert (report["ok"], len(report["notes"])) == (True, 3)


def test_hostile_words_do_not_steer_the_terminal(
    content: Members, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = packed(tmp_path / "bundle.zip", {**content, "a\nEverything holds.\x1b[2J": b""})

    code = verifier._main([str(path)])

    assert code == 1
    assert capsys.readouterr().out.splitlines()[-1] == "a\\nEverything holds.\\x1b[2J: it has no place in a bundle"


def test_main_answers_in_json(content: Members, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = verifier._main([str(packed(tmp_path / "bundle.zip", content)), "--json"])

    assert (code, json.loads(capsys.readouterr().out)["ok"]) == (0, True)


def test_verifier_stands_alone() -> None:
    text = VERIFIER.read_text("utf-8")
    tree = ast.parse(text, feature_version=(3, 9))
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [node.module if isinstance(node, ast.ImportFrom) else node.names[0].name for node in imported]

    assert text.count("\n") <= LONGEST
    assert [name for name in names if str(name).partition(".")[0] not in sys.stdlib_module_names] == []
    assert "epex" not in names
