"""Canonical JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.core.log.canonical import canonical_json, from_base64, from_json, to_base64

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
)


def test_canonical_json_sorts_and_packs() -> None:
    value = {"b": [1, None, True], "a": "ø", "Z": {}, "ä": ()}

    assert canonical_json(value) == '{"Z":{},"a":"ø","b":[1,null,true],"ä":[]}'.encode()


def test_canonical_json_composes_letters() -> None:
    decomposed, composed = "Zu\u0308rich", "Zürich"

    assert canonical_json({decomposed: decomposed}) == canonical_json({composed: composed})


def test_canonical_json_writes_bytes_as_base64url() -> None:
    assert canonical_json({"raw": b"\xfb\xff"}) == b'{"raw":"-_8"}'


@pytest.mark.parametrize("value", [1.5, {"deep": [1.0]}, object()])
def test_canonical_json_refuses_what_has_no_canonical_form(value: object) -> None:
    with pytest.raises(TypeError, match="cannot be part of an event"):
        canonical_json(value)


@given(VALUES)
def test_canonical_json_is_stable(value: object) -> None:
    once = canonical_json(value)

    assert canonical_json(from_json(once)) == once
    assert json.loads(once) == from_json(once)


@given(st.binary())
def test_base64_comes_back(raw: bytes) -> None:
    text = to_base64(raw)

    assert from_base64(text) == raw
    assert "=" not in text
