"""Check a bundle of an epex log with nothing but Python and the openssl program.

    python verify.py BUNDLE [--checkpoint FILE]... [--key VKEY] [--witness NAME_OR_KEY] [--proof FILE]... [--json]

What is believed is the base's key; give it with --key as you got it elsewhere. What other keys sign covers no event.
1. Every checkpoint is signed and has the root over the first leaves of the ledger: the log only grew.
2. The register of destroyed keys is signed, and the checkpoints name it, or what it grew from.
3. Every event shown hashes to its leaf and stands in order; every text shown hashes to its commitment in the event.
All held: exit 0. Else exit 1, with a sentence for every fault. Nothing is unpacked, and nothing of the bundle is run.
"""

import argparse
import json
import re
import shutil
import subprocess
import tempfile
import zipfile
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator
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
MEMBERS = {"README.txt", "verify.py", "keys.txt", "destroyed.txt", "ledger.txt", "events.ndjson"}
# These bound the work that a hostile bundle makes, and no honest one comes near; hashes can hardly be packed.
LARGEST_TEXT, MOST_MEMBERS, MOST_FAULTS, MOST_KEYS, SALT = 2_000_000, 10_000, 1_000, 16, 32
MOST_LINES, MOST_SIGNED, MOST_ROWS, MOST_UNPACKED, MOST_LEDGER = 64, 10_000, 25_000_000, 100, 3
NUMBER, HASH, ORIGIN = r"(0|[1-9][0-9]{0,17})", r"([A-Za-z0-9+/]{43}=)", r"(epex/[0-9A-Za-z-]{1,64})"
KEPT, WITNESS = re.compile(r"checkpoints/[0-9]{12}-[0-9a-f]{8}\.txt"), re.compile(r"([^\s+]+)/([A-Za-z0-9_-]{43})")
VKEY, SIGNATURE = r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})", r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})\n"
LEDGER, CHECKPOINT = r"((?:[0-9a-f]{64}\n)*)", rf"{ORIGIN}\n{NUMBER}\n{HASH}\ndestroyed-keys {HASH}\n"
REGISTER = rf"{ORIGIN} destroyed keys\n{NUMBER}\n((?:\S+ \S+\n)*)"
PROOF = rf"c2sp\.org/tlog-proof@v1\n(?:extra \S+\n)?index {NUMBER}\n((?:[^\n]+\n)*)\n(.*)"
SIGNS, COSIGNS, ED25519_IN_DER = b"\x01", b"\x04", bytes.fromhex("302a300506032b6570032100")


def _require(holds: object, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)


def _parts(pattern: str, text: str, what: str) -> tuple[Any, ...]:
    found = re.fullmatch(pattern, text, re.DOTALL)
    _require(found, f"it is no {what}")
    return found.groups() if found else ()


class _Note:  # a signed text (c2sp.org/signed-note): below it stand the names of keys, each with what it wrote
    def __init__(self, raw: str) -> None:
        text, _, lines = raw.rpartition("\n\n")
        found = [_parts(SIGNATURE, line, "signed note") for line in lines.splitlines(keepends=True)]
        _require(len(found) <= MOST_LINES, f"it has more than {MOST_LINES} signatures")
        self.text, self.lines = f"{text}\n", [(name, b64decode(signature)) for name, signature in found]

    def is_signed(self, name: str, public: bytes, kind: bytes = SIGNS) -> bool:  # and wrote nothing else
        key_id = sha256(f"{name}\n".encode() + kind + public).digest()[:4]
        own = [raw[4:] for signer, raw in self.lines if (signer, raw[:4]) == (name, key_id)]
        head, start = ("cosignature/v1\ntime {}\n", 8) if kind == COSIGNS else ("", 0)  # its time is before it
        texts = {raw: head.format(int.from_bytes(raw[:start], "big")) + self.text for raw in own}
        return bool(own) and all(_openssl_accepts(public, text, raw[start:]) for raw, text in texts.items())


def _read_key(vkey: str) -> tuple[str, bytes]:
    name, key_id, key = _parts(VKEY, vkey, "verifier key")
    raw = b64decode(key)
    named = sha256(f"{name}\n".encode() + raw).hexdigest()[:8]
    _require(raw[:1] == SIGNS and named == key_id, "it is no verifier key")
    return name, raw[1:]


def _openssl_accepts(public: bytes, text: str, signature: bytes) -> bool:
    words = "openssl pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in text -sigfile signature"
    with tempfile.TemporaryDirectory() as folder:
        for name, content in (("key", ED25519_IN_DER + public), ("text", text.encode()), ("signature", signature)):
            Path(folder, name).write_bytes(content)
        done = subprocess.run(words.split(), cwd=folder, capture_output=True, check=False)  # noqa: S603 - fixed words
    _require(b"Signature Verif" in done.stdout, "openssl could not check the signature; it must be OpenSSL 3")
    return done.returncode == 0


def _roots(leaves: list[bytes], sizes: set[int]) -> dict[int, bytes]:  # RFC 6962, section 2.1
    found, peaks = {0: sha256(b"").digest()}, list[bytes]()
    for size, leaf in enumerate(leaves, 1):
        peaks.append(leaf)
        for _ in range((size & -size).bit_length() - 1):
            peaks[-2:] = [sha256(b"\x01" + peaks[-2] + peaks[-1]).digest()]
        if size in sizes:
            found[size] = reduce(lambda right, left: sha256(b"\x01" + left + right).digest(), reversed(peaks))
    return found


def _climb(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:  # section 2.1.1
    if size == 1 or not path:
        return leaf if size == 1 and not path else b""
    half = 1 << (size - 1).bit_length() - 1
    below = _climb(leaf, index % half, half if index < half else size - half, path[:-1])
    return sha256(b"\x01" + (below + path[-1] if index < half else path[-1] + below)).digest()


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
    def __init__(self, options: argparse.Namespace) -> None:
        self.options, self.key, self.asked = options, options.key, options.witness.partition("+")[0]
        self.by_key, self.covered, self.unnamed = re.fullmatch(r"(\S+/)?[\w-]{43}", self.asked), 0, 0
        self.faults, self.notes, self.kept = list[dict[str, Any]](), list[str](), list[int]()
        self.leaves, self.destroyed, self.registers = list[bytes](), dict[str, str](), dict[str, dict[bytes, int]]()
        self.witnessed, self.announced, self.since = dict[str, int](), dict[str, bytes](), dict[int, str]()
        self.shown = self.texts = self.signed = 0

    @contextmanager
    def _watching(self, place: str, position: Any = None) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # noqa: BLE001 - a hostile bundle may break anything, and that is a fault
            known = {ValueError: str(error), FileNotFoundError: "there is no such file"}
            what = known.get(type(error), f"it cannot be read ({type(error).__name__})")
            self.faults += [{"position": position, "what": f"{place}: {what}"}][: MOST_FAULTS - len(self.faults)]

    def check(self) -> dict[str, Any]:
        """Check everything and sum it up; where the zip, the keys or the ledger cannot be believed, it ends."""
        with self._watching(self.options.bundle), zipfile.ZipFile(self.options.bundle) as self.bundle:
            _require(shutil.which("openssl"), "it was not checked, for there is no openssl program; install OpenSSL 3")
            self._check_members(self.bundle.infolist())
            vkeys = self.bundle.read("keys.txt").decode().splitlines()
            self.key = self.key or vkeys[0]
            _require(self.key == vkeys[0], "its base has another key than the one that was given")
            self.own, self.keys = _read_key(self.key)[0], dict(map(_read_key, vkeys[:MOST_KEYS]))
            _require(len(self.keys) == len(vkeys), "keys.txt has a name twice, or too many")
            ledger = self.bundle.read("ledger.txt").decode()
            self.leaves = [*map(bytes.fromhex, *map(str.split, _parts(LEDGER, ledger, "ledger of hashes")))]
            with self._watching("destroyed.txt"):
                if raw := self.bundle.read("destroyed.txt").decode():
                    self._read_register(_Note(raw))
                self.registers = {origin: dict(self._registers(origin)) for origin in self.keys}
            self._check_checkpoints([*self._read_checkpoints()])
            with self._watching("checkpoints"):
                _require(self.covered, "none by the base's own key is sound, so nothing binds the ledger to it")
                _require(self.witnessed or not self.asked, f"none is cosigned by {self.options.witness}")
            with self._watching("events.ndjson"), self.bundle.open("events.ndjson") as events:
                self._check_events(events)
            for name, public in self.keys.items() if self.announced else ():
                with self._watching("keys.txt"):
                    _require(self.announced.get(name) == public, f"the log does not announce this key of {name}")
        return self._summed_up()

    def _check_members(self, members: list[zipfile.ZipInfo]) -> None:
        names, sizes = [one.filename for one in members], {one.filename: one.file_size for one in members}
        whole, packed = sum(one.file_size for one in members), Path(self.options.bundle).stat().st_size
        says = f"it holds too much: {len(members)} members of {whole} bytes, packed in {packed}"
        _require(len(members) <= MOST_MEMBERS and whole <= packed * MOST_UNPACKED, says)
        _require(all(one.compress_type in (0, 8) for one in members), "it is packed in a strange way")
        for name in sorted({*MEMBERS, *names}):
            most = {"ledger.txt": packed * MOST_LEDGER, "events.ndjson": whole}.get(name, LARGEST_TEXT)
            _require(sizes.get(name, 0) <= most, f"it holds too much: over {most} bytes in {name}")
            with self._watching(name):
                _require(name in MEMBERS or KEPT.fullmatch(name), "it has no place in a bundle")
                _require(names.count(name) == 1, f"it is in the bundle {names.count(name)} times")
                if name == "verify.py" and self.bundle.read(name) != Path(__file__).read_bytes():
                    self.notes.append("The verify.py in the bundle is not the one that runs here; do not trust it.")

    def _read_register(self, note: _Note) -> None:
        origin, _, rows = _parts(REGISTER, note.text, "register of destroyed keys")
        _require(origin == self.own and note.is_signed(origin, self.keys[origin]), "it is not signed by the base's key")
        self.destroyed = dict(sorted(row.split(" ") for row in rows.splitlines()))
        _require(len(self.destroyed) * len({*self.destroyed.values()}) <= MOST_ROWS, "it lists too many keys")

    def _registers(self, origin: str) -> Iterator[tuple[bytes, int]]:  # as they were after every moment
        for moment in ("", *sorted(set(self.destroyed.values()))):
            rows = [f"{subject} {at}\n" for subject, at in self.destroyed.items() if at <= moment]
            yield sha256(f"{origin} destroyed keys\n{len(rows)}\n{''.join(rows)}".encode()).digest(), len(rows)

    def _read_checkpoints(self) -> Iterator[tuple[int, int, str, str, bytes, _Note, bool]]:  # proofs end with one
        inside = [name for name in self.bundle.namelist() if KEPT.fullmatch(name)]
        for number, place in enumerate(inside + self.options.outside):
            with self._watching(place):
                raw = (self.bundle.read(place) if number < len(inside) else Path(place).read_bytes()).decode()
                index, path, raw = _parts(PROOF, raw, "proof") if raw.startswith("c2sp.org/") else ("", "", raw)
                note = _Note(raw)
                self.signed += len(note.lines)
                _require(self.signed <= MOST_SIGNED, f"it comes after {MOST_SIGNED} signatures, and was not checked")
                origin, size, root, register = _parts(CHECKPOINT, note.text, "checkpoint of an epex log")
                if index:
                    leaf = self.leaves[int(index)] if int(index) < len(self.leaves) else b""
                    found = _climb(leaf, int(index), int(size), [*map(b64decode, path.splitlines())])
                    _require(found == b64decode(root), f"it does not prove that leaf {index} is in the log")
                    self.notes.append(f"{place} proves that leaf {index} is in the log.")
                destroyed = self.registers.get(origin, {}).get(b64decode(register), -1)
                yield int(size), destroyed, place, origin, b64decode(root), note, number >= len(inside) and not index

    def _check_checkpoints(self, checkpoints: list[Any]) -> None:
        tree, before = _roots(self.leaves, {size for size, *_ in checkpoints}), 0
        for size, destroyed, place, origin, root, note, is_kept in sorted(checkpoints, key=lambda seen: seen[:3]):
            with self._watching(place):
                _require(note.is_signed(origin, self.keys.get(origin, b"")), f"the key of {origin} did not sign it")
                _require(size in tree, f"it covers {size} events, and the ledger has {len(self.leaves)}")
                _require(tree[size] == root, f"it was signed over {size} other events: the log was changed")
                _require(destroyed >= before, "it names a register that the one of destroyed keys did not grow from")
                before, self.kept = destroyed, self.kept + [size] * is_kept
                if origin == self.own:  # anybody can add other keys: what those sign covers nothing
                    self.unnamed, self.covered = len(self.destroyed) - destroyed, size
                    self._check_witnesses(place, note, size)

    def _check_witnesses(self, place: str, note: _Note, size: int) -> None:
        for name in sorted({name for name, _ in note.lines if WITNESS.fullmatch(name)}):
            short, _, public = name.rpartition("/")
            is_asked = self.asked in ((name, public) if self.by_key else (short, ""))
            if not note.is_signed(name, urlsafe_b64decode(public + "="), COSIGNS):
                _require(not (self.by_key and is_asked), f"the cosignature of {name} is forged")
                self.notes.append(f"{place}: a cosignature by {name} does not verify, and does not count.")
            elif is_asked:
                self.witnessed[name] = size

    def _check_events(self, lines: Iterable[bytes]) -> None:
        before, versions, bounds = (-1, 0, ""), dict[str, int](), {self.covered, *self.kept, *self.witnessed.values()}
        for number, line in enumerate(lines, 1):
            _require(line.strip() and number <= len(self.leaves), f"line {number} is blank, or one too many")
            with self._watching(f"events.ndjson, line {number}"):
                event = json.loads(line.decode())  # programs differ in how they read a field that is named twice
                is_plain = json.dumps(event, ensure_ascii=False, separators=(",", ":")) == line.decode().rstrip("\n")
                _require(is_plain and set(event) == FIELDS, "it is not written as events are")
                with self._watching(f"event {event['position']}", event["position"]):
                    place = (event["leaf_index"], event["position"], event["recorded_at"])
                    _require(0 <= place[0] < len(self.leaves), f"the ledger has no leaf {place[0]}")
                    _require(_leaf_of(event) == self.leaves[place[0]], "it was changed: it does not match its leaf")
                    later = place[0] > before[0] and place[1] > before[1] and place[2] >= before[2]
                    later = later and event["version"] > versions.get(event["stream_id"], 0)
                    _require(later, "it stands out of order, or twice")
                    since = f" (shown from event {place[1]} on, of {place[2]})"
                    self.since.update((bound, since) for bound in bounds if before[0] < bound <= place[0])
                    before, versions[event["stream_id"]], self.shown = place, event["version"], self.shown + 1
                    self._check_texts(event, json.loads(event["payload"]))

    def _check_texts(self, event: dict[str, Any], payload: dict[str, Any]) -> None:
        if event["type"] in ("network.founded", "network.branched"):
            self.announced.setdefault(f"epex/{payload['base_id']}", urlsafe_b64decode(payload["public_key"] + "="))
        for field, shown in event["opened"].items():
            with self._watching(f"event {event['position']}, {field}", event["position"]):
                cell, salt = payload.get(field, ""), urlsafe_b64decode(shown["salt"] + "=")
                _require({*cell} == SEALED and {*shown} == {"salt", "text"}, "a text is shown that was never sealed")
                _require(cell["key"] not in self.destroyed, "a text is shown whose key was destroyed")
                own = len(salt) == SALT and urlsafe_b64encode(sha256(salt + shown["text"].encode()).digest())[:43]
                _require(own == cell["commitment"].encode(), "the text shown is not the one that was sealed")
                self.texts += 1

    def _summed_up(self) -> dict[str, Any]:
        size, seen, given = len(self.leaves), max([0, *self.witnessed.values()]), self.kept[-1:]
        rest = {upto: f"{size - upto} of {size}{self.since.get(upto, '')}" for upto in (self.covered, seen, *given)}
        self.notes += [
            *(f"The first {upto} events are cosigned by {name}." for name, upto in self.witnessed.items()),
            *["Compare its key with the one that this partner tells you."] * bool(self.witnessed and not self.by_key),
            *["No event shown announces a key: only the first in keys.txt was believed."] * (not self.announced),
            *[f"No checkpoint names the last {self.unnamed} destroyed keys yet."] * bool(self.unnamed),
            *(f"Events not covered by the newest checkpoint that you gave: {rest[upto]}." for upto in given),
            f"{self.shown} of {size} events are shown, with {self.texts} texts; of the others there are only hashes.",
            f"Events not covered by the newest checkpoint: {rest[self.covered]}; by a cosigned one: {rest[seen]}.",
            f"Believed was the key {self.key}; compare it with the one that the network gave you.",
        ]
        found = {"ok": not self.faults, "events": size, "shown": self.shown, "texts": self.texts, "key": self.key}
        found |= {"uncovered": size - self.covered, "uncovered_by_given": size - given[0] if given else None}
        found |= {"unwitnessed": size - seen, "witnesses": self.witnessed, "notes": self.notes, "faults": self.faults}
        return found


def _main(*arguments: str) -> int:
    parser = argparse.ArgumentParser(usage=__doc__)
    for name in ("bundle", "--key", "--witness"):
        parser.add_argument(name, default="")
    parser.add_argument("--checkpoint", "--proof", action="append", default=[], dest="outside")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments or None)
    report = _Audit(options).check()
    rest = report["uncovered" if options.key or report["uncovered_by_given"] is None else "uncovered_by_given"]
    holds = f"What is covered holds; events not covered: {rest}." if rest else "Everything holds."
    lines = [*report["notes"], holds if report["ok"] else "It does not hold:"] if report["events"] else []
    told = [repr(line)[1:-1] for line in (*lines, *(fault["what"] for fault in report["faults"]))]
    print(json.dumps(report, indent=2) if options.json else "\n".join(told))  # noqa: T201 - a program
    return 0 if report["ok"] else 1


if __name__ == "__main__":
    raise SystemExit(_main())
