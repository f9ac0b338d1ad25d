"""`epex organisation`, `person`, `year`, `challenge` and `meeting`."""

from pathlib import Path

import pytest

from tests.commands.running import FOUNDER, HOST, VISITING, VISITOR, Epex


def test_an_organisation_joins_with_its_profile(epex: Epex) -> None:
    organisation = epex.record(
        *("organisation", "add", "--name", "Maison Ouverte", "--country", "TN", "--kind", "new_initiative"),
        *("--short-name", "MO", "--setting", "community", "--language", "fr", "--shows", "Evenings", "--wants", "Rest"),
        *("--file", "-"),
        given="Three weeks for a permit",
    )

    row = epex.answer("organisation", "show", organisation)
    names = ("title", "short_name", "country", "kind", "settings", "languages", "shows", "wants", "constraints")
    assert [row[name] for name in names] == [
        *("Maison Ouverte", "MO", "TN", "new_initiative", ["community"], ["fr"], ["Evenings"], ["Rest"]),
        "Three weeks for a permit",
    ]


def test_a_country_is_taken_in_small_letters(epex: Epex) -> None:
    assert [row["title"] for row in epex.answer("organisation", "list", "--country", "xk")] == [VISITING]


def test_a_profile_is_revised_in_part(epex: Epex) -> None:
    epex.record("organisation", "revise", HOST, "--country", "DK", "--kind", "research")

    (row,) = epex.answer("organisation", "list", "--country", "DK")
    assert (row["title"], row["kind"]) == (HOST, "research")


def test_an_organisation_leaves(epex: Epex) -> None:
    epex.record("organisation", "leave", VISITING, "--occurred-on", "2018-06", "--reason", "Funding ended")

    assert epex.answer("organisation", "show", VISITING)["left_on"] == "2018-06"
    assert epex.said() == {"reason": "Funding ended"}


def test_lists_mark_who_has_left_and_when(epex: Epex) -> None:
    epex.record("organisation", "leave", VISITING, "--occurred-on", "2018-06")

    organisations, people = (epex(subject, "list").stdout for subject in ("organisation", "person"))
    left = {row["title"]: row["left_on"] for row in epex.answer("person", "list")}

    assert [f"{name} (left 2018-06)\n" in organisations for name in (HOST, VISITING)] == [False, True]
    assert [f"{name} (left 2018-06)\n" in people for name in (FOUNDER, VISITOR)] == [False, True]
    assert left == {FOUNDER: "", VISITOR: "2018-06"}


def test_who_moves_on_has_not_left(epex: Epex) -> None:
    epex.record("organisation", "leave", VISITING)

    epex.record("person", "move", VISITOR, "--organisation", HOST)

    assert epex.answer("person", "show", VISITOR)["left_on"] == ""


def test_only_a_coordinator_adds_organisations(epex: Epex) -> None:
    add = ("organisation", "add", "--name", "X", "--country", "AT", "--kind", "ngo")

    assert epex.refusal(*add, acting_as=VISITOR) == (
        "Only a coordinator may add an organisation; ask one of them to record it."
    )


def test_a_person_is_registered_with_roles(epex: Epex) -> None:
    person = epex.record(
        *("person", "add", "--name", "Ana", "--organisation", HOST, "--role", "editor", "--role", "practitioner"),
        *("--contact", "ana@example.org", "--name-preference", "first_name"),
    )

    row = epex.answer("person", "show", person)
    assert (row["title"], row["organisation_title"], row["roles"], row["name_preference"]) == (
        *("Ana", HOST),
        ["editor", "practitioner"],
        "first_name",
    )


def test_a_person_is_revised_and_moves(epex: Epex) -> None:
    epex.record("person", "revise", VISITOR, "--role", "editor", "--contact", "-", given="ben@example.org")
    epex.record("person", "move", VISITOR, "--organisation", HOST)

    row = epex.answer("person", "show", VISITOR)
    assert (row["roles"], row["contact"], row["organisation_title"]) == (["editor"], "ben@example.org", HOST)


def test_revising_nothing_is_refused(epex: Epex) -> None:
    assert epex.refusal("person", "revise", VISITOR) == (
        "The revision changes nothing; give at least one field, such as --contact."
    )


def test_the_next_year_is_opened_without_a_number(epex: Epex) -> None:
    epex.record("year", "open", "--purpose", "practice_transfer")
    sentence = epex.refusal("year", "open", "2", "--purpose", "publication")

    assert [(row["title"], row["purpose"]) for row in epex.answer("year", "list")] == [
        ("Year 1", "getting_to_know"),
        ("Year 2", "practice_transfer"),
    ]
    assert sentence == "Year 2 is open already; open the next one with 'epex year open 3'."


def test_a_year_is_opened_after_the_one_before_it_unless_it_is_imported(epex: Epex, tmp_path: Path) -> None:
    sentence = epex.refusal("year", "open", "3", "--purpose", "publication")
    rows = tmp_path / "years.csv"
    rows.write_text("number,purpose\n3,publication\n", "utf-8")
    imported = epex.answer("import", str(rows), "--kind", "years")

    assert sentence.startswith("Year 2 was never opened; open it first with 'epex year open 2'")
    assert (imported["recorded"], imported["refused"]) == (1, [])
    assert [row["number"] for row in epex.answer("year", "list")] == [1, 3]


def test_a_challenge_is_stated_and_shared(epex: Epex) -> None:
    challenge = epex.record("challenge", "state", "-", "--setting", "prison", given="How do we begin?")
    epex.record("challenge", "share", "How do we begin?", acting_as=VISITOR)

    row = epex.answer("challenge", "show", challenge)
    assert (row["title"], row["organisation_title"], row["shared_by_titles"]) == ("How do we begin?", HOST, [VISITING])


def test_a_meeting_is_held_on_the_day_it_occurred(epex: Epex) -> None:
    meeting = epex.record(
        *("meeting", "hold", "Plenary", "--occurred-on", "2017-03-14", "--place", "Graz", "--attended", FOUNDER),
        *("--agenda", "Themes", "--file", "-"),
        given="We agreed.",
    )

    row = epex.answer("meeting", "show", meeting)
    names = ("held_on", "place", "attended_titles", "agenda", "minutes", "kind")
    assert [row[name] for name in names] == ["2017-03-14", "Graz", [FOUNDER], ["Themes"], "We agreed.", "plenary"]


def test_a_meeting_needs_its_day(epex: Epex) -> None:
    done = epex("meeting", "hold", "Plenary")

    assert (done.exit_code, done.stderr) == (2, "Missing option '--held-on'. Try 'epex meeting hold --help'.\n")


LAST = "Nobody else here is coordinator; give somebody else the role first, with 'epex person revise PERSON --role"


def test_the_last_coordinator_and_officer_stay(epex: Epex) -> None:
    before = epex.events()

    sentences = [
        epex.refusal("person", "revise", FOUNDER, "--role", "practitioner"),
        epex.refusal("organisation", "leave", HOST),
    ]

    assert sentences == [f"{LAST} coordinator'."] * 2
    assert epex.events() == before


def test_somebody_else_in_the_role_lets_the_last_one_go(epex: Epex) -> None:
    roles = ("--role", "coordinator", "--role", "data_protection_officer")
    epex.record("person", "revise", VISITOR, *roles)

    epex.record("person", "revise", FOUNDER, "--role", "practitioner")
    sentence = epex.refusal("organisation", "leave", VISITING, acting_as=VISITOR)

    assert sentence == f"{LAST} coordinator'."


def test_the_last_coordinator_is_not_erased(epex: Epex) -> None:
    epex.record("person", "add", "--name", "Dora Vik", "--organisation", VISITING, "--role", "data_protection_officer")

    sentence = epex.refusal("person", "erase", FOUNDER, "--ground", "Asked for it", acting_as="Dora Vik")

    assert sentence == f"{LAST} coordinator'."


@pytest.mark.slow
def test_the_doctor_says_that_nobody_holds_a_role(epex: Epex, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("person", "organisation"):
        monkeypatch.setattr(f"epex.core.{module}.require_others", lambda _: None)
    epex.record("person", "revise", VISITOR, "--role", "coordinator")
    epex.record("organisation", "leave", VISITING)
    told = []
    for role in ("coordinator", "practitioner"):
        epex.record("person", "revise", FOUNDER, "--role", role)
        told.append(found(epex))
    epex.record("person", "revise", VISITOR, "--role", "practitioner", acting_as=VISITOR)

    officer, coordinator = "data protection officer", "coordinator"
    nobody = "nobody whose organisation is a member is"
    assert [*told, found(epex)] == [
        (
            f"{nobody} {officer}",
            "give somebody the role with 'epex person revise PERSON --role data_protection_officer'",
        ),
        (f"{nobody} {coordinator}", "move who is to a member with 'epex person move PERSON --organisation ID'"),
        (f"{nobody} {coordinator}", "restore a backup from the time when somebody was, with 'epex restore FILE DIR'"),
    ]


def test_the_doctor_says_that_one_person_alone_coordinates_and_protects_data(epex: Epex) -> None:
    together = found(epex)
    epex.record("person", "revise", VISITOR, "--role", "practitioner", "--role", "data_protection_officer")
    shared = found(epex)
    epex.record("person", "revise", VISITOR, "--role", "practitioner")
    epex.record("organisation", "leave", VISITING)

    well = "somebody coordinates, and somebody protects personal data"
    better = "better that somebody else does one of the two"
    assert [together, shared, found(epex)] == [
        (f"{FOUNDER} alone coordinates the network and protects personal data; {better}", ""),
        (well, ""),
        (well, ""),
    ]


def found(epex: Epex) -> tuple[str, str]:
    check = next(check for check in epex.answer("doctor")["checks"] if check["name"] == "roles")
    return check["what"], check["instead"]


def test_a_name_means_one_member(epex: Epex) -> None:
    add = ("organisation", "add", "--country", "AT", "--kind", "ngo", "--name")

    again = epex.refusal(*add, f" {HOST.upper()}")
    renamed = epex.refusal("organisation", "revise", VISITING, "--name", HOST)

    told = "already; use that one, or give this one a name of its own, such as with its town."
    assert again == f"A member is called '{HOST.upper()}' {told}"
    assert renamed == f"A member is called '{HOST}' {told}"
    epex.record("organisation", "revise", HOST, "--name", HOST, "--country", "DK")
    epex.record("organisation", "leave", VISITING)
    epex.record(*add, VISITING)


def test_somebody_of_the_same_name_is_noted(epex: Epex) -> None:
    add = ("person", "add", "--organisation", HOST, "--name")

    first, again = epex(*add, "Ana Lopes"), epex(*add, "ana lopes")

    assert [done.exit_code for done in (first, again)] == [0, 0]
    assert first.stderr == ""
    told = "Somebody here is called 'ana lopes' already; --as NAME cannot tell them apart, so use their ids for it."
    assert again.stderr.splitlines() == [f"Note: {told}"]


def test_an_officer_names_no_coordinator_where_there_is_one(epex: Epex) -> None:
    officer = epex.record("person", "add", "--organisation", HOST, "--name", "Oda", "--role", "data_protection_officer")

    sentence = epex.refusal("person", "revise", VISITOR, "--role", "coordinator", acting_as=officer)

    assert sentence == "Only a coordinator may revise another person; ask one of them to record it."
