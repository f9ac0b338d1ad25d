"""A grid as a sheet: what people may write, and the sentence for what cannot be read."""

import pytest

from epex.commands.sheets import Grid, read_sheet
from epex.core.decision import Refused

LAW = Grid({"environment.law": "fits"}, {"environment.law": "A court decides"})


@pytest.mark.parametrize(
    "text",
    [
        '[environment.law]\nrating = "fits"\nnote = "A court decides"\n',
        '["environment.law"]\nrating = " fits "\nnote = "A court decides"\n',
        '[environment]\nlaw = { rating = "fits", note = "A court decides" }\n[population.needs]\nrating = ""\n',
        "criterion,rating,note\nenvironment.law,fits,A court decides\n",
        "Criterion;Rating;Note;Question\nEnvironment: law;fits;A court decides;Do they?\n;;;\n",
        "\ncriterion\trating\tnote\nenvironment.law\tfits\tA court decides\npopulation.needs\t\t\n",
    ],
)
def test_read_sheet_takes_toml_and_csv(text: str) -> None:
    assert read_sheet(text) == LAW


def test_read_sheet_takes_a_rating_alone() -> None:
    assert read_sheet('[environment]\nlaw = "blocks"') == Grid({"environment.law": "blocks"}, {})


@pytest.mark.parametrize("text", ["", " \n", "# only a remark\n"])
def test_read_sheet_takes_nothing_for_nothing(text: str) -> None:
    assert read_sheet(text) == Grid({}, {})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[environment.law", "The sheet is not sound TOML"),
        ("[environment.law]\nrating = 3", "'environment.law' in the sheet is not a criterion; write rating = "),
        ("[environment.law]\nrating = 'fits'\nwhy = 'x'", "'environment.law' in the sheet is not a criterion"),
        ("law = 3", "'law' in the sheet is not a criterion"),
        ("criterion,value\nenvironment.law,fits", "The sheet has no column 'rating'; name criterion, rating and"),
    ],
)
def test_read_sheet_says_what_is_wrong(text: str, why: str) -> None:
    with pytest.raises(Refused, match=f"^{why}"):
        read_sheet(text)
