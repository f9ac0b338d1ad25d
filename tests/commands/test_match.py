"""`epex match`: offers, needs, suggestions, proposals and answers."""

import pytest

from tests.commands.running import FOUNDER, HOST, VISITING, VISITOR, Epex

OFFER = ("match", "offer", "How a case table is chaired", "--setting", "prison", "--speak", "de", "--capacity", "2")
NEED = ("match", "need", "Chairing a table", "--organisation", VISITING, "--setting", "prison", "--speak", "de")
PAIR = ("match", "propose", "--host", HOST, "--visitor", VISITING)
WHEN = "in which programme year it takes place"
TITLE = f"{VISITING} visits {HOST}"


@pytest.fixture
def offered(epex: Epex) -> Epex:
    epex.record(*OFFER, "--year", "1", "--from", "2017-02", "--until", "2017-06", "--constraints", "Five weeks")
    epex.record(*NEED, "--task", "A weekly table")
    return epex


@pytest.fixture
def proposed(offered: Epex) -> str:
    return offered.record(*PAIR, "--year", "1", "--reason", "Both chair tables")


def test_offer_and_need_are_listed_and_shown(offered: Epex) -> None:
    (offer,), (need,) = offered.answer("match", "offers"), offered.answer("match", "needs")

    shown = offered.answer("match", "show", offer["id"])
    assert (offer["title"], offer["organisation_title"], offer["capacity"]) == (OFFER[2], HOST, 2)
    assert (shown["starts_on"], shown["ends_on"], shown["constraints"]) == ("2017-02", "2017-06", "Five weeks")
    assert offered.answer("match", "show", "Chairing a table")["task"] == "A weekly table"
    assert (need["organisation_title"], need["year"]) == (VISITING, None)
    assert offered.answer("match", "list", "--kind", "offers", "--setting", "prison") == [offer]
    assert offered.answer("match", "list", "--kind", "needs", "--organisation", HOST) == []


def test_offer_speaks_for_ones_own_organisation(epex: Epex) -> None:
    epex.record("match", "offer", "Prison tours", acting_as=VISITOR)

    sentence = epex.refusal("match", "offer", "Tea", "--organisation", HOST, acting_as=VISITOR)

    assert epex.answer("match", "offers")[0]["organisation_title"] == VISITING
    assert sentence == ("Only a coordinator may offer a visit to another organisation; ask one of them to record it.")


def test_withdraw_takes_an_offer_or_a_need_back(offered: Epex) -> None:
    offered.record("match", "withdraw", OFFER[2], "--reason", "The house closes")
    offered.record("match", "withdraw", "Chairing a table")

    statuses = [offered.answer("match", kind)[0]["status"] for kind in ("offers", "needs")]
    assert statuses == ["withdrawn", "withdrawn"]
    assert offered.answer("match", "show", OFFER[2])["withdrawn_because"] == "The house closes"
    assert offered.refusal("match", "withdraw", OFFER[2]).startswith("This offer was withdrawn already; make another")


def test_a_title_of_an_offer_and_of_a_need_is_not_guessed(epex: Epex) -> None:
    offer = epex.record("match", "offer", "Tea")
    need = epex.record("match", "need", "Tea")

    sentence = epex.refusal("match", "withdraw", "Tea")

    assert sentence == f"'Tea' means several things: {offer}, {need}; give one of these ids."
    nothing = "There is no offer 'Milk' that you may read; 'epex match offers' shows what there is."
    assert epex.refusal("match", "withdraw", "Milk") == nothing


def test_propose_alone_ranks_pairs_with_reasons_and_records_nothing(offered: Epex) -> None:
    before = offered.events()

    rows = offered.answer("match", "propose")
    printed = offered("match", "propose", "--visitor", VISITING).stdout.splitlines()

    assert [row["title"] for row in rows] == [TITLE]
    codes = ["task", "setting", "language", "different_country", "not_paired", "capacity"]
    assert ([one["code"] for one in rows[0]["reasons"]], rows[0]["against"]) == (codes, [])
    assert printed[:3] == [
        TITLE,
        "  for      What one wants to learn, the other can show: chaired, table.",
        "           Both work in: prison.",
    ]
    assert printed[-2].startswith("  to propose epex match propose --host organisation-")
    assert offered.events() == before


def test_propose_prints_ten_and_says_how_many_more(demo: Epex) -> None:
    every = demo.answer("match", "propose", "--year", "2")

    first, limited = demo("match", "propose", "--year", "2"), demo("match", "propose", "--year", "2", "--limit", "12")

    assert len(every) > 20
    assert first.stdout.count("  to propose ") == 10
    assert first.stderr == f"{len(every) - 10} more: epex match propose --limit {len(every)}\n"
    assert (limited.stdout.count("  to propose "), limited.stderr) == (12, "")
    assert demo.answer("match", "propose", "--year", "2", "--limit", "3", "--offset", "2") == every[2:5]


def test_propose_without_anything_to_show_says_what_to_do(epex: Epex) -> None:
    done = epex("match", "propose")

    narrowed = epex("match", "propose", "--visitor", VISITING)

    assert done.stdout.startswith("There is no pair to propose: nobody has anything to show each other, or their match")
    assert narrowed.stdout == "There is no such pair to propose; 'epex match propose' alone ranks all that there are.\n"


def test_propose_shows_one_pair_without_recording_it(offered: Epex) -> None:
    before = offered.events()

    (row,) = offered.answer(*PAIR, "--dry-run")

    assert (row["title"], offered.events()) == (TITLE, before)


def test_propose_of_a_pair_records_it_with_its_reasons(offered: Epex, proposed: str) -> None:
    shown = offered.answer("match", "show", proposed)

    assert (shown["title"], shown["status"], shown["year"]) == (TITLE, "proposed", 1)
    assert [one["code"] for one in shown["reasons"]][:2] == ["task", "setting"]
    assert (shown["offers_titles"], shown["needs_titles"]) == ([OFFER[2]], [NEED[2]])
    assert shown["steps"][0]["reason"] == "Both chair tables"
    assert offered.answer("match", "propose") == []


def test_a_match_prints_its_reasons_as_sentences(offered: Epex, proposed: str) -> None:
    lines = offered("match", "show", proposed).stdout.splitlines()

    place = lines.index("Reasons")
    assert lines[place + 1 : place + 3] == [
        "  What one wants to learn, the other can show: chaired, table.",
        "  Both work in: prison.",
    ]


def test_both_sides_accept_and_a_visit_is_planned_from_the_match(offered: Epex, proposed: str) -> None:
    offered.record("match", "accept", TITLE)
    half = offered.answer("match", "list")[0]
    offered.record("match", "accept", TITLE, acting_as=VISITOR)

    visit = offered.record("visit", "plan", "Tables", "--match", TITLE, "--visitor", VISITOR)

    assert (half["status"], half["accepted"]) == ("proposed", ["host"])
    shown = offered.answer("visit", "show", visit)
    assert (shown["match"], shown["match_title"], shown["host_title"], shown["year"]) == (proposed, TITLE, HOST, 1)
    assert [one["id"] for one in offered.answer("match", "show", proposed)["visits"]] == [visit]


def test_a_visit_takes_from_its_match_whom_it_names(offered: Epex) -> None:
    challenge = offered.record("challenge", "state", "How do we chair a table?")
    offered.record("challenge", "share", challenge, "--organisation", VISITING)
    match = offered.record(*PAIR, "--person", VISITOR, "--person", FOUNDER)
    for side in ("host", "visitor"):
        offered.record("match", "accept", match, "--side", side)

    visit = offered.record("visit", "plan", "Tables", "--match", match, "--year", "1")

    shown = offered.answer("visit", "show", visit)
    assert (shown["visitors_titles"], shown["host_people_titles"]) == ([VISITOR], [FOUNDER])
    assert shown["matched_on"] == [challenge]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("--year", "1"), "The plan does not say who hosts; add --host, or --match with a match that names it."),
        (("--host", HOST), "The plan does not say who visits; add --visitor, or --match with a match that names it."),
        (
            ("--host", HOST, "--visitor", VISITOR),
            f"The plan does not say {WHEN}; add --year, or --match with a match that names it.",
        ),
    ],
)
def test_a_plan_says_who_when_and_where_or_names_a_match(epex: Epex, given: tuple[str, ...], sentence: str) -> None:
    assert epex.refusal("visit", "plan", "Tables", *given) == sentence


def test_a_match_is_declined_with_a_reason_and_a_replacement(offered: Epex, proposed: str) -> None:
    other = offered.record("organisation", "add", "--name", "Harbour", "--country", "DK", "--kind", "ngo")
    decline = ("match", "decline", proposed, "--reason", "No vetting in time")

    declined = offered.answer(*decline, "--replacement", "Harbour", acting_as=VISITOR)

    old = offered.answer("match", "show", proposed)
    new = offered.answer("match", "show", old["replaced_by"])
    assert [event["type"] for event in declined["events"]] == ["match.declined", "match.proposed"]
    assert (old["status"], old["declined_by"], old["steps"][-1]["reason"]) == ("declined", "visitor", decline[-1])
    assert (new["title"], new["visitor"], new["replaces"]) == (f"Harbour visits {HOST}", other, proposed)
    assert offered.refusal(*decline).startswith("This match was declined already; propose another one")


def test_a_colleague_can_come_instead(offered: Epex) -> None:
    match = offered.record(*PAIR, "--person", VISITOR)
    offered.record("person", "add", "--name", "Noor", "--organisation", VISITING)

    offered.record("match", "decline", match, "--reason", "Ill", "--side", "visitor", "--replacement", "Noor")

    new = offered.answer("match", "show", offered.answer("match", "show", match)["replaced_by"])
    assert (new["title"], new["people_titles"]) == (TITLE, ["Noor"])


@pytest.mark.slow
def test_a_replacement_obeys_the_rules_of_a_proposal(offered: Epex, proposed: str) -> None:
    offered.record("organisation", "add", "--name", "Harbour", "--country", "DK", "--kind", "ngo")
    offered.record("person", "add", "--name", "Noor", "--organisation", "Harbour")
    standing = offered.record("match", "propose", "--host", HOST, "--visitor", "Harbour", "--year", "1")
    noor = next(row["id"] for row in offered.answer("person", "list") if row["title"] == "Noor")
    decline = ("match", "decline", proposed, "--reason", "Ill", "--side", "visitor", "--replacement")

    twice = offered.refusal(*decline, "Harbour")
    offered.record("match", "decline", standing, "--reason", "Ill", "--side", "visitor")
    offered("person", "erase", noor, "--ground", "On request")
    erased = offered.refusal(*decline, noor)
    offered.record("organisation", "leave", "Harbour")
    left = offered.refusal(*decline, noor)

    assert twice == f"This was proposed already: {standing}; accept it, or decline it to propose it anew."
    assert erased == "This person was erased; name somebody else, as nothing more is recorded by them or about them."
    assert left.startswith("The organisation has left the network; choose one that is a member")
    assert offered.answer("match", "show", proposed)["status"] == "proposed"


def test_a_replacement_needs_to_know_whom_it_replaces(offered: Epex) -> None:
    for name in ("One", "Two"):
        offered.record("organisation", "add", "--name", name, "--country", "DK", "--kind", "ngo")
    match = offered.record("match", "propose", "--host", "One", "--visitor", "Two")

    sentence = offered.refusal("match", "decline", match, "--reason", "No", "--replacement", VISITING)

    assert sentence == "Say which side is replaced: add --side host or --side visitor."


def test_an_answer_for_the_other_side_is_the_coordinators(offered: Epex, proposed: str) -> None:
    sentence = offered.refusal("match", "accept", proposed, "--side", "host", acting_as=VISITOR)

    assert sentence == "Only a coordinator may accept a match for another organisation; ask one of them to record it."


def test_the_same_match_is_not_proposed_twice_while_one_is_open(offered: Epex, proposed: str) -> None:
    again = offered.refusal(*PAIR, "--year", "1")
    with_somebody = offered.refusal(*PAIR, "--year", "1", "--person", VISITOR)
    not_open = [
        offered.refusal(*PAIR, "--year", "2"),
        offered.refusal("match", "propose", "--year", "2"),
        offered.refusal("match", "offer", "Doors", "--year", "2"),
        offered.refusal("match", "need", "Doors", "--year", "2"),
    ]
    offered.record("year", "open", "--purpose", "practice_transfer")
    other_year = offered.record(*PAIR, "--year", "2")
    offered.record("match", "decline", proposed, "--side", "visitor", "--reason", "No vetting in time")

    assert again == f"This was proposed already: {proposed}; accept it, or decline it to propose it anew."
    assert with_somebody == again
    assert not_open == ["Year 2 is not open; open it with 'epex year open', or name one that is."] * 4
    assert offered.record(*PAIR, "--year", "1") not in (proposed, other_year)


def test_a_match_whose_visit_is_planned_can_be_proposed_again(offered: Epex, proposed: str) -> None:
    for side in ("host", "visitor"):
        offered.record("match", "accept", proposed, "--side", side)
    accepted = offered.refusal(*PAIR, "--year", "1")
    offered.record("visit", "plan", "Tables", "--match", proposed, "--visitor", VISITOR)

    assert accepted.startswith(f"This was proposed already: {proposed}; ")
    assert offered.record(*PAIR, "--year", "1") != proposed


def test_only_people_of_the_two_sides_are_named_in_a_match(offered: Epex) -> None:
    offered.record("organisation", "add", "--name", "Harbour", "--country", "DK", "--kind", "ngo")
    offered.record("person", "add", "--name", "Noor", "--organisation", "Harbour")

    sentence = offered.refusal(*PAIR, "--person", "Noor")

    assert sentence == "Somebody who is named belongs to neither side; name people of the host or of the visitor."


def test_an_organisation_that_left_accepts_nothing_and_is_not_asked(offered: Epex, proposed: str) -> None:
    asked = offered.answer("waiting", acting_as=VISITOR)
    offered.record("organisation", "leave", VISITING)

    sentence = offered.refusal("match", "accept", proposed, acting_as=VISITOR)

    assert sentence.startswith("Your organisation has left the network, so you may not accept a match for another")
    assert [duty["id"] for duty in asked] == [proposed]
    assert offered.answer("waiting", acting_as=VISITOR) == []


def test_a_match_gives_one_visit_unless_that_is_cancelled(offered: Epex, proposed: str) -> None:
    for side in ("host", "visitor"):
        offered.record("match", "accept", proposed, "--side", side)
    planning = ("visit", "plan", "--match", proposed, "--visitor", VISITOR)
    first = offered.record(*planning, "First")

    second = offered.refusal(*planning, "Second")
    offered.record("visit", "cancel", first, "--reason", "No access")
    other = offered.record(*planning, "Other")
    back = offered.refusal("visit", "correct", first, "--status", "planned", "--reason", "A slip")

    assert second == f"A visit was planned from this match already: {first}; cancel that one, or name no match."
    assert back == f"Another visit was planned from its match meanwhile: {other}; cancel that one first."
    assert offered.refusal(*planning, "Late", "--year", "3", "--purpose", "publication").startswith("The match is for")


def test_how_to_propose_is_told_to_those_who_may(offered: Epex) -> None:
    offered.record("organisation", "add", "--name", "Harbour", "--country", "DK", "--kind", "ngo")
    offered.record("person", "add", "--name", "Noor", "--organisation", "Harbour")

    lines = [
        offered("match", "propose", "--host", HOST, "--visitor", VISITING, "--dry-run", acting_as=one).stdout
        for one in (VISITOR, "Noor")
    ]

    assert ["to propose" in text for text in lines] == [True, False]
