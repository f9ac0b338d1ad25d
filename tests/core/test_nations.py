"""How words begin that tell of a country."""

import pytest

from epex.core.nations import BEGINNINGS, beginnings
from epex.core.screening import Term, telling
from epex.core.vocabulary import COUNTRIES


@pytest.mark.parametrize(
    ("country", "text"),
    [
        ("AT", "Austrians, Österreicherin, österreichischen, oesterreichische, autrichiennes"),
        ("BE", "Belgians, belgische, belges, Flemish"),
        ("DE", "Germans, Deutsche, deutschen, allemandes"),
        ("DK", "Danes, Danish, dänischen, danoise, dansk"),
        ("FR", "Frenchwoman, Französinnen, französischen, françaises"),
        ("GB", "British, UK, Scottish, Engländer, anglaises"),
        ("NL", "Dutch, Holland, Hollander, holländisch, niederländischen, néerlandaises, Pays-Bas"),
        ("NO", "Norwegians, norwegischen, norvégiennes, norske"),
        ("TN", "Tunisians, tunesischen, tunisiennes"),
        ("XK", "Kosovars, kosovarische, kosovares"),
    ],
)
def test_beginnings_tell_of_a_country_and_its_people(country: str, text: str) -> None:
    terms = [Term(words, frozenset({"organisation-1"}), is_beginning=True) for words in beginnings(country)]

    assert [word for word in text.split(", ") if not telling([word], terms)] == []


def test_beginnings_are_of_countries_that_there_are() -> None:
    assert set(BEGINNINGS) - COUNTRIES == set()
    assert beginnings("PT") == ()
