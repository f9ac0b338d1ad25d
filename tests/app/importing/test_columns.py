"""Columns: how cells are read, split and joined."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.app.importing.columns import (
    Column,
    Read,
    Unfit,
    code,
    codes,
    country,
    joined,
    language,
    lines,
    number,
    parts,
    reference,
    reference_among,
    references,
    spoken,
    whether,
)
from epex.core.decision import Refused

SETTINGS = ("youth_work", "prison")


class Names:
    """A network in which two things have names."""

    def language(self, text: str) -> str:
        """Know one language."""
        if text != "de":
            raise Refused(f"'{text}' is not a language of the network; write de.")
        return text

    def find(self, subject: str, text: str) -> str:
        """Find what there is."""
        if not self.is_named(subject, text):
            raise Refused(f"'{text}' is not registered; add it.")
        return f"{subject}-{text.casefold()}"

    def is_named(self, subject: str, text: str) -> bool:
        """Know a theme and people."""
        return subject == "person" or (subject, text) == ("theme", "Trust")


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (code(SETTINGS, "setting"), "Youth  Work", "youth_work"),
        (code(SETTINGS, "setting"), "youth-work", "youth_work"),
        (codes(SETTINGS, "setting"), "prison; Youth work\nprison", ("prison", "youth_work")),
        (country, "xk", "XK"),
        (language, "de", "de"),
        (spoken, "DE; ckb", ("de", "ckb")),
        (number, "12", 12),
        (whether, "Yes", True),
        (whether, "0", False),
        (lines, "One; two\nthree; ", ("One", "two", "three")),
        (lines, '["One; two", " "]', ("One; two",)),
        (lines, "[sic] one", ("[sic] one",)),
        (reference("person"), "Mira", "person-mira"),
        (references("person"), "Mira; Ben; Mira", ("person-mira", "person-ben")),
        (reference_among("visit", "theme"), "Trust", "theme-trust"),
    ],
)
def test_columns_read_cells(read: Read, text: str, value: Any) -> None:
    assert Column(name="it", takes="it", read=read).value(text, Names()) == value


@pytest.mark.parametrize(
    ("read", "text", "why"),
    [
        (code(SETTINGS, "setting"), "moon", "not a known setting"),
        (codes(SETTINGS, "setting"), "prison; moon", "not a known setting"),
        (country, "EU", "not a country code"),
        (language, "xx", "not a language"),
        (spoken, "german", "not a language code"),
        (number, "1.5", "not a whole number"),
        (number, "²", "not a whole number"),
        (whether, "perhaps", "neither yes nor no"),
        (reference("theme"), "Doubt", "not registered"),
        (reference_among("visit", "theme"), "Doubt", "no visit or theme"),
    ],
)
def test_columns_say_what_cannot_be_read(read: Read, text: str, why: str) -> None:
    with pytest.raises(Unfit, match=why) as unfit:
        Column(name="it", takes="it", read=read).value(text, Names())

    assert unfit.value.field == "it"


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=8).map(str.strip).filter(bool), max_size=4))
def test_what_is_joined_can_be_split_again(values: list[str]) -> None:
    assert parts(joined(values)) == values
