"""Lies by somebody with a key of their own and not the base's: what each changes, and what must be said of it."""

import json
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from epex.core.log.canonical import to_base64
from epex.core.log.checkpoint import Checkpoint, Signed, file_name
from epex.core.log.envelope import METADATA
from epex.core.log.ledger import root_of
from epex.core.log.notes import COSIGNATURE, Note, PublicKey, Signature, Signer
from epex.core.log.register import parse_register, register_hash, register_text
from tests.app.auditing.bundles import checkpoints, events, line, put_events
from tests.app.auditing.lies import NOT_SIGNED, UNBOUND, Forger, Lie, drop_checkpoints

EVIL = Signer("epex/evil", Ed25519PrivateKey.from_private_bytes(b"e" * 32))
STRANGER = PublicKey("stranger/" + to_base64(b"A" * 32), b"A" * 32, COSIGNATURE)
NOT_ANNOUNCED = "keys.txt: the log does not announce this key of epex/evil"


def borrow_cosignature(forger: Forger) -> None:
    """Put a cosignature below a checkpoint that the witness never saw."""
    cosigned = next(name for name in checkpoints(forger.content) if _witnesses(forger, name))
    last = checkpoints(forger.content)[-1]
    forger.content[last] += forger.content[cosigned].splitlines(keepends=True)[-1]


def _witnesses(forger: Forger, name: str) -> list[Any]:
    return Signed.parse(forger.content[name].decode()).witnesses()


def rename_witness(forger: Forger) -> None:
    """Put another witness's name before a cosignature."""
    cosigned = next(name for name in checkpoints(forger.content) if _witnesses(forger, name))
    other = to_base64(Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    name = Signed.parse(forger.content[cosigned].decode()).witnesses()[0].name
    forged = name.rpartition("/")[0] + "/" + other
    forger.content[cosigned] = forger.content[cosigned].replace(name.encode(), forged.encode())


def scribble_cosignatures(forger: Forger) -> None:
    """Put lines of a witness that nobody knows below every checkpoint, with its key's id and without."""
    lines = [Signature(STRANGER.name, key_id, b"z" * 72) for key_id in (bytes(4), STRANGER.id)]
    for name in checkpoints(forger.content):
        forger.content[name] += "".join(map(str, lines)).encode()


def cosign_as(forger: Forger, name: str) -> None:
    """Let the host make up a witness, and cosign the newest checkpoint with it."""
    made = Ed25519PrivateKey.generate()
    witness = Signer(f"{name}/{to_base64(made.public_key().public_bytes_raw())}", made, COSIGNATURE)
    last = checkpoints(forger.content)[-1]
    forger.content[last] = str(witness.cosign(Note.parse(forger.content[last].decode()), 1_800_000_000)).encode()


def forge_tail(forger: Forger, count: int = 1) -> None:
    """Add events with their leaves behind all that was signed."""
    for _ in range(count):
        last = events(forger.content)[-1]
        size = len(forger.content["ledger.txt"].splitlines())
        event = {**last, "leaf_index": size, "position": last["position"] + size - last["leaf_index"]}
        _append(forger, event | {"version": last["version"] + 1, "actor": "person-mallory"})


def announce_evil(forger: Forger) -> None:
    """Add an event that announces the liar's key, as a branch would."""
    (founded, *_), last = events(forger.content), events(forger.content)[-1]
    size = len(forger.content["ledger.txt"].splitlines())
    payload = {"base_id": "evil", "public_key": to_base64(EVIL.key.public), "from_base": "x", "from_size": 1}
    event = {**founded, "leaf_index": size, "position": last["position"] + size - last["leaf_index"], "version": 2}
    event |= {"type": "network.branched", "recorded_at": last["recorded_at"], "opened": {}}
    _append(forger, event | {"payload": json.dumps(payload, separators=(",", ":"))})


def sign_all_as_evil(forger: Forger) -> None:
    """Sign the ledger as it is now with the liar's own key."""
    leaves = [bytes.fromhex(one) for one in forger.content["ledger.txt"].decode().split()]
    register = register_hash(register_text(EVIL.name, parse_register(_register(forger))))
    checkpoint = Checkpoint(EVIL.name, len(leaves), root_of(leaves), register)
    forger.content[f"checkpoints/{file_name(checkpoint)}"] = str(EVIL.sign(checkpoint.text)).encode()


def _append(forger: Forger, event: dict[str, Any]) -> None:
    forger.content["ledger.txt"] += _leaf(event)
    forger.content["events.ndjson"] += line(event).encode()


def _register(forger: Forger) -> str:
    return Note.parse(forger.content["destroyed.txt"].decode()).text


def _leaf(event: dict[str, Any]) -> bytes:
    columns = b"".join(_prefixed(event[name]) for name in METADATA)
    return sha256(b"\0" + columns + sha256(event["payload"].encode()).digest()).hexdigest().encode() + b"\n"


def _prefixed(value: object) -> bytes:
    raw = str(value).encode()
    return b"\0" if value is None else b"\1" + len(raw).to_bytes(4, "big") + raw


def _add_key(forger: Forger) -> None:
    forger.content["keys.txt"] += f"{EVIL.key.vkey}\n".encode()


def put_key_first(forger: Forger) -> None:
    """Present the log as one of the liar's own, which was branched from the base."""
    forger.content["keys.txt"] = f"{EVIL.key.vkey}\n".encode() + forger.content["keys.txt"]
    register = register_text(EVIL.name, parse_register(_register(forger)))
    forger.content["destroyed.txt"] = str(EVIL.sign(register)).encode()


def _double_key(forger: Forger) -> None:
    other = Signer(forger.signer.name, EVIL.private)
    forger.content["keys.txt"] += f"{other.key.vkey}\n".encode()


def _add_cosigner(forger: Forger) -> None:
    other = PublicKey("epex/evil", EVIL.key.public, COSIGNATURE)
    forger.content["keys.txt"] += f"{other.vkey}\n".encode()


def sign_beside(forger: Forger) -> None:
    """Add the liar's key, and a checkpoint by it."""
    _add_key(forger)
    sign_all_as_evil(forger)


def _rewrite(forger: Forger) -> None:
    shown, leaves = events(forger.content), forger.content["ledger.txt"].splitlines(keepends=True)
    shown[1]["actor"] = "person-mallory"
    leaves[shown[1]["leaf_index"]] = _leaf(shown[1])
    put_events(forger.content, shown)
    forger.content["ledger.txt"] = b"".join(leaves)
    sign_beside(forger)


def _rewrite_all(forger: Forger) -> None:
    drop_checkpoints(forger)
    _rewrite(forger)


def _sign_register_as_evil(forger: Forger) -> None:
    _add_key(forger)
    longer = parse_register(_register(forger)) | {"theme-x": "2999-01-01T00:00:00.000000Z"}
    forger.content["destroyed.txt"] = str(EVIL.sign(register_text(EVIL.name, longer))).encode()


def _sign_tail_as_own(forger: Forger) -> None:
    forge_tail(forger)
    leaves = [bytes.fromhex(one) for one in forger.content["ledger.txt"].decode().split()]
    checkpoint = Checkpoint(forger.signer.name, len(leaves), root_of(leaves), register_hash(_register(forger)))
    other = Signer(forger.signer.name, EVIL.private)
    forger.content[f"checkpoints/{file_name(checkpoint)}"] = str(other.sign(checkpoint.text)).encode()


FOREIGN_LIES: dict[str, tuple[Lie, str]] = {
    "an added key": (_add_key, NOT_ANNOUNCED),
    "a key added before": (put_key_first, NOT_ANNOUNCED),
    "the base's key beside another of its name": (_double_key, "keys.txt has a name twice, or too many"),
    "a cosigner's key": (_add_cosigner, "it is no verifier key"),
    "an added foreign checkpoint": (sign_all_as_evil, "the key of epex/evil did not sign it"),
    "an added key with its checkpoint": (sign_beside, NOT_ANNOUNCED),
    "a rewritten event, signed with an added key": (_rewrite, "other events: the log was changed"),
    "the same without the base's checkpoints": (_rewrite_all, UNBOUND),
    "a register signed with an added key": (
        _sign_register_as_evil,
        "destroyed.txt: it is not signed by the base's key",
    ),
    "a forged tail with an own-looking checkpoint": (_sign_tail_as_own, NOT_SIGNED),
}
