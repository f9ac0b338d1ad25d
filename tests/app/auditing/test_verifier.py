"""The stand-alone verifier: honest bundles hold, every planted lie is found and named, and nothing crashes it."""

import ast
import json
import shutil
import sys
import zipfile
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from os import urandom
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
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
from tests.app.auditing.foreign_lies import (
    EVIL,
    FOREIGN_LIES,
    STRANGER,
    announce_evil,
    borrow_cosignature,
    cosign_as,
    forge_tail,
    put_key_first,
    rename_witness,
    scribble_cosignatures,
    sign_all_as_evil,
    sign_beside,
)
from tests.app.auditing.lies import LIES, Forger, forger
from tests.commands.running import VISITOR
from tests.laws import examples

LONGEST = 300
COMPARE = "Compare its key with the one that this partner tells you."
Check = Callable[..., Report]
READERS = {"officer": "", "practitioner": VISITOR, "onlooker": ONLOOKER, "evaluator": EVALUATOR}


@pytest.fixture(scope="module")
def content(society: Society, tmp_path_factory: pytest.TempPathFactory) -> Members:
    return society.bundle(tmp_path_factory.mktemp("bundle") / "bundle.zip")


def run_here(path: Path, *options: str) -> Report:
    """Check a bundle in this process."""
    with redirect_stdout(StringIO()) as told:
        code = verifier._main(str(path), *options, "--json")
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
    given = check(tmp_path / "bundle.zip", *(word for path in parent for word in ("--checkpoint", path)))
    assert (given["ok"], given["uncovered"], given["uncovered_by_given"]) == (True, 0, 3)


def test_branch_does_not_cover_what_its_parent_recorded_since(
    base: KnowledgeBase, society: Society, tmp_path: Path
) -> None:
    branch(base, tmp_path / "branch", tell=lambda _: None)
    write_bundle(KnowledgeBase.open(tmp_path / "branch"), tmp_path / "bundle.zip")
    record(base, 1)
    base.notary.sign()
    newer, stranger = base.notary.checkpoints.paths()[-1], society.open().notary.checkpoints.paths()[0]

    found = [faults(run_here(tmp_path / "bundle.zip", "--checkpoint", str(path))) for path in (newer, stranger)]

    theirs = read_signer(society.open().config).key.name
    assert found == [
        [f"{newer}: it was signed over 4 other events: the log was changed"],
        [f"{stranger}: the key of {theirs} did not sign it"],
    ]


def test_witness_covers_what_it_saw(society: Society, content: Members, tmp_path: Path, check: Check) -> None:
    key = Witness(society.folder.parent / PARTNER).signer.key
    path = packed(tmp_path / "bundle.zip", content)

    for named in ("", PARTNER, key.name, key.vkey, key.name.rpartition("/")[2]):
        report = check(path, f"--witness={named}")

        assert (report["ok"], report["witnesses"]) == (True, {key.name: report["events"] - 1})
        assert (report["uncovered"], report["unwitnessed"]) == (0, 1)
        assert f"The first {report['events'] - 1} events are cosigned by {key.name}." in report["notes"]
        assert (COMPARE in report["notes"]) == (named in ("", PARTNER))


def test_witness_that_saw_nothing_is_missed(content: Members, tmp_path: Path, check: Check) -> None:
    report = check(packed(tmp_path / "bundle.zip", content), "--witness", "somebody")

    assert faults(report) == ["checkpoints: none is cosigned by somebody"]


@pytest.mark.slow
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

    assert faults(report) == [f"{tmp_path / 'none.txt'}: there is no such file"]


@pytest.fixture
def lying(society: Society, content: Members) -> Forger:
    """Give an honest bundle to somebody who will forge it."""
    return forger(society, content, read_signer(society.open().config))


ANCHORS = {"alone": (), "key": ("--key",), "checkpoint": ("--checkpoint",), "both": ("--key", "--checkpoint")}


@pytest.fixture(params=ANCHORS)
def anchors(request: pytest.FixtureRequest, content: Members, tmp_path: Path) -> list[str]:
    """Give what an outsider may have from elsewhere: nothing, the key, an old checkpoint, or both."""
    kept = tmp_path / "kept.txt"
    kept.write_bytes(content[checkpoints(content)[0]])
    known = {"--key": content["keys.txt"].decode().strip(), "--checkpoint": str(kept)}
    return [word for option in ANCHORS[request.param] for word in (option, known[option])]


@pytest.mark.parametrize("name", FOREIGN_LIES)
def test_lie_with_a_foreign_key_is_found(lying: Forger, tmp_path: Path, anchors: list[str], name: str) -> None:
    lie, words = FOREIGN_LIES[name]
    lie(lying)

    report = run_here(packed(tmp_path / "bundle.zip", lying.content), *anchors)

    given_key = "its base has another key than the one that was given" if "--key" in anchors else words
    assert [what for what in faults(report) if words in what or given_key in what] != []
    assert not report["ok"]


def test_forged_tail_is_reported_as_not_covered(
    lying: Forger, content: Members, tmp_path: Path, anchors: list[str]
) -> None:
    forge_tail(lying, 3)
    first = events(lying.content)[-3]

    report = run_here(packed(tmp_path / "bundle.zip", lying.content), *anchors)

    size = report["events"]
    since = f"3 of {size} (shown from event {first['position']} on, of {first['recorded_at']})"
    assert (report["ok"], report["uncovered"], report["unwitnessed"]) == (True, 3, 4)
    assert report["uncovered_by_given"] == (beyond_kept(content) + 3 if "--checkpoint" in anchors else None)
    assert (
        f"Events not covered by the newest checkpoint: {since}; by a cosigned one: 4 of {size}" in report["notes"][-2]
    )


def beyond_kept(content: Members) -> int:
    """Count the events after the oldest checkpoint."""
    return len(content["ledger.txt"].splitlines()) - int(content[checkpoints(content)[0]].split(b"\n")[1])


def test_added_key_covers_no_forged_tail(lying: Forger, content: Members, tmp_path: Path, anchors: list[str]) -> None:
    announce_evil(lying)
    forge_tail(lying, 3)
    sign_beside(lying)

    report = run_here(packed(tmp_path / "bundle.zip", lying.content), *anchors)

    assert (report["ok"], report["uncovered"], report["unwitnessed"]) == (True, 4, 5)
    assert report["uncovered_by_given"] == (beyond_kept(content) + 4 if "--checkpoint" in anchors else None)


def test_added_key_covers_nothing_where_no_key_is_announced(
    society: Society, lying: Forger, tmp_path: Path, anchors: list[str]
) -> None:
    lying.content = society.bundle(tmp_path / "public.zip", public_only=True)
    forge_tail(lying, 3)
    sign_beside(lying)

    report = run_here(packed(tmp_path / "bundle.zip", lying.content), *anchors)

    assert (report["ok"], report["uncovered"]) == (True, 3)
    assert "No event shown announces a key: only the first in keys.txt was believed." in report["notes"]


def test_forged_branch_is_told_against_what_was_kept(
    lying: Forger, content: Members, tmp_path: Path, anchors: list[str]
) -> None:
    """Whoever has neither key nor checkpoint cannot tell it from an honest branch, which has a key of its own."""
    announce_evil(lying)
    forge_tail(lying, 3)
    put_key_first(lying)
    sign_all_as_evil(lying)

    report = run_here(packed(tmp_path / "bundle.zip", lying.content), *anchors)

    assert report["ok"] == ("--key" not in anchors)
    if report["ok"]:
        assert (report["uncovered"], report["key"]) == (0, EVIL.key.vkey)
        assert report["uncovered_by_given"] == (beyond_kept(content) + 4 if "--checkpoint" in anchors else None)


def test_checkpoint_in_the_bundle_is_not_one_that_was_given(
    lying: Forger, content: Members, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    announce_evil(lying)
    put_key_first(lying)
    sign_all_as_evil(lying)
    kept = checkpoints(content)[0]
    (tmp_path / "checkpoints").mkdir()
    (tmp_path / kept).write_bytes(content[kept])
    lying.content[kept] = lying.content[checkpoints(lying.content)[-1]]
    monkeypatch.chdir(tmp_path)

    report = run_here(packed(tmp_path / "bundle.zip", lying.content), "--checkpoint", kept)

    assert report["uncovered_by_given"] == beyond_kept(content) + 1


def test_proof_is_no_checkpoint_that_was_kept(society: Society, content: Members, tmp_path: Path) -> None:
    (tmp_path / "event.tlog-proof").write_text(prove(society.open(), 7)[2])

    report = run_here(packed(tmp_path / "bundle.zip", content), "--proof", str(tmp_path / "event.tlog-proof"))

    assert (report["ok"], report["uncovered_by_given"]) == (True, None)


@pytest.mark.parametrize(
    ("options", "verdict"),
    [
        ((), "What is covered holds; events not covered: 2."),
        (("--checkpoint",), "What is covered holds; events not covered: {}."),
        (("--key", "--checkpoint"), "What is covered holds; events not covered: 2."),
    ],
)
def test_verdict_counts_what_is_not_covered(
    lying: Forger,
    content: Members,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    options: tuple[str, ...],
    verdict: str,
) -> None:
    forge_tail(lying, 2)
    (tmp_path / "kept.txt").write_bytes(content[checkpoints(content)[0]])
    known = {"--key": content["keys.txt"].decode().strip(), "--checkpoint": str(tmp_path / "kept.txt")}
    words = [word for option in options for word in (option, known[option])]

    code = verifier._main(str(packed(tmp_path / "bundle.zip", lying.content)), *words)

    assert code == 0
    assert capsys.readouterr().out.splitlines()[-1] == verdict.format(beyond_kept(content) + 2)


def test_strange_cosignatures_make_no_honest_bundle_fail(lying: Forger, tmp_path: Path, check: Check) -> None:
    scribble_cosignatures(lying)

    report = check(packed(tmp_path / "bundle.zip", lying.content))

    assert (report["ok"], report["unwitnessed"]) == (True, 1)
    assert [name for name in report["witnesses"] if name == STRANGER.name] == []
    told = f"{checkpoints(lying.content)[0]}: a cosignature by {STRANGER.name} does not verify, and does not count."
    assert told in report["notes"]


@pytest.mark.parametrize("form", ["key", "name"])
@pytest.mark.parametrize("lie", [borrow_cosignature, rename_witness])
def test_forged_cosignature_does_not_count(
    society: Society, lying: Forger, tmp_path: Path, lie: Callable[[Forger], None], form: str
) -> None:
    key = Witness(society.folder.parent / PARTNER).signer.key
    name = key.name if form == "key" else PARTNER
    lie(lying)
    path = packed(tmp_path / "bundle.zip", lying.content)

    ignored = run_here(path)
    asked = run_here(path, "--witness", name)

    assert ignored["ok"]
    assert [what for what in ignored["notes"] if "does not verify, and does not count" in what] != []
    assert max(ignored["witnesses"].values(), default=0) < ignored["events"]
    if lie is rename_witness:
        assert faults(asked) == [f"checkpoints: none is cosigned by {name}"]
    elif form == "key":
        assert faults(asked) == [f"{checkpoints(lying.content)[-1]}: the cosignature of {name} is forged"]
    else:
        assert asked["ok"]


def test_witness_of_the_host_is_told_with_its_key(
    society: Society, lying: Forger, tmp_path: Path, check: Check
) -> None:
    key = Witness(society.folder.parent / PARTNER).signer.key
    cosign_as(lying, PARTNER)
    path = packed(tmp_path / "bundle.zip", lying.content)

    by_name, by_key = check(path, "--witness", PARTNER), check(path, "--witness", key.name)

    assert len(by_name["witnesses"]) == 2
    assert COMPARE in by_name["notes"]
    assert list(by_key["witnesses"]) == [key.name]
    assert (by_key["ok"], by_key["unwitnessed"]) == (True, 1)


@pytest.mark.parametrize("form", ["name", "key", "vkey"])
def test_witness_asked_by_key_is_not_another_with_that_key_in_its_name(
    society: Society, lying: Forger, tmp_path: Path, form: str
) -> None:
    key = Witness(society.folder.parent / PARTNER).signer.key
    asked = {"name": key.name, "key": key.name.rpartition("/")[2], "vkey": key.vkey}[form]
    cosign_as(lying, key.name)
    cosign_as(lying, key.name.rpartition("/")[2])

    report = run_here(packed(tmp_path / "bundle.zip", lying.content), f"--witness={asked}")

    assert (report["witnesses"], report["unwitnessed"]) == ({key.name: report["events"] - 1}, 1)


def test_public_bundle_of_a_branch_holds(society: Society, tmp_path: Path, check: Check) -> None:
    branch(society.open(), tmp_path / "branch", tell=lambda _: None)
    other = KnowledgeBase.open(tmp_path / "branch")
    write_bundle(other, tmp_path / "bundle.zip", public_only=True)

    report = check(tmp_path / "bundle.zip")

    assert (report["ok"], report["faults"], report["uncovered"]) == (True, [], 0)


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


def test_missing_bundle_is_told_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = verifier._main(str(tmp_path / "none.zip"))

    assert (code, capsys.readouterr().out) == (1, f"{tmp_path / 'none.zip'}: there is no such file\n")


def test_what_is_no_bundle_is_said_so(tmp_path: Path, check: Check) -> None:
    (tmp_path / "text.zip").write_text("no zip")

    for name, reason in (("text.zip", "it cannot be read (BadZipFile)"), ("none.zip", "there is no such file")):
        assert faults(check(tmp_path / name)) == [f"{tmp_path / name}: {reason}"]


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

    assert faults(run_here(path)) == [f"{path}: it is packed in a strange way"]


def test_faults_end_at_some_number(content: Members, tmp_path: Path) -> None:
    strange = {f"strange-{number}": b"" for number in range(1_500)}

    assert len(run_here(packed(tmp_path / "bundle.zip", {**content, **strange}))["faults"]) == 1_000


@pytest.mark.parametrize("put", [b"\n", b" \n", b"\r\n"])
def test_blank_line_ends_the_reading(content: Members, tmp_path: Path, put: bytes) -> None:
    path = packed(tmp_path / "bundle.zip", {**content, "events.ndjson": put + content["events.ndjson"]})

    report = run_here(path)

    assert (report["shown"], faults(report)[0]) == (0, "events.ndjson: line 1 is blank, or one too many")


def test_more_events_than_leaves_end_the_reading(content: Members, tmp_path: Path) -> None:
    leaves, shown = len(content["ledger.txt"].splitlines()), content["events.ndjson"]

    report = run_here(packed(tmp_path / "bundle.zip", {**content, "events.ndjson": shown + b"{}\n" * 20_000}))

    assert faults(report)[-1] == f"events.ndjson: line {leaves + 1} is blank, or one too many"


@pytest.mark.parametrize(
    ("name", "put", "what"),
    [
        ("events.ndjson", b"\n" * 90_000_000, "members of 9"),
        ("ledger.txt", b"0" * 64 + b"\n", "bytes in ledger.txt"),
        ("README.txt", b"x" * 2_000_001, "over 2000000 bytes in README.txt"),
    ],
)
def test_bundle_that_unpacks_to_much_more_is_not_read(
    content: Members, tmp_path: Path, name: str, put: bytes, what: str
) -> None:
    much = put * 20_000 if name == "ledger.txt" else put
    path = packed(tmp_path / "bundle.zip", {**content, name: much, "verify.py": urandom(50_000)})

    (fault,) = faults(run_here(path))

    assert fault.startswith(f"{path}: it holds too much: ")
    assert what in fault


def test_work_that_grows_with_the_square_is_bounded(
    lying: Forger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifier, "MOST_ROWS", 3)
    monkeypatch.setattr(verifier, "MOST_SIGNED", 2)

    found = faults(run_here(packed(tmp_path / "bundle.zip", lying.content)))

    assert "destroyed.txt: it lists too many keys" in found
    assert [what for what in found if "it comes after 2 signatures, and was not checked" in what] != []


def test_checkpoint_with_too_many_signatures_is_a_fault(lying: Forger, tmp_path: Path) -> None:
    name = checkpoints(lying.content)[0]
    lying.content[name] += b"".join("— somebody{} {}\n".format(n, "A" * 96).encode() for n in range(64))

    report = run_here(packed(tmp_path / "bundle.zip", lying.content))

    assert faults(report) == [f"{name}: it has more than 64 signatures"]


def test_missing_openssl_is_said_in_one_sentence(
    content: Members, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = packed(tmp_path / "bundle.zip", content)
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))

    code = verifier._main(str(path))

    sentence = f"{path}: it was not checked, for there is no openssl program; install OpenSSL 3"
    assert (code, capsys.readouterr().out) == (1, f"{sentence}\n")
    assert faults(run_here(path)) == [sentence]


def test_openssl_that_checks_nothing_is_no_pass(
    content: Members, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = packed(tmp_path / "bundle.zip", content)
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "openssl").write_text("#!/bin/sh\nexit 0\n")
    (tmp_path / "empty" / "openssl").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'empty'}:/usr/bin:/bin")

    mute = run_here(path)

    assert not mute["ok"]
    assert {what.partition(": ")[2] for what in faults(mute)} >= {
        "openssl could not check the signature; it must be OpenSSL 3"
    }


@examples(150, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


@examples(150, suppress_health_check=[HealthCheck.function_scoped_fixture])
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

    shown, last, size = events(content), events(content)[-1], len(content["ledger.txt"].splitlines())
    texts = sum(len(event["opened"]) for event in shown)
    assert (code, complaint, wrong) == (0, "", 1)
    key = content["keys.txt"].decode().strip()
    since = f"(shown from event {last['position']} on, of {last['recorded_at']})"
    witness = Witness(society.folder.parent / PARTNER).signer.key.name
    assert told.splitlines() == [
        f"The first {len(shown)} events are cosigned by {witness}.",
        COMPARE,
        f"{len(shown)} of {size} events are shown, with {texts} texts; of the others there are only hashes.",
        f"Events not covered by the newest checkpoint: 0 of {size}; by a cosigned one: 1 of {size} {since}.",
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

    assert (report["ok"], len(report["notes"])) == (True, 5)


def test_hostile_words_do_not_steer_the_terminal(
    content: Members, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = packed(tmp_path / "bundle.zip", {**content, "a\nEverything holds.\x1b[2J": b""})

    code = verifier._main(str(path))

    assert code == 1
    assert capsys.readouterr().out.splitlines()[-1] == "a\\nEverything holds.\\x1b[2J: it has no place in a bundle"


def test_main_answers_in_json(content: Members, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = verifier._main(str(packed(tmp_path / "bundle.zip", content)), "--json")

    assert (code, json.loads(capsys.readouterr().out)["ok"]) == (0, True)


def test_verifier_stands_alone() -> None:
    text = VERIFIER.read_text("utf-8")
    tree = ast.parse(text, feature_version=(3, 9))
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [node.module if isinstance(node, ast.ImportFrom) else node.names[0].name for node in imported]

    assert text.count("\n") <= LONGEST
    assert [name for name in names if str(name).partition(".")[0] not in sys.stdlib_module_names] == []
    assert "epex" not in names
