"""The evaluator's journey: interviews that nobody else learns of, findings, a story of change, the review of a year."""

from pathlib import Path

import pytest

from tests.journeys.living import (
    COORDINATOR,
    EVALUATOR,
    HOST,
    HOUSE,
    OFFICER,
    VISIT,
    VISITOR,
    Exchange,
    begins,
    carries_on,
    visited,
)

pytestmark = pytest.mark.slow

INTERVIEW = "Interview 1 of year 1"
WORDS = "We left the forms at home. Nobody tells the officers why."
FINDING = "Evenings begin better without a form"
STORY = "The form that stayed at home"
ELEMENT = "Evening round"
MEANT = "Some evenings begin better without a form"
UNREAD = "Nobody reads the minutes"
REFUSED = "An evening without a word"


def interview(exchange: Exchange, folder: Path) -> None:
    """Record an interview, which nobody but evaluators reads or learns of."""
    told = folder / "interview.txt"
    told.write_text(WORDS, "utf-8")
    exchange.program(EVALUATOR, "interview", "record", "--person", VISITOR, "--year", "1", "--file", str(told))
    assert [row["title"] for row in exchange.answer("interview", "list", acting_as=EVALUATOR)] == [INTERVIEW]
    gone = f"There is no interview '{INTERVIEW}' that you may read; 'epex interview list' shows what there is."
    for other in (COORDINATOR, OFFICER, VISITOR):
        assert exchange.sees(other, "interview", "list") == []
        assert exchange.is_refused(other, "interview", "show", INTERVIEW) == gone
        assert exchange.answer("search", "officers", acting_as=other)["total"] == 0
    assert exchange.is_refused(COORDINATOR, "interview", "record", "--year", "1", "I hear") == (
        "Only an evaluator may record an interview; ask one of them to record it."
    )


def put_right(exchange: Exchange) -> None:
    """Mend what was heard wrongly, and destroy what somebody does not want to have said."""
    more = f"{WORDS} And they ask."
    exchange.types(EVALUATOR, "interview", "revise", INTERVIEW, more, "--reason", "The tape says more")
    exchange.types(EVALUATOR, "interview", "record", "--person", HOST, "--year", "1", "I said too much.")
    second = "Interview 2 of year 1"
    exchange.sees(EVALUATOR, "interview", "withdraw", second, "--reason", "He asked for it", "--yes")
    assert exchange.answer("interview", "show", INTERVIEW, acting_as=EVALUATOR)["text"] == more
    assert [row["status"] for row in exchange.answer("interview", "list", acting_as=EVALUATOR)] == [
        "recorded",
        "withdrawn",
    ]


def conclude(exchange: Exchange) -> None:
    """State a finding that rests on a visit for everybody, and on an interview for evaluators alone."""
    exchange.types(EVALUATOR, "finding", "state", FINDING, "--kind", "what_works", "--year", "1")
    heading = "Findings that rest on nothing yet"
    assert exchange.waits(EVALUATOR) == {heading: [f"{FINDING} | epex finding link finding SOURCE"]}
    exchange.types(EVALUATOR, "finding", "link", FINDING, VISIT, "--note", "Seen on three evenings")
    exchange.types(EVALUATOR, "finding", "link", FINDING, INTERVIEW, "--quote", "We left the forms at home.")
    assert exchange.waits(EVALUATOR) == {}
    on_the_visit = ["Evidence", f"  supports: {VISIT} [visit]", "    Note: Seen on three evenings"]
    on_the_interview = [
        "  supports: “We left the forms at home.”",
        f"    — {VISITOR}; {INTERVIEW} [interview], version 2",
    ]
    assert exchange.sees(EVALUATOR, "finding", "show", FINDING)[9:-2] == [*on_the_visit, *on_the_interview]
    assert exchange.sees(COORDINATOR, "finding", "show", FINDING)[9:-2] == on_the_visit


def think_again(exchange: Exchange) -> None:
    """Word a finding more carefully, take back what it does not rest on, and take another one back as a whole."""
    exchange.types(EVALUATOR, "finding", "link", FINDING, ELEMENT)
    exchange.types(EVALUATOR, "finding", "unlink", FINDING, ELEMENT, "--reason", "Nobody spoke of the round")
    exchange.types(EVALUATOR, "finding", "revise", FINDING, MEANT, "--reason", "Three of five said so")
    exchange.types(EVALUATOR, "finding", "state", UNREAD, "--kind", "what_does_not", "--year", "1")
    exchange.types(EVALUATOR, "finding", "retract", UNREAD, "--reason", "Two members do")
    assert exchange.waits(EVALUATOR) == {}
    assert exchange.sees(VISITOR, "finding", "list") == [
        f"finding  what works     1     stated     {MEANT}",
        f"finding  what does not  1     retracted  {UNREAD}",
    ]


def choose(exchange: Exchange) -> None:
    """Choose a story with the reason for it, ask its teller, and release it."""
    source = ("--source", INTERVIEW, "--quote", "We left the forms at home.", "--considered", "7")
    why = ("--chosen-by", "Six practitioners", "--reason", "It can be seen from across the street")
    exchange.types(EVALUATOR, "story", "choose", STORY, "--about", ELEMENT, "--year", "1", *source, *why)
    assert exchange.waits(EVALUATOR) == {"Tellers of stories to ask": [f"{STORY} | epex story consent story"]}
    assert exchange.is_refused(EVALUATOR, "story", "release", STORY) == (
        "The teller was not asked yet; record their agreement with 'epex story consent' first."
    )
    exchange.types(EVALUATOR, "story", "consent", STORY, "Read to him on the telephone; he said yes")
    assert exchange.waits(EVALUATOR) == {"Stories that may be released": [f"{STORY} | epex story release story"]}
    assert exchange.sees(COORDINATOR, "story", "list") == []
    exchange.types(EVALUATOR, "story", "release", STORY, "The forms stayed at home.")
    assert exchange.waits(EVALUATOR) == {}
    assert exchange.sees(COORDINATOR, "story", "list") == [f"story  {ELEMENT}  1     released  network     {STORY}"]


def be_told_no(exchange: Exchange) -> None:
    """Give a story up whose teller says no."""
    told = ("--about", VISIT, "--year", "1", "--teller", HOST, "--reason", "Nobody expected it")
    exchange.types(EVALUATOR, "story", "choose", REFUSED, "They sat, and it was good.", *told)
    exchange.types(EVALUATOR, "story", "consent", REFUSED, "He would be known by it", "--refused")
    assert exchange.is_refused(EVALUATOR, "story", "release", REFUSED) == (
        "The teller refused; record their agreement with 'epex story consent' first."
    )
    exchange.sees(EVALUATOR, "story", "withdraw", REFUSED, "--reason", "He said no", "--yes")
    assert [row["status"] for row in exchange.answer("story", "list", acting_as=EVALUATOR)] == ["released", "withdrawn"]
    assert exchange.answer("story", "show", STORY, acting_as=COORDINATOR)["text"] == "The forms stayed at home."


def report(exchange: Exchange) -> None:
    """Write the review of the year, for the network and for those outside."""
    inside = exchange.sees(COORDINATOR, "report", "run", "year-review", "--option", "year=1")
    short = inside.index("*** YEAR 1 IN SHORT ***")
    assert [line.partition(" [")[0] for line in inside[short + 1 : short + 4]] == [
        "1 of 1 visits held.",
        "0 of 1 visits cancelled.",
        "0 of 1 visits postponed.",
    ]
    missing = inside.index("WHAT IS MISSING")
    assert inside[missing + 2 : missing + 6] == [
        "-  Visits held on which the visitor's side reflected: 1 of 1 missing.",
        "-  Visits held, by setting: 1 of 1 not stated.",
        "-  Members in a visit that was held: 1 of 3 took no part.",
        "-  Follow-ups due after 3, 6 and 12 months, one a side: 6 of 6 missing.",
    ]
    options = ("--option", "year=1", "--option", "audience=outside")
    outside = exchange.sees(EVALUATOR, "report", "run", "year-review", *options)
    short = outside.index("*** YEAR 1 IN SHORT ***")
    assert outside[short + 1 : short + 4] == [
        "visits held: not shown.",
        "visits cancelled: not shown.",
        "visits postponed: not shown.",
    ]
    assert [line for line in outside if MEANT in line or STORY in line or "Norway" in line] == []


def test_an_evaluator_interviews_concludes_and_reviews_a_year(exchange: Exchange, tmp_path: Path) -> None:
    visited(exchange)
    begins(exchange, EVALUATOR)
    exchange.types(HOST, "reflection", "record", VISIT, "--answer", "how=Vi går ut først.", "--visibility", "network")
    exchange.types(COORDINATOR, "element", "identify", ELEMENT, "--core", "Out first.", "--organisation", HOUSE)
    carries_on(exchange, EVALUATOR, ELEMENT)

    interview(exchange, tmp_path)
    put_right(exchange)
    conclude(exchange)
    think_again(exchange)
    choose(exchange)
    be_told_no(exchange)
    report(exchange)
    assert exchange.waits(EVALUATOR) == {}
