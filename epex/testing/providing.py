"""What a key provider keeps to: one key for one place, one sentence where it has none, and no key in any words."""

import os
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from tempfile import TemporaryFile
from typing import TypeAlias
from uuid import uuid4

from epex.app.providing import providers
from epex.core.decision import Refused
from epex.plugins.guard import Failed, guarded
from epex.plugins.keys import KeyProvider
from epex.plugins.loader import Plugins

KEY_BYTES = 32
# Fewer bytes stand in words by chance.
TELLING_BYTES = 8
# The id of a base, and the name of one of its keys, by the provider that keeps it.
Places: TypeAlias = Mapping[str, tuple[str, str]]
# A key, what was printed while it was fetched, and what was raised.
Fetched: TypeAlias = tuple[bytes, str, BaseException | None]


def broken_in_providers(plugins: Plugins, plugin: str, places: Places) -> Iterator[str]:
    """Say which key providers give one key and then another, fail where they have none, or tell a key."""
    offered = [one for name, one in providers(plugins) if name == plugin]
    yield from (
        f"There is no key provider '{name}' in the plugin '{plugin}'; give a place to one that there is."
        for name in places.keys() - {provider.name for provider in offered}
    )
    for provider in offered:
        yield from (f"The key provider '{provider.name}' {what}" for what in _broken(provider, places))


def _broken(provider: KeyProvider, places: Places) -> Iterator[str]:
    kept, printed = b"", ""
    if provider.name in places:
        asked = [_fetched(provider, *places[provider.name]) for _ in range(2)]
        printed = "".join(words for _, words, _ in asked)
        kept = asked[0][0]
        yield from _wrong_where_kept(*asked)
    # Ids of bases are made up, so nobody keeps a key under a new one.
    strange, words, refused = _fetched(provider, str(uuid4()), "base")
    if strange:
        yield "gives a key for a base that nobody knows; return None there, or refuse."
    yield from _wrong_in_refusing(refused)
    secrets = [secret for key in (kept, strange) if len(key) >= TELLING_BYTES for secret in _written(key)]
    if any(secret in text for secret in secrets for text in (printed, words, str(refused or ""), provider.summary)):
        yield "tells a key in what it prints or refuses; leave keys out of all words."


def _wrong_where_kept(first: Fetched, second: Fetched) -> Iterator[str]:
    if failed := first[2] or second[2]:
        why = str(failed) if isinstance(failed, Refused) else type(failed).__name__
        yield f"fails for the place that the test names ({why}); let the test prepare it."
    elif len(first[0]) != KEY_BYTES:
        yield f"gives no {KEY_BYTES} bytes for the place that the test names; keep a key there."
    elif first[0] != second[0]:
        yield "gives another key when it is asked again; give the same for the same place."


def _wrong_in_refusing(refused: BaseException | None) -> Iterator[str]:
    if refused is None:
        return
    if not isinstance(refused, Refused):
        kind = type(refused).__name__
        yield f"fails for a base that nobody knows ({kind}); return None there, or raise Refused with one sentence."
    elif len(str(refused).strip().splitlines()) != 1:
        yield "refuses in something else than one sentence; say on one line what to do."


def _fetched(provider: KeyProvider, base_id: str, name: str) -> Fetched:
    """Ask for a key; give it with what was printed meanwhile, and what was raised."""
    printed, raised, key = StringIO(), None, None
    with _overheard(printed):
        try:
            key = guarded(provider.fetch, base_id, name)
        except Failed as failure:
            raised = failure.__cause__
    return key if isinstance(key, bytes) else b"", printed.getvalue(), raised


@contextmanager
def _overheard(printed: StringIO) -> Iterator[None]:
    """Keep what is printed meanwhile, also by programs that are run."""
    with TemporaryFile() as file, redirect_stdout(printed), redirect_stderr(printed):
        before = {stream: os.dup(stream) for stream in (1, 2)}
        try:
            for stream in before:
                os.dup2(file.fileno(), stream)
            yield
        finally:
            for stream, kept in before.items():
                os.dup2(kept, stream)
                os.close(kept)
            file.seek(0)
            printed.write(file.read().decode("utf-8", "replace"))


def _written(key: bytes) -> Iterator[str]:
    """Write a key in the ways in which keys are written."""
    yield from (key.hex(), repr(key)[2:-1], key.decode("latin-1"))
    yield from (encode(key).decode().rstrip("=") for encode in (b64encode, urlsafe_b64encode))
