"""`epex person erase`: a certificate for people and for programs, and plain refusals."""

from tests.commands.running import FOUNDER, HOST, VISITOR, Epex
from tests.commands.terminal import on_terminal

GROUND = ("--ground", "Asked for it in a letter")


def test_erase_prints_a_certificate(epex: Epex) -> None:
    person = epex.answer("person", "show", VISITOR)["id"]

    done = epex("person", "erase", VISITOR, *GROUND)

    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, f"Certificate: {person} was erased.")
    assert done.stderr.splitlines()[0] == "Asking for it ..."
    assert VISITOR not in done.stdout


def test_erase_answers_programs(epex: Epex) -> None:
    row = epex.answer("person", "erase", VISITOR, *GROUND)

    shown = epex.answer("person", "show", row["id"])
    assert (row["ground"], row["tasks"]) == ("Asked for it in a letter", [])
    assert [shown[name] for name in ("title", "contact", "roles", "status")] == ["an erased person", "", [], "erased"]
    assert epex.answer("person", "erase", row["id"], *GROUND) == row
    assert epex.events()[-2:] == ["person.erasure_requested", "person.erased"]


def test_erase_asks_once_on_a_terminal(epex: Epex) -> None:
    status, told = on_terminal(epex.folder, "person", "erase", VISITOR, *GROUND, typed="n\n")

    assert (status, f"The name and the contact of {VISITOR} will be gone" in told) == (1, True), told
    assert epex.answer("person", "show", VISITOR)["status"] == ""


def test_erase_needs_a_ground(epex: Epex) -> None:
    assert epex("person", "erase", VISITOR).exit_code == 2
    assert epex.refusal("person", "erase", VISITOR, "--ground", " ") == "The ground is empty; give it a text."


def test_nobody_erases_themselves_or_without_the_role(epex: Epex) -> None:
    assert epex.refusal("person", "erase", FOUNDER, *GROUND).startswith("Nobody erases themselves")
    refused = epex.refusal("person", "erase", FOUNDER, *GROUND, acting_as=VISITOR)
    assert refused == "Only a data protection officer may erase a person; ask one of them to record it."


def test_a_name_that_means_nobody_is_refused(epex: Epex) -> None:
    sentence = epex.refusal("person", "erase", "Nobody Inparticular", *GROUND)

    assert sentence.startswith("There is no person 'Nobody Inparticular'")


def test_erase_by_a_name_that_is_gone_says_that_the_id_is_known(epex: Epex) -> None:
    epex.answer("person", "erase", VISITOR, *GROUND)

    sentence = epex.refusal("person", "erase", VISITOR, *GROUND)

    assert sentence.startswith(f"There is no person '{VISITOR}' that you may read; ")
    assert sentence.endswith("; give its id if it was erased, for that alone is known of it.")


def test_erase_again_on_another_ground_says_which_stands(epex: Epex) -> None:
    person = epex.answer("person", "erase", VISITOR, *GROUND)["id"]

    done = epex("person", "erase", person, "--ground", "Another")

    told = "It was asked for before, and what was said then stands (Asked for it in a letter); going on ..."
    assert done.stderr.splitlines()[0] == told
    assert "Ground                Asked for it in a letter" in done.stdout.splitlines()


def test_a_file_that_is_in_the_way_is_named(epex: Epex) -> None:
    (epex.folder / "members.txt").write_text(f"{VISITOR}, {HOST}", "utf-8")

    done = epex("person", "erase", VISITOR, *GROUND)

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1] == (
        "The keys are destroyed, but it still stands in: members.txt. Take it out there or delete the file,"
        " then run the same command again."
    )


def test_nobody_acts_as_somebody_who_was_erased(epex: Epex) -> None:
    person = epex.answer("person", "erase", VISITOR, *GROUND)["id"]

    sentence = epex.refusal("challenge", "state", "How do we begin?", "--organisation", HOST, acting_as=person)

    assert sentence.startswith("Nobody here has the id")


def test_nothing_is_typed_in_for_somebody_who_was_erased(epex: Epex, completed: str) -> None:
    person = epex.answer("person", "erase", VISITOR, *GROUND)["id"]

    sentence = epex.refusal("reflection", "record", completed, "Late words", "--author", person)

    assert sentence == "This person was erased; name somebody else, as nothing more is recorded by them or about them."
