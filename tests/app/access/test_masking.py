"""Masking third parties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.app.access.masking import ANOTHER, CONTACT, Mask

ME = "person-11111111-1111-4111-8111-111111111111"
OTHER = "person-22222222-2222-4222-8222-222222222222"
OTHERS = [
    "Ben Okafor",
    "Anna Holm",
    "Bo Lie",
    "Hanna Berg",
    "Hanna Vos-Lind",
    "Wim van der Claes",
    "Jürgen Ördek",
    "An My",
    "Søren Bjørnsen",
    "Đorđe Petrović",
    "Pat O'Brien",
    "Arta Hoxha",
    "Hugo Lang",
    "Mira de Wit",
    "ليلى علي",
]
REACHED = [
    "@wimclaes on Signal",
    "Front desk of the old mill, room 12",
    "Signal: hannaberg",
    "12 34 56",
    "mira_h, x.y/boli",
]
MASK = Mask(ME, ["Mira Holm", "mira@home.example", "mira_h"], OTHERS, REACHED, ["en", "de", "fr"])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Mira Holm met Ben Okafor.", f"Mira Holm met {ANOTHER}."),
        ("Ben said so, and Okafor agreed.", f"{ANOTHER} said so, and {ANOTHER} agreed."),
        ("Anna Holm is no relative.", f"{ANOTHER} is no relative."),
        ("Bennet is a village.", "Bennet is a village."),
        ("Bo is short, and so is Lie's tea, or LIE.", f"{ANOTHER} is short, and so is {ANOTHER} tea, or {ANOTHER}."),
        ("In Hannas Büro sass HANNA und auch hanna.", f"In {ANOTHER} Büro sass {ANOTHER} und auch {ANOTHER}."),
        ("Bei Wims Desk, Claes’ Tee.", f"Bei {ANOTHER} Desk, {ANOTHER}’ Tee."),
        ("Frau Lind, _Vos_ and Vos-Lind.", f"Frau {ANOTHER}, _{ANOTHER}_ and {ANOTHER}."),
        ("Wim van  der\nClaes of the van.", f"{ANOTHER} of the van."),
        ("Mit Juergen, JURGEN und Oerdek.", f"Mit {ANOTHER}, {ANOTHER} und {ANOTHER}."),
        ("Jürgenin e pashë, s Hannom.", f"{ANOTHER} e pashë, s {ANOTHER}."),
        (
            "Soren Bjornsen shouted at Dorde Petrovic and at Djordje; O’Brien’s colleague wept.",
            f"{ANOTHER} shouted at {ANOTHER} and at {ANOTHER}; {ANOTHER} colleague wept.",
        ),
        ("Petrovićima, Petrovićev, Ђорђа", f"{ANOTHER}, {ANOTHER}, {ANOTHER}"),
        ("Hoxhës, Hoxhajt; Bjørnsenille", f"{ANOTHER}, {ANOTHER}; {ANOTHER}"),
        (
            "Oka\u00adfor, Hugós, OBrien; l'Okafor, l’ O`Brien",
            f"{ANOTHER}, {ANOTHER}, {ANOTHER}; l'{ANOTHER}, l’ {ANOTHER}",
        ),
        ("The language of hugonauts in Hannover.", "The language of hugonauts in Hannover."),
        ("Mira de Wits Tee; de Mira.", f"{ANOTHER} Tee; de Mira."),
        ("Of person-22222222, and person-11111111.", f"Of {ANOTHER}, and person-11111111."),
        ("سأل ليلى وعلي", f"سأل {ANOTHER} و{ANOTHER}"),
        ("Bei J. Okafor, Ben Okafors Tee.", f"Bei J. {ANOTHER} Tee."),
        ("The person-centred way.", "The person-centred way."),
        (
            "Dekat and an apple of my own; My turn, and An's.",
            f"Dekat and an apple of my own; {ANOTHER} turn, and {ANOTHER}.",
        ),
        ("Unter @wimclaes auf Signal, oder wimclaes.", f"Unter {CONTACT} auf Signal, oder {CONTACT}."),
        ("Front desk of the old mill is a mill.", f"{CONTACT} is a mill."),
        ("On Signal as hannaberg, or 123456 or 12-34 56.", f"On Signal as {CONTACT}, or {CONTACT} or {CONTACT}."),
        ("As boli or mira_h in room 14.", f"As {CONTACT} or mira_h in room 14."),
        ("As Mira@Home.example said to Holms.", "As Mira@Home.example said to Holms."),
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


def test_no_ending_makes_the_own_name_somebody_elses() -> None:
    mask = Mask(ME, ["Anna Bergen"], ["Ann Berg"])

    assert mask.text("Anna and Ann at Bergen, with Bergs") == f"Anna and {ANOTHER} at Bergen, with {ANOTHER}"


def test_a_name_that_somebodys_contact_holds_is_a_name_all_the_same() -> None:
    mask = Mask(ME, [], ["Ben Okafor"], ["Through the desk, Ben Okafor"])

    assert mask.text("Ben Okafor, through the desk") == f"{ANOTHER}, {CONTACT}"


def test_mask_of_nobody_covers_only_ids_and_contacts() -> None:
    assert Mask(ME, [], []).text("Ben Okafor, ben@south.example") == f"Ben Okafor, {CONTACT}"


@given(st.text(), st.text())
def test_no_text_keeps_a_name_of_somebody_else(before: str, after: str) -> None:
    masked = MASK.text(f"{before} Okafor {after}")

    assert " Okafor " not in masked
