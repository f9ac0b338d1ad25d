"""Each role's journey through the loop in a real browser: with a pointer on a phone, and with the keys alone."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyotp
import pytest

from tests.plugins.web.at_an_address import served
from tests.plugins.web.doors import PASSWORD
from tests.plugins.web.hands import Hand, Keys, Pointer
from tests.plugins.web.reading import titled
from tests.plugins.web.visiting import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

COORDINATOR, VISITOR, HOST = "Orla Keaveney", "Denise Hartley-Owusu", "Gisela Trautwein-Haas"
EDITOR, REVIEWER, EVALUATOR = "Aylin Demirbaş-Koch", "Renate Ohlendiek", "Sunniva Pell"
# Who edits does not approve their own.
OTHER_EDITOR = VISITOR
VISIT, THEME = "Kitchen tables", "Trust before content"
HANDS: dict[str, tuple[type[Pointer | Keys], int]] = {"pointer": (Pointer, 360), "keys": (Keys, 1280)}


class Exchange:
    """The site, and members who come in to it, each with a browser of their own."""

    def __init__(self, site: Site, url: str, browser: "Browser", way: str) -> None:
        """Serve a base to people who use it one way."""
        self.site, self.url = site, url
        self._browser, (self._kind, self._wide) = browser, HANDS[way]

    def comes_in(self, name: str) -> Hand:
        """Let somebody come in by an invitation, with codes where their role needs them."""
        window = self._browser.new_context(viewport={"width": self._wide, "height": 800})
        hand = self._kind(window.new_page())
        invitation = self.site.sessions.accounts.invite(self.site.people[name], "")
        hand.page.goto(f"{self.url}/invitations/{invitation}")
        hand.write("Login name", name.partition(" ")[0])
        hand.write("Password", PASSWORD)
        hand.write("Password again", PASSWORD)
        hand.press("Come in")
        if hand.page.url.endswith("/two-step"):
            secret = hand.page.locator("code").first.inner_text().replace(" ", "")
            hand.write("Code", pyotp.TOTP(secret).now())
            hand.press("Go on")
            hand.follow("I have kept them, go on")
        assert shown(hand, "h1") == "What waits for you"
        return hand


@pytest.fixture(params=HANDS)
def exchange(site: Site, browser: "Browser", request: pytest.FixtureRequest) -> Iterator[Exchange]:
    """Serve the site to people who use it with a pointer, and to people who have keys alone."""
    with served(site) as url:
        yield Exchange(site, url, browser, request.param)
        for window in browser.contexts:
            window.close()


def shown(hand: Hand, what: str = "main") -> str:
    """Read what is shown."""
    return " ".join(hand.page.locator(what).first.inner_text().split())


def test_practitioner_who_visited_writes_what_they_learned_and_finds_it(exchange: Exchange) -> None:
    hand = exchange.comes_in(VISITOR)
    hand.lead("Visits")
    hand.follow(VISIT)
    hand.follow("after 3 months")
    hand.follow("Write what you learned")
    question = shown(hand, "h1")
    hand.write(question, "The tea was poured before the first word.")
    hand.press("Next")
    while shown(hand, "h1") != "Before it is recorded":
        hand.press("Next")
    hand.tick("Those who hosted and visited")
    hand.press("Record it")

    assert "Recorded." in shown(hand)
    assert "The tea was poured before the first word." in shown(hand)
    hand.follow("Search")
    hand.write("What are you looking for?", "poured")
    hand.press("Search")
    assert "The tea was poured before the first word." in shown(hand)


def test_practitioner_who_hosts_describes_what_they_do_and_asks_about_it(exchange: Exchange) -> None:
    hand = exchange.comes_in(HOST)
    hand.lead("Practice")
    hand.follow("Describe what you do")
    hand.write("What you call it", "The second cup")
    hand.write("The one sentence that says what it is", "Nobody asks anything before it.")
    hand.choose("In which setting", "family counselling")
    hand.press("Record it")

    assert (shown(hand, "h1"), "family counselling" in shown(hand)) == ("The second cup", True)


def test_coordinator_holds_a_meeting_and_types_its_decision(exchange: Exchange) -> None:
    hand = exchange.comes_in(COORDINATOR)
    hand.lead("Coordinating")
    hand.follow("Record a meeting")
    hand.write("What it is called", "A short plenary")
    hand.choose("What kind", "plenary")
    hand.date("When", "2018-12-01")
    hand.tick(EDITOR)
    hand.press("Record it")
    assert (shown(hand, "h1"), EDITOR in shown(hand)) == ("A short plenary", True)
    hand.follow("Decisions of the meeting")
    hand.follow(f"Set the theme aside for later: {THEME}")
    hand.write("The rationale", "We wait for two more houses.")
    hand.choose("How it was decided", "by vote")
    hand.write("Votes for", "1")
    hand.write("Votes against", "0")
    hand.press("Set it aside")

    assert "We wait for two more houses." in shown(hand)


def test_editor_opens_an_edition_and_a_reviewer_judges_its_chapter(exchange: Exchange) -> None:
    hand = exchange.comes_in(EDITOR)
    hand.lead("Publications")
    hand.follow("Open an edition")
    hand.write("Its title", "Third thoughts")
    hand.tick(EDITOR)
    hand.press("Open it")
    hand.follow("Outline a chapter")
    hand.write("Its title", "What waits")
    hand.tick(THEME)
    hand.tick(EDITOR)
    hand.press("Outline it")
    hand.follow("Write the chapter")
    theme = titled(exchange.site, EDITOR, "theme", THEME)
    hand.write("The whole chapter, in Markdown", f"Waiting is work.\n^ {theme}")
    hand.press("Record the draft")
    assert (shown(hand, "h1"), "Waiting is work." in shown(hand)) == ("What waits", True)
    hand = exchange.comes_in(REVIEWER)
    hand.follow("What waits")
    hand.choose("Accept it, or say what to revise", "Accept it")
    hand.write("What you found", "It reads well.")
    hand.press("Record the review")
    hand = exchange.comes_in(OTHER_EDITOR)
    hand.follow("What waits")
    hand.press("Approve it")

    assert "approved" in shown(hand)


def test_evaluator_reads_the_year_and_sees_that_the_record_is_whole(exchange: Exchange) -> None:
    hand = exchange.comes_in(EVALUATOR)
    hand.lead("Reports")
    hand.follow("Review a programme year")
    hand.choose("The number of the programme year", "Year 2")
    hand.press("Show the report")
    assert "Year 2" in shown(hand)
    hand.lead("Audit")
    hand.press("Check it now")

    assert "Yes: every entry is as it was recorded." in shown(hand)


def test_data_protection_officer_answers_who_asks(exchange: Exchange) -> None:
    hand = exchange.comes_in(HOST)
    hand.follow("Data protection")
    hand.follow("Ask about your personal data")
    hand.choose("What you ask for", "To see all that is kept about me")
    hand.write("In your words", "What do you keep of me?")
    hand.press("Send it to the desk")
    desk = exchange.comes_in(COORDINATOR)
    desk.follow(f"Request for access, {HOST}")
    desk.write("What was done", "Sent as a file.")
    desk.press("Record the answer")

    assert "answered" in shown(desk)
    hand.page.reload()
    assert "Sent as a file." in shown(hand)
