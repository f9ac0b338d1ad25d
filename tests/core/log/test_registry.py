"""The closed registry: sealing, opening, upcasting, strangers."""

from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

import msgspec
import pytest

from epex.core.log.canonical import canonical_json, from_json, to_base64
from epex.core.log.envelope import Envelope, UnknownEvent
from epex.core.log.registry import Registry
from epex.core.log.vault import Vault, commitment, is_cell
from epex.core.sealed import ERASED, SEALED, Lines, Name, QuotedText, Sealed, Text, Texts
from epex.core.theme import ThemeProposed


@dataclass(frozen=True, kw_only=True)
class NoteTaken:
    """An event of a plugin with every kind of sealed field."""

    type: ClassVar[str] = "plugin.note_taken"
    document: str = ""
    text: Text = ""
    title: Name = ""
    labels: Texts = field(default_factory=dict)
    steps: Lines = ()
    quote: QuotedText = ""
    remark: Annotated[str | None, Sealed(wrapping="evaluation")] = None


FULL = NoteTaken(
    document="reflection-1",
    text="a",
    title="b",
    labels={"en": "c"},
    steps=("d", "e"),
    quote="f",
    remark="g",
)


def envelope(type_name: str = "plugin.note_taken", schema_version: int = 1) -> Envelope:
    return Envelope(event_id="e-1", stream_id="note-1", version=1, type=type_name, schema_version=schema_version)


@pytest.fixture
def registry(vault: Vault) -> Registry:
    registry = Registry(vault, {"plugin.note_taken": NoteTaken})
    vault.ensure(registry.key_subjects("note-1", FULL))
    return registry


def test_key_subjects_follow_the_declarations(registry: Registry) -> None:
    subjects = registry.key_subjects("note-1", FULL)

    assert list(subjects) == ["note-1", "note-1/name", "reflection-1"]


def test_decode_gives_back_what_was_encoded(registry: Registry) -> None:
    assert registry.decode(envelope(), registry.encode(envelope(), FULL)) == FULL


def test_encode_leaves_empty_texts_and_seals_the_others(registry: Registry) -> None:
    payload = from_json(registry.encode(envelope(), NoteTaken(document="reflection-1", text="a")))

    assert isinstance(payload, dict)
    assert is_cell(payload.pop("text"))
    assert payload == {
        "document": "reflection-1",
        "labels": {},
        "quote": "",
        "remark": None,
        "steps": [],
        "title": "",
    }


def test_decode_shows_destroyed_texts_as_erased(registry: Registry, vault: Vault) -> None:
    raw = registry.encode(envelope(), FULL)

    vault.destroy("note-1")

    assert registry.decode(envelope(), raw) == NoteTaken(
        document="reflection-1", text=ERASED, title="b", labels={}, steps=(), quote="f", remark=ERASED
    )


def test_decode_shows_texts_without_a_key_as_sealed(vault: Vault) -> None:
    raw = b'{"text":{"ciphertext":"","commitment":"","key":"note-9","nonce":""}}'

    event = Registry(vault, {"plugin.note_taken": NoteTaken}).decode(envelope(), raw)

    assert event == NoteTaken(text=SEALED)


def test_decode_never_imports_a_strangers_type(vault: Vault) -> None:
    raw = canonical_json({"os": "system"})

    events = [Registry(vault).decode(envelope(name), raw) for name in ("os.system", "theme.exploded", "x")]

    assert events == [UnknownEvent(name, raw) for name in ("os.system", "theme.exploded", "x")]


def test_decode_leaves_a_newer_schema_opaque(registry: Registry) -> None:
    assert registry.decode(envelope(schema_version=2), b"{}") == UnknownEvent("plugin.note_taken", b"{}")


def test_decode_lifts_the_first_version_of_a_proposal(vault: Vault) -> None:
    first = envelope("theme.proposed", 1)
    vault.ensure({"note-1": "base"})
    label = vault.seal("note-1", b"e-1|theme.proposed|label", canonical_json("Vertrauen"))
    raw = canonical_json({"label": label, "definition": "", "language": "de", "challenges": []})

    event = Registry(vault).decode(first, raw)

    assert event == ThemeProposed(labels={"de": "Vertrauen"})


def test_decode_ignores_fields_of_a_later_addition(registry: Registry) -> None:
    assert registry.decode(envelope(), b'{"added_later":1}') == NoteTaken()


@pytest.mark.parametrize("raw", [b'{"text":5}', b"{", b"\xff"])
def test_decode_refuses_a_damaged_payload(registry: Registry, raw: bytes) -> None:
    with pytest.raises((msgspec.MsgspecError, ValueError)):
        registry.decode(envelope(), raw)


def test_prepare_reads_the_keys_of_a_batch(registry: Registry, vault: Vault) -> None:
    raw = registry.encode(envelope(), FULL)
    fresh = Vault(vault.store.path, {"base": b"b" * 32, "evaluation": b"e" * 32})

    Registry(fresh).prepare([raw])

    assert set(fresh._ciphers) == {"note-1", "note-1/name", "reflection-1"}


def test_opened_gives_salt_text_and_owner_of_each_field(registry: Registry) -> None:
    raw = registry.encode(envelope(), FULL)
    cells = msgspec.json.decode(raw)

    found = registry.opened(envelope(), raw)

    owned = {name: (one.owner, one.wrapping, one.text.decode()) for name, one in found.items()}
    assert owned == {
        "text": ("note-1", "base", '"a"'),
        "title": ("note-1", "base", '"b"'),
        "labels": ("note-1", "base", '{"en":"c"}'),
        "steps": ("note-1", "base", '["d","e"]'),
        "quote": ("reflection-1", "base", '"f"'),
        "remark": ("note-1", "evaluation", '"g"'),
    }
    proven = {name: to_base64(commitment(one.salt, one.text)) for name, one in found.items()}
    assert proven == {name: cells[name]["commitment"] for name in found}


def test_opened_leaves_out_what_was_erased_or_empty(registry: Registry, vault: Vault) -> None:
    raw = registry.encode(envelope(), FULL)
    empty = registry.encode(envelope(), NoteTaken())

    vault.destroy("note-1")

    assert registry.opened(envelope(), raw).keys() == {"title", "quote"}
    assert registry.opened(envelope(), empty) == {}


def test_opened_guards_a_renamed_field_as_the_best_guarded(registry: Registry, vault: Vault) -> None:
    vault.ensure({"note-1": "base"})
    cell = vault.seal("note-1", b"e-1|plugin.note_taken|old_name", b'"x"')

    assert registry.opened(envelope(), canonical_json({"old_name": cell}))["old_name"].wrapping == "evaluation"


@pytest.mark.parametrize("stranger", [{"schema_version": 2}, {"type_name": "plugin.game_played"}])
def test_opened_leaves_a_strangers_fields_sealed(registry: Registry, stranger: dict[str, Any]) -> None:
    assert registry.opened(envelope(**stranger), registry.encode(envelope(), FULL)) == {}


def test_let_go_drops_keys_that_are_read_again(registry: Registry, vault: Vault) -> None:
    raw = registry.encode(envelope(), FULL)

    vault.let_go()

    assert vault._ciphers == {}
    assert registry.decode(envelope(), raw) == FULL
