"""Coverage: outside nobody sees where few have something, inside each cell is filled by what really comes from it."""

from pathlib import Path
from typing import Any

import pytest

from epex.core.element import ElementIdentified
from epex.core.organisation import OrganisationJoined
from epex.core.reflection import ReflectionRecorded
from epex.core.theme import ThemeEvidenceLinked, ThemeProposed
from epex.plugins import Document, Paragraph, Table
from epex.plugins.audience import WITHHELD
from epex.plugins.drawing import Words
from tests.plugins.test_pictures import cells, drawn, pictures, report, said
from tests.projections.bases import Base, copied


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


def _speaks(base: Base, organisation: str, quotation: str) -> None:
    """Let somebody of an organisation say what a new theme rests on, and nothing else."""
    base.record("theme-doors", ThemeProposed(labels={"en": "Doors"}))
    words: dict[str, Any] = {"organisation": organisation, "side": "visitor", "quotation": quotation}
    spoken = ReflectionRecorded(answers={"why": "Tea."}, about="visit-week", visibility="network", **words)
    base.record("reflection-doors", spoken)
    base.record("theme-doors", ThemeEvidenceLinked(source="reflection-doors", stance="supports"))


@pytest.mark.parametrize("quotation", ["anonymous", "none"])
def test_where_speakers_are_from_who_are_not_to_be_named_changes_nothing(
    told: Base, tmp_path: Path, quotation: str
) -> None:
    pages = []
    for home in ("north", "far", "cell"):
        base = copied(told, tmp_path / home)
        base.record("organisation-cell", OrganisationJoined(name="A cell", country="NO", kind="research"))
        _speaks(base, f"organisation-{home}", quotation)
        document = report(base, "coverage")
        pages.append((drawn(pictures(document.page)[1]), _kinds(document), _told(document)))
        base.close()

    counts, kinds, paragraphs = pages[0]
    assert pages == [pages[0]] * 3
    assert (counts["not told, not told"], kinds["research"], kinds["not told"][2]) == (
        2,
        ["1", "none yet", "none yet"],
        "2",
    )
    assert paragraphs[-1] == (
        "It is not told where 3 pieces of evidence of themes come from, for whoever said it is not to be named; that"
        " may be where a gap is drawn."
    )


def test_where_speakers_are_from_who_may_be_named_is_told(small: Base) -> None:
    small.record("organisation-cell", OrganisationJoined(name="A cell", country="NO", kind="research"))
    before = drawn(pictures(report(small, "coverage").page)[1])

    _speaks(small, "organisation-cell", "attributed")

    document = report(small, "coverage")
    assert drawn(pictures(document.page)[1]) == {**before, "Norway, school": 1}
    assert _kinds(document)["research"] == ["1", "none yet", "1"]


def _kinds(document: Document) -> dict[str, list[str]]:
    (table,) = [block for block in document.page if isinstance(block, Table)]
    return {kind.text: [cell.text for cell in row] for kind, *row in table.rows}


def _told(document: Document) -> list[str]:
    return [block.text for block in document.page if isinstance(block, Paragraph)]
