"""`epex meeting`: what was held, what was decided there, and what was put right."""

import pytest

from tests.commands.running import FOUNDER, VISITOR, Epex

HELD = ("meeting", "hold", "Plenary in Graz", "--held-on", "2017-03-14", "--attended", FOUNDER)


@pytest.fixture
def meeting(epex: Epex) -> str:
    return epex.record(*HELD, "--agenda", "Themes", "--agenda", "Year 2", "--minutes", "Nobody calls back.")


def test_a_meeting_shows_its_agenda_one_point_on_a_line(epex: Epex, meeting: str) -> None:
    shown = epex("meeting", "show", meeting).stdout

    assert "\nAgenda\n  - Themes\n  - Year 2\n" in shown


def test_a_correction_adds_and_takes_out_people_and_keeps_the_reason(epex: Epex, meeting: str) -> None:
    there = epex.answer("meeting", "show", meeting)["attended_titles"]

    epex.record(
        *("meeting", "correct", meeting, "--attended", VISITOR, "--absent", FOUNDER, "--minutes", "Somebody calls."),
        *("--reason", "The list was mixed up"),
    )

    row = epex.answer("meeting", "show", meeting)
    assert (there, row["attended_titles"]) == ([FOUNDER], [VISITOR])
    assert (row["minutes"], row["version"], row["agenda"]) == ("Somebody calls.", 2, ["Themes", "Year 2"])
    assert [(step["corrected"], step["reason"], step["actor_name"]) for step in row["corrections"]] == [
        (["minutes", "attended"], "The list was mixed up", FOUNDER)
    ]


def test_a_corrected_title_and_day_are_those_of_the_list(epex: Epex, meeting: str) -> None:
    epex.record(
        *("meeting", "correct", meeting, "--title", "Plenary in Linz", "--held-on", "2017-03-15"),
        *("--kind", "working", "--place", "Linz", "--agenda", "All of it", "--reason", "It moved"),
    )

    (row,) = epex.answer("meeting", "list")
    names = ("title", "held_on", "kind")
    assert [row[name] for name in names] == ["Plenary in Linz", "2017-03-15", "working"]
    assert epex.answer("meeting", "show", meeting)["agenda"] == ["All of it"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("--reason", "None"), "The correction changes nothing; give at least one field, such as --attended."),
        (("--minutes", "Longer."), "The reason is empty; give it a text."),
        (
            ("--absent", VISITOR, "--reason", "Ill"),
            f"{VISITOR} is not noted as having attended; 'epex meeting show' lists who is.",
        ),
    ],
)
def test_a_correction_says_what_is_wrong(epex: Epex, meeting: str, given: tuple[str, ...], sentence: str) -> None:
    assert epex.refusal("meeting", "correct", meeting, *given) == sentence


def test_only_coordinators_and_editors_correct(epex: Epex, meeting: str) -> None:
    correct = ("meeting", "correct", meeting, "--minutes", "No.", "--reason", "No")

    sentence = epex.refusal(*correct, acting_as=VISITOR)

    assert sentence == "Only a coordinator or editor may correct a meeting; ask one of them to record it."


def test_the_correction_of_few_readers_stays_out_of_the_row(epex: Epex, meeting: str) -> None:
    epex.record(
        *("meeting", "correct", meeting, "--minutes", "The director shouted.", "--reason", "Fuller"),
        *("--visibility", "organisation"),
    )

    own, others = (epex.answer("meeting", "show", meeting, acting_as=who) for who in (FOUNDER, VISITOR))

    assert [step["minutes"] for step in own["corrections"]] == ["The director shouted."]
    assert (others["corrections"], others["minutes"], others["version"]) == ([], "Nobody calls back.", 1)


def test_what_was_decided_and_written_and_quoted_is_on_the_page(epex: Epex, meeting: str) -> None:
    theme = epex.record("theme", "propose", "Being reachable")
    epex.record("theme", "link", theme, meeting, "--quote", "Nobody calls back.", "--stance", "nuances")
    epex.record("theme", "discuss", theme, "--forum", "Plenary in Graz", "--reason", "It came up")

    row = epex.answer("meeting", "show", meeting)

    assert [(one["decision"], one["title"]) for one in row["decisions"]] == [("discussed", "Being reachable")]
    assert [(one["id"], one["passage"]) for one in row["used_in"]] == [(theme, "Nobody calls back.")]


def test_a_meeting_of_the_future_is_not_held(epex: Epex) -> None:
    later = "2999-01-01 lies in the future; record things when they have happened."
    held = epex.record("meeting", "hold", "Plenary", "--held-on", "2017-03-14")

    assert epex.refusal("meeting", "hold", "Next plenary", "--held-on", "2999-01-01") == later
    assert epex.refusal("meeting", "correct", held, "--held-on", "2999-01-01", "--reason", "A slip") == later


def test_a_meeting_bears_what_was_decided_at_it(epex: Epex) -> None:
    held = epex.record("meeting", "hold", "Plenary", "--held-on", "2017-03-14", "--attended", FOUNDER)
    theme = epex.record("theme", "propose", "Trust")
    epex.record(
        "theme",
        "park",
        theme,
        "--reason",
        "Too early",
        "--meeting",
        held,
        "--method",
        "vote",
        "--for",
        "1",
        "--against",
        "0",
    )

    after = epex.refusal("meeting", "correct", held, "--held-on", "2017-03-20", "--reason", "A slip")
    fewer = epex.refusal("meeting", "correct", held, "--absent", FOUNDER, "--reason", "Ill")

    assert after.startswith("A decision was taken at it on 2017-03-14, so it was not held on 2017-03-20; record the")
    assert fewer == "1 voted at it, so no fewer attended than that; name with --attended who else was there."
