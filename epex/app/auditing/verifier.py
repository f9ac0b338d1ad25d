"""Check a bundle of an epex log with nothing but Python and the openssl program.

    python verify.py BUNDLE [--checkpoint FILE]... [--key VKEY] [--witness NAME_OR_KEY] [--proof FILE]... [--json]

What is believed is the base's key; give it with --key as you got it elsewhere. From it follows all the rest:
1. Every checkpoint is signed and has the root over the first leaves of the ledger: the log only grew.
2. The register of destroyed keys is signed, and the checkpoints name it, or what it grew from.
3. Every event shown hashes to its leaf and stands in order; every text shown hashes to its commitment in the event.
All held: exit 0. Else exit 1, with a sentence for every fault. Nothing is unpacked, and nothing of the bundle is run.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import tempfile
import zipfile
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import reduce
from hashlib import sha256
from pathlib import Path
from typing import Any

# The metadata that a leaf hashes, in this order: # is a whole number, ? may be null.
COLUMNS = """position# event_id stream_id version# type schema_version# recorded_at occurred_on? actor organisation?
recorded_by correlation_id? causation_id? command_id ordinal# origin_base? origin_position#? origin_version#?
origin_recorded_at? visibility audience?""".split()
FIELDS = {"leaf_index", "payload", "opened", *(column.rstrip("#?") for column in COLUMNS)}
SEALED = {"key", "nonce", "ciphertext", "commitment"}
LARGEST = {"ledger.txt": 650_000_000, "events.ndjson": 1_000_000_000_000}
MEMBERS = {"README.txt", "verify.py", "keys.txt", "destroyed.txt", *LARGEST}
LARGEST_TEXT, LONGEST_LINE, MOST_MEMBERS, MOST_FAULTS, SALT = 2_000_000, 64_000_000, 10_000, 1_000, 32
NUMBER, HASH, ORIGIN = r"(0|[1-9][0-9]{0,17})", r"([A-Za-z0-9+/]{43}=)", r"(epex/[0-9A-Za-z-]{1,64})"
KEPT = re.compile(r"checkpoints/[0-9]{12}-[0-9a-f]{8}\.txt")
LEAF = re.compile(r"([0-9a-f]{64})\n")
VKEY = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})")
SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})\n")
WITNESS = re.compile(r"([^\s+]+)/([A-Za-z0-9_-]{43})")
CHECKPOINT = re.compile(rf"{ORIGIN}\n{NUMBER}\n{HASH}\ndestroyed-keys {HASH}\n")
REGISTER = re.compile(rf"{ORIGIN} destroyed keys\n{NUMBER}\n((?:\S+ \S+\n)*)")
PROOF = re.compile(rf"c2sp\.org/tlog-proof@v1\n(?:extra \S+\n)?index {NUMBER}\n((?:[^\n]+\n)*)\n(.*)", re.DOTALL)
SIGNS, COSIGNS, ED25519_IN_DER = b"\x01", b"\x04", bytes.fromhex("302a300506032b6570032100")


def _require(holds: object, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)


def _parts(pattern: re.Pattern[str], text: str, what: str) -> tuple[Any, ...]:
    found = pattern.fullmatch(text)
    _require(found, f"it is no {what}")
    return found.groups() if found else ()


def _from_base64url(text: str) -> bytes:
    return b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)


class _Note:
    """A signed text (c2sp.org/signed-note): below it stand the names of keys, each with what it wrote."""

    def __init__(self, raw: str) -> None:
        text, _, lines = raw.rpartition("\n\n")
        found = [_parts(SIGNATURE, line, "signed note") for line in lines.splitlines(keepends=True)]
        self.text, self.lines = f"{text}\n", [(name, b64decode(signature)) for name, signature in found]

    def is_signed(self, name: str, public: bytes, kind: bytes = SIGNS) -> bool:
        """Tell whether a key signed, and nothing in its name is forged."""
        key_id = sha256(f"{name}\n".encode() + kind + public).digest()[:4]
        own = [raw[4:] for signer, raw in self.lines if (signer, raw[:4]) == (name, key_id)]
        # Before a cosignature stands its time, in eight bytes (c2sp.org/tlog-cosignature).
        head, start = ("cosignature/v1\ntime {}\n", 8) if kind == COSIGNS else ("", 0)
        texts = {raw: head.format(int.from_bytes(raw[:start], "big")) + self.text for raw in own}
        return bool(own) and all(_openssl_accepts(public, text, raw[start:]) for raw, text in texts.items())


def _read_key(vkey: str) -> tuple[str, bytes]:
    name, key_id, key = _parts(VKEY, vkey, "verifier key")
    _require(sha256(f"{name}\n".encode() + b64decode(key)).hexdigest()[:8] == key_id, "it is no verifier key")
    return name, b64decode(key)[1:]


def _openssl_accepts(public: bytes, text: str, signature: bytes) -> bool:
    words = "openssl pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in text -sigfile signature"
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("key", ED25519_IN_DER + public), ("text", text.encode()), ("signature", signature)):
            Path(folder, name).write_bytes(content)
        done = subprocess.run(words.split(), cwd=folder, capture_output=True, check=False)  # noqa: S603 - fixed words
    _require(b"Signature Verif" in done.stdout, "openssl could not check the signature; it must be OpenSSL 3")
    return done.returncode == 0


def _node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def _roots(leaves: list[bytes], sizes: set[int]) -> dict[int, bytes]:
    """Give the root over the first leaves (RFC 6962, section 2.1), for every size that is asked for."""
    found, peaks = {0: sha256(b"").digest()}, list[bytes]()
    for size, leaf in enumerate(leaves, 1):
        peaks.append(leaf)
        for _ in range((size & -size).bit_length() - 1):
            peaks[-2:] = [_node_hash(*peaks[-2:])]
        if size in sizes:
            found[size] = reduce(lambda right, left: _node_hash(left, right), reversed(peaks))
    return found


def _climb(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """Give the root that an inclusion proof leads to from a leaf (RFC 6962, section 2.1.1)."""
    if size == 1 or not path:
        return leaf if size == 1 and not path else b""
    half = 1 << (size - 1).bit_length() - 1
    if index < half:
        return _node_hash(_climb(leaf, index, half, path[:-1]), path[-1])
    return _node_hash(path[-1], _climb(leaf, index - half, size - half, path[:-1]))


def _leaf_of(event: dict[str, Any]) -> bytes:
    """Hash an event: 00, every column (00 for null, else 01, length, text), then the payload's hash."""
    raw = b"\x00"
    for column in COLUMNS:
        value, kind = event[column.rstrip("#?")], int if "#" in column else str
        _require(type(value) is kind or (value is None and "?" in column), f"'{column.rstrip('#?')}' has a wrong value")
        text = str(value).encode()
        raw += b"\x00" if value is None else b"\x01" + len(text).to_bytes(4, "big") + text
    return sha256(raw + sha256(event["payload"].encode()).digest()).digest()


class _Audit:
    """One check of one bundle: what it says, and what is wrong with it."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options, self.faults, self.notes = options, list[dict[str, Any]](), list[str]()
        self.leaves, self.destroyed, self.witnessed = list[bytes](), dict[str, str](), dict[str, int]()
        self.key, self.covered, self.shown, self.texts = options.key, 0, 0, 0

    @contextmanager
    def _watching(self, place: str, position: int | None = None) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # noqa: BLE001 - a hostile bundle may break anything, and that is a fault
            what = str(error) if type(error) is ValueError else f"it cannot be read ({type(error).__name__})"
            self.faults += [{"position": position, "what": f"{place}: {what}"}][: MOST_FAULTS - len(self.faults)]

    def check(self) -> dict[str, Any]:
        """Check everything and sum it up; where the zip, the keys or the ledger cannot be believed, it ends."""
        with self._watching(self.options.bundle), zipfile.ZipFile(self.options.bundle) as self.bundle:
            self._check_members(self.bundle.infolist())
            vkeys = self.bundle.read("keys.txt").decode().splitlines()
            self.key = self.key or vkeys[0]
            _require(self.key == vkeys[0], "its base has another key than the one that was given")
            self.keys = dict(map(_read_key, [*vkeys, self.key]))
            self.leaves = [bytes.fromhex(*_parts(LEAF, line, "ledger of hashes")) for line in self._lines("ledger.txt")]
            with self._watching("destroyed.txt"):
                raw = self.bundle.read("destroyed.txt").decode()
                self.destroyed = self._read_register(raw) if raw else {}
            self.registers = {origin: dict(self._registers(origin)) for origin in self.keys}
            self._check_checkpoints([*self._read_checkpoints()])
            with self._watching("checkpoints"):
                _require(self.covered, "none is sound, so nothing binds the ledger to the base's key")
                _require(self.witnessed or not self.options.witness, f"none is cosigned by {self.options.witness}")
            self._check_events()
        return self._summed_up()

    def _check_members(self, members: list[zipfile.ZipInfo]) -> None:
        names = [one.filename for one in members]
        is_small = all(one.file_size <= LARGEST.get(one.filename, LARGEST_TEXT) for one in members)
        is_plain = all(one.compress_type in (0, 8) for one in members) and len(members) <= MOST_MEMBERS
        _require(is_small and is_plain, "it holds too much, or is packed in a strange way")
        for name in sorted({*MEMBERS, *names}):
            with self._watching(name):
                _require(name in MEMBERS or KEPT.fullmatch(name), "it has no place in a bundle")
                _require(names.count(name) == 1, f"it is in the bundle {names.count(name)} times")
                if name == "verify.py" and self.bundle.read(name) != Path(__file__).read_bytes():
                    self.notes.append("The verify.py in the bundle is not the one that runs here; do not trust it.")

    def _lines(self, name: str) -> Iterator[str]:
        with self.bundle.open(name) as file:
            yield from (line.decode() for line in iter(lambda: file.readline(LONGEST_LINE), b""))

    def _read_register(self, raw: str) -> dict[str, str]:
        note = _Note(raw)
        origin, _, rows = _parts(REGISTER, note.text, "register of destroyed keys")
        _require(note.is_signed(origin, self.keys.get(origin, b"")), "it is not signed by the base's key")
        return dict(row.split(" ") for row in rows.splitlines())

    def _registers(self, origin: str) -> Iterator[tuple[bytes, int]]:
        """Hash the register as it was after every moment at which keys were destroyed."""
        for moment in ("", *sorted(set(self.destroyed.values()))):
            rows = [f"{subject} {at}\n" for subject, at in sorted(self.destroyed.items()) if at <= moment]
            yield sha256(f"{origin} destroyed keys\n{len(rows)}\n{''.join(rows)}".encode()).digest(), len(rows)

    def _read_checkpoints(self) -> Iterator[tuple[int, int, str, str, bytes, _Note]]:
        """Read those in the bundle, those from outside, and those in proofs, which must lead to them."""
        inside = [(name, self.bundle.read) for name in self.bundle.namelist() if KEPT.fullmatch(name)]
        outside = [(path, lambda path: Path(path).read_bytes()) for path in self.options.outside]
        for place, read in inside + outside:
            with self._watching(place):
                raw = read(place).decode()
                index, path, raw = _parts(PROOF, raw, "proof") if raw.startswith("c2sp.org/") else ("", "", raw)
                note = _Note(raw)
                origin, size, root, register = _parts(CHECKPOINT, note.text, "checkpoint of an epex log")
                if index:
                    leaf = self.leaves[int(index)] if int(index) < len(self.leaves) else b""
                    found = _climb(leaf, int(index), int(size), [*map(b64decode, path.splitlines())])
                    _require(found == b64decode(root), f"it does not prove that leaf {index} is in the log")
                    self.notes.append(f"{place} proves that leaf {index} is in the log.")
                destroyed = self.registers.get(origin, {}).get(b64decode(register), -1)
                yield int(size), destroyed, place, origin, b64decode(root), note

    def _check_checkpoints(self, checkpoints: list[Any]) -> None:
        tree, before = _roots(self.leaves, {size for size, *_ in checkpoints}), 0
        for size, destroyed, place, origin, root, note in sorted(checkpoints, key=lambda seen: seen[:3]):
            with self._watching(place):
                _require(note.is_signed(origin, self.keys.get(origin, b"")), f"the key of {origin} did not sign it")
                _require(size in tree, f"it covers {size} events, and the ledger has {len(self.leaves)}")
                _require(tree[size] == root, f"it was signed over {size} other events: the log was changed")
                _require(destroyed >= before, "it names a register that the one of destroyed keys did not grow from")
                before, self.covered = destroyed, size
                self._check_witnesses(note, size)
        if before < len(self.destroyed):
            self.notes.append(f"No checkpoint names the last {len(self.destroyed) - before} destroyed keys yet.")

    def _check_witnesses(self, note: _Note, size: int) -> None:
        for name in sorted({name for name, _ in note.lines if WITNESS.fullmatch(name)}):
            short, _, public = name.rpartition("/")
            _require(note.is_signed(name, _from_base64url(public), COSIGNS), f"the cosignature of {name} is forged")
            if (self.options.witness or name).partition("+")[0] in (name, short, public):
                self.witnessed[name] = size

    def _check_events(self) -> None:
        before, versions = (-1, 0, ""), dict[str, int]()
        for number, line in enumerate(self._lines("events.ndjson"), 1):
            with self._watching(f"events.ndjson, line {number}"):
                event = json.loads(line)
                # Programs differ in how they read a field that is named twice.
                is_plain = json.dumps(event, ensure_ascii=False, separators=(",", ":")) == line.rstrip("\n")
                _require(is_plain and set(event) == FIELDS, "it is not written as events are")
                with self._watching(f"event {event['position']}", event["position"]):
                    index, stream = event["leaf_index"], event["stream_id"]
                    place = (index, event["position"], event["recorded_at"])
                    _require(0 <= index < len(self.leaves), f"the ledger has no leaf {index}")
                    _require(_leaf_of(event) == self.leaves[index], "it was changed: it does not match its leaf")
                    is_later = index > before[0] and place[1] > before[1] and place[2] >= before[2]
                    _require(
                        is_later and event["version"] > versions.get(stream, 0), "it stands out of order, or twice"
                    )
                    before, versions[stream], self.shown = place, event["version"], self.shown + 1
                    self._check_texts(event, json.loads(event["payload"]))

    def _check_texts(self, event: dict[str, Any], payload: dict[str, Any]) -> None:
        if event["type"] in ("network.founded", "network.branched"):
            public = _from_base64url(payload["public_key"])
            _require(self.keys.get(f"epex/{payload['base_id']}", public) == public, "it announces another key")
        for field, shown in event["opened"].items():
            with self._watching(f"event {event['position']}, {field}", event["position"]):
                cell, salt = payload.get(field, ""), _from_base64url(shown["salt"])
                _require(
                    {*cell} == SEALED and {*shown} == {"salt", "text"}, "a text is shown for what was never sealed"
                )
                _require(cell["key"] not in self.destroyed, "a text is shown whose key was destroyed")
                made = len(salt) == SALT and sha256(salt + shown["text"].encode()).digest()
                _require(made == _from_base64url(cell["commitment"]), "the text shown is not the one that was sealed")
                self.texts += 1

    def _summed_up(self) -> dict[str, Any]:
        size, seen = len(self.leaves), max(self.witnessed.values(), default=0)
        self.notes += [
            f"{self.shown} of {size} events are shown, with {self.texts} texts; of the others there are only hashes.",
            f"Not covered by the newest checkpoint: {size - self.covered} events; by a cosigned one: {size - seen}.",
            f"Believed was the key {self.key}; compare it with the one that the network gave you.",
        ]
        found = {"ok": not self.faults, "events": size, "shown": self.shown, "texts": self.texts, "key": self.key}
        found |= {"uncovered": size - self.covered, "unwitnessed": size - seen, "witnesses": self.witnessed}
        return {**found, "notes": self.notes, "faults": self.faults}


def _main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("bundle")
    parser.add_argument("--checkpoint", "--proof", action="append", default=[], dest="outside")
    parser.add_argument("--key", default="")
    parser.add_argument("--witness", default="")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    report = _Audit(options).check()
    verdict = "Everything holds." if report["ok"] else "It does not hold:"
    told = [repr(line)[1:-1] for line in (*report["notes"], verdict, *(fault["what"] for fault in report["faults"]))]
    print(json.dumps(report, indent=2) if options.json else "\n".join(told))  # noqa: T201 - a program
    return 0 if report["ok"] else 1


if __name__ == "__main__":
    raise SystemExit(_main())
