"""`epex request`, `epex incident`, `epex retention`: the data protection officer's desk."""

from tests.commands.running import FOUNDER, VISITOR, Epex


def test_a_request_goes_from_receipt_to_answer(epex: Epex) -> None:
    request = epex.record("request", "receive", "All of it", "--kind", "access", acting_as=VISITOR)
    epex.record("request", "extend", request, "--reason", "Six years of letters")
    epex.record("request", "answer", request, "Sent on paper")

    shown = epex.answer("request", "show", request, acting_as=VISITOR)

    assert [shown[name] for name in ("status", "person_title", "text", "answer")] == [
        "answered",
        VISITOR,
        "All of it",
        "Sent on paper",
    ]


def test_a_request_is_read_by_the_person_and_the_officer_only(epex: Epex) -> None:
    epex.record("person", "add", "--name", "Ida Berg", "--organisation", "Youth House North", "--role", "coordinator")
    epex.record("request", "receive", "--person", VISITOR, "--kind", "correction")

    seen = [len(epex.answer("request", "list", acting_as=name)) for name in (FOUNDER, VISITOR, "Ida Berg")]

    assert seen == [1, 1, 0]


def test_an_incident_is_assessed_told_and_closed(epex: Epex) -> None:
    report = ("incident", "report", "A notebook was lost", "--noticed-on", "2017-03-14", "--affects", FOUNDER)
    incident = epex.record(*report, acting_as=VISITOR)
    epex.record("incident", "assess", incident, "--risk", "low", "--tell", "people", "--reason", "Few names")
    too_early = epex.refusal("incident", "close", incident, "Encrypted from now on")
    epex.record("incident", "notify", incident, "--told", "people", "--on", "2017-03-15")
    epex.record("incident", "close", incident, "Encrypted from now on")

    shown = epex.answer("incident", "show", incident)

    assert too_early == "The people were not told yet; record it with 'epex incident notify', or assess it again."
    assert (shown["status"], shown["affected_titles"], shown["to_tell"]) == ("closed", [FOUNDER], [])
    assert [step["step"] for step in shown["steps"]] == ["assessed", "notified", "closed"]


def test_people_concerned_read_an_incident_once_they_were_told(epex: Epex) -> None:
    epex.record("person", "add", "--name", "Ida Berg", "--organisation", "Youth House North")
    concerned = ("--affects", VISITOR, "--affects", "Ida Berg", "--affects", "Youth House North")
    incident = epex.record("incident", "report", "A notebook was lost", "On a train", *concerned)
    epex.record("incident", "assess", incident, "--risk", "low", "--tell", "people", "--reason", "Few names")
    before = epex.answer("incident", "notices", acting_as=VISITOR)
    epex.record("incident", "notify", incident, "Change your number", "--told", "people")
    waiting = [duty["command"] for duty in epex.answer("waiting", acting_as=VISITOR) if "concern" in duty["heading"]]
    epex.record("incident", "close", incident, "Encrypted from now on")

    (notice,) = epex.answer("incident", "notices", acting_as=VISITOR)

    assert (before, epex.answer("incident", "notices")) == ([], [])
    assert waiting == ["incident notices"]
    assert [notice[name] for name in ("id", "title", "what", "told", "measures")] == [
        incident,
        "A notebook was lost",
        "On a train",
        "Change your number",
        "Encrypted from now on",
    ]
    assert "Ida" not in epex("incident", "notices", acting_as=VISITOR).stdout
    assert epex.refusal("incident", "show", incident, acting_as=VISITOR).startswith("There is no")


def test_who_reported_an_incident_reads_what_was_done(epex: Epex) -> None:
    incident = epex.record("incident", "report", "A notebook was lost", acting_as=VISITOR)
    epex.record("incident", "assess", incident, "--risk", "low", "--reason", "Few names")
    epex.record("incident", "close", incident, "Encrypted from now on")

    shown = epex.answer("incident", "show", incident, acting_as=VISITOR)

    assert (shown["status"], shown["measures"]) == ("closed", "Encrypted from now on")


def test_only_an_officer_works_on_an_incident(epex: Epex) -> None:
    incident = epex.record("incident", "report", "A notebook was lost", acting_as=VISITOR)

    sentence = epex.refusal("incident", "assess", incident, "--risk", "low", "--reason", "Few", acting_as=VISITOR)

    assert sentence == "Only a data protection officer may work on an incident; ask one of them to record it."


def test_retention_lists_what_is_due(epex: Epex) -> None:
    old = epex.record("incident", "report", "A notebook was lost", "--noticed-on", "2017-03-14")
    epex.record("incident", "report", "Another one")
    epex.record("retention", "set", "incident", "--months", "36", "--reason", "By law")

    due = epex.answer("retention", "due")

    assert [(row["id"], row["due_on"]) for row in due] == [(old, "2020-03-14")]


def test_retention_asks_the_author_of_a_reflection_to_withdraw_it(epex: Epex, completed: str) -> None:
    words = ("--answer", "how=We listened first.", "--language", "en", "--occurred-on", "2017-03-14")
    reflection = epex.record("reflection", "record", completed, *words, acting_as=VISITOR)
    epex.record("retention", "set", "reflection", "--months", "36", "--reason", "By law")

    printed = epex("retention", "due").stdout
    duties = [epex.answer("waiting", acting_as=who) for who in (VISITOR, FOUNDER)]

    told = [[duty["command"] for duty in each if duty["heading"] == "Kept long enough"] for each in duties]
    assert told == [[f"reflection withdraw {reflection}"], []]
    assert (f"ask {VISITOR}" in printed, "withdraw" in printed) == (True, False)
    own = epex("retention", "due", acting_as=VISITOR).stdout
    assert (f"epex reflection withdraw {reflection[:13]}" in own, reflection in own) == (True, False)


def test_what_is_kept_longer_is_not_due_for_its_author(epex: Epex, completed: str) -> None:
    words = ("--answer", "how=We listened first.", "--language", "en", "--occurred-on", "2017-03-14")
    reflection = epex.record("reflection", "record", completed, *words, acting_as=VISITOR)
    epex.record("retention", "set", "reflection", "--months", "36", "--reason", "By law")
    epex.record("retention", "extend", reflection, "--until", "2999", "--reason", "A court asks")

    assert epex.answer("retention", "due", acting_as=VISITOR) == []


def test_retention_keeps_one_thing_longer(epex: Epex) -> None:
    old = epex.record("incident", "report", "A notebook was lost", "--noticed-on", "2017-03-14")
    rule = epex.record("retention", "set", "incident", "--months", "36", "--reason", "By law")
    epex.record("retention", "extend", old, "--until", "2999", "--reason", "A court asks")

    shown = epex.answer("retention", "show", rule)

    assert epex.answer("retention", "due") == []
    assert [row["until"] for row in shown["kept_longer"]] == ["2999"]


def test_retention_set_again_changes_the_rule_and_lift_ends_it(epex: Epex) -> None:
    first = epex.record("retention", "set", "incident", "--months", "36", "--reason", "By law")
    second = epex.record("retention", "set", "incident", "--months", "12", "--reason", "A new law")
    months = [row["months"] for row in epex.answer("retention", "list")]
    epex.record("retention", "lift", "incident", "--reason", "The archive has its own")

    assert (first == second, months) == (True, [12])
    assert [row["status"] for row in epex.answer("retention", "list")] == ["lifted"]


def test_the_desk_waits_for_the_officer_only(epex: Epex) -> None:
    epex.record("incident", "report", "A notebook was lost", "--noticed-on", "2017-03-14", acting_as=VISITOR)
    epex.record("request", "receive", "--kind", "access", "--received-on", "2017-03-14", acting_as=VISITOR)
    epex.record("retention", "set", "incident", "--months", "1", "--reason", "By law")

    officers, visitors = epex.answer("waiting"), epex.answer("waiting", acting_as=VISITOR)

    told = [(duty["title"], duty["due"]) for duty in officers if "desk" in duty["heading"]]
    assert told == [
        ("A notebook was lost", "2017-03-17"),
        (f"Request for access, {VISITOR}", "2017-04-14"),
        ("1 thing was kept long enough", "2017-04-14"),
    ]
    assert [duty for duty in visitors if "desk" in duty["heading"]] == []


def test_what_came_in_or_was_noticed_lies_in_the_past(epex: Epex) -> None:
    incident = epex.record("incident", "report", "A notebook was lost")
    epex.record("incident", "assess", incident, "--risk", "low", "--tell", "people", "--reason", "Few names")

    sentences = [
        epex.refusal("request", "receive", "--kind", "access", "--received-on", "2999-01-01"),
        epex.refusal("incident", "report", "A notebook was lost", "--noticed-on", "2999-01-01"),
        epex.refusal("incident", "notify", incident, "--told", "people", "--on", "2999-01-01"),
    ]

    assert sentences == ["2999-01-01 lies in the future; record things when they have happened."] * 3
    assert epex.answer("request", "list") == []


def test_a_missing_text_is_named_in_words(epex: Epex) -> None:
    incident = epex.record("incident", "report", "A notebook was lost")

    sentence = epex.refusal("incident", "close", incident)

    assert sentence == (
        "The account of what was done is missing; give it as it is, with --file FILE, or as - from standard input."
    )
