"""What was known on a day never shows more than may be read today: what was taken back since is not there."""

from pathlib import Path

import pytest

from tests.rights.hidden import Known
from tests.rights.past import Asking, go_on, stopped, told
from tests.rights.reading import Line, lines, takes_json
from tests.rights.world import (
    BEN,
    DORA,
    EDDA,
    EVA,
    FAR,
    HANNA,
    MIRA,
    NOBODY,
    NORA,
    SOUTH,
    WEST,
    WIM,
    XENIA,
    YURI,
    Step,
    World,
)

# Each stands in one text alone, which may be read until it is taken back.
WITHDRAWN, QUOTED, CONFIDED, OWN, PRIVATE, PLACE, TAKEN = (
    *("Zephyrine", "Marigoldine", "Halcyonic", "Tamarindal", "Obsidianic"),
    *("Quartzville", "Vermilionic"),
)
# They are told in some lines, until those whose they are choose otherwise; other lines go on telling them.
QUILL, RILL, VIEWED, AGREED = "Quill Adeyemi", "Rill Castellane", "Peridotic", "They listen first"
CHOSEN: tuple[Step, ...] = (
    ("quill", MIRA, "person add --name-preference full_name --organisation", SOUTH, "--name", QUILL),
    ("rill", MIRA, "person add --name-preference full_name --organisation", FAR, "--name", RILL),
    (
        "",
        MIRA,
        "meeting correct {plenary} --reason Attended --attended",
        HANNA,
        "--attended",
        QUILL,
        "--attended",
        RILL,
    ),
    ("noted", QUILL, "reflection record {plenary} --visibility network --language en --answer", "how=A plain door."),
    ("added", RILL, "reflection record {plenary} --visibility network --language en --answer", "how=A quiet door."),
    ("", MIRA, "theme link {patience} {noted} --quote", "A plain door."),
    ("", MIRA, "theme link {patience} {added} --quote", "A quiet door."),
    ("door", MIRA, "quote propose {noted} --chapter {closing} --use attributed --quote", "A plain door."),
    ("asked_door", QUILL, "consent ask {door}"),
    ("", QUILL, "consent give {asked_door}"),
    ("seen", RILL, "chapter viewpoint {closing} --title", "A quiet one", "I saw a quiet door."),
    ("view", QUILL, "chapter viewpoint {closing} --title", f"A {VIEWED} one", f"I saw a {VIEWED} door."),
)
BEFORE: tuple[Step, ...] = (
    *CHOSEN,
    (
        "",
        MIRA,
        "meeting correct {plenary} --reason Attended --attended",
        HANNA,
        "--attended",
        YURI,
        "--attended",
        XENIA,
    ),
    (
        "gone",
        YURI,
        "reflection record {plenary} --visibility network --language en --answer",
        f"how=The {WITHDRAWN} door.",
    ),
    ("", MIRA, "theme link {patience} {gone} --quote", f"The {WITHDRAWN} door."),
    ("", MIRA, "visit correct {night} --place-precision city --place", PLACE, "--reason", "It was left out"),
    ("", HANNA, "reflection revise {hosted} --reason Better --answer", f"how=The {QUOTED} lamp. The {TAKEN} cup."),
    ("lamp", HANNA, "quote propose {hosted} --chapter {closing} --use anonymous --quote", f"The {QUOTED} lamp."),
    ("asked_lamp", HANNA, "consent ask {lamp}"),
    ("", HANNA, "consent give {asked_lamp}"),
    ("vase", HANNA, "quote propose {hosted} --chapter {closing} --use anonymous --quote", f"The {TAKEN} cup."),
    ("asked_vase", HANNA, "consent ask {vase}"),
    ("", HANNA, "consent give {asked_vase}"),
    ("", BEN, "chapter draft {closing}", "It takes years.\n\n[[{lamp}]]\n\n[[{vase}]]\n\n[[{door}]]\n"),
    (
        "tale",
        EVA,
        "story choose --about {round} --year 1 --considered 9 --chosen-by Six --reason Small --teller",
        BEN,
        "A second cup",
        f"The {CONFIDED} cup.",
    ),
    ("", EVA, "story consent {tale}", "On paper"),
    ("", EVA, "story release {tale}"),
    (
        "mine",
        HANNA,
        "reflection record {plenary} --visibility organisation --language en --answer",
        f"how=The {OWN} house.",
    ),
    (
        "diary",
        XENIA,
        "reflection record {plenary} --visibility private --language en --answer",
        f"how=The {PRIVATE} night.",
    ),
)
SINCE: tuple[Step, ...] = (
    ("", HANNA, "consent withdraw {asked_lamp}"),
    ("", HANNA, "quote withdraw {vase}"),
    ("", EVA, "story withdraw {tale} --yes"),
    ("", YURI, "reflection withdraw {gone} --yes"),
    ("", MIRA, "visit correct {night} --place-precision withheld --reason", "They asked"),
    ("", MIRA, "person move --organisation", WEST, NORA),
    ("", DORA, "person erase {yuri} --yes --ground", "Asked for it"),
    ("", MIRA, "person revise --role practitioner", DORA),
    ("", QUILL, "person revise --name-preference anonymous", QUILL),
    ("", RILL, "person revise --name-preference first_name", RILL),
    ("", QUILL, "viewpoint withdraw {view}"),
    ("", BEN, "consent withdraw {agreed}"),
)
# Who could read the words, and may not any more.
LOST = {
    WITHDRAWN: (WIM, MIRA, NOBODY, DORA),
    QUOTED: (WIM, MIRA, NOBODY),
    TAKEN: (WIM, MIRA, NOBODY),
    CONFIDED: (WIM, MIRA, NOBODY, EVA),
    OWN: (NORA,),
    PRIVATE: (DORA,),
    # Who planned the visit goes on reading where it was.
    PLACE: (WIM,),
    YURI: (WIM, MIRA, NOBODY, DORA, EVA),
}
READERS = {
    "somebody elsewhere": WIM,
    "coordinator": MIRA,
    "nobody": NOBODY,
    "somebody who moved": NORA,
    "somebody who lost a role": DORA,
    "evaluator": EVA,
}


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Path, str]:
    """Record what is taken back later; give the base, a copy from before that, and the day of the copy."""
    folder = tmp_path_factory.mktemp("taken")
    world = told(folder / "base")
    world.ids["begun"] = str(world.epex.answer("audit", "log", acting_as=MIRA)[-1]["position"] + 1)
    go_on(world, *BEFORE)
    world.ids["ended"] = str(world.epex.answer("audit", "log", acting_as=MIRA)[-1]["position"])
    day = world.clock.now.date().isoformat()
    copy = stopped(world, day, folder / "before")
    world.clock.now = world.clock.now.replace(hour=23, minute=59)
    for step in SINCE:
        go_on(world, step)
    return world, copy, day


# What the words stand in, and its events.
SHOWN = (
    *("reflection show {gone}", "reflection show {hosted}", "reflection show {mine}", "reflection show {diary}"),
    *("quote show {lamp}", "quote show {vase}", "story show {tale}", "visit show {night}", "person show {yuri}"),
    *("reflection list", "quote list", "story list", "person list", "visit calendar", "audit why {patience}"),
    *("publication export {second} --format text", "export", "reflection uses", "chapter show {closing}"),
)


def shown(world: World) -> list[Line]:
    """List the lines that show what was taken back, and each event of it."""
    positions = range(int(world["begun"]), int(world["ended"]) + 1)
    every = (*SHOWN, *(f"audit show {position}" for position in positions))
    return [Line(" ".join(text.split()[:2]), " ".join(text.split()[2:])) for text in every]


def asked(asking: Asking, lines_: list[Line], ids: Known) -> dict[str, str]:
    """Ask lines, as JSON where the command can."""
    plain = (line.words(ids, as_json=takes_json(line.command) and "--format" not in line.rest) for line in lines_)
    return {" ".join(words): "".join(map(str, asking.ask(words))) for words in plain}


def hits(asking: Asking, word: str) -> int:
    """Count how often a search for a word tells it."""
    code, out, _ = asking.ask(["search", word, "--json"])
    assert code == 0
    return out.count(word)


@pytest.mark.slow
@pytest.mark.parametrize("who", READERS.values(), ids=READERS)
def test_the_past_shows_nothing_that_may_not_be_read_today(taken: tuple[World, Path, str], who: str) -> None:
    world, copy, day = taken
    ids, lost = Known({**world.ids, "reader": world["wim"]}), [word for word, readers in LOST.items() if who in readers]
    every = [*shown(world), *(line for line in lines() if not line.rest.startswith("@"))]

    before = asked(Asking(copy, who, day=day), shown(world), ids)
    past = asked(Asking(world.folder, who, as_of=day), every, ids)

    could = {word for word in lost for answer in before.values() if word in answer}
    leaks = [(word, line) for word in lost for line, answer in past.items() if word in answer and word not in line]
    assert (leaks, set(lost) - could) == ([], set())


@pytest.mark.slow
@pytest.mark.parametrize("who", READERS.values(), ids=READERS)
def test_a_search_of_the_past_finds_nothing_that_was_taken_back(taken: tuple[World, Path, str], who: str) -> None:
    world, _, day = taken
    asking = Asking(world.folder, who, as_of=day)

    found = {word: hits(asking, word) for word, readers in LOST.items() if who in readers}

    # The question itself is told once.
    assert found == dict.fromkeys(found, 1)


# Where people are named as they prefer, and where words are printed.
TOLD = (
    *(
        "audit why {patience}",
        "audit why {patience} --json",
        "audit why {patience} --format dot",
        "theme show {patience}",
    ),
    *("audit why {patience} --format prov", "audit trace {noted} --json", "audit trace {plenary}"),
    *("publication export {second}", "publication export {book}", "publication export {second} --format canonical"),
    *("publication show {second}", "publication check {second} --json", "chapter show {closing} --json"),
    *("viewpoint show {view} --json", "viewpoint list", "quote show {door}", "reflection show {noted}", "person list"),
    *("person show {quill}", "search Peridotic --json", "audit log --json", "export", "quote list --json"),
)


@pytest.mark.slow
@pytest.mark.parametrize("who", [WIM, MIRA, EDDA, QUILL, NOBODY])
def test_no_line_tells_of_the_past_what_it_does_not_tell_today(taken: tuple[World, Path, str], who: str) -> None:
    world, copy, day = taken
    words = (QUILL, RILL.rsplit(maxsplit=1)[-1], VIEWED, AGREED)
    every = [text.format_map(world.ids).split() for text in TOLD]

    before, past, today = (
        ["".join(map(str, asking.ask(line))) for line in every]
        for asking in (Asking(copy, who, day=day), Asking(world.folder, who, as_of=day), Asking(world.folder, who))
    )

    lost = {(word, line) for word in words for line, now in zip(TOLD, today, strict=True) if word not in now}
    told = {(word, line) for word in words for line, answer in zip(TOLD, past, strict=True) if word in answer}
    could = {word for word, line in lost if word in before[TOLD.index(line)]}
    assert (sorted(lost & told), could if who else set(words)) == ([], set(words))
