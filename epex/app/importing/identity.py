"""Identity of imported rows: the same row of the same source always has the same ids."""

import hmac
from collections.abc import Mapping
from uuid import UUID, uuid5

from epex.core.log.canonical import canonical_json

# Fixed for ever; the test vectors are in docs/how-to/import-reflections.md.
EVENTS = UUID("8d0a3c0e-6d1c-5a4f-9b0c-6f2f6c1f3a11")
STREAMS = UUID("3b1f0b52-24c5-5f0e-8f0b-0f6f7a9d2c27")


def content_mark(secret: bytes, content: Mapping[str, str]) -> str:
    """Mark a row's canonical content: HMAC-SHA-256 under the import secret, in hexadecimal."""
    return hmac.new(secret, canonical_json(content), "sha256").hexdigest()


def stream_id(subject: str, source: str, kind: str, row_id: str) -> str:
    """Name the stream that a row founds."""
    return f"{subject}-{_uuid(STREAMS, source, kind, row_id)}"


def event_id(source: str, kind: str, row_id: str, ordinal: int, revision: str = "") -> str:
    """Name an event of a row; a revision adds the mark of its new content."""
    return str(_uuid(EVENTS, source, kind, row_id, ordinal, *([revision] if revision else [])))


def import_id(source: str, kind: str) -> str:
    """Name what all imports of one source have in common, so that their events are told from people's own."""
    return str(_uuid(EVENTS, source, kind))


def form_command_id(form: str, mark: str) -> str:
    """Name the command that records a mailed form with these answers."""
    return str(_uuid(EVENTS, "form", form, mark))


def form_stream_id(form: str) -> str:
    """Name the reflection that a mailed form founds."""
    return f"reflection-{_uuid(STREAMS, 'form', form)}"


def _uuid(namespace: UUID, *parts: str | int) -> UUID:
    return uuid5(namespace, canonical_json(parts).decode())
