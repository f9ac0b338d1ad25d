"""A visitor of the site: who asks, in which language, as of which day."""

import pytest

from epex.plugins import Refused
from epex.plugins.builtin.web.asking import Visitor, options, status_of
from tests.plugins.web.visiting import Site

GISELA = "Gisela Trautwein-Haas"


def test_a_visitor_asks_as_the_person(reading: Site) -> None:
    visiting = Visitor(reading.served, reading.people[GISELA])

    assert [row["title"] for row in visiting.ask("year", "list")] == ["Year 1", "Year 2", "Year 3"]
    assert (visiting.member.name, visiting.language, visiting.notices) == (GISELA, "en", [])


def test_a_visitor_asks_as_of_a_day(reading: Site) -> None:
    then = Visitor(reading.served, reading.people[GISELA], as_of="2016-01-31")

    assert then.ask("theme", "list") == []


def test_a_visitor_gets_what_the_command_line_prints(reading: Site) -> None:
    assert Visitor(reading.served, reading.people[GISELA]).print("--help").startswith("Usage: epex")


def test_nobody_asks_nothing(reading: Site) -> None:
    with pytest.raises(Refused):
        Visitor(reading.served, "").ask("theme", "list")


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("There is no theme 'x' that you may read; 'epex theme list' shows what there is.", 404),
        ("Only a coordinator may invite people; ask one of them.", 403),
        ("'2017-13' is not a date; write it as 2017, 2017-03 or 2017-03-14.", 422),
    ],
)
def test_a_refusal_has_its_status(sentence: str, status: int) -> None:
    assert status_of(Refused(sentence)) == status


def test_fields_become_options_and_never_others() -> None:
    assert list(options({"since": " 2017 ", "query_language": "--help", "until": " "})) == [
        "--since=2017",
        "--query-language=--help",
    ]
