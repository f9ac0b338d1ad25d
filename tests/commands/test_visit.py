"""`epex visit`: from the plan to monitoring, and the ways out of it."""

from tests.commands.running import FOUNDER, HOST, VISITING, VISITOR, Epex


def plan(epex: Epex, *more: str) -> str:
    return epex.record("visit", "plan", "Street work", "--year", "1", "--host", HOST, "--visitor", VISITOR, *more)


def test_plan_finds_the_visiting_organisation_and_the_purpose(epex: Epex) -> None:
    visit = plan(epex, "--host-person", FOUNDER, "--setting", "youth_work", "--objectives", "To listen")

    shown = epex.answer("visit", "show", visit)

    names = ("host_title", "host_people_titles", "visitors_titles", "visiting_organisations_titles")
    assert [shown[name] for name in names] == [HOST, [FOUNDER], [VISITOR], [VISITING]]
    assert (shown["purpose"], shown["setting"], shown["objectives"]) == ("getting_to_know", "youth_work", "To listen")


def test_plan_of_a_year_that_is_not_open_needs_a_purpose(epex: Epex) -> None:
    args = ("visit", "plan", "Street work", "--year", "4", "--host", HOST, "--visitor", VISITOR)

    assert epex.refusal(*args) == "Year 4 is not open; open it with 'epex year open', or give the visit a --purpose."
    assert epex.answer("visit", "show", epex.record(*args, "--purpose", "publication"))["purpose"] == "publication"


def test_a_visit_goes_from_plan_to_monitoring(epex: Epex) -> None:
    visit = plan(epex)
    steps = [
        ("agree", "--starts-on", "2017-03-13", "--ends-on", "2017-03-17", "--work-plan", "Monday: the street"),
        ("prepare",),
        ("start", "--on", "2017-03-13"),
        ("complete", "--occurred-on", "2017-03-17"),
        ("monitor", "Two colleagues work with parents", "--unexpected", "A choir"),
    ]

    statuses = []
    for name, *given in steps:
        epex.record("visit", name, visit, *given)
        statuses.append(epex.answer("visit", "show", visit)["status"])

    shown = epex.answer("visit", "show", visit)
    assert statuses == ["agreed", "prepared", "started", "completed", "monitored"]
    assert (shown["started_on"], shown["completed_on"]) == ("2017-03-13", "2017-03-17")
    assert shown["steps"][0]["attained"] == "Two colleagues work with parents"


def test_a_visit_cannot_complete_before_it_was_agreed(epex: Epex, visit: str) -> None:
    before = epex.events()

    sentence = epex.refusal("visit", "complete", visit)

    assert sentence == "The visit is planned, so nobody can complete it now; the next step is 'epex visit agree'."
    assert epex.events() == before


def test_a_visit_without_a_briefing_is_not_prepared(epex: Epex, visit: str) -> None:
    epex.record("visit", "agree", visit)

    sentence = epex.refusal("visit", "prepare", visit, "--no-confidentiality-briefing")

    assert sentence == "A visit needs a confidentiality briefing; hold it with the visitors, then say so."


def test_a_visit_is_postponed_and_cancelled_with_a_reason(epex: Epex, visit: str) -> None:
    epex.record("visit", "postpone", visit, "--reason", "The host is ill", "--starts-on", "2017-09")
    postponed = epex.answer("visit", "show", visit)
    epex.record("visit", "cancel", "street work", "--reason", "-", given="The prison gave no access\n")
    cancelled = epex.answer("visit", "show", visit)

    assert (postponed["status"], postponed["starts_on"]) == ("postponed", "2017-09")
    assert [step["reason"] for step in cancelled["steps"]] == ["The host is ill", "The prison gave no access"]


def test_cancelling_without_a_reason_says_how_to_give_one(epex: Epex, visit: str) -> None:
    sentence = epex.refusal("visit", "cancel", visit)

    assert sentence == "The reason is missing; give it as it is, with --file FILE, or as - from standard input."


def test_a_label_for_the_pair_speaks_of_the_visit(epex: Epex) -> None:
    visit = plan(epex, "--visibility", "pair", "--host-person", FOUNDER)
    stranger = epex.record("person", "add", "--name", "Zoe", "--organisation", HOST)

    as_visitor = epex.answer("visit", "list", acting_as=VISITOR)
    as_stranger = epex.answer("visit", "list", acting_as=stranger)

    assert [row["id"] for row in as_visitor] == [visit]
    assert as_stranger == []


def test_list_takes_filters(epex: Epex, visit: str) -> None:
    epex.record("visit", "agree", visit, "--starts-on", "2017-03-13")

    def found(*filters: str) -> list[str]:
        return [row["id"] for row in epex.answer("visit", "list", *filters)]

    assert found("--country", "XK", "--organisation", HOST, "--year", "1", "--since", "2017") == [visit]
    assert found("--until", "2016") == []
    assert found("--limit", "0") == []
    assert found("--offset", "1") == []
