"""The journey of a practitioner who visits: signs, answers by prompts, agrees to be quoted, asks what is kept."""

import json
from pathlib import Path

import pytest

from tests.journeys.living import COORDINATOR, EDITOR, EVALUATOR, HOST, HOUSE, OFFICER, PRISON, VISIT, VISITOR, Exchange

LATE = "after 12 months; after 3 and 6 months nothing was written"

pytestmark = pytest.mark.slow

REFLECTION = f"Visitor reflection: {VISIT}"
WORDS = "They walk before they ask, and nobody carries a form."
THEME = "Out before asking"
USED = "Where your lessons are used"
LATER = {
    "Follow-ups to write": [
        f"2018-03-15 | {VISIT} ({LATE}) | epex reflection record visit --follow-up 12",
    ]
}
IN_THEME = f"{THEME} (theme, as a nuance) | epex theme show theme"
IN_BOOK = [
    "They walk before they ask, and nobody … | epex quote show quote",
    "Beginnings (chapter, through the theme 'Out … | epex chapter show chapter",
    "What travels (publication, through the … | epex publication show publication",
]
ELEMENT = "First out, then questions"
TRANSFER = f"{ELEMENT} → {PRISON}"
CUT = f"{ELEMENT} → Prison Service …"
BOOK, CHAPTER = "What travels", "Beginnings"
MATCH = f"{PRISON} visits {HOUSE}"
CHALLENGE, PLENARY = "How do we begin an evening?", "Spring plenary"
DOOR = "Two at the door"
TAKEN = f"{DOOR} → {PRISON}"


def find_a_host(exchange: Exchange) -> None:
    """Say what is wanted, and who has the same challenge; be asked, say yes, and find days that suit both."""
    exchange.types(COORDINATOR, "match", "offer", "How two go out on foot, every Friday evening")
    exchange.types(COORDINATOR, "challenge", "state", CHALLENGE)
    exchange.types(VISITOR, "challenge", "share", CHALLENGE)
    exchange.types(VISITOR, "match", "need", "How to meet people on foot", "--task", "Evenings on the wing")
    pair = ("--host", HOUSE, "--visitor", PRISON, "--year", "1")
    exchange.types(COORDINATOR, "match", "propose", *pair, "--person", VISITOR, "--reason", "Both ask how to begin")
    cut = "Prison Service South visits Youth House …"
    assert exchange.waits(VISITOR) == {"Matches to accept or decline": [f"{cut} | epex match accept match"]}
    assert exchange.is_refused(VISITOR, "match", "accept", MATCH, "--side", "host") == (
        "Only a coordinator may accept a match for another organisation; ask one of them to record it."
    )
    exchange.types(VISITOR, "match", "accept", MATCH)
    exchange.types(HOST, "match", "accept", MATCH)
    planning = [f"{cut} | epex visit plan TITLE --year 1 --match match"]
    assert exchange.waits(VISITOR) == {"Matches to plan a visit from": planning}

    days = ("--starts-on", "2017-03-06", "--ends-on", "2017-03-08")
    people = ("--host-person", HOST, "--visitor", VISITOR)
    exchange.types(VISITOR, "visit", "plan", VISIT, "--match", MATCH, *people, *days)
    later = ("--starts-on", "2017-03-13", "--ends-on", "2017-03-14", "--reason", "Two officers are ill")
    exchange.types(VISITOR, "visit", "postpone", VISIT, *later)
    exchange.types(VISITOR, "visit", "correct", VISIT, "--ends-on", "2017-03-15", "--reason", "It is three days")
    assert exchange.is_refused(VISITOR, "visit", "sign", VISIT) == (
        "The visit is postponed, so nobody can sign the agreement now; "
        "the next step is 'epex visit agree', once both sides have a new date."
    )


def take_part(exchange: Exchange) -> None:
    """Sign the agreement, and visit."""
    exchange.types(HOST, "visit", "agree", VISIT, "--objectives", "See how an evening begins.")
    moving = {"Visits to move on": [f"2017-03-13 | {VISIT} | epex visit prepare visit"]}
    signing = {"Agreements to sign": [f"2017-03-13 | {VISIT} | epex visit sign visit"]}
    assert exchange.waits(VISITOR) == {**signing, **moving}
    exchange.types(VISITOR, "visit", "sign", VISIT)
    assert exchange.waits(VISITOR) == moving
    exchange.types(VISITOR, "visit", "prepare", VISIT, "--briefed", VISITOR)
    exchange.types(VISITOR, "visit", "start", VISIT, "--on", "2017-03-13")
    exchange.types(HOST, "visit", "complete", VISIT, "--on", "2017-03-15")
    exchange.types(HOST, "visit", "monitor", VISIT, "It was seen how an evening begins.")


def reflect(exchange: Exchange) -> None:
    """Answer one question after the other, and read what the host wrote."""
    reflecting = {"Visits to reflect on": [f"2017-03-15 | {VISIT} | epex reflection record visit"]}
    assert exchange.waits(VISITOR) == {**reflecting, **LATER}

    answers = f"\n{WORDS}\n\n\n\n\n\n\n"
    exchange.program(VISITOR, "reflection", "record", VISIT, "--prompt", given=answers)
    assert exchange.waits(VISITOR) == LATER

    exchange.types(HOST, "reflection", "record", VISIT, "--answer", "how=Vi går ut før vi spør.", "--language", "no")
    assert exchange.sees(VISITOR, "reflection", "pair", VISIT) == [
        VISIT,
        f"Host      {HOST}, in no [reflection]",
        f"Visitor   {VISITOR}, in en [reflection]",
        "",
        "How do we do it in practice?",
        "Host      Vi går ut før vi spør.",
        f"Visitor   {WORDS}",
    ]
    exchange.types(VISITOR, "reflection", "release", REFLECTION, "--visibility", "network")


def meet(exchange: Exchange) -> None:
    """Meet the others, look back on that too, and let it stay when all else of oneself goes."""
    exchange.types(COORDINATOR, "meeting", "hold", PLENARY, "--held-on", "2017-05-16", "--attended", VISITOR)
    heard = ("We all begin outside.", "--language", "en", "--title", "What I heard")
    exchange.types(VISITOR, "reflection", "record", PLENARY, *heard, "--visibility", "network")
    exchange.types(VISITOR, "reflection", "keep", "What I heard")
    assert exchange.is_refused(VISITOR, "meeting", "correct", PLENARY, "--place", "Graz", "--reason", "Not Linz") == (
        "Only a coordinator or editor may correct a meeting; ask one of them to record it."
    )


def be_used(exchange: Exchange) -> None:
    """See the own words rest below a theme."""
    exchange.types(COORDINATOR, "theme", "propose", THEME)
    exchange.types(COORDINATOR, "theme", "link", THEME, REFLECTION, "--quote", WORDS, "--stance", "nuances")
    assert exchange.waits(VISITOR) == {**LATER, USED: [IN_THEME]}
    assert exchange.sees(VISITOR, "reflection", "show", REFLECTION)[-6:] == [
        "How do we do it in practice?",
        f"  {WORDS}",
        "",
        "Where it was used",
        f"  theme {THEME}, as a nuance [theme]",
        f"    “{WORDS}”",
    ]


def be_quoted(exchange: Exchange) -> None:
    """Agree to be quoted by name, and take it back later."""
    exchange.types(EDITOR, "publication", "open", BOOK)
    exchange.types(EDITOR, "chapter", "outline", BOOK, CHAPTER, "--theme", THEME)
    quote = ("--quote", WORDS, "--chapter", CHAPTER, "--use", "attributed")
    quoted = exchange.types(EDITOR, "quote", "propose", REFLECTION, *quote)
    exchange.types(EDITOR, "chapter", "draft", CHAPTER, "-", given=f"Many begin outside.\n\n[[{quoted}]]\n")
    asked = exchange.types(EDITOR, "consent", "ask", quoted)
    asking = ["Attributed quote: They walk before they … (in all editions) | epex consent show consent"]
    assert exchange.waits(VISITOR) == {**LATER, "Consents asked of you": asking, USED: [IN_THEME, *IN_BOOK]}
    assert exchange.is_refused(EDITOR, "consent", "give", asked) == (
        "Only the person whose words they are decides on this consent; ask them, or use --on-paper."
    )

    exchange.types(VISITOR, "consent", "give", asked)
    assert exchange.waits(VISITOR) == {**LATER, USED: [IN_THEME, *IN_BOOK]}
    assert exchange.sees(VISITOR, "consent", "list") == [f"consent  given   {VISITOR}  {WORDS}  Attributed quote"]
    assert exchange.sees(VISITOR, "consent", "withdraw", asked, "--reason", "I changed my mind")[2:] == [
        "Places",
        f"  newest draft: {WORDS} [quote]",
        f"    Chapter: {CHAPTER}",
        "    Versions: 1",
        f"    Publication: {BOOK}",
        "    Edition: 1",
        "    What to do: draft the chapter again without it: epex chapter draft chapter --file FILE",
    ]


def try_at_home(exchange: Exchange) -> None:
    """Take the practice home: compare, judge beforehand, try it out, and say openly that it failed."""
    exchange.types(HOST, "element", "identify", ELEMENT, "--core", "Go out first, ask later.")
    exchange.types(
        VISITOR, "transfer", "consider", ELEMENT, "--to", PRISON, "--reason", "Our evenings begin with forms"
    )
    assert next_step(exchange) == ("Grids to fill", f"{CUT} | epex transfer grid transfer --side receiving")
    exchange.types(HOST, "transfer", "compare", TRANSFER, "--rate", "environment.law=fits")
    exchange.types(VISITOR, "transfer", "compare", TRANSFER, "--rate", "environment.law=blocks")
    assert next_step(exchange) == ("Transfers to move on", f"{CUT} | epex transfer anticipate transfer")
    assert exchange.is_refused(VISITOR, "transfer", "evaluate", TRANSFER, "It works", "--result", "worked") == (
        "The transfer is compared, so nobody can evaluate it now; the next step is 'epex transfer anticipate'."
    )

    exchange.types(VISITOR, "transfer", "anticipate", TRANSFER, "--decision", "try", "--reason", "Two wings asked")
    exchange.types(VISITOR, "transfer", "pilot", TRANSFER, "--starts-on", "2017-09", "--ends-on", "2017-12")
    assert standing(exchange) == "*** ANTICIPATED ***"
    assert next_step(exchange) == ("Pilots to evaluate", f"2017-12 | {CUT} | epex transfer evaluate transfer")

    failed = ("--result", "failed", "--failure", "Nobody had asked the officers")
    exchange.types(VISITOR, "transfer", "evaluate", TRANSFER, "Men stayed in their cells", *failed)
    assert next_step(exchange) == ("Transfers to move on", f"{CUT} | epex transfer abandon transfer")
    exchange.types(VISITOR, "transfer", "abandon", TRANSFER, "--reason", "Not before the officers are with us")
    assert exchange.waits(VISITOR) == {USED: [IN_THEME, *IN_BOOK]}
    assert standing(exchange) == "*** DETERMINED ***"
    assert exchange.sees(COORDINATOR, "transfer", "list") == [
        f"transfer  abandoned  determined  {PRISON}  {TRANSFER}",
    ]


def keep_in_another_form(exchange: Exchange) -> None:
    """Take another one home, adapt it, and keep it in a form of one's own."""
    exchange.types(HOST, "element", "identify", DOOR, "--core", "Two open the door together.")
    exchange.types(VISITOR, "transfer", "consider", DOOR, "--reason", "Doors are opened by one alone")
    cut = f"{DOOR} → Prison Service South"
    assert "[implementation.skills]" in exchange.sees(VISITOR, "transfer", "grid", TAKEN, "--side", "receiving")
    exchange.types(VISITOR, "transfer", "compare", TAKEN, "--rate", "implementation.skills=adapt")
    exchange.types(HOST, "transfer", "compare", TAKEN, "--rate", "implementation.skills=fits")
    exchange.types(
        VISITOR, "transfer", "anticipate", TAKEN, "--decision", "try_adapted", "--reason", "It costs nothing"
    )
    exchange.types(VISITOR, "transfer", "adapt", TAKEN, "An officer and a teacher open together.")
    exchange.types(VISITOR, "transfer", "pilot", TAKEN, "--starts-on", "2017-09", "--ends-on", "2017-12")
    worked = ("--result", "worked", "--value-cycle", "applied")
    exchange.types(VISITOR, "transfer", "evaluate", TAKEN, "Fewer doors were shut.", *worked)
    assert next_step(exchange) == ("Transfers to move on", f"{cut} | epex transfer sustain transfer")
    exchange.types(VISITOR, "transfer", "change", TAKEN, "--reason", "On two wings only", "--next-review", "2018-06")
    assert next_step(exchange) == ("Transfers to look at again", f"2018-06 | {cut} | epex transfer evaluate transfer")
    exchange.types(VISITOR, "transfer", "evaluate", TAKEN, "Fewer still.", *worked)
    exchange.types(VISITOR, "transfer", "sustain", TAKEN, "--reason", "It lasted a winter")
    assert exchange.waits(VISITOR) == {USED: [IN_THEME, *IN_BOOK]}


def be_asked(exchange: Exchange) -> None:
    """Be interviewed, and tell the whole network what came of it, as a story that is released."""
    exchange.types(EVALUATOR, "interview", "record", "--person", VISITOR, "--year", "1", "Fewer doors are shut now.")
    why = ("--teller", VISITOR, "--reason", "It can be counted")
    exchange.types(EVALUATOR, "story", "choose", "Doors", "Fewer doors.", "--about", TAKEN, "--year", "1", *why)
    assert (exchange.sees(VISITOR, "interview", "list"), exchange.sees(VISITOR, "story", "list")) == ([], [])
    exchange.types(EVALUATOR, "story", "consent", "Doors", "He said yes on the telephone")
    exchange.types(EVALUATOR, "story", "release", "Doors")
    assert [row["title"] for row in exchange.answer("story", "list", acting_as=VISITOR)] == ["Doors"]


def next_step(exchange: Exchange) -> tuple[str, str]:
    """Give the one thing that waits for the visitor, beside where the lessons are used."""
    [(heading, [told])] = [waiting for waiting in exchange.waits(VISITOR).items() if waiting[0] != USED]
    return heading, told


def standing(exchange: Exchange) -> str:
    """Read what the practice-transfer report says in its first lines."""
    report = exchange.sees(COORDINATOR, "report", "run", "practice-transfer", "--option", f"element={ELEMENT}")
    return next(line.partition(" [")[0] for line in report if line.startswith("***"))


def look_back(exchange: Exchange) -> None:
    """Look back once more, a year later."""
    later = ("--answer", "how=We still walk first.", "--follow-up", "12", "--language", "en")
    assert exchange.waits(VISITOR) == {**LATER, USED: [IN_THEME, *IN_BOOK]}
    exchange.types(VISITOR, "reflection", "record", VISIT, *later)
    assert exchange.waits(VISITOR) == {USED: [IN_THEME, *IN_BOOK]}


def ask_what_is_kept(exchange: Exchange, folder: Path) -> None:
    """Ask for everything that is kept, and get it in one command, with others masked."""
    asked = exchange.types(VISITOR, "request", "receive", "What do you keep about me?", "--kind", "access")
    assert exchange.sees(COORDINATOR, "request", "list") == []
    assert list(exchange.waits(OFFICER)) == ["On the data protection officer's desk"]
    exchange.sees(VISITOR, "person", "show", VISITOR, "--everything", "--output", str(folder / "everything.html"))
    assert WORDS in (folder / "everything.html").read_text("utf-8")
    kept = exchange.answer("person", "show", VISITOR, "--everything", acting_as=VISITOR)
    assert {name: len(found) for name, found in kept.items() if isinstance(found, list)} == {
        "notes": 5,
        "consents": 1,
        "quotes": 1,
        "stories": 1,
        "events": 36,
        "mentions": 0,
    }
    assert HOST not in json.dumps(kept)
    assert exchange.is_refused(HOST, "person", "show", VISITOR, "--everything") == (
        "Only the person or a data protection officer may ask for everything; ask one of them."
    )
    exchange.types(OFFICER, "request", "answer", asked, "Everything was sent as one file.")
    assert exchange.waits(OFFICER) == {}


def test_a_visitor_reflects_is_quoted_and_asks_what_is_kept(exchange: Exchange, tmp_path: Path) -> None:
    find_a_host(exchange)
    take_part(exchange)
    reflect(exchange)
    meet(exchange)
    be_used(exchange)
    be_quoted(exchange)
    look_back(exchange)
    try_at_home(exchange)
    keep_in_another_form(exchange)
    be_asked(exchange)
    ask_what_is_kept(exchange, tmp_path)
