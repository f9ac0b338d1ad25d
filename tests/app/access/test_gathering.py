"""An access request, in a base where two people wrote about each other."""

import json
from pathlib import Path

import pytest

from epex.app.access.masking import ANOTHER, CONTACT
from tests.commands import stages
from tests.commands.conftest import epex, founded_folder  # noqa: F401 - fixtures
from tests.commands.running import FOUNDER, HOST, VISITOR, Epex

pytestmark = pytest.mark.slow


@pytest.fixture
def completed(epex: Epex) -> str:  # noqa: F811 - a fixture
    """Carry a visit out that the founder hosts."""
    return stages.told(epex, lambda: _completed(epex), "hosted")


def _completed(epex: Epex) -> str:  # noqa: F811 - no fixture
    visit = epex.record(
        "visit", "plan", "Street work", "--year", "1", "--host", HOST, "--visitor", VISITOR, "--host-person", FOUNDER
    )
    for step in ("agree", "prepare", "start", "complete"):
        epex.record("visit", step, visit)
    return visit


@pytest.fixture
def told(epex: Epex, completed: str) -> Epex:  # noqa: F811 - a fixture
    """Let the visitor reflect, and mention the founder; and the founder state a challenge that mentions the visitor."""
    stages.told(epex, lambda: _tell(epex, completed), "mentioned", completed)
    return epex


def _tell(epex: Epex, completed: str) -> None:  # noqa: F811 - no fixture
    words = f"how={FOUNDER} listened first."
    epex.record("reflection", "record", completed, "--answer", words, "--language", "en", acting_as=VISITOR)
    epex.record("challenge", "state", f"How do we learn what {VISITOR} does?", "--organisation", "Youth House North")


def test_everything_holds_own_words_records_and_mentions(told: Epex) -> None:
    found = told.answer("person", "show", VISITOR, "--everything")

    said = [event["texts"] for event in found["events"] if event["type"] == "reflection.recorded"]
    assert (found["title"], sorted(found["records"])) == (VISITOR, ["reflection", "visit"])
    assert said == [{"answers": f"how\n\n{ANOTHER} listened first."}]
    assert [event["texts"] for event in found["mentions"]] == [{"text": f"How do we learn what {VISITOR} does?"}]


def test_everything_masks_third_parties_in_every_field(told: Epex) -> None:
    found = json.dumps(told.answer("person", "show", VISITOR, "--everything"))

    assert [name in found for name in (FOUNDER, "Holm", VISITOR)] == [False, False, True]


def test_everything_is_open_to_the_person(told: Epex) -> None:
    found = told.answer("person", "show", VISITOR, "--everything", acting_as=VISITOR)

    assert found["title"] == VISITOR


def test_everything_is_refused_to_anybody_else(told: Epex) -> None:
    sentence = told.refusal("person", "show", FOUNDER, "--everything", acting_as=VISITOR)

    assert sentence == "Only the person or a data protection officer may ask for everything; ask one of them."


def test_the_person_reads_only_mentions_that_they_may_read(told: Epex, completed: str) -> None:
    private = ("reflection", "record", completed, "--visibility", "private", "--language", "en")
    told.record(*private, "--answer", f"how=To be honest, {VISITOR} was late.")

    own = told.answer("person", "show", VISITOR, "--everything", acting_as=VISITOR)
    officers = told.answer("person", "show", VISITOR, "--everything")

    assert [len(found["mentions"]) for found in (own, officers)] == [1, 1]
    assert (own["withheld"], officers["withheld"]) == (0, 1)
    assert "was late" not in json.dumps(officers)


def test_what_others_reported_privately_is_kept_out_of_what_is_handed_over(told: Epex, tmp_path: Path) -> None:
    secret = f"{VISITOR} lost the keys of the flat in Mill Lane."
    told.record("incident", "report", "Keys were lost", secret, "--affects", VISITOR)
    output = tmp_path / "all.html"

    done = told("person", "show", VISITOR, "--everything", "--output", str(output))

    assert "Mill Lane" not in output.read_text("utf-8")
    assert "Mill Lane" not in json.dumps(told.answer("person", "show", VISITOR, "--everything"))
    assert done.stderr.startswith("2 records are not in it, as this person may not read what others wrote there;")


PAIR = ("Olu Falk", "Petra Lind")


def test_what_somebody_typed_for_another_is_listed_without_words_that_they_may_not_read(
    epex: Epex,  # noqa: F811 - a fixture
    completed: str,
) -> None:
    epex.record("person", "add", "--name", "Olu Falk", "--organisation", HOST, "--role", "coordinator")
    epex.record("person", "add", "--name", "Petra Lind", "--organisation", HOST, "--role", "data_protection_officer")
    typed = ("reflection", "record", completed, "--title", "The red kettle", "--language", "en", "--author", VISITOR)
    hidden = epex.record(*typed, "--answer", "how=I cried in the yard.", "--visibility", "pair", acting_as="Olu Falk")
    open_one = epex.record(
        *typed, "--answer", "how=We baked.", "--follow-up", "3", "--visibility", "network", acting_as="Olu Falk"
    )
    revised = ("reflection", "revise", hidden, "--answer", "how=I wept in the yard.", "--reason", "As told")
    epex.record(*revised, acting_as=VISITOR)

    answers = [epex.answer("person", "show", "Olu Falk", "--everything", acting_as=who) for who in PAIR]
    visitors = epex.answer("person", "show", VISITOR, "--everything", acting_as="Petra Lind")

    for found in answers:
        events = [event for event in found["events"] if event["stream_id"] in (hidden, open_one)]
        assert [(event["relation"], event["summary"], event["texts"].get("answers", "")) for event in events] == [
            ("typed", f"Olu Falk recorded a reflection for {ANOTHER}", ""),
            ("typed", "Olu Falk (coordinator) recorded the reflection 'The red kettle'", "how\n\nWe baked."),
        ]
        assert "yard" not in json.dumps(found)
    own = [event["texts"]["answers"] for event in visitors["events"] if event["stream_id"] == hidden]
    assert own == ["how\n\nI cried in the yard.", "how\n\nI wept in the yard."]


def test_earlier_names_and_contacts_of_others_are_masked(told: Epex) -> None:
    told.record("person", "add", "--name", "Hanna Lie", "--organisation", HOST, "--contact", "@hannalie on Signal")
    told.record("person", "revise", "Hanna Lie", "--name", "Hanna Berg", "--contact", "")
    told.record("challenge", "state", "Who has Lie's tea, HANNA, at @hannalie?", acting_as=VISITOR)

    found = told.answer("person", "show", VISITOR, "--everything")

    said = [event["texts"]["text"] for event in found["events"] if event["type"] == "challenge.stated"]
    assert said == [f"Who has {ANOTHER} tea, {ANOTHER}, at {CONTACT}?"]
    assert "rather one word too many than one too few" in told("person", "show", VISITOR, "--everything").stdout


def test_titles_that_the_person_may_not_read_are_in_no_sentence(told: Epex, completed: str) -> None:
    words = f"how=With {VISITOR} in mind."
    private = ("reflection", "record", completed, "--title", "The broken mug", "--language", "en")
    hidden = told.record(*private, "--answer", words, "--visibility", "private")
    told.record("challenge", "state", f"How does {VISITOR} do it?", "--visibility", "network")
    theme = told.record("theme", "propose", f"What {VISITOR} said")
    told.record("theme", "link", theme, hidden, "--note", f"As {VISITOR} said", "--visibility", "network")

    found = json.dumps(told.answer("person", "show", VISITOR, "--everything"))

    assert ("broken mug" in found, f"What {VISITOR} said" in found) == (False, True)


def test_a_request_and_its_answer_belong_to_what_is_handed_over(told: Epex) -> None:
    request = told.record("request", "receive", "All of it", "--person", VISITOR, "--kind", "access")
    told.record("request", "answer", request, "Sent on paper")

    found = told.answer("person", "show", VISITOR, "--everything")

    assert [row["id"] for row in found["records"]["request"]] == [request]
    assert [event["type"] for event in found["events"]][-2:] == ["request.received", "request.answered"]


def test_everything_tells_quotes_with_their_places_and_stories(told: Epex) -> None:
    reflection = told.answer("reflection", "list")[0]["id"]
    publication = told.record("publication", "open", "First edition", "--edition", "1")
    theme = told.record("theme", "propose", "Listening")
    chapter = told.record("chapter", "outline", publication, "On listening", "--theme", theme)
    words = ("quote", "propose", reflection, "--quote", "listened first", "--chapter", chapter, "--use", "anonymous")
    quote = told.record(*words)
    told.record("person", "add", "--name", "Eva Lund", "--organisation", "Youth House North", "--role", "evaluator")
    chosen = ("story", "choose", "The first cup", "He stayed for a cup.", "--about", "Street work", "--year", "1")
    more = ("--teller", VISITOR, "--reason", "It is small")
    stories = [told.record(*chosen, *more, acting_as="Eva Lund") for _ in range(2)]
    told.record("story", "consent", stories[0], "Said yes", acting_as="Eva Lund")
    told.record("story", "release", stories[0], "--visibility", "network", acting_as="Eva Lund")

    found = [told.answer("person", "show", VISITOR, "--everything", acting_as=who) for who in (FOUNDER, VISITOR)]

    assert [[row["id"] for row in each["quotes"]] for each in found] == [[quote], [quote]]
    assert [
        [(row["id"], row["title"], row["status"], row["released_to"]) for row in each["stories"]] for each in found
    ] == [[(stories[0], "The first cup", "released", "network")]] * 2
    assert [note for note in found[0]["notes"] if "stories of change before their release" in note] != []
    assert stories[1] not in json.dumps(found)
    assert all("places" in each["quotes"][0] for each in found)


def test_everything_says_where_a_story_was_released_and_where_its_teller_cannot_be_read(told: Epex) -> None:
    told.record("person", "add", "--name", "Eva Lund", "--organisation", "Youth House North", "--role", "evaluator")
    chosen = ("story", "choose", "The first cup", "He stayed for a cup.", "--about", "Street work", "--year", "1")
    story = told.record(*chosen, "--teller", VISITOR, "--reason", "It is small", acting_as="Eva Lund")
    told.record("story", "consent", story, "Said yes", acting_as="Eva Lund")
    told.record("story", "release", story, "--visibility", "public", acting_as="Eva Lund")

    here = " ".join(told("person", "show", VISITOR, "--everything").stdout.split())
    (told.folder / "keys" / "evaluation.key").unlink()
    away = " ".join(told("person", "show", VISITOR, "--everything").stdout.split())

    assert ["Released to public" in text for text in (here, away)] == [True, False]
    assert ["Who tells a story of change cannot be read here" in text for text in (here, away)] == [False, True]


@pytest.mark.parametrize("ending", ["html", "md", "txt", "json"])
def test_everything_is_written_to_a_file(told: Epex, tmp_path: Path, ending: str) -> None:
    output = tmp_path / f"all.{ending}"

    done = told("person", "show", VISITOR, "--everything", "--output", str(output))

    text = output.read_text("utf-8")
    assert (done.exit_code, VISITOR in text, FOUNDER in text) == (0, True, False)


def test_an_ending_without_a_format_is_refused(told: Epex, tmp_path: Path) -> None:
    output = tmp_path / "all.doc"

    sentence = told.refusal("person", "show", VISITOR, "--everything", "--output", str(output))

    assert sentence == f"{output} has no ending that says the format; name it .html, .md, .txt or .json."
    assert not output.exists()


def test_output_goes_with_everything(told: Epex, tmp_path: Path) -> None:
    sentence = told.refusal("person", "show", VISITOR, "--output", str(tmp_path / "all.html"))

    assert sentence == "--output goes with --everything; give both, or neither."
