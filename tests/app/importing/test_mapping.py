"""The mapping file, and the rows it translates."""

from pathlib import Path

import pytest

from epex.app.importing.columns import Unfit
from epex.app.importing.kinds import kind_of
from epex.app.importing.mapping import ColumnMap, read_mapping
from epex.core.decision import Refused
from tests.app.importing.bases import MAPPING


def mapping(folder: Path, text: str) -> ColumnMap:
    (folder / "map.toml").write_text(text, "utf-8")
    return read_mapping(folder / "map.toml")


def test_fields_joins_columns_and_leaves_out_blanks(tmp_path: Path) -> None:
    row = {"Ref": " 7 ", "Name": " ", "Story": "One.\r\nTwo. ", "Measures": "Three.", "Start": "12/09/2000 13:30"}

    found = mapping(tmp_path, MAPPING).fields(row)

    assert found == {"id": "7", "text": "One.\nTwo.\n\nThree.", "occurred_on": "2000-12-09"}


@pytest.mark.parametrize("text", ["2017-13-40", "09/31/2000 10:00", "2000", "soon"])
def test_fields_refuse_a_date_of_another_form(tmp_path: Path, text: str) -> None:
    made = mapping(tmp_path, MAPPING)
    if text == "2000":
        assert made.fields({"Start": text}) == {"occurred_on": "2000"}
        return

    with pytest.raises(Unfit, match="none of the date formats") as unfit:
        made.fields({"Start": text})

    assert unfit.value.field == "occurred_on"


def test_fields_never_guess_a_date() -> None:
    with pytest.raises(Unfit, match=r"\[dates\] formats"):
        ColumnMap().fitted(["text", "occurred_on"]).fields({"occurred_on": "03/04/2017"})


def test_fields_refuse_what_is_no_text() -> None:
    with pytest.raises(Unfit, match="characters that are no text"):
        ColumnMap().fitted(["text"]).fields({"text": "half a sign \ud800"})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[columns", "cannot be read"),
        ("[colums]\ntext = 'a'", "names the section 'colums'"),
        ("[columns]\nstory = 'a'", "names the field 'story'"),
        ("[columns]\ntext = 7", "must be a text or a list"),
        ("columns = 7", "must be a TOML table"),
        ("[columns]\nid = 'a'", "names no column of texts"),
        ("[columns]\ntext = 'a'\n[values]\nvisibility = 'all'", "not a known visibility"),
        ("[columns]\ntext = 'a'\n[values]\noccurred_on = '2017-13-40'", "is not a date"),
        ("[columns]\ntext = 'a'\n[dates]\nformats = ['%Q']", "strptime's notation"),
        ("[columns]\ntext = 'a'\n[dates]\nforms = ['%Y']", "names the setting of date 'forms'"),
    ],
)
def test_read_mapping_refuses_what_nobody_knows(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        mapping(tmp_path, text)


def test_read_mapping_refuses_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is no mapping"):
        read_mapping(tmp_path / "map.toml")


def test_fitted_names_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="has no column 'Lang'"):
        mapping(tmp_path, MAPPING).fitted(["Ref", "Name", "Story", "Measures", "Start", "Unit", "Who"])
    with pytest.raises(Refused, match="has no column 'text'"):
        ColumnMap().fitted(["Story"])
    assert ColumnMap().fitted(["why", "else"]).strangers(["why", "else"]) == ["else"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[columns]\nname = 'N'", "names no column of country"),
        ("[columns]\nname = 'N'\ntext = 'T'", "names the field 'text'; it can name: name, short_name"),
        ("[columns]\nname = 'N'\nkind = 'K'\n[values]\ncountry = 'NO'\nvisibility = 'all'", "not a known visibility"),
    ],
)
def test_read_mapping_knows_the_columns_of_a_kind(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "map.toml").write_text(text, "utf-8")

    with pytest.raises(Refused, match=why):
        read_mapping(tmp_path / "map.toml", kind_of("organisations"))


def test_constants_stand_for_columns_that_are_needed(tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text("[columns]\nname = 'N'\nkind = 'K'\n[values]\ncountry = 'NO'\n", "utf-8")

    made = read_mapping(tmp_path / "map.toml", kind_of("organisations")).fitted(["N", "K", "Else"])

    assert (made.fields({"N": "House", "K": "ngo"}), made.values) == (
        {"name": "House", "kind": "ngo"},
        {"country": "NO"},
    )
    with pytest.raises(Refused, match="has no column 'country'"):
        ColumnMap(kind=kind_of("organisations")).fitted(["name", "kind"])


def test_every_column_of_dates_is_brought_into_our_form() -> None:
    made = ColumnMap(kind=kind_of("visits"), date_formats=("%d.%m.%Y",), given=True, columns={"starts_on": ("From",)})

    assert made.fields({"From": "14.03.2017"}) == {"starts_on": "2017-03-14"}
