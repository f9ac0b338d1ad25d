"""Lies to plant in a bundle: what each changes, and the words in which the verifier must name it."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from epex.core.log.canonical import from_base64, to_base64
from epex.core.log.checkpoint import Checkpoint, Signed, file_name
from epex.core.log.envelope import METADATA
from epex.core.log.notes import Note, Signer
from epex.core.log.register import parse_register, register_hash, register_text
from tests.app.auditing.bundles import Members, Society, checkpoints, events, put_events

WHOLE_NUMBERS = ("position", "version", "schema_version", "ordinal")


@dataclass
class Forger:
    """What a liar has: a bundle, an older one, and, where the base itself lies, its key."""

    content: Members
    before: Members
    signer: Signer
    destroyed: list[str]


Lie = Callable[[Forger], None]


def forger(society: Society, content: Members, signer: Signer) -> Forger:
    """Begin with an honest bundle."""
    return Forger(dict(content), society.before, signer, society.destroyed)


def _shown(place: int, change: Callable[[dict[str, Any]], object]) -> Lie:
    def lie(forger: Forger) -> None:
        shown = events(forger.content)
        change(shown[place])
        put_events(forger.content, shown)

    return lie


def _order(change: Callable[[list[dict[str, Any]]], object]) -> Lie:
    def lie(forger: Forger) -> None:
        shown = events(forger.content)
        change(shown)
        put_events(forger.content, shown)

    return lie


def _ledger(change: Callable[[list[bytes]], object]) -> Lie:
    def lie(forger: Forger) -> None:
        leaves = forger.content["ledger.txt"].splitlines(keepends=True)
        change(leaves)
        forger.content["ledger.txt"] = b"".join(leaves)

    return lie


def _member(name: str, change: Callable[[bytes], bytes]) -> Lie:
    def lie(forger: Forger) -> None:
        forger.content[name] = change(forger.content[name])

    return lie


def _checkpoint(place: int, change: Callable[[bytes], bytes]) -> Lie:
    def lie(forger: Forger) -> None:
        name = checkpoints(forger.content)[place]
        forger.content[name] = change(forger.content[name])

    return lie


def _field(event: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = event["opened"]["name"]
    return found


def _other_words(event: dict[str, Any]) -> None:
    _field(event)["text"] = '"Another name"'


def _other_salt(event: dict[str, Any]) -> None:
    _field(event)["salt"] = to_base64(b"s" * 32)


def _moved_salt(event: dict[str, Any]) -> None:
    # The same bytes are hashed, cut elsewhere: the text would begin with a byte of the salt.
    salt, text = from_base64(_field(event)["salt"]), _field(event)["text"]
    event["opened"]["name"] = {"salt": to_base64(salt + text[:1].encode()), "text": text[1:]}


def _text_for_a_plain_field(event: dict[str, Any]) -> None:
    event["opened"]["country"] = _field(event)


def _text_for_no_field(event: dict[str, Any]) -> None:
    event["opened"]["dream"] = _field(event)


def _comment(event: dict[str, Any]) -> None:
    event["opened"]["name"] = {**_field(event), "comment": "seen by all"}


def _other_payload(event: dict[str, Any]) -> None:
    event["payload"] = event["payload"].replace('"NO"', '"SE"')


def _swap_words(shown: list[dict[str, Any]]) -> None:
    shown[1]["opened"]["name"], shown[2]["opened"]["name"] = shown[2]["opened"]["name"], shown[1]["opened"]["name"]


def _column(name: str) -> Callable[[dict[str, Any]], None]:
    def change(event: dict[str, Any]) -> None:
        value = event[name]
        event[name] = value + 1 if isinstance(value, int) else f"{value or ''}1"
        if name.startswith("origin_") and name.endswith(("position", "version")):
            event[name] = 7

    return change


def _nulled(event: dict[str, Any]) -> None:
    event["organisation"] = None


def _emptied(event: dict[str, Any]) -> None:
    event["causation_id"] = ""


def _as_text(name: str) -> Callable[[dict[str, Any]], None]:
    return lambda event: event.__setitem__(name, str(event[name]))


def _swap(shown: list[Any]) -> None:
    shown[2], shown[3] = shown[3], shown[2]


def _twice(shown: list[Any]) -> None:
    shown.insert(2, shown[1])


def _gone(shown: list[Any]) -> None:
    del shown[1]


def _cut_off(shown: list[Any]) -> None:
    del shown[-1]


def _added(shown: list[dict[str, Any]]) -> None:
    last = shown[-1]
    shown.append({**last, "leaf_index": last["leaf_index"] + 1, "position": last["position"] + 1})


def _moved(event: dict[str, Any]) -> None:
    event["leaf_index"] += 1


def _other_leaf(leaves: list[bytes]) -> None:
    leaves[1] = f"{'0' * 64}\n".encode()


def _no_leaf(leaves: list[bytes]) -> None:
    leaves[1] = b"zz\n"


def _without_event(forger: Forger) -> None:
    _order(_gone)(forger)
    _ledger(_gone)(forger)


def _keyless(forger: Forger) -> None:
    forger.content["keys.txt"] = b""


def _other_key(forger: Forger) -> None:
    """Sign everything anew with another key, as somebody without the base's key must."""
    other = Signer(forger.signer.name, Ed25519PrivateKey.generate())
    forger.content["keys.txt"] = f"{other.key.vkey}\n".encode()
    for name in ("destroyed.txt", *checkpoints(forger.content)):
        text = Note.parse(forger.content[name].decode()).text
        forger.content[name] = str(other.sign(text)).encode()


def _other_root(forger: Forger) -> None:
    """Let the base itself sign another root over as many events."""
    _resign(forger, -1, lambda old: Checkpoint(old.origin, old.size, sha256(b"another").digest(), old.register))


def _other_register(forger: Forger) -> None:
    """Let the base itself sign that a register was in force which never was."""
    _resign(forger, -1, lambda old: Checkpoint(old.origin, old.size, old.root, register_hash("another")))


def _shrunken_register(forger: Forger) -> None:
    """Let the base itself sign that the newest register is the empty one again."""
    empty = register_hash(register_text(forger.signer.name, {}))
    _resign(forger, -1, lambda old: Checkpoint(old.origin, old.size, old.root, empty))


def _resign(forger: Forger, place: int, change: Callable[[Checkpoint], Checkpoint]) -> None:
    name = checkpoints(forger.content)[place]
    checkpoint = change(Signed.parse(forger.content.pop(name).decode()).checkpoint)
    note = forger.signer.sign(checkpoint.text)
    forger.content[f"checkpoints/{file_name(checkpoint)}"] = str(note).encode()


def drop_checkpoints(forger: Forger) -> None:
    """Take out all that was signed."""
    for name in checkpoints(forger.content):
        del forger.content[name]


def _other_size(raw: bytes) -> bytes:
    lines = raw.split(b"\n")
    lines[1] = b"%d" % (int(lines[1]) - 1)
    return b"\n".join(lines)


def _unsigned(raw: bytes) -> bytes:
    text, _, _ = raw.partition(b"\n\n")
    return text + b"\n\n"


def _unordered(raw: bytes) -> bytes:
    return raw.replace(b"destroyed-keys", b"destroyed keys")


def _flipped(raw: bytes) -> bytes:
    # The last base64 letter of the first signature line, before its padding.
    head, dash, rest = raw.partition("— ".encode())
    first, _, others = rest.partition(b"\n")
    letter = b"A" if first[-6:-5] != b"A" else b"B"
    return head + dash + first[:-6] + letter + first[-5:] + b"\n" + others


def _shorter_register(raw: bytes) -> bytes:
    lines = raw.split(b"\n")
    return b"\n".join([lines[0], b"1", *lines[3:]])


def _older_register(forger: Forger) -> None:
    text = Note.parse(forger.content["destroyed.txt"].decode()).text
    rows = parse_register(text)
    first = {forger.destroyed[0]: rows[forger.destroyed[0]]}
    forger.content["destroyed.txt"] = str(forger.signer.sign(register_text(forger.signer.name, first))).encode()


def _strange_register(forger: Forger) -> None:
    other = Signer("epex/another", Ed25519PrivateKey.generate())
    forger.content["destroyed.txt"] = str(other.sign(register_text(other.name, {}))).encode()


def _revived(forger: Forger) -> None:
    """Show a text whose key was destroyed since, out of an older bundle."""
    old = {event["position"]: event for event in events(forger.before)}
    shown = events(forger.content)
    for event in shown:
        if event["stream_id"] == forger.destroyed[0]:
            event["opened"] = old[event["position"]]["opened"]
    put_events(forger.content, shown)


def _doubled_field(raw: bytes) -> bytes:
    return raw.replace(b'"actor":', b'"actor":"person-mallory","actor":', 1)


def _spaced(raw: bytes) -> bytes:
    return raw.replace(b'"actor":', b'"actor": ', 1)


def _first_line(put: bytes) -> Callable[[bytes], bytes]:
    return lambda raw: put + raw[raw.index(b"\n") :]


def _dropped(name: str) -> Lie:
    def lie(forger: Forger) -> None:
        del forger.content[name]

    return lie


def _put(name: str, raw: bytes) -> Lie:
    return lambda forger: forger.content.__setitem__(name, raw)


def _strange_field(event: dict[str, Any]) -> None:
    event["remark"] = "as agreed"


def _payload_of_no_object(event: dict[str, Any]) -> None:
    event["payload"] = "[]"


CHANGED = "it was changed: it does not match its leaf"
OTHER_TEXT = "the text shown is not the one that was sealed"
NOT_SIGNED = "did not sign it"
UNBOUND = "checkpoints: none by the base's own key is sound, so nothing binds the ledger to it"
EVENT_LIES: dict[str, tuple[Lie, str]] = {
    "other words": (_shown(1, _other_words), f"event 2, name: {OTHER_TEXT}"),
    "other salt": (_shown(1, _other_salt), f"event 2, name: {OTHER_TEXT}"),
    "salt cut elsewhere": (_shown(1, _moved_salt), f"event 2, name: {OTHER_TEXT}"),
    "words of two events swapped": (_order(_swap_words), f"event 2, name: {OTHER_TEXT}"),
    "words for a plain field": (_shown(1, _text_for_a_plain_field), "event 2, country: a text is shown that was"),
    "words for no field": (_shown(1, _text_for_no_field), "event 2, dream: a text is shown that was never sealed"),
    "a comment beside words": (_shown(1, _comment), "event 2, name: a text is shown that was never sealed"),
    "words of a destroyed key": (_revived, "text: a text is shown whose key was destroyed"),
    "other payload": (_shown(1, _other_payload), f"event 2: {CHANGED}"),
    "payload of no object": (_shown(1, _payload_of_no_object), f"event 2: {CHANGED}"),
    "a value nulled": (_shown(3, _nulled), f"event 4: {CHANGED}"),
    "a null emptied": (_shown(3, _emptied), f"event 4: {CHANGED}"),
    "another leaf claimed": (_shown(1, _moved), f"event 2: {CHANGED}"),
    "events swapped": (_order(_swap), "event 3: it stands out of order, or twice"),
    "an event twice": (_order(_twice), "event 2: it stands out of order, or twice"),
    "an event added": (_order(_added), ": the ledger has no leaf "),
    "a field added": (_shown(1, _strange_field), "events.ndjson, line 2: it is not written as events are"),
    "a field named twice": (_member("events.ndjson", _doubled_field), "line 1: it is not written as events are"),
    "spaces": (_member("events.ndjson", _spaced), "events.ndjson, line 1: it is not written as events are"),
    "no JSON": (_member("events.ndjson", _first_line(b"{")), "events.ndjson, line 1: it cannot be read"),
    "nested JSON": (_member("events.ndjson", _first_line(b"[" * 100_000)), "events.ndjson, line 1: it cannot be read"),
    "a list": (_member("events.ndjson", _first_line(b"[1,2]")), "line 1: it is not written as events are"),
    "a huge number": (_member("events.ndjson", _first_line(b"9" * 9_000)), "events.ndjson, line 1: "),
    "no text": (_member("events.ndjson", _first_line(b"\xff\xfe")), "it cannot be read (UnicodeDecodeError)"),
    **{f"column {name}": (_shown(3, _column(name)), f": {CHANGED}") for name in METADATA},
    **{f"{name} as text": (_shown(3, _as_text(name)), f"'{name}' has a wrong value") for name in WHOLE_NUMBERS},
}
LEDGER_LIES: dict[str, tuple[Lie, str]] = {
    "a leaf changed": (_ledger(_other_leaf), "other events: the log was changed"),
    "leaves swapped": (_ledger(_swap), "other events: the log was changed"),
    "a leaf gone": (_ledger(_gone), "other events: the log was changed"),
    "a leaf twice": (_ledger(_twice), "other events: the log was changed"),
    "cut off": (_ledger(_cut_off), "and the ledger has"),
    "an event taken out whole": (_without_event, "other events: the log was changed"),
    "no hash": (_ledger(_no_leaf), "it is no ledger of hashes"),
}
SIGNED_LIES: dict[str, tuple[Lie, str]] = {
    "a root edited": (_checkpoint(1, lambda raw: raw.replace(raw.split(b"\n")[2][:4], b"AAAA", 1)), NOT_SIGNED),
    "a size edited": (_checkpoint(1, _other_size), NOT_SIGNED),
    "a signature changed": (_checkpoint(1, _flipped), NOT_SIGNED),
    "a signature gone": (_checkpoint(1, _unsigned), NOT_SIGNED),
    "no checkpoint": (_checkpoint(1, _unordered), "it is no checkpoint of an epex log"),
    "another root signed by the base": (_other_root, "other events: the log was changed"),
    "all signed with another key": (_other_key, "keys.txt: the log does not announce this key of epex/"),
    "no key": (_keyless, "it cannot be read (IndexError)"),
    "a damaged key": (_member("keys.txt", lambda raw: raw.replace(b"+", b"+0", 1)), "it is no verifier key"),
    "another id for the key": (
        _member("keys.txt", lambda raw: raw.replace(raw.split(b"+")[1], b"00000000")),
        "it is no verifier key",
    ),
    "all checkpoints gone": (drop_checkpoints, UNBOUND),
    "a register edited": (_member("destroyed.txt", _shorter_register), "it is not signed by the base's key"),
    "a register emptied": (_member("destroyed.txt", lambda _: b""), "it names a register that"),
    "an older register": (_older_register, "it names a register that the one of destroyed keys did not grow from"),
    "a stranger's register": (_strange_register, "destroyed.txt: it is not signed by the base's key"),
    "no register": (_member("destroyed.txt", lambda _: b"x"), "destroyed.txt: it is no signed note"),
    "another register signed by the base": (_other_register, "it names a register that"),
    "keys come back to life": (_shrunken_register, "it names a register that"),
}
MEMBER_LIES: dict[str, tuple[Lie, str]] = {
    **{
        f"without {name}": (_dropped(name), f"{name}: it is in the bundle 0 times")
        for name in ("README.txt", "verify.py", "keys.txt", "ledger.txt", "destroyed.txt", "events.ndjson")
    },
    "a strange member": (_put("../../outside.txt", b"x"), "../../outside.txt: it has no place in a bundle"),
    "a strange checkpoint": (_put("checkpoints/new.txt", b"x"), "checkpoints/new.txt: it has no place in a bundle"),
    "a text as long as a book": (_put("keys.txt", b"x" * 3_000_000), "it holds too much"),
}
LIES = {**EVENT_LIES, **LEDGER_LIES, **SIGNED_LIES, **MEMBER_LIES}
