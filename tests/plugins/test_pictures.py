"""The pictures: every number is that of the table, and nobody sees more than they may."""

import re
from pathlib import Path
from typing import Any

import pytest

from epex.app.base import KnowledgeBase
from epex.core.decision import Actor, Refused
from epex.core.element import ElementIdentified, ElementLabelled
from epex.core.organisation import OrganisationJoined
from epex.core.person import PersonRegistered
from epex.core.publication import PublicationOpened
from epex.core.reflection import ReflectionRecorded
from epex.core.theme import ThemeProposed, ThemeRenamed, ThemeRetired, ThemeSplit
from epex.core.transfer import TransferConsidered
from epex.core.visit import VisitCancelled, VisitPlanned, VisitPostponed, VisitStarted
from epex.core.year import YearOpened
from epex.plugins import Block, Document, Paragraph, Picture, Section, sentences
from epex.plugins.audience import INSIDE, OUTSIDE, WITHHELD
from epex.plugins.builtin.pictures.spans import Calendar
from epex.plugins.drawing import Line, Mark, Words
from epex.plugins.loader import Plugins
from epex.plugins.reports import render, run_report
from tests.plugins.drawing.seen import numbers, outside, overlapping
from tests.projections.bases import ANNA, BEA, CLEO, Base
from tests.projections.society import WEEK

NAMES = ("timeline", "visit-network", "genealogy", "coverage")
NOBODY = Actor("")
HIDDEN = "Quicksilver"


def report(base: Base | KnowledgeBase, name: str, actor: Actor | None = ANNA, **options: str) -> Document:
    queries = base.queries(actor) if isinstance(base, Base) else base.queries()
    return run_report(Plugins(), name, queries, options)


def pictures(blocks: tuple[Block, ...]) -> list[Picture]:
    return [
        picture
        for block in blocks
        for picture in (
            [block] if isinstance(block, Picture) else pictures(block.blocks) if isinstance(block, Section) else []
        )
    ]


def drawn(picture: Picture) -> dict[str, int]:
    assert picture.drawing
    return numbers(picture.drawing)


def said(document: Document) -> str:
    shown = [picture.drawing for picture in pictures(document.page)]
    return f"{render(document, 'html')}{shown}"


def cells(picture: Picture) -> list[list[str]]:
    return [[cell.text for cell in row] for row in picture.table.rows]


def counted(picture: Picture) -> dict[str, int]:
    """Give the numbers of a timeline's table as its picture says them."""
    return {
        f"{group}, {name}, {'in all' if span == 'In all' else span}": int(count)
        for span, told in cells(picture)
        for group, parts in re.findall(r"([A-Z][a-z ]*): ([^.]*)\.", told)
        for count, name in re.findall(r"(\d+) ([a-z ]+)", parts)
    }


@pytest.mark.parametrize("name", NAMES)
def test_nothing_runs_off_the_sheet_and_no_words_into_others(demo: KnowledgeBase, name: str) -> None:
    found = pictures(report(demo, name).page)

    assert found
    for picture in found:
        assert picture.drawing
        assert (outside(picture.drawing), overlapping(picture.drawing)) == ([], [])


@pytest.mark.parametrize("name", NAMES)
def test_the_same_base_gives_the_same_bytes(demo: KnowledgeBase, name: str) -> None:
    assert render(report(demo, name), "html") == render(report(demo, name), "html")


def test_every_number_of_the_timeline_is_in_its_table(demo: KnowledgeBase) -> None:
    (picture,) = pictures(report(demo, "timeline").page)

    assert drawn(picture) == counted(picture)
    assert drawn(picture)["Visits, held, in all"] == 41
    assert drawn(picture)["Themes, adopted, November 2017"] == 3


def test_every_number_of_the_coverage_is_in_its_table(demo: KnowledgeBase) -> None:
    elements, themes = pictures(report(demo, "coverage").page)

    for picture in (elements, themes):
        told = {f"{country}, {setting}": int(count) for country, setting, count in cells(picture)}
        assert drawn(picture) == told
    assert sum(drawn(elements).values()) == 11


def test_every_arrow_of_the_network_is_in_its_table(demo: KnowledgeBase) -> None:
    (picture,) = pictures(report(demo, "visit-network").page)

    assert picture.drawing
    heads = [shape for shape in picture.drawing.shapes if isinstance(shape, Mark) and len(shape.points) == 3]
    counts = sorted(int(head.says.rpartition(": ")[2].split()[0]) for head in heads)
    assert counts == sorted(int(row[2]) for row in cells(picture))
    assert sum(counts) == 41


def test_every_decision_of_the_genealogy_is_in_its_table(demo: KnowledgeBase) -> None:
    (picture,) = pictures(report(demo, "genealogy").page)

    assert picture.drawing
    knots = sorted(
        shape.says.partition(" on ")[0].partition(" '")[0]
        for shape in picture.drawing.shapes
        if isinstance(shape, Mark) and shape.says
    )
    told = sorted(f"{theme}: {re.split(r'[,:]| into ', what)[0]}" for theme, _, what, _ in cells(picture))
    assert knots == told
    bends = [shape for shape in picture.drawing.shapes if isinstance(shape, Line) and shape.is_bent]
    assert len(bends) == 3


def test_the_network_of_one_year_counts_its_visits_alone(small: Base) -> None:
    small.record("visit-more", WEEK, VisitStarted(on="2016-05-02"), VisitStarted(on="2016-05-02"))

    (picture,) = pictures(report(small, "visit-network", year="1").page)
    small.record("year-two", YearOpened(number=2, purpose="practice_transfer"))
    without = report(small, "visit-network", year="2")

    assert drawn(picture) == {"The north house to The south house": 2}
    assert cells(picture) == [["The north house (Austria)", "The south house (Kosovo)", "2"]]
    assert [block.text for block in without.page if isinstance(block, Paragraph)] == [
        "No visit has been held that you may read."
    ]
    with pytest.raises(Refused, match="'two' is not the number of a programme year"):
        report(small, "visit-network", year="two")


def test_the_network_of_a_year_that_was_not_opened_is_refused(demo: KnowledgeBase) -> None:
    with pytest.raises(Refused, match=r"There is no programme year 9; choose one of: 1, 2, 3\."):
        report(demo, "visit-network", year="9")


def test_who_was_in_no_visit_is_named(small: Base) -> None:
    document = report(small, "visit-network")

    assert [block.text for block in document.page if isinstance(block, Paragraph)] == [
        "In no visit that was held: The far house."
    ]


def test_a_great_network_is_folded_and_says_how_many_are_not_drawn(small: Base) -> None:
    for number in range(30):
        joined = OrganisationJoined(name=f"House {number:02}", country="NO", kind="ngo")
        small.record(f"organisation-{number:02}", joined)
        visit = VisitPlanned(
            title=f"Visit {number}",
            year=1,
            purpose="getting_to_know",
            host=f"organisation-{number:02}",
            visitors=("person-bea",),
            visiting_organisations=("organisation-south",),
        )
        small.record(f"visit-{number:02}", visit, VisitStarted(on="2016-04-04"))

    (picture,) = pictures(report(small, "visit-network").page)

    assert "31 visits between 32 organisations." in picture.about.text
    assert "Drawn are the 24 organisations" in picture.about.text
    assert "the 8 others stand folded" in picture.about.text
    assert sum(drawn(picture).values()) == 31 == sum(int(row[2]) for row in cells(picture))
    assert [count for where, count in drawn(picture).items() if where.startswith("8 others")] == [8]
    assert picture.drawing
    assert outside(picture.drawing) == []


def test_a_hidden_visit_is_no_arrow_and_no_number(small: Base) -> None:
    before = {name: said(report(small, name, CLEO)) for name in NAMES}
    secret = VisitPlanned(
        title=f"{HIDDEN} visit",
        year=1,
        purpose="getting_to_know",
        host="organisation-far",
        visitors=("person-anna",),
        visiting_organisations=("organisation-north",),
        setting="prison",
    )
    hidden: dict[str, Any] = {"visibility": "private", "by": ANNA}
    small.record("visit-secret", secret, VisitStarted(on="2017-09-09"), **hidden)
    small.record("theme-secret", ThemeProposed(labels={"en": f"{HIDDEN} theme"}), **hidden)
    small.record("theme-secret", ThemeRetired(rationale="No."), by=ANNA)
    element = ElementIdentified(
        name=f"{HIDDEN} round", core="x", language="en", organisation="organisation-far", setting="prison"
    )
    small.record("element-secret", element, **hidden)
    small.record("element-secret", ElementLabelled(label="shared"), by=ANNA)
    small.record(
        "publication-secret", PublicationOpened(title=f"{HIDDEN} book", edition="First", language="en"), **hidden
    )
    small.record(
        "reflection-secret",
        ReflectionRecorded(
            answers={"how": "x"}, about="visit-week", side="visitor", author="person-bea", visibility="pair"
        ),
        by=BEA,
    )

    after = {name: said(report(small, name, CLEO)) for name in NAMES}
    own = said(report(small, "visit-network", ANNA))

    assert after == before
    assert HIDDEN not in "".join(after.values())
    assert "2 visits between 3 organisations" in own
    assert "The far house to The north house: 1 visits" in own


def test_a_hidden_step_on_what_is_seen_changes_nothing(small: Base) -> None:
    before = {name: said(report(small, name, CLEO)) for name in NAMES}
    hidden: dict[str, Any] = {"visibility": "private", "by": ANNA}
    small.record("theme-trust", ThemeRenamed(labels={"en": HIDDEN}, rationale="x"), **hidden)
    small.record("theme-trust", ThemeRetired(rationale="No."), **hidden)
    small.record("element-tea", ElementLabelled(label="inspiring"), **hidden)
    small.record("visit-week", VisitPostponed(reason="x", starts_on="2019-01-01"), **hidden)

    assert {name: said(report(small, name, CLEO)) for name in NAMES} == before
    assert "retired" in said(report(small, "genealogy", ANNA))


def test_a_theme_that_came_out_of_a_hidden_one_stands_by_itself(small: Base) -> None:
    hidden: dict[str, Any] = {"visibility": "private", "by": ANNA}
    small.record("theme-secret", ThemeProposed(labels={"en": HIDDEN}), **hidden)
    small.record("theme-secret", ThemeSplit(into=("theme-child",), rationale="x"), by=ANNA)
    small.record("theme-child", ThemeProposed(labels={"en": "A child"}, split_from="theme-secret"), by=ANNA)

    document = report(small, "genealogy", CLEO)

    assert "A child" in said(document)
    assert HIDDEN not in said(document)
    (picture,) = pictures(document.page)
    assert [row[2] for row in cells(picture) if row[0] == "A child"] == ["proposed"]


@pytest.mark.parametrize("name", NAMES)
def test_outside_the_network_nobody_is_named_and_no_event_told(demo: KnowledgeBase, name: str) -> None:
    names = [
        row[column]
        for row in demo.queries().listing("organisation")
        for column in ("title", "short_name")
        if row[column]
    ]

    document = report(demo, name, audience="outside")

    assert document.handling.text == OUTSIDE
    assert (document.appendix, [one for one in sentences(document) if one.positions]) == ((), [])
    assert [one for one in names if one in said(document)] == []


@pytest.mark.parametrize("name", NAMES)
def test_whoever_reads_from_outside_gets_no_small_figure(small: Base, name: str) -> None:
    assert report(small, name, NOBODY).handling.text == OUTSIDE
    assert report(small, name).handling.text == INSIDE
    with pytest.raises(Refused, match="Small figures are for members"):
        report(small, name, NOBODY, audience="inside")


def test_a_month_of_too_few_organisations_is_withheld_outside_with_the_next_beside_it(demo: KnowledgeBase) -> None:
    (picture,) = pictures(report(demo, "timeline", audience="outside").page)

    assert drawn(picture) == counted(picture)
    assert not any(key.endswith("in all") for key in drawn(picture))
    groups = {key.partition(",")[0] for key in drawn(picture)}
    assert groups <= {"Visits", "Reflections", "Elements of practice", "Transfers"}
    march = next(row for row in cells(picture) if row[0] == "March 2016")
    assert march[1].startswith("Withheld, or nothing: visits held; reflections by hosts, by visitors; ")
    assert picture.drawing
    crosses = [shape for shape in picture.drawing.shapes if isinstance(shape, Words) and shape.text == "×"]
    assert len(crosses) == sum(len(re.split("[,;] ", text)) for _, told in cells(picture) for text in _withheld(told))


def test_outside_a_month_of_nothing_looks_like_one_of_too_few(small: Base) -> None:
    for number in range(4):
        joined = OrganisationJoined(name=f"House {number:02}", country="NO", kind="ngo")
        small.record(f"organisation-{number:02}", joined)
        for month in ("2017-03", "2017-05") if number < 3 else ("2017-05",):
            _visit(small, f"visit-{number}-{month}", f"organisation-{number:02}", f"{month}-06")
    before = report(small, "timeline", audience="outside")

    # Of 2017 July is withheld now, with the smaller of the two that could be told.
    _visit(small, "visit-july", "organisation-03", "2017-07-03")
    (july,) = pictures(report(small, "timeline", audience="outside").page)
    _visit(small, "visit-june", "organisation-03", "2017-06-05")
    (both,) = pictures(report(small, "timeline", audience="outside").page)

    (picture,) = pictures(before.page)
    held = {span: text for span, text in cells(picture) if text != "Withheld, or nothing."}
    assert [row[0] for row in cells(picture)] == [span.name for span in Calendar(["2017-01", "2017-12"]).spans]
    assert held == {"March 2017": "Visits: 3 held.", "May 2017": "Visits: 4 held."}
    told = {span: text for span, text in cells(july) if not _withheld(text)}
    assert told == {"May 2017": "Visits: 4 held."}
    assert cells(both) == cells(july)
    assert july.table.caption == "What happened, by month; every month is listed"


def test_outside_a_month_of_a_lane_that_is_left_out_looks_like_one_of_nothing(small: Base) -> None:
    for number in range(3):
        joined = OrganisationJoined(name=f"House {number:02}", country="NO", kind="ngo")
        small.record(f"organisation-{number:02}", joined)
        _visit(small, f"visit-{number}", f"organisation-{number:02}", "2017-03-06")
    before = said(report(small, "timeline", audience="outside"))
    considered = TransferConsidered(
        element="element-tea", source="organisation-north", receiving="organisation-far", reason="x"
    )
    small.record("transfer-more", considered, occurred_on="2017-06-05")

    document = report(small, "timeline", audience="outside")

    (picture,) = pictures(document.page)
    told = dict(cells(picture))
    assert (told.pop("March 2017"), set(told.values())) == ("Visits: 3 held.", {"Withheld, or nothing."})
    assert said(document) == before
    (rule,) = [block.text for block in document.page if isinstance(block, Paragraph)]
    assert "both are a cross in the picture and 'Withheld, or nothing' in the table" in rule
    assert "cross" not in picture.about.text
    assert WITHHELD not in said(document)


def _withheld(told: str) -> list[str]:
    return re.findall(r"Withheld, or nothing: (.*)\.", told)


def _visit(base: Base, visit: str, host: str, day: str) -> None:
    planned = VisitPlanned(
        title=visit,
        year=2,
        purpose="practice_transfer",
        host=host,
        visitors=("person-bea",),
        visiting_organisations=("organisation-south",),
    )
    base.record(visit, planned, VisitStarted(on=day))


def test_visits_without_a_day_stand_under_a_question_mark(small: Base) -> None:
    visit = VisitPlanned(
        title="Some day",
        year=1,
        purpose="getting_to_know",
        host="organisation-north",
        visitors=("person-bea",),
        visiting_organisations=("organisation-south",),
    )
    small.record("visit-some-day", visit, VisitCancelled(reason="Nobody has time."))

    (picture,) = pictures(report(small, "timeline").page)

    assert drawn(picture)["Visits, cancelled, day not stated"] >= 1
    assert picture.about.text.endswith("What has no day stands under the question mark.")


def test_spans_grow_with_the_time_that_they_cover() -> None:
    months, quarters, years = (Calendar(["2016-02-03", last]) for last in ("2018-12-20", "2023-01-09", "2041"))
    decades = Calendar(["2016-02", "2041-06", "2020"])

    assert (months.unit, len(months.spans), months.spans[0].name) == ("month", 35, "February 2016")
    assert (quarters.unit, len(quarters.spans), quarters.key("2016-06-30")) == ("quarter", 29, "2016-02")
    assert (years.unit, decades.unit, decades.key("2020")) == ("month", "year", "2020")
    assert (months.key("2016"), Calendar([]).spans) == ("", [])


def test_a_base_in_which_nothing_happened_says_so(tmp_path: Path) -> None:
    base = Base(tmp_path)
    base.record("organisation-north", OrganisationJoined(name="The north house", country="AT", kind="ngo"))
    base.record("person-anna", PersonRegistered(name="Anna", organisation="organisation-north", roles=("coordinator",)))

    told = [block.text for name in NAMES for block in report(base, name).page if isinstance(block, Paragraph)]
    outside_told = [
        block.text
        for name in NAMES
        for block in report(base, name, audience="outside").page
        if isinstance(block, Paragraph)
    ]

    base.close()
    assert told == [
        "Nothing has happened yet that you may read.",
        "No visit has been held that you may read.",
        "There is no theme that you may read.",
        "Elements of practice: none that you may read.",
        "Themes: none that you may read.",
    ]
    assert [text.partition(". ")[2] or text for text in outside_told] != told


def test_the_genealogy_tells_what_a_theme_was_called_before(demo: KnowledgeBase) -> None:
    (picture,) = pictures(report(demo, "genealogy").page)

    told = [row[2].text for row in picture.table.rows if row[2].text.startswith("renamed")]

    assert told == ["renamed: 'Former members as colleagues' (before: 'Using lived experience')"]


def test_coverage_leaves_out_what_no_longer_stands(demo: KnowledgeBase) -> None:
    elements, themes = (picture.table.rows for picture in pictures(report(demo, "coverage").page))

    told = {position for row in (*elements, *themes) for cell in row for position in cell.positions}

    rows = [row for subject in ("element", "theme") for row in demo.queries().listing(subject)]
    over = {row["position"]: row["status"] for row in rows if row["status"] in ("rejected", "retired")}
    assert sorted(set(over.values())) == ["rejected", "retired"]
    assert told & over.keys() == set()
