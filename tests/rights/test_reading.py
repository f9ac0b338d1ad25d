"""What a reader may not see changes nothing of what they read: every reading command, as everybody, on two bases."""

import os
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path
from zipfile import ZipFile

import pytest

from epex.projections.reading import VIEWS
from tests.rights.hidden import Known, Reader, differences, hidden_world, kept, seen_world
from tests.rights.hidden_holes import HOLES, titles
from tests.rights.hidden_scene import UNHEARD
from tests.rights.reading import LEFT_OUT, LINES, Line, commands, lines, reading_commands
from tests.rights.world import BEN, CORA, DORA, EDDA, EVA, HANNA, MIRA, NOBODY, NORA, RAFA, WIM, World, fixed

READERS = {
    "coordinator": MIRA,
    "practitioner who hosts": HANNA,
    "practitioner who visits": BEN,
    "colleague of the host": NORA,
    "practitioner elsewhere": WIM,
    "evaluator": EVA,
    "editor": EDDA,
    "reviewer": RAFA,
    "data protection officer": DORA,
    "nobody": NOBODY,
}
# Each reader asks every command: one of them with every line, and the others with a share of them in their turn.
ASKING_ALL = WIM
SHARE = 4
KINDS = {DORA: "overseer", EVA: "evaluator", BEN: "visitor", HANNA: "host"}
# That somebody has reflected on a visit, coordinators know, whatever its label: who has is what these lines tell them.
PRESENCES = ("visit board", "form export", "report run year-review", "report run funder-indicators")
# Question sets and the network itself are for everybody.
FOR_ALL = {"questions", "network"}
# They print what something rests on, be it recorded by somebody who reads more.
NAMING = ("audit show", "audit why", "theme show")


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[World, World]]:
    """Build each pair of bases once, whatever the number of processes that test."""
    root = tmp_path_factory.getbasetemp()
    root = root.parent if os.environ.get("PYTEST_XDIST_WORKER") else root

    def built(who: str) -> tuple[World, World]:
        seen = kept(root, "seen", seen_world)
        return seen, kept(root, KINDS.get(who, "others"), partial(hidden_world, seen, who))

    return built


def asked_by(who: str) -> list[Line]:
    """List the lines that a reader asks: all, or the first of every command and a share of the others."""
    every = lines()
    if who == ASKING_ALL:
        return every
    turn = list(READERS.values()).index(who) % SHARE
    first = {line.command: line for line in reversed(every)}
    return [line for number, line in enumerate(every) if number % SHARE == turn or first[line.command] is line]


def tells_presences(line: Line) -> bool:
    """Tell whether a line is one that says who has reflected."""
    return f"{line.command} {line.rest.lstrip('@0123456789- ')}".startswith(PRESENCES)


def test_every_reading_command_has_lines() -> None:
    asked = {line.command for line in lines()}

    assert (set(reading_commands()) - asked, asked - {"", *commands()}) == (set(), set())
    assert {*LINES, *LEFT_OUT} - {"", *commands()} == set()


@pytest.mark.slow
@pytest.mark.parametrize("who", READERS.values(), ids=READERS)
def test_what_is_hidden_changes_no_answer(worlds: Callable[[str], tuple[World, World]], who: str) -> None:
    seen, hidden = worlds(who)
    asked = [line for line in asked_by(who) if who != MIRA or not tells_presences(line)]

    found = differences(Reader(seen, who), Reader(hidden, who), asked)

    assert list(map(str, islice(found, 10))) == []


@pytest.mark.slow
def test_coordinators_learn_who_has_reflected_and_never_a_word(worlds: Callable[[str], tuple[World, World]]) -> None:
    seen, hidden = worlds(MIRA)
    asked = filter(tells_presences, lines())

    found = list(differences(Reader(seen, MIRA), Reader(hidden, MIRA), asked))

    assert {difference.command for difference in found} == {"visit board", "form export", "report run"}
    assert [difference.line for difference in found if UNHEARD in "".join(map(str, difference.among))] == []


@pytest.mark.slow
@pytest.mark.parametrize("who", [WIM, DORA, EVA, BEN, HANNA])
def test_there_is_something_of_every_subject_to_hide(worlds: Callable[[str], tuple[World, World]], who: str) -> None:
    seen, hidden = worlds(who)
    before = seen.epex.answer("audit", "log", acting_as=CORA)

    events = hidden.epex.answer("audit", "log", acting_as=CORA)[len(before) :]

    subjects = {event["stream_id"].partition("-")[0] for event in events}
    labels = {DORA: {"evaluation"}, EVA: {"private", "organisation", "pair"}}
    narrow = labels.get(who, {"private", "organisation", "pair", "evaluation"})
    made_of_others = {"review"} | ({"reflection", "quote", "consent", "search"} if who == DORA else set())
    confided = {"interview", "story"} if who == EVA else set()
    assert set(VIEWS) - subjects - made_of_others - confided == FOR_ALL
    assert ({event["visibility"] for event in events}, len(events) > 60) == (narrow, True)


@pytest.mark.slow
def test_a_folder_that_is_exported_holds_the_same(worlds: Callable[[str], tuple[World, World]], tmp_path: Path) -> None:
    written = []
    for number, world in enumerate(worlds(WIM)):
        folder = tmp_path / str(number)
        assert Reader(world, WIM).ask(["export", "--output", str(folder)])[0] == 0
        written.append({path.name: path.read_text("utf-8") for path in sorted(folder.rglob("*.*"))})

    assert written[0] == written[1]


@pytest.mark.slow
@pytest.mark.parametrize("who", [WIM, DORA, EVA, BEN, HANNA])
def test_a_project_that_is_exported_holds_the_same(
    worlds: Callable[[str], tuple[World, World]], tmp_path: Path, who: str
) -> None:
    written = []
    for number, world in enumerate(worlds(who)):
        file = tmp_path / f"{number}.qdpx"
        assert Reader(world, who).ask(["export", "--format", "qdpx", "--output", str(file)])[0] == 0
        with ZipFile(file) as project:
            written.append({name: project.read(name) for name in project.namelist()})

    assert (written[0] == written[1], len(written[0]) > 1) == (True, True)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["cloudevents", "icalendar", "prov", "qdc", "skos"])
def test_a_format_of_a_plugin_holds_the_same(
    worlds: Callable[[str], tuple[World, World]], tmp_path: Path, form: str
) -> None:
    written = []
    for number, world in enumerate(worlds(WIM)):
        file = tmp_path / f"{number}.ndjson"
        chosen = ["--option", f"why={world['trust']}"] if form == "prov" else []
        assert Reader(world, WIM).ask(["export", "--format", form, "--output", str(file), *chosen])[0] == 0
        written.append(file.read_bytes())

    assert written[0] == written[1]


@pytest.mark.slow
@pytest.mark.parametrize("name", HOLES)
def test_a_planted_hole_is_found(
    worlds: Callable[[str], tuple[World, World]], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    plant, command, who = HOLES[name]
    seen, hidden = worlds(who)
    asked = [line for line in lines() if line.command == command]

    plant(monkeypatch)

    # Views are made anew: a hole may be where they are made.
    views = f"views/{name}.db"
    found = differences(Reader(seen, who, views), Reader(hidden, who, views), asked)
    assert len(list(islice(found, 1))) == 1


@pytest.mark.slow
@pytest.mark.parametrize("planted", [False, True])
def test_what_rests_on_hidden_words_never_names_them(
    worlds: Callable[[str], tuple[World, World]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, planted: bool
) -> None:
    world = worlds(WIM)[0].copied(tmp_path / "linked")
    with fixed(world.made, world.clock):
        world.tell(("", HANNA, "theme link {trust} {hosted} --quote", "Vi lytter først."))
    asked = [line for line in lines() if line.command in NAMING and "hosted" not in line.rest]
    if planted:
        titles(monkeypatch)

    reader, ids = Reader(world, WIM), Known(world.ids)
    answers = ((line.command, "".join(map(str, reader.ask(line.words(ids, as_json=True))))) for line in asked)
    told = {command for command, answer in answers if world["hosted"] in answer}

    assert told == (set(NAMING) if planted else set())
