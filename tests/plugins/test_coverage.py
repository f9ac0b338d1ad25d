"""Coverage: outside nobody sees where few have something, inside each cell is filled by what really comes from it."""

import pytest

from epex.core.element import ElementIdentified
from epex.core.organisation import OrganisationJoined
from epex.core.theme import ThemeEvidenceLinked, ThemeProposed
from epex.plugins import Paragraph
from epex.plugins.audience import WITHHELD
from epex.plugins.drawing import Words
from tests.plugins.test_pictures import cells, drawn, pictures, report, said
from tests.projections.bases import Base


def _houses(base: Base, country: str, number: int) -> list[str]:
    """Let organisations join that have an element at school each."""
    names = [f"organisation-{country.lower()}-{each}" for each in range(number)]
    for name in names:
        joined = OrganisationJoined(name=name, country=country, kind="ngo", settings=("school",))
        base.record(name, joined)
        _element(base, name, "school")
    return names


def _element(base: Base, organisation: str, setting: str, number: int = 0) -> str:
    identity = f"element-{organisation.removeprefix('organisation-')}-{setting or 'anywhere'}-{number}"
    found = ElementIdentified(
        name=identity.removeprefix("element-"), core="x", language="en", organisation=organisation, setting=setting
    )
    base.record(identity, found)
    return identity


@pytest.mark.parametrize("setting", ["prison", "school", ""])
@pytest.mark.parametrize("organisation", ["organisation-north", "organisation-far"])
@pytest.mark.parametrize("houses", [0, 3])
def test_outside_nobody_sees_one_or_two_elements_of_one_organisation(
    small: Base, organisation: str, setting: str, houses: int
) -> None:
    joined = OrganisationJoined(name="A cell", country="AT", kind="ngo", settings=("prison",))
    small.record("organisation-cell", joined)
    _houses(small, "NO", houses)
    pages = [said(report(small, "coverage", audience="outside"))]

    for number in (1, 2):
        _element(small, organisation, setting, number)
        pages.append(said(report(small, "coverage", audience="outside")))

    assert pages == pages[:1] * 3
    shown = [drawn(one) for one in pictures(report(small, "coverage", audience="outside").page)]
    assert shown == ([{"Norway, school": 3}] if houses else [])


def test_outside_a_cross_stands_wherever_there_is_no_figure(small: Base) -> None:
    _houses(small, "NO", 3)

    document = report(small, "coverage", audience="outside")

    (picture,) = pictures(document.page)
    assert picture.drawing
    words = [(shape.text, shape.says) for shape in picture.drawing.shapes if isinstance(shape, Words)]
    assert [says for text, says in words if text == "×"] == [
        f"{country}, school: withheld" for country in ("Austria", "Germany", "Kosovo")
    ]
    assert "·" not in [text for text, _ in words]
    assert cells(picture) == [["Norway", "school", "3"]]
    assert picture.table.caption.endswith("what is not listed is withheld, or nothing")
    assert WITHHELD not in said(document)


def test_outside_the_only_figure_that_is_left_cannot_be_computed_from_a_sum(small: Base) -> None:
    for country, number in (("AT", 3), ("XK", 4), ("DE", 5)):
        _houses(small, country, number)
    whole = report(small, "coverage", audience="outside")
    small.record("organisation-alone", OrganisationJoined(name="Alone", country="NO", kind="ngo"))

    (before,), (after,) = (pictures(one.page) for one in (whole, report(small, "coverage", audience="outside")))

    assert drawn(before) == {"Austria, school": 3, "Germany, school": 5, "Kosovo, school": 4}
    assert "cross" not in before.about.text
    assert drawn(after) == {"Germany, school": 5, "Kosovo, school": 4}


def test_outside_it_is_said_that_no_figure_is_told_whether_there_is_an_element_or_not(small: Base) -> None:
    document = report(small, "coverage", audience="outside")

    first, _ = [block.text for block in document.page if isinstance(block, Paragraph)]
    assert first.startswith("Elements of practice, by country and setting. No figure is told: one is only where three")


def test_a_theme_fills_only_the_pairs_that_one_piece_of_its_evidence_has(small: Base) -> None:
    small.record("theme-doors", ThemeProposed(labels={"en": "Doors"}))
    for organisation, setting in (("organisation-north", "prison"), ("organisation-far", "online")):
        small.record(
            "theme-doors", ThemeEvidenceLinked(source=_element(small, organisation, setting), stance="supports")
        )

    _, themes = pictures(report(small, "coverage").page)

    counts = drawn(themes)
    assert (counts["Austria, prison"], counts["Germany, online"]) == (1, 1)
    assert {"Austria, online", "Germany, prison"} & counts.keys() == set()
    assert counts == {f"{country}, {setting}": int(count) for country, setting, count in cells(themes)}
