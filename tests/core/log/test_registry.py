"""The closed registry: sealing, opening, upcasting, strangers."""

from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

import msgspec
import pytest

from epex.core import theme
from epex.core.catalogue import EventTypes
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


def plugin(subject: str, **more: Any) -> EventTypes | None:
    """Know the subject of one plugin."""
    return EventTypes(subject="plugin", events=(NoteTaken,), evolve=counted, **more) if subject == "plugin" else None


def counted(state: int | None, _stream: str, _event: object) -> int:
    return (state or 0) + 1


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
    return Envelope(event_id="e-1", stream_id="plugin-1", version=1, type=type_name, schema_version=schema_version)


@pytest.fixture
def registry(vault: Vault) -> Registry:
    registry = Registry(vault, plugin)
    vault.ensure(registry.key_subjects("plugin-1", FULL))
    return registry


def test_key_subjects_follow_the_declarations(registry: Registry) -> None:
    subjects = registry.key_subjects("plugin-1", FULL)

    assert list(subjects) == ["plugin-1", "plugin-1/name", "reflection-1"]


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

    vault.destroy("plugin-1")

    assert registry.decode(envelope(), raw) == NoteTaken(
        document="reflection-1", text=ERASED, title="b", labels={}, steps=(), quote="f", remark=ERASED
    )


def test_decode_shows_texts_without_a_key_as_sealed(vault: Vault) -> None:
    raw = b'{"text":{"ciphertext":"","commitment":"","key":"note-9","nonce":""}}'

    event = Registry(vault, plugin).decode(envelope(), raw)

    assert event == NoteTaken(text=SEALED)


def test_decode_never_imports_a_strangers_type(vault: Vault) -> None:
    raw = canonical_json({"os": "system"})

    events = [Registry(vault).decode(envelope(name), raw) for name in ("os.system", "theme.exploded", "x")]

    assert events == [UnknownEvent(name, raw) for name in ("os.system", "theme.exploded", "x")]


def test_decode_leaves_a_newer_schema_opaque(registry: Registry) -> None:
    assert registry.decode(envelope(schema_version=2), b"{}") == UnknownEvent("plugin.note_taken", b"{}")


def test_decode_lifts_the_first_version_of_a_proposal(vault: Vault) -> None:
    first = envelope("theme.proposed", 1)
    vault.ensure({"plugin-1": "base"})
    label = vault.seal("plugin-1", b"e-1|theme.proposed|label", canonical_json("Vertrauen"))
    raw = canonical_json({"label": label, "definition": "", "language": "de", "challenges": []})

    event = Registry(vault).decode(first, raw)

    assert event == ThemeProposed(labels={"de": "Vertrauen"})


def test_decode_ignores_fields_of_a_later_addition(registry: Registry) -> None:
    assert registry.decode(envelope(), b'{"added_later":1}') == NoteTaken()


@pytest.mark.parametrize("raw", [b'{"text":5}', b"{", b"\xff"])
def test_decode_refuses_a_damaged_payload(registry: Registry, raw: bytes) -> None:
    with pytest.raises((msgspec.MsgspecError, ValueError)):
        registry.decode(envelope("theme.parked"), raw.replace(b"text", b"reason"))


@pytest.mark.parametrize("raw", [b"{", b"\xff"])
def test_decode_refuses_a_damaged_payload_of_a_plugin(registry: Registry, raw: bytes) -> None:
    with pytest.raises((msgspec.MsgspecError, ValueError)):
        registry.decode(envelope(), raw)


def test_decode_shows_what_a_plugin_cannot_read_as_unknown(
    registry: Registry, caplog: pytest.LogCaptureFixture
) -> None:
    event = registry.decode(envelope(), b'{"text":5}')

    assert event == registry.decode(envelope(), b'{"text":5}') == UnknownEvent("plugin.note_taken", b'{"text":5}')
    assert caplog.messages == [
        (
            "An event 'plugin.note_taken' cannot be read by its plugin (ValidationError); it is shown as unknown; ask"
            " the author of its plugin for a version that reads it."
        )
    ]


def test_decode_lifts_what_an_older_plugin_wrote(vault: Vault) -> None:
    @dataclass(frozen=True, kw_only=True)
    class NoteTaken:
        type: ClassVar[str] = "plugin.note_taken"
        schema_version: ClassVar[int] = 2
        text: Text = ""

    steps = {("plugin.note_taken", 1): lambda payload: {"text": payload["words"]}}
    types = EventTypes(subject="plugin", events=(NoteTaken,), evolve=counted, upcasters=steps)

    event = Registry(vault, lambda _subject: types).decode(envelope(), b'{"words":"Kettle on"}')

    assert event == NoteTaken(text="Kettle on")


def test_decode_leaves_a_plugins_event_on_another_subjects_stream_opaque(registry: Registry) -> None:
    stray = Envelope(event_id="e-1", stream_id="theme-1", version=1, type="plugin.note_taken")

    assert registry.decode(stray, b"{}") == UnknownEvent("plugin.note_taken", b"{}")


def test_registry_asks_for_no_plugin_because_of_an_event_of_the_core(vault: Vault) -> None:
    asked: list[str] = []
    registry = Registry(vault, asked.append)

    registry.decode(envelope("theme.parked"), b'{"rationale":""}')
    registry.evolve("theme")
    registry.decode(envelope("banana.peeled"), b"{}")

    assert asked == ["banana"]


def test_evolve_is_that_of_the_subject_or_of_the_plugin(registry: Registry) -> None:
    assert (registry.evolve("theme"), registry.evolve("plugin")) == (theme.evolve, counted)


def test_prepare_reads_the_keys_of_a_batch(registry: Registry, vault: Vault) -> None:
    raw = registry.encode(envelope(), FULL)
    fresh = Vault(vault.store.path, {"base": b"b" * 32, "evaluation": b"e" * 32})

    Registry(fresh).prepare([raw])

    assert set(fresh._ciphers) == {"plugin-1", "plugin-1/name", "reflection-1"}


def test_opened_gives_salt_text_and_owner_of_each_field(registry: Registry) -> None:
    raw = registry.encode(envelope(), FULL)
    cells = msgspec.json.decode(raw)

    found = registry.opened(envelope(), raw)

    owned = {name: (one.owner, one.wrapping, one.text.decode()) for name, one in found.items()}
    assert owned == {
        "text": ("plugin-1", "base", '"a"'),
        "title": ("plugin-1", "base", '"b"'),
        "labels": ("plugin-1", "base", '{"en":"c"}'),
        "steps": ("plugin-1", "base", '["d","e"]'),
        "quote": ("reflection-1", "base", '"f"'),
        "remark": ("plugin-1", "evaluation", '"g"'),
    }
    proven = {name: to_base64(commitment(one.salt, one.text)) for name, one in found.items()}
    assert proven == {name: cells[name]["commitment"] for name in found}


def test_opened_leaves_out_what_was_erased_or_empty(registry: Registry, vault: Vault) -> None:
    raw = registry.encode(envelope(), FULL)
    empty = registry.encode(envelope(), NoteTaken())

    vault.destroy("plugin-1")

    assert registry.opened(envelope(), raw).keys() == {"title", "quote"}
    assert registry.opened(envelope(), empty) == {}


def test_opened_guards_a_renamed_field_as_the_best_guarded(registry: Registry, vault: Vault) -> None:
    vault.ensure({"plugin-1": "base"})
    cell = vault.seal("plugin-1", b"e-1|plugin.note_taken|old_name", b'"x"')

    assert registry.opened(envelope(), canonical_json({"old_name": cell}))["old_name"].wrapping == "evaluation"


@pytest.mark.parametrize("stranger", [{"schema_version": 2}, {"type_name": "plugin.game_played"}])
def test_opened_leaves_a_strangers_fields_sealed(registry: Registry, stranger: dict[str, Any]) -> None:
    assert registry.opened(envelope(**stranger), registry.encode(envelope(), FULL)) == {}


def test_let_go_drops_keys_that_are_read_again(registry: Registry, vault: Vault) -> None:
    raw = registry.encode(envelope(), FULL)

    vault.let_go()

    assert vault._ciphers == {}
    assert registry.decode(envelope(), raw) == FULL
