"""Masking third parties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.app.access.masking import ANOTHER, CONTACT, Mask

ME = "person-11111111-1111-4111-8111-111111111111"
OTHER = "person-22222222-2222-4222-8222-222222222222"
MASK = Mask(ME, ["Mira Holm", "mira@home.example"], ["Ben Okafor", "Anna Holm", "Li"])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Mira Holm met Ben Okafor.", f"Mira Holm met {ANOTHER}."),
        ("Ben said so, and Okafor agreed.", f"{ANOTHER} said so, and {ANOTHER} agreed."),
        ("Anna Holm is no relative.", f"{ANOTHER} is no relative."),
        ("Bennet is a village.", "Bennet is a village."),
        ("Li is too short a name.", "Li is too short a name."),
        (f"From {ME} to {OTHER}.", f"From {ME} to {ANOTHER}."),
        ("Write to ben@south.example or mira@home.example.", f"Write to {CONTACT} or mira@home.example."),
        ("Call +47 22 33 44 55 on 2017-03-14.", f"Call {CONTACT} on 2017-03-14."),
    ],
)
def test_text_covers_everybody_else(text: str, masked: str) -> None:
    assert MASK.text(text) == masked


def test_value_covers_texts_wherever_they_stand() -> None:
    value = {"people": ["Ben Okafor", "Mira Holm"], "count": 2, "inner": {"who": "Okafor"}}

    assert MASK.value(value) == {"people": [ANOTHER, "Mira Holm"], "count": 2, "inner": {"who": ANOTHER}}


def test_mask_of_nobody_covers_only_ids_and_contacts() -> None:
    assert Mask(ME, [], []).text("Ben Okafor, ben@south.example") == f"Ben Okafor, {CONTACT}"


@given(st.text(), st.text())
def test_no_text_keeps_a_name_of_somebody_else(before: str, after: str) -> None:
    masked = MASK.text(f"{before} Okafor {after}")

    assert " Okafor " not in masked
