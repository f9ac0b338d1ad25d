"""A bundle holds what its maker may read, leaves of all else, and never a key."""

import re
import sqlite3
from base64 import b64encode
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, ClassVar

import pytest
from msgspec import structs

from epex.app.auditing import bundle
from epex.app.auditing.bundle import write_bundle
from epex.app.base import KnowledgeBase
from epex.app.keys import OWN_SECRETS, SIGNING, read_secret
from epex.app.opening import open_log, origin, read_signer
from epex.core import person
from epex.core.catalogue import EventTypes
from epex.core.decision import On, Refused, new_id
from epex.core.log.announced import announced_keys
from epex.core.log.envelope import Envelope
from epex.core.log.verification import PAYLOAD, verify
from epex.core.sealed import Sealed, Text
from tests.app.auditing.bundles import (
    EVALUATOR,
    FORGOTTEN,
    ONLOOKER,
    RELEASED,
    SECRETS,
    VERIFIER,
    Members,
    Society,
    checkpoints,
    events,
    members,
)
from tests.app.auditing.conftest import rebuild_ledger, record, tamper
from tests.commands.running import VISITOR

READERS = ["", VISITOR, ONLOOKER, EVALUATOR]
SEEN_BY = {
    "": {"reflection", "quote"},
    VISITOR: {"reflection", "quote"},
    ONLOOKER: set[str](),
    EVALUATOR: {"evaluation"},
}


def held(content: Members, secret: bytes) -> list[str]:
    """Name the members that hold something as it is, in UTF-16, in hexadecimal or in base64, wherever it begins."""
    encoded = [b64encode(b"\0" * shift + secret)[4 if shift else 0 : -4] for shift in range(3)]
    urlsafe = [form.translate(bytes.maketrans(b"+/", b"-_")) for form in encoded]
    wide = secret.decode("latin-1").encode("utf-16-le")
    forms = [secret, wide, secret.hex().encode(), secret.hex().upper().encode(), *encoded, *urlsafe]
    return [name for name, member in content.items() if any(form in member for form in forms)]


def opened(content: Members) -> str:
    return " ".join(text["text"] for event in events(content) for text in event["opened"].values())


@pytest.mark.parametrize("reader", READERS)
def test_bundle_shows_the_events_of_the_audit_log(society: Society, tmp_path: Path, reader: str) -> None:
    shown = events(society.bundle(tmp_path / "bundle.zip", reader))

    listed = [row["position"] for row in society.open(reader).queries().audit_log()]
    assert [event["position"] for event in shown] == listed


@pytest.mark.parametrize("reader", READERS)
def test_bundle_holds_only_words_that_its_reader_may_see(society: Society, tmp_path: Path, reader: str) -> None:
    content = society.bundle(tmp_path / "bundle.zip", reader)

    seen = {name for name, text in SECRETS.items() if held(content, text.encode())}
    # The quoted words stand in the reflection as well.
    assert seen == SEEN_BY[reader]
    assert {name for name, text in SECRETS.items() if text in opened(content)} == SEEN_BY[reader]


def test_bundle_shows_a_quotation_only_with_its_document(society: Society, tmp_path: Path) -> None:
    links = {
        reader: next(
            event["opened"]
            for event in events(society.bundle(tmp_path / f"{reader}.zip", reader))
            if event["type"] == "theme.evidence_linked"
        )
        for reader in (VISITOR, ONLOOKER)
    }

    assert links[VISITOR]["quote"]["text"] == f'"{SECRETS["quote"]}"'
    assert links[VISITOR].keys() - links[ONLOOKER].keys() == {"quote", "passage_hash"}


def test_bundle_of_nobody_holds_what_the_network_reads(society: Society, tmp_path: Path) -> None:
    config = replace(society.open().config, acting_as="")

    nobody = KnowledgeBase(config, open_log(config))
    write_bundle(nobody, tmp_path / "bundle.zip")

    content = members(tmp_path / "bundle.zip")
    shown = [event["position"] for event in events(content)]
    assert shown == [row["position"] for row in nobody.queries().audit_log()]
    assert RELEASED in opened(content)
    assert [name for name, text in SECRETS.items() if held(content, text.encode())] == []


def test_public_bundle_holds_only_what_is_public(society: Society, tmp_path: Path) -> None:
    content = society.bundle(tmp_path / "bundle.zip", public_only=True)

    assert [event["type"] for event in events(content)] == ["reflection.recorded", "reflection.released"]
    assert RELEASED in opened(content)
    assert len(content["ledger.txt"].splitlines()) == society.open().log.rows.size()


def test_bundle_keeps_destroyed_keys_closed(society: Society, tmp_path: Path) -> None:
    content = society.bundle(tmp_path / "bundle.zip")

    assert held(society.before, FORGOTTEN.encode()) == ["events.ndjson"]
    assert held(content, FORGOTTEN.encode()) == []
    assert re.findall(r"(challenge-\S+) ", content["destroyed.txt"].decode()) == sorted(society.destroyed)


def test_bundle_holds_no_key(society: Society, tmp_path: Path) -> None:
    base = society.open()
    content = society.bundle(tmp_path / "bundle.zip")
    folder = base.config.keys_folder

    keys = [base.log.vault._opened(*row) for row in wrapped_keys(folder)]
    keys += [read_secret(folder, name) for name in ("base.key", "evaluation.key", *OWN_SECRETS)]
    keys.append(read_signer(base.config).private.private_bytes_raw())

    assert len(keys) > 15
    assert [held(content, key) for key in keys if held(content, key)] == []
    # The search finds a key that is there: the public one, in the payload that announces it.
    assert held(content, read_signer(base.config).key.public) == ["keys.txt", "events.ndjson"]


def wrapped_keys(folder: Path) -> list[tuple[str, str, bytes]]:
    connection = sqlite3.connect(folder / "keys.db")
    rows = connection.execute("SELECT subject, wrapping, wrapped FROM keys WHERE wrapped IS NOT NULL").fetchall()
    connection.close()
    return rows


def test_bundle_brings_what_is_needed_to_check_it(society: Society, tmp_path: Path) -> None:
    base = society.open()
    content = society.bundle(tmp_path / "bundle.zip")

    assert [name for name in content if not name.startswith("checkpoints/")] == [
        *("README.txt", "verify.py", "keys.txt", "destroyed.txt", "events.ndjson", "ledger.txt")
    ]
    assert content["verify.py"] == VERIFIER.read_bytes()
    assert content["keys.txt"].decode() == f"{announced_keys(base.log.engine)[origin(base.config)].vkey}\n"
    assert content["ledger.txt"].decode().split() == [leaf.hex() for leaf in base.log.rows.leaves()]
    assert [f"checkpoints/{path.name}" for path in base.notary.checkpoints.paths()] == checkpoints(content)


def test_write_sums_up(base: KnowledgeBase, tmp_path: Path) -> None:
    seen = list[tuple[int, int]]()

    summary = write_bundle(base, tmp_path / "bundle.zip", progress=lambda done, total: seen.append((done, total)))

    assert summary == {
        "file": str(tmp_path / "bundle.zip"),
        "size": 3,
        "root": verify(base.log.rows).root.hex(),
        "shown": 3,
        "texts": 3,
        "checkpoint": 3,
        "uncovered_events": 0,
    }
    assert seen == [(3, 3)]


def test_bundle_is_private_and_whole_or_not_there(base: KnowledgeBase, tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"

    write_bundle(base, path)

    assert path.stat().st_mode & 0o777 == 0o600
    assert [found.name for found in tmp_path.iterdir() if "bundle" in found.name] == ["bundle.zip"]
    with pytest.raises(Refused, match="is there already"):
        write_bundle(base, path)


def test_bundle_of_a_past_day_is_refused(base: KnowledgeBase, tmp_path: Path) -> None:
    past = KnowledgeBase.open(base.config.folder, as_of="2020")

    with pytest.raises(Refused, match="leave out --as-of"):
        write_bundle(past, tmp_path / "bundle.zip")


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE events SET actor = 'person-mallory' WHERE position = 2", "at event 2 the event was changed"),
        ("UPDATE events SET payload = x'7b7d' WHERE position = 3", "at event 3 the payload was changed"),
        ("DELETE FROM events WHERE position = 2", "at event 2 the ledger has a leaf here, but the event is gone"),
        ("UPDATE leaves SET hash = x'00' WHERE position = 2", "at event 2 the event was changed"),
    ],
)
def test_bundle_of_a_changed_log_is_refused(base: KnowledgeBase, tmp_path: Path, statement: str, what: str) -> None:
    base.notary.sign()
    # The views hold it already: nobody but the bundle looks at it again.
    base.queries().audit_log()
    tamper(base, statement)

    with pytest.raises(Refused, match=what):
        write_bundle(base, tmp_path / "bundle.zip")

    assert [path.name for path in tmp_path.iterdir()] == ["base"]


def test_bundle_of_a_log_that_was_not_signed_is_refused(base: KnowledgeBase, tmp_path: Path) -> None:
    base.notary.sign()
    (base.config.keys_folder / SIGNING).unlink()
    tamper(base, "UPDATE events SET recorded_by = 'nobody' WHERE position = 2")
    rebuild_ledger(base)

    with pytest.raises(Refused, match=r"not the one that checkpoint 000000000003-[0-9a-f]{8}\.txt signs"):
        write_bundle(base, tmp_path / "bundle.zip")


def test_bundle_without_the_signing_key_leaves_the_tail_uncovered(base: KnowledgeBase, tmp_path: Path) -> None:
    base.notary.sign()
    record(base, 2)
    (base.config.keys_folder / SIGNING).unlink()

    summary = write_bundle(base, tmp_path / "bundle.zip")

    assert (summary["size"], summary["checkpoint"], summary["uncovered_events"]) == (5, 3, 2)


def test_bundle_without_key_and_checkpoint_is_refused(base: KnowledgeBase, tmp_path: Path) -> None:
    (base.config.keys_folder / SIGNING).unlink()

    with pytest.raises(Refused, match="No checkpoint was ever signed"):
        write_bundle(base, tmp_path / "bundle.zip")


def test_bundle_without_key_and_register_is_refused(base: KnowledgeBase, tmp_path: Path) -> None:
    base.notary.sign()
    base.log.vault.destroy("theme-gone")
    (base.config.keys_folder / SIGNING).unlink()
    base.notary.register.path.unlink(missing_ok=True)

    with pytest.raises(Refused, match=r"destroyed\.txt is missing"):
        write_bundle(base, tmp_path / "bundle.zip")


def test_bundle_of_a_text_that_does_not_open_is_refused(base: KnowledgeBase, tmp_path: Path) -> None:
    from epex.core.log.recorder import enveloped  # noqa: PLC0415 - only this attack records past the registry

    first = base.log.facts(limit=1)[0].envelope
    ((cells, _), *_) = base.log.rows.pairs()
    payload = (cells or ())[PAYLOAD].replace(b'"ciphertext":"', b'"ciphertext":"AAAA')
    envelope = structs.replace(first, event_id="e", stream_id="network-other", command_id="c", version=1)
    base.log.application.recorder.insert_events([enveloped(envelope, payload)])

    with pytest.raises(Refused, match="a sealed field does not open under its key"):
        write_bundle(base, tmp_path / "bundle.zip")
    ((event, _),) = base.log.rows.pairs(3)
    assert event is not None
    with pytest.raises(Refused, match="at event 4 a sealed field does not open under its key"):
        bundle._Sight(base, bundle.PUBLIC).texts([event])


def test_bundle_leaves_a_strangers_event_sealed(base: KnowledgeBase, tmp_path: Path) -> None:
    from epex.core.log.recorder import enveloped  # noqa: PLC0415 - as above

    envelope = Envelope(stream_id="game-1", version=1, type="game.played")
    base.log.application.recorder.insert_events([enveloped(envelope, b'{"score":7}')])

    write_bundle(base, tmp_path / "bundle.zip")

    last = events(members(tmp_path / "bundle.zip"))[-1]
    assert (last["type"], last["payload"], last["opened"]) == ("game.played", '{"score":7}', {})


def test_bundle_of_many_events_is_written_in_portions(
    base: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle, "PORTION", 2)
    record(base, 4)
    seen = list[int]()

    write_bundle(base, tmp_path / "bundle.zip", progress=lambda done, _: seen.append(done))

    assert seen == [2, 4, 6, 7]
    assert [event["leaf_index"] for event in events(members(tmp_path / "bundle.zip"))] == list(range(7))


@dataclass(frozen=True, kw_only=True)
class SurveyAnswered:
    """A plugin's event that the whole network sees, with a text for evaluators."""

    type: ClassVar[str] = "survey.answered"
    remark: Text = ""
    score: Annotated[str, Sealed(part="score", wrapping="evaluation")] = ""


@pytest.mark.parametrize(("roles", "seen"), [(("practitioner",), {"remark"}), (("evaluator",), {"remark", "score"})])
def test_bundle_keeps_the_evaluation_closed_within_an_event(
    base: KnowledgeBase, tmp_path: Path, roles: tuple[str, ...], seen: set[str]
) -> None:
    types = EventTypes(subject="survey", events=(SurveyAnswered,), evolve=lambda _state, stream, _event: stream)
    base.log.registry._foreign = {"survey": types}.get
    act, reader = base.begin(), new_id("person")
    act.record([On("survey-1", SurveyAnswered(remark="Good", score="7"))])
    act.record(person.register(reader, "Eva", act.load(act.by.organisation or ""), roles=roles, by=act.by))

    other = KnowledgeBase(base.config, base.log, "Eva")
    write_bundle(other, tmp_path / "bundle.zip")

    shown = {event["type"]: event["opened"].keys() for event in events(members(tmp_path / "bundle.zip"))}
    assert shown["survey.answered"] == seen
