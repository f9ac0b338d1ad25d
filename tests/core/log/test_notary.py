"""The notary: what it signs, when, and what it never signs."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from sqlite3 import connect as open_file

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from epex.core import meeting, theme
from epex.core.decision import Actor, Event, Refused, new_id
from epex.core.log import notary as notaries
from epex.core.log.canonical import to_base64
from epex.core.log.checkpoint import Checkpoint, Checkpoints, Signed, witness_name
from epex.core.log.command import Command
from epex.core.log.database import connect
from epex.core.log.ledger import root_of
from epex.core.log.log import EventLog
from epex.core.log.notary import Notary
from epex.core.log.notes import COSIGNATURE, Note, Signer
from epex.core.log.register import Register, register_hash
from epex.core.log.registry import Registry
from epex.core.log.vault import Vault
from tests.core.log.conftest import SetClock

SIGNER = Signer("epex/base-1", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))


class Late(Signer):
    """A signer that lets something happen before it signs a checkpoint for the first time."""

    def __init__(self, name: str, private: Ed25519PrivateKey, first: Callable[[], object]) -> None:
        """Take the key, and what happens first."""
        super().__init__(name, private)
        object.__setattr__(self, "_happenings", [first])

    def sign(self, text: str) -> Note:
        """Sign, after what happens first."""
        happenings: list[Callable[[], object]] = vars(self)["_happenings"]
        if "destroyed keys" not in text and happenings:
            happenings.pop()()
        return super().sign(text)


def notary_of(log: EventLog, folder: Path) -> Notary:
    register = Register(SIGNER.name, folder / "destroyed.txt", log.vault)
    return Notary(log.rows, log.vault, Checkpoints(folder / "checkpoints"), register, lambda: SIGNER)


@pytest.fixture
def notary(log: EventLog, tmp_path: Path) -> Notary:
    (tmp_path / "checkpoints").mkdir()
    found = notary_of(log, tmp_path)
    log.on_recorded = found.look
    return found


def record(log: EventLog, by: Actor, count: int = 1) -> None:
    ons = [on for number in range(count) for on in theme.propose(new_id("theme"), {"en": f"Theme {number}"}, by=by)]
    log.append(ons, Command(), by, {})


def tamper(folder: Path, *statements: str) -> None:
    connection = open_file(folder / "events.db")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def sizes(notary: Notary) -> list[int]:
    return [signed.checkpoint.size for _, signed in notary.checkpoints.all()]


def test_sign_writes_one_checkpoint_of_the_head(notary: Notary, log: EventLog, coordinator: Actor) -> None:
    record(log, coordinator, 7)

    signed = notary.sign()

    assert sizes(notary) == [7]
    assert signed.checkpoint.root == root_of(log.rows.leaves())
    assert signed.checkpoint.register == register_hash(notary.register.text)
    assert SIGNER.key.verifies(signed.note)


def test_sign_of_the_same_head_is_the_same_checkpoint(notary: Notary, log: EventLog, coordinator: Actor) -> None:
    record(log, coordinator)

    assert notary.sign() == notary.sign(whole=False) == notary.sign()
    assert sizes(notary) == [1]


def test_sign_after_part_is_as_after_the_whole(notary: Notary, log: EventLog, coordinator: Actor) -> None:
    for count in (3, 1, 6):
        record(log, coordinator, count)
        signed = notary.sign(whole=False)

        assert signed.checkpoint.root == root_of(log.rows.leaves())

    assert sizes(notary) == [3, 4, 10]


def test_sign_tells_of_destroyed_keys(notary: Notary, log: EventLog, coordinator: Actor) -> None:
    record(log, coordinator)
    before = notary.sign().checkpoint
    log.vault.destroy("person-b")

    after = notary.sign().checkpoint

    assert (before.size, before.root) == (after.size, after.root)
    assert after.register == register_hash(notary.register.text) != before.register
    assert notary.register.has_held(before.register or b"")


@pytest.mark.parametrize("whole", [True, False])
def test_sign_refuses_a_changed_event(
    notary: Notary, log: EventLog, coordinator: Actor, tmp_path: Path, *, whole: bool
) -> None:
    record(log, coordinator, 3)
    notary.sign()
    record(log, coordinator, 3)
    tamper(tmp_path, "UPDATE events SET actor = 'person-mallory' WHERE position = 5")

    with pytest.raises(Refused, match="No checkpoint is signed, for at event 5 the event was changed"):
        notary.sign(whole=whole)

    assert sizes(notary) == [3]


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("grown", [0, 2, 5])
def test_sign_refuses_an_older_copy_for_ever(
    notary: Notary, log: EventLog, coordinator: Actor, tmp_path: Path, *, whole: bool, grown: int
) -> None:
    record(log, coordinator, 3)
    log.engine.dispose()
    shutil.copy(tmp_path / "events.db", tmp_path / "older.db")
    record(log, coordinator, 3)
    notary.sign()
    older = EventLog(connect(tmp_path / "older.db"), log.vault, Registry(log.vault))
    for _ in range(grown):
        record(older, coordinator)

    with pytest.raises(Refused, match="it is an older copy" if grown < 3 else "not those that were signed before"):
        notary_of(older, tmp_path).sign(whole=whole)


def test_sign_heeds_checkpoints_that_the_keys_do_not_know(
    notary: Notary, log: EventLog, coordinator: Actor, tmp_path: Path
) -> None:
    record(log, coordinator, 3)
    notary.sign()
    log.engine.dispose()
    shutil.copy(tmp_path / "events.db", tmp_path / "older.db")
    shutil.copy(tmp_path / "keys.db", tmp_path / "older-keys.db")
    record(log, coordinator, 3)
    notary.sign()
    keys = Vault(tmp_path / "older-keys.db", {"base": b"b" * 32, "evaluation": b"e" * 32})
    older = EventLog(connect(tmp_path / "older.db"), keys, Registry(keys))
    record(older, coordinator, 6)

    with pytest.raises(Refused, match="not those that were signed before"):
        notary_of(older, tmp_path).sign(whole=False)


def test_sign_goes_on_when_another_process_signed_meanwhile(
    notary: Notary, log: EventLog, coordinator: Actor, tmp_path: Path
) -> None:
    record(log, coordinator, 3)
    other = notary_of(log, tmp_path)

    def meanwhile() -> None:
        record(log, coordinator)
        other.sign()

    signer = Late(SIGNER.name, SIGNER.private, meanwhile)
    late = Notary(log.rows, log.vault, notary.checkpoints, notary.register, lambda: signer)

    assert late.sign().checkpoint.size == 4
    assert sizes(notary) == [4]


def test_look_signs_after_500_events(notary: Notary, log: EventLog, coordinator: Actor) -> None:
    record(log, coordinator, 499)
    record(log, coordinator)
    record(log, coordinator, 499)
    record(log, coordinator, 10)

    assert sizes(notary) == [500, 1009]


def test_look_signs_when_an_event_has_waited_for_a_day(
    notary: Notary, log: EventLog, coordinator: Actor, set_clock: SetClock
) -> None:
    for _ in range(5):
        record(log, coordinator)
        set_clock.advance(hours=11)

    assert sizes(notary) == [4]


def test_look_signs_at_every_plenary_meeting(notary: Notary, log: EventLog, coordinator: Actor) -> None:
    for kind in ("working", "plenary"):
        held = meeting.hold(new_id("meeting"), "Graz", kind=kind, held_on="2017-03-14", by=coordinator)
        log.append(held, Command(), coordinator, {})

    assert sizes(notary) == [2]


def test_look_of_a_new_process_knows_what_waits(
    notary: Notary, log: EventLog, coordinator: Actor, tmp_path: Path, set_clock: SetClock
) -> None:
    record(log, coordinator)
    notary.sign()
    record(log, coordinator)
    log.on_recorded = notary_of(log, tmp_path).look
    set_clock.advance(days=1)

    record(log, coordinator)

    assert sizes(notary) == [1, 3]


def test_look_that_was_refused_waits_before_it_tries_again(
    notary: Notary, log: EventLog, coordinator: Actor, tmp_path: Path
) -> None:
    record(log, coordinator, 3)
    tamper(tmp_path, "UPDATE events SET actor = 'person-mallory' WHERE position = 2")
    with pytest.raises(Refused, match="at event 2"):
        record(log, coordinator, 500)

    record(log, coordinator, 499)
    with pytest.raises(Refused, match="at event 2"):
        record(log, coordinator)

    assert sizes(notary) == []


def test_is_milestone_is_what_an_event_says_of_itself() -> None:
    plenary: Event = meeting.MeetingHeld(title="Graz", kind="plenary", held_on="2017")

    assert notaries.is_milestone(plenary)
    assert not notaries.is_milestone(theme.ThemeProposed(labels={"en": "Trust"}))
    assert timedelta(days=1) == notaries.A_DAY


def forget(log: EventLog) -> None:
    """Leave what a restore of the keys leaves."""
    with log.vault.store.writing() as connection:
        connection.execute("INSERT INTO restored DEFAULT VALUES")


def test_sign_of_a_restored_base_waits_for_what_is_kept_outside(
    notary: Notary, log: EventLog, coordinator: Actor
) -> None:
    record(log, coordinator, 3)
    kept = notary.sign()
    forget(log)
    record(log, coordinator)
    with pytest.raises(Refused, match="this base was restored"):
        notary.sign()

    notary.go_on(kept)

    assert notary.sign().checkpoint.size == 4


def test_go_on_without_anything_kept(notary: Notary, log: EventLog, coordinator: Actor) -> None:
    record(log, coordinator, 3)
    forget(log)

    notary.go_on(None)

    assert notary.sign().checkpoint.size == 3


def test_go_on_refuses_another_history(notary: Notary, log: EventLog, coordinator: Actor, tmp_path: Path) -> None:
    record(log, coordinator, 3)
    log.engine.dispose()
    shutil.copy(tmp_path / "events.db", tmp_path / "older.db")
    shutil.copy(tmp_path / "keys.db", tmp_path / "older-keys.db")
    record(log, coordinator, 3)
    kept = notary.sign()
    shutil.rmtree(tmp_path / "checkpoints")
    keys = Vault(tmp_path / "older-keys.db", {"base": b"b" * 32, "evaluation": b"e" * 32})
    older = EventLog(connect(tmp_path / "older.db"), keys, Registry(keys))
    forget(older)
    record(older, coordinator, 4)
    restored = notary_of(older, tmp_path)

    with pytest.raises(Refused, match="not those that were signed before"):
        restored.go_on(kept)

    with pytest.raises(Refused, match="this base was restored"):
        restored.sign()


def test_go_on_refuses_a_checkpoint_of_another_base(notary: Notary, log: EventLog, coordinator: Actor) -> None:
    record(log, coordinator)
    signed = notary.sign()
    other = Signed(signed.checkpoint, Signer("epex/base-1", Ed25519PrivateKey.generate()).sign(signed.checkpoint.text))

    with pytest.raises(Refused, match="was not signed by this base"):
        notary.go_on(other)


def test_sign_passes_over_files_that_are_not_its_own(
    notary: Notary, log: EventLog, coordinator: Actor, tmp_path: Path
) -> None:
    record(log, coordinator, 3)
    folder = tmp_path / "checkpoints"
    (folder / "README.txt").write_text("hello")
    (folder / "000000000009-00000000.txt").write_text("broken")
    foreign = Signer("epex/base-2", Ed25519PrivateKey.generate())
    checkpoint = Checkpoint("epex/base-2", 7, bytes(32))
    Checkpoints(folder).write(Signed(checkpoint, foreign.sign(checkpoint.text)))

    assert notary.sign(whole=False).checkpoint.size == 3
    assert [signed.checkpoint.size for signed in notary.own()] == [3]


def test_sign_gives_back_what_witnesses_have_cosigned(notary: Notary, log: EventLog, coordinator: Actor) -> None:
    record(log, coordinator)
    private = Ed25519PrivateKey.generate()
    witness = Signer(witness_name("harbour", to_base64(private.public_key().public_bytes_raw())), private, COSIGNATURE)
    first = notary.sign()
    notary.checkpoints.write(Signed(first.checkpoint, witness.cosign(first.note, 5)))

    assert notary.sign().witnesses() == [witness.key]
