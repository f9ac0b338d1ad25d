"""The finder finds a text however it is written, and nothing within other words."""

import html
import json
from base64 import b64encode, encodebytes, urlsafe_b64encode
from collections.abc import Callable
from unicodedata import normalize
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from epex.app.erasing.forms import Bounds, Finder, repeats, tidied

LETTERS = st.sampled_from("abemnrzABEMNRZøØåéßłŁжЖяЯعمπΣ")
WORDS = st.text(LETTERS, min_size=4, max_size=9)
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
FRAMES = st.text(st.sampled_from(" .,;:()\n"), min_size=1, max_size=5)
CASES: dict[str, Callable[[str], str]] = {"as it is": str, "lower": str.lower, "upper": str.upper, "title": str.title}
WAYS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "utf-16": lambda text: text.encode("utf-16"),
    "json": lambda text: json.dumps(text).encode(),
    "json in utf-8": lambda text: json.dumps(text, ensure_ascii=False).encode(),
    "json within json": lambda text: json.dumps({"said": text}, indent=1).encode(),
    "an address": lambda text: quote(text).encode(),
    "a form": lambda text: quote_plus(text).encode(),
    "html": lambda text: html.escape(text).encode("ascii", "xmlcharrefreplace"),
    "base64": lambda text: b64encode(text.encode()),
    "base64 after 1": lambda text: b64encode(b"x" + text.encode()),
    "base64 after 2": lambda text: b64encode(b"x " + text.encode()),
    "base64 after 3": lambda text: b64encode(b"x y" + text.encode()),
    "base64 for addresses": lambda text: urlsafe_b64encode(text.encode()).rstrip(b"="),
    "base64 in lines": lambda text: encodebytes(b" " * 60 + text.encode()),
    "a file name": lambda text: text.strip(" .,;:()\n").replace(" ", "-").encode() + b".pdf",
}


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=60, deadline=None)
@given(
    name=NAMES, before=FRAMES, after=FRAMES, case=st.sampled_from(sorted(CASES)), form=st.sampled_from(["NFC", "NFD"])
)
@example(name="Jørgen Łukasz Åberg", before=" ", after=".", case="upper", form="NFD")
def test_a_name_is_found_however_it_is_written(
    way: str, name: str, before: str, after: str, case: str, form: str
) -> None:
    written = before + normalize(form, CASES[case](name)) + after  # type: ignore[arg-type]

    assert Finder([name]).count(WAYS[way](written)) > 0


@pytest.mark.parametrize("gap", ["\n", "\r\n  ", "\t", "\u00a0", "_", ".", "  "])
@pytest.mark.parametrize("way", ["utf-8", "utf-16-le", "json", "an address", "base64 after 1"])
def test_a_name_is_found_across_the_end_of_a_line(way: str, gap: str) -> None:
    assert Finder(["Mira Åsa Holm"]).count(WAYS[way](f" Mira{gap}Åsa{gap}Holm, ")) > 0


@pytest.mark.slow
@pytest.mark.parametrize("way", sorted(set(WAYS) - {"a file name"}))
@settings(max_examples=40, deadline=None)
@given(name=NAMES, letter=st.sampled_from("bZ7øéжع"), where=st.sampled_from(["before", "after"]))
def test_a_name_within_another_word_is_not_found(way: str, name: str, letter: str, where: str) -> None:
    longer = f"{letter}{name}" if where == "before" else f"{name}{letter}"

    assert Finder([name]).count(WAYS[way](f" and {longer}, ")) == 0


def test_a_letter_with_an_accent_of_its_own_is_another_word() -> None:
    assert Finder(["Mira Hol"]).count(normalize("NFD", "Mira Holé").encode()) == 0


@pytest.mark.parametrize(
    ("bounds", "expected"), [(Bounds.WORDS, 0), (Bounds.CELLS, 1), (Bounds.ANYWHERE, 1)], ids=["words", "cells", "any"]
)
def test_in_a_database_a_telling_name_needs_no_boundary(bounds: Bounds, expected: int) -> None:
    assert Finder(["Mira Holm"]).count(b"\x17\x21person-4fMira Holmorganisation-7a", bounds) == expected


@pytest.mark.parametrize("bounds", [Bounds.WORDS, Bounds.CELLS])
@pytest.mark.parametrize(
    "raw",
    [
        b'"ciphertext":"xT0vH4kq2ZbR9LmWc8Yd-ana-Qe5JpUo7NsGf1KxHiBv3w"',
        bytes(range(128, 160)) + b" ana " + bytes(range(128, 160)),
        b"id 0f8fad5b-d9cb-469f-a165-ana-70867728950e",
    ],
    ids=["base64", "bytes", "a code"],
)
def test_a_short_name_in_a_ciphertext_or_a_code_is_chance(raw: bytes, bounds: Bounds) -> None:
    assert Finder(["Ana"]).count(raw, bounds) == 0


@pytest.mark.parametrize("text", ["Ask Ana.", "ANA", "dear Ana, the kettle is on, and nobody else is here"])
def test_a_short_name_in_a_text_is_found(text: str) -> None:
    assert Finder(["Ana"]).finds(text)


def test_a_contact_is_found_in_other_cases() -> None:
    finder = Finder(["Mira.Holm@example.org", "+47 555 01 234"])

    assert finder.count(b"mailto:mira.holm@EXAMPLE.org, tel +47-555-01-234") == 2


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_an_apostrophe_and_a_dash_may_be_any(apostrophe: str) -> None:
    assert Finder(["Ida O'Brien-Moe"]).finds(f"with Ida O{apostrophe}Brien‑Moe today")


def test_base64_that_only_looks_like_the_word_is_nothing() -> None:
    code = b64encode(b" Holm ")

    assert [Finder(["Mira Holm"]).count(raw) for raw in (code, code[1:], b"?" + code + b"?")] == [0, 0, 0]


def test_texts_without_a_word_are_not_looked_for() -> None:
    finder = Finder(["", " ", "-", "x", "Mira\u00a0 Holm", "Mira Holm"])

    assert (finder.texts, [tidied(text) for text in ("Å", "Y.", " a b ")]) == (("Mira Holm",), ["", "", "a b"])


@pytest.mark.parametrize(
    "raw",
    [
        "an Jörg Müller, Köln".encode("cp1252"),
        "an JÖRG MÜLLER, Köln".encode("cp1252"),
        b"an J=C3=B6rg M=C3=BCl=\r\nler,=20und",
        b"=?iso-8859-1?q?J=F6rg_M=FCller?=",
        "> an Jörg\r\n> Müller".encode(),
        "<p><b>Jörg</b> <i class='x'>Müller</i>".encode(),
        "Müller, Jörg".encode(),
        '"MÜLLER";"Jörg"'.encode(),
        b"an Joerg Mueller",
        "Mueller, Jörg".encode("utf-16-le"),
        b64encode(b"an Joerg Mueller"),
    ],
)
@pytest.mark.parametrize("name", ["Jörg Müller", "Joerg Mueller"])
def test_a_name_is_found_in_mail_in_lists_and_in_other_spellings(name: str, raw: bytes) -> None:
    assert Finder([name]).count(raw) > 0


def test_initials_are_looked_for_as_they_are_written() -> None:
    finder = Finder(["K. L."])

    assert [finder.finds(text) for text in ("with K. L. today", "with k.  l.", "K. M.", "Kk. L. and K. L.m")] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(("said", "expected"), [("Y asked", True), ("Why not", False), ("by letter, Y", True)])
def test_a_single_letter_is_known_in_what_is_said(said: str, *, expected: bool) -> None:
    assert (repeats(said, "Y"), repeats(said, "")) == (expected, False)


def test_a_short_name_in_a_sealed_field_is_chance() -> None:
    raw = b'{"name":{"ciphertext":"ab-Wu-cd","commitment":"Wu","key":"person-1","nonce":"Wu-aaaaaaaaaaaaa"}}'

    assert (Finder(["Wu"]).count(raw), Finder(["Wu"]).count(raw + b" Wu")) == (0, 1)


def test_nothing_is_found_without_texts() -> None:
    assert (Finder([]).count(b"anything"), Finder([]).reach) == (0, 192)
