"""`epex visit`: from the plan to monitoring, and the ways out of it."""

from datetime import UTC, datetime

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


def test_each_side_signs_the_agreement(epex: Epex) -> None:
    visit = plan(epex, "--host-person", FOUNDER)
    epex.record("visit", "agree", visit)
    missing = epex.answer("visit", "show", visit)["not_signed_by"]

    epex.record("visit", "sign", visit, acting_as=VISITOR)

    assert (missing, epex.answer("visit", "show", visit)["not_signed_by"]) == (["visitor"], [])
    sentence = epex.refusal("visit", "sign", visit)
    assert sentence == (
        "The host has signed this agreement already; 'epex visit board' shows whose signature is missing."
    )


def test_a_coordinator_signs_for_a_side_that_is_named(epex: Epex, visit: str) -> None:
    epex.record("visit", "agree", visit, "--signed-for", "host")

    epex.record("visit", "sign", visit, "--signed-for", "visitor")

    assert list(epex.answer("visit", "show", visit)["signed"]) == ["host", "visitor"]


def test_prepare_names_who_was_briefed(epex: Epex) -> None:
    visit = plan(epex, "--host-person", FOUNDER)
    epex.record("visit", "agree", visit)

    sentence = epex.refusal("visit", "prepare", visit, "--briefed", FOUNDER)
    epex.record("visit", "prepare", visit, "--briefed", FOUNDER, "--briefed", VISITOR)

    assert sentence.startswith("Not every visitor was briefed; brief them all, or correct who visits")
    assert epex.answer("visit", "show", visit)["briefed_titles"] == [FOUNDER, VISITOR]


def test_a_wrong_visit_is_corrected_with_a_reason(epex: Epex, visit: str) -> None:
    right = ("--title", "Street work at night", "--starts-on", "2017-03-14", "--place", "Bergen", "--setting", "online")

    epex.record("visit", "correct", visit, *right, "--reason", "A slip of the pen")

    shown = epex.answer("visit", "show", visit)
    told = [shown[name] for name in ("title", "starts_on", "place", "setting")]
    assert told == ["Street work at night", "2017-03-14", "Bergen", "online"]
    step = shown["steps"][0]
    assert (step["reason"], step["changed"]) == ("A slip of the pen", ["title", "starts_on", "place", "setting"])
    assert [hit["id"] for hit in epex.answer("search", "night")["hits"]] == [visit]


def test_another_visitor_comes_by_a_correction(epex: Epex, visit: str) -> None:
    epex.record("person", "add", "--name", "Noor", "--organisation", VISITING)
    for step in ("agree", "prepare"):
        epex.record("visit", step, visit)

    epex.record("visit", "correct", visit, "--visitor", "Noor", "--reason", "Ben is ill")

    shown = epex.answer("visit", "show", visit)
    assert (shown["status"], shown["visitors_titles"]) == ("agreed", ["Noor"])
    assert epex.refusal("visit", "start", visit).startswith("The visit is agreed, so nobody can start it now; the next")


def test_a_correction_needs_a_reason_and_something_to_correct(epex: Epex, visit: str) -> None:
    nothing = epex.refusal("visit", "correct", visit, "--reason", "Because")

    assert nothing == "The correction changes nothing; give at least one field, such as --starts-on."
    assert epex.refusal("visit", "correct", visit, "--title", "Tables").startswith("The reason is missing; give it")


def test_the_board_shows_how_every_visit_stands(epex: Epex, completed: str) -> None:
    title = ("visit", "plan", "Evenings", "--year", "2", "--purpose", "publication", "--host", HOST)
    planned = epex.record(*title, "--visitor", VISITOR, "--starts-on", "2030-03-13", "--ends-on", "2030-04-02")
    epex.record("reflection", "record", completed, "--answer", "why=Because", acting_as=VISITOR)

    lines = [" ".join(line.split()) for line in epex("visit", "board").stdout.splitlines()]

    assert lines[-1] == f"{completed[:14]} completed visitor reflect (host), monitor Street work"
    assert lines[0] == f"{planned[:14]} planned 2030-03-13 to 04-02 - agree Evenings"
    (row,) = epex.answer("visit", "board", "--year", "1")
    assert (row["id"], row["reflections"]) == (completed, {"host": False, "visitor": True})


def test_the_board_tells_days_and_follow_ups_in_few_words(epex: Epex, visit: str) -> None:
    year = datetime.now(UTC).year - 1
    for step in (("agree",), ("prepare",), ("start", "--on", f"{year}-01-13"), ("complete", "--on", f"{year}-01-17")):
        epex.record("visit", step[0], visit, *step[1:])
    epex.record("reflection", "record", visit, "--answer", "why=Still", "--follow-up", "12", acting_as=VISITOR)

    (line,) = epex("visit", "board").stdout.splitlines()

    assert f"  {year}-01-13 to 17  -          12 months: visitor  reflect, monitor, follow up 12 months (host)" in line


def test_the_board_fits_a_page_and_leaves_old_follow_ups_out(demo: Epex) -> None:
    lines = demo("visit", "board").stdout.splitlines()

    assert max(len(line) for line in lines) <= 100
    assert [line for line in lines if "follow up" in line] == []
    assert [" ".join(line.split()) for line in lines if "Philosophy" in line] == [
        f"{lines[9][:14]} completed 2016-06-20 to 22 both monitor Philosophy on a Tuesday afterno…"
    ]


LEFT = "The organisation has left the network; choose one that is a member, or add it again."


def test_nobody_starts_or_completes_a_visit_in_the_future(epex: Epex, visit: str) -> None:
    later = "2999-01-01 lies in the future; record things when they have happened."
    for step in ("agree", "prepare"):
        epex.record("visit", step, visit)

    started = epex.refusal("visit", "start", visit, "--on", "2999-01-01")
    epex.record("visit", "start", visit, "--on", "2017-03-13")

    assert (started, epex.refusal("visit", "complete", visit, "--on", "2999-01-01")) == (later, later)
    assert epex.refusal("visit", "correct", visit, "--started-on", "2999-01-01", "--reason", "A slip") == later


def test_an_agreement_names_the_other_day_when_only_one_is_moved(epex: Epex) -> None:
    visit = plan(epex, "--starts-on", "2017-03-13", "--ends-on", "2017-03-17")

    sentence = epex.refusal("visit", "agree", visit, "--starts-on", "2017-04-03")

    told = "It would end (2017-03-17) before it starts (2017-04-03), as it was planned; give --ends-on along."
    assert sentence == told


def test_an_agreement_is_signed_where_both_sides_read_it(epex: Epex) -> None:
    visit = plan(epex, "--host-person", FOUNDER)
    told = "What changes the visit is as open as the visit itself; leave --visibility out."

    for label in ("private", "pair", "organisation"):
        assert epex.refusal("visit", "agree", visit, "--visibility", label) == told
    epex.record("visit", "agree", visit)
    assert epex.refusal("visit", "sign", visit, "--visibility", "private", acting_as=VISITOR) == told
    epex.record("visit", "sign", visit, acting_as=VISITOR)

    shown = [epex.answer("visit", "show", visit, acting_as=person) for person in (FOUNDER, VISITOR)]
    assert [sorted(one["signed"]) for one in shown] == [["host", "visitor"], ["host", "visitor"]]


def test_an_organisation_that_left_plans_and_agrees_on_nothing(epex: Epex, visit: str) -> None:
    epex.record("organisation", "leave", VISITING)

    planning = ("visit", "plan", "Evenings", "--year", "1", "--host", HOST, "--visitor", VISITOR)
    assert epex.refusal(*planning) == LEFT
    assert epex.refusal("visit", "agree", visit) == LEFT
    assert epex.answer("waiting", acting_as=VISITOR) == []


def test_a_visit_names_who_reflected(epex: Epex, completed: str) -> None:
    epex.record("reflection", "record", completed, "They walk.", acting_as=VISITOR)

    page = epex("visit", "show", completed, acting_as=VISITOR).stdout

    assert page.partition("Reflections")[2].count(f"Person: {VISITOR}") == 1


def test_a_visit_is_monitored_after_its_end_and_broken_off_after_its_beginning(epex: Epex, visit: str) -> None:
    for step in (("agree",), ("prepare",), ("start", "--on", "2017-03-13")):
        epex.record("visit", step[0], visit, *step[1:])
    early = epex.refusal("visit", "cancel", visit, "--reason", "No train", "--occurred-on", "2017-02")
    epex.record("visit", "complete", visit, "--on", "2017-03-17")

    sentence = epex.refusal("visit", "monitor", visit, "Two try it", "--occurred-on", "2017-03-14")

    assert early == "2017-02 lies before the step of 2017-03-13; give a day from then on with --occurred-on."
    assert sentence == "2017-03-14 lies before the step of 2017-03-17; give a day from then on with --occurred-on."
    epex.record("visit", "monitor", visit, "Two try it", "--occurred-on", "2017-03")


def others(epex: Epex) -> None:
    epex.record("organisation", "add", "--name", "Nordhaus", "--country", "DE", "--kind", "ngo")
    epex.record("person", "add", "--name", "Nils", "--organisation", "Nordhaus")
    epex.record("person", "add", "--name", "Coco", "--organisation", "Nordhaus", "--role", "coordinator")


def test_who_hosts_belongs_to_the_host(epex: Epex, visit: str) -> None:
    others(epex)
    told = "Only people of the host organisation host a visit; name people who belong to it."
    planning = ("visit", "plan", "Snoop", "--year", "1", "--host", HOST, "--visitor", VISITOR, "--host-person", "Nils")

    sentences = [
        epex.refusal(*planning, acting_as=VISITOR),
        epex.refusal("visit", "agree", visit, "--host-person", "Nils", acting_as=VISITOR),
        epex.refusal("visit", "correct", visit, "--host-person", "Coco", "--reason", "A slip", acting_as="Coco"),
    ]

    assert sentences == [told] * 3


def test_nobody_is_let_into_what_the_two_sides_wrote(epex: Epex, completed: str) -> None:
    others(epex)
    epex.record("reflection", "record", completed, "--answer", "why=BOSECRET", acting_as=VISITOR)
    correcting = ("visit", "correct", completed, "--visitor", VISITOR, "--visitor", "Nils", "--reason", "A slip")

    sentence = epex.refusal(*correcting, acting_as=VISITOR)

    assert sentence.startswith("Nobody is let in once something was written for those who take part; ask its authors")
    assert epex.answer("search", "BOSECRET", acting_as="Nils")["total"] == 0
    assert epex.answer("search", "BOSECRET", acting_as=VISITOR)["total"] == 1


def test_a_coordinator_lets_nobody_into_a_step_that_they_cannot_read(epex: Epex, visit: str) -> None:
    others(epex)
    epex.record("person", "add", "--name", "Hedda", "--organisation", HOST)
    secret = ("--objectives", "BOAIM", "--visibility", "pair", "--reason", "BOSECRET")
    epex.record("visit", "correct", visit, *secret, acting_as=VISITOR)
    guests = ("--visitor", VISITOR, "--visitor", "Nils")

    sentences = [
        epex.refusal("visit", "correct", visit, *guests, "--reason", "A slip", acting_as="Coco"),
        epex.refusal("visit", "agree", visit, "--host-person", "Hedda", acting_as="Coco"),
    ]

    assert {sentence.partition(";")[0] for sentence in sentences} == {
        "Nobody is let in once something was written for those who take part"
    }
    told = [epex("visit", "show", visit, acting_as=person).stdout for person in (VISITOR, "Nils", "Hedda", "Coco")]
    assert ["BOSECRET" in page for page in told] == [True, False, False, False]


def test_steps_that_fewer_than_the_two_sides_read_shut_nobody_out(epex: Epex, visit: str) -> None:
    others(epex)
    private = ("--objectives", "BOAIM", "--visibility", "private", "--reason", "BOSECRET")
    epex.record("visit", "correct", visit, *private, acting_as=VISITOR)
    guests = ("--visitor", VISITOR, "--visitor", "Nils")

    epex.record("visit", "correct", visit, *guests, "--reason", "A slip", acting_as="Coco")

    assert "BOSECRET" not in epex("visit", "show", visit, acting_as="Nils").stdout


def test_a_signature_goes_with_the_side_that_gave_it(epex: Epex) -> None:
    others(epex)
    visit = plan(epex, "--host-person", FOUNDER)
    epex.record("visit", "agree", visit)
    epex.record("visit", "sign", visit, acting_as=VISITOR)

    epex.record("visit", "correct", visit, "--visitor", "Nils", "--reason", "A slip")

    shown = epex.answer("visit", "show", visit)
    assert (list(shown["signed"]), shown["not_signed_by"]) == (["host"], ["visitor"])
    waiting = [row["heading"] for row in epex.answer("waiting", acting_as="Nils")]
    assert "Agreements to sign" in waiting
    assert shown["steps"][0]["changed"] == ["visitors", "visiting_organisations"]


def test_a_wrong_step_is_taken_back(epex: Epex, completed: str) -> None:
    epex.record("visit", "correct", completed, "--status", "started", "--reason", "Two days are left")
    started = epex.answer("visit", "show", completed)
    epex.record("visit", "cancel", completed, "--reason", "The wrong visit")
    epex.record("visit", "correct", completed, "--status", "started", "--reason", "It was the other one")
    again = epex.answer("visit", "show", completed)
    epex.record("visit", "complete", completed)
    epex.record("reflection", "record", completed, "--answer", "why=Because", acting_as=VISITOR)

    sentence = epex.refusal("visit", "correct", completed, "--status", "started", "--reason", "A slip")

    assert [(one["status"], one["completed_on"]) for one in (started, again)] == [("started", "")] * 2
    assert [step["step"] for step in again["steps"]] == ["corrected", "cancelled", "corrected"]
    assert sentence == "Somebody has looked back on this visit, so it stays completed; correct its days instead."


def test_another_host_and_other_challenges_are_named_by_a_correction(epex: Epex) -> None:
    others(epex)
    first, second = (epex.record("challenge", "state", text) for text in ("How do we begin?", "How do we end?"))
    visit = plan(epex, "--host-person", FOUNDER, "--matched-on", first)
    told = epex.answer("visit", "show", visit)["matched_on_titles"]

    epex.record("visit", "correct", visit, "--host", "Nordhaus", "--matched-on", second, "--reason", "A slip")

    shown = epex.answer("visit", "show", visit)
    assert (shown["host_title"], shown["host_people"], shown["matched_on"]) == ("Nordhaus", [], [second])
    assert (told, shown["matched_on_titles"]) == (["How do we begin?"], ["How do we end?"])
    traced = [[link["id"] for link in epex.answer("audit", "trace", one)["evidence"]] for one in (first, second)]
    assert traced == [[], [visit]]


def test_a_correction_to_what_is_so_already_changes_nothing(epex: Epex, visit: str) -> None:
    same = ("--year", "1", "--visitor", VISITOR, "--title", "Street work")

    sentence = epex.refusal("visit", "correct", visit, *same, "--reason", "Again")

    assert sentence == "The correction changes nothing; give at least one field, such as --starts-on."
    assert epex.refusal("visit", "correct", visit, "--year", "9", "--reason", "A slip") == (
        "Year 9 is not open; open it with 'epex year open', or name one that is."
    )


def test_a_place_is_whole_for_the_two_sides_and_the_city_for_others(epex: Epex) -> None:
    others(epex)
    where = ("--place", "Oslo, Storgata 5, 2nd floor", "--region", "Eastern Norway")
    visit = plan(epex, *where, "--place-precision", "city")

    told = [epex.answer("visit", "show", visit, acting_as=person) for person in (VISITOR, "Nils")]

    places = [(row["place"], row["region"]) for row in told]
    assert places == [("Oslo, Storgata 5, 2nd floor", "Eastern Norway"), ("Oslo", "Eastern Norway")]


def test_a_visit_of_many_weeks_is_remarked_on(epex: Epex) -> None:
    week = ("visit", "plan", "Short", "--year", "1", "--host", HOST, "--visitor", VISITOR, "--starts-on", "2017-03-13")
    short = epex(*week, "--ends-on", "2017-03-17")

    done = epex("visit", "plan", "Long", *week[3:], "--ends-on", "2018-03-03")

    assert short.stderr == ""
    assert done.stderr == "Note: from 2017-03-13 to 2018-03-03 is more than 31 days; mend it if it is a slip.\n"


def test_a_visit_without_days_has_no_date(epex: Epex, visit: str) -> None:
    assert [(row["id"], row["occurred_on"]) for row in epex.answer("visit", "list")] == [(visit, "")]


def test_a_follow_up_waits_until_it_is_nearly_due(epex: Epex, visit: str) -> None:
    day = datetime.now(UTC).date().isoformat()
    for step in (("agree",), ("prepare",), ("start", "--on", day), ("complete", "--on", day)):
        epex.record("visit", step[0], visit, *step[1:])

    sentence = epex.refusal("reflection", "record", visit, "Early", "--follow-up", "3", acting_as=VISITOR)

    assert sentence.startswith("The follow-up after 3 months is due on ")
