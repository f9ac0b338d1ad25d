"""Where lessons were used: at first and at second hand, and never more than the author may read."""

import pytest

from epex.core.element import ElementEvidenceLinked, ElementIdentified
from epex.core.reflection import ReflectionRecorded, ReflectionWithdrawalRequested
from epex.core.theme import ThemeEvidenceLinked, ThemeProposed
from epex.projections.duties.uses import duties
from epex.projections.readers import reader_of
from epex.projections.reading import Reading
from tests.projections.bases import ANNA, BEA, CLEO, PUBLIC, Base

TODAY = "2999-01-01"


def told_to(base: Base, person: str, today: str) -> list[tuple[str, str]]:
    return [(duty.title, duty.command) for duty in duties(Reading(base.views, reader_of(base.views, person)), today)]


def recorded_today(base: Base) -> str:
    return base.log.today()


def test_uses_are_listed_with_the_reflection_they_rest_on(told: Base) -> None:
    uses = told.queries(BEA).uses()

    assert [(use["reflection_title"], use["id"], use["how"]) for use in uses] == [
        ("Visitor reflection: A week in the north", "element-tea", "in support"),
        ("Visitor reflection: A week in the north", "theme-trust", "as a nuance"),
        ("Visitor reflection: A week in the north", "transfer-tea", "through the element 'Tea first'"),
        ("Visitor reflection: A week in the north", "theme-tea", "through the element 'Tea first'"),
    ]


def test_what_was_withdrawn_has_no_uses(base: Base) -> None:
    base.record("reflection-guest", ReflectionWithdrawalRequested(reason="Private after all"))

    assert base.queries(BEA).uses() == []


@pytest.mark.parametrize("reader", [CLEO, None], ids=["nobody's author", "the public"])
def test_who_wrote_nothing_has_no_uses(told: Base, reader: object) -> None:
    queries = told.queries(CLEO if reader else None)

    assert queries.uses() == []


def test_new_uses_are_told_one_by_one(told: Base) -> None:
    today = recorded_today(told)

    assert told_to(told, BEA.person, today) == [
        ("Tea first (element, in support)", "element show element-tea"),
        ("Trust (theme, as a nuance)", "theme show theme-trust"),
        ("Tea first → The far house (transfer, through the element 'Tea first')", "transfer show transfer-tea"),
        ("Tea (theme, through the element 'Tea first')", "theme show theme-tea"),
    ]


def test_earlier_uses_are_counted(told: Base) -> None:
    assert told_to(told, BEA.person, TODAY) == [("4 uses of what you wrote", "reflection uses")]


def test_one_earlier_use_is_told_in_the_singular(base: Base) -> None:
    base.record("element-one", ElementIdentified(name="One", core="One.", organisation="organisation-far"))
    base.record("element-one", ElementEvidenceLinked(source="reflection-far", stance="contradicts"))
    base.record("reflection-far", ReflectionRecorded(answers={"why": "No."}, author=CLEO.person), by=CLEO)

    assert told_to(base, CLEO.person, TODAY) == [("1 use of what you wrote", "reflection uses")]
    assert [use["how"] for use in base.queries(CLEO).uses()] == ["in contradiction"]


def test_what_the_author_may_not_read_is_neither_named_nor_counted(base: Base) -> None:
    before = told_to(base, BEA.person, TODAY)

    base.record("theme-hidden", ThemeProposed(labels={"en": "Hidden"}), by=ANNA, visibility="private")
    base.record("theme-hidden", ThemeEvidenceLinked(source="reflection-guest", stance="supports"), visibility="private")

    assert told_to(base, BEA.person, TODAY) == before
    seen = [use["id"] for use in base.queries(ANNA).show("reflection-guest")["used_in"]]
    assert ("theme-hidden" in seen, "theme-hidden" in str(base.queries(BEA).uses())) == (True, False)


def test_nobody_in_particular_is_told_nothing(told: Base) -> None:
    assert list(duties(Reading(told.views, PUBLIC), TODAY)) == []
