"""`epex audit why` and `trace`: reasons as text, JSON, a graph and W3C PROV."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from epex.commands.reasons import tree
from tests.commands.bookmaking import CHAPTER, WORDS, quoting
from tests.commands.running import FOUNDER, VISITOR, Epex


@pytest.fixture
def reflection(epex: Epex, completed: str) -> str:
    """Let the visitor reflect, and link it to a theme."""
    said = ("They listen first.", "--occurred-on", "2017-03-20")
    recorded = epex.record("reflection", "record", completed, *said, acting_as=VISITOR)
    theme = epex.record("theme", "propose", "Trust", "--occurred-on", "2017-04-01")
    link = ("theme", "link", theme, recorded, "--quote", "listen first", "--note", "A habit", "--stance", "contradicts")
    epex.record(*link, "--occurred-on", "2017-05", acting_as=VISITOR)
    return recorded


def part(printed: str, heading: str) -> list[str]:
    """Give the lines below a heading, up to the next one."""
    lines = printed.splitlines()
    begun = next(place for place, line in enumerate(lines) if line.startswith(heading)) + 1
    return lines[begun : lines.index("", begun)]


def test_why_leads_back_to_the_visit(epex: Epex, completed: str, reflection: str) -> None:
    found = epex.answer("audit", "why", "Trust", acting_as=VISITOR)
    printed = epex("audit", "why", "Trust", acting_as=VISITOR).stdout

    assert [(link["kind"], link["id"], link["stance"], link["passage"]) for link in found["evidence"]] == [
        ("visit", completed, None, None),
        ("reflection", reflection, "contradicts", "listen first"),
    ]
    assert part(printed, "Evidence") == [
        "  All the way: 1 contradicting.",
        f"  contradicts: Visitor reflection: Street work [{reflection[:19]}] (2017-03-20, a practitioner,",
        "    Prison Service South)",
        "    “listen first”",
        "    Linked 2017-05 by Ben Okafor: A habit",
        f"    about: Street work [{completed[:14]}] (Youth House North)",
    ]


def test_why_has_the_agreed_shape(epex: Epex, reflection: str) -> None:
    found = epex.answer("audit", "why", "Trust", acting_as=VISITOR)

    assert {"id", "kind", "title", "decisions", "evidence", "positions"} < found.keys()
    assert all({"kind", "id", "position", "stance", "passage"} < link.keys() for link in found["evidence"])
    assert reflection in {link["id"] for link in found["evidence"]}


def test_trace_leads_forward(epex: Epex, completed: str, reflection: str) -> None:
    found = epex.answer("audit", "trace", completed, acting_as=VISITOR)
    printed = epex("audit", "trace", completed, acting_as=VISITOR).stdout

    assert [link["kind"] for link in found["evidence"]] == ["reflection", "theme"]
    assert part(printed, "Evidence")[1].startswith(
        f"  reflected on in: Visitor reflection: Street work [{reflection[:19]}]"
    )


def test_what_was_taken_back_is_told(epex: Epex, reflection: str) -> None:
    epex.record("theme", "unlink", "Trust", reflection, "--reason", "Another visit", "--occurred-on", "2017-06-01")

    why, trace = (
        epex("audit", *asked, acting_as=VISITOR).stdout for asked in (("why", "Trust"), ("trace", reflection))
    )

    told = [" ".join(" ".join(part(printed, "Taken back")).split()) for printed in (why, trace)]
    assert told[0] == told[1]
    assert told[0].startswith(
        f"2017-06-01: Visitor reflection: Street work [{reflection[:19]}] was taken back as evidence"
    )
    assert told[0].endswith(f"by {FOUNDER}: Another visit")


def test_decisions_on_the_way_are_sentences_with_their_reasons(epex: Epex) -> None:
    element = epex.record(
        "element", "identify", "Tea first", "--core", "Tea comes before talk.", "--organisation", "Youth House North"
    )
    epex.record("element", "label", element, "shared", "--reason", "All agreed", "--occurred-on", "2017-03-14")

    printed = epex("audit", "why", element).stdout

    assert part(printed, "Decisions") == [
        f"  2017-03-14: {FOUNDER} (coordinator, data protection officer) labelled the element 'Tea first' as",
        "    shared.",
        "    Rationale: All agreed",
    ]


@pytest.mark.parametrize("act", ["why", "trace"])
def test_a_question_set_that_came_with_the_program_is_said_to_have_no_events(epex: Epex, act: str) -> None:
    listed = {row["name"]: row["id"] for row in epex.answer("questions", "list")}
    gibbs = listed["gibbs"]

    refused = [epex.refusal("audit", act, which) for which in (gibbs, gibbs[:18], "gibbs")]
    epex.record("questions", "adopt", "gibbs")

    told = (
        "The question set 'Gibbs' reflective cycle' came with the program, and no event that you may read stands behind"
        " it; 'epex questions show gibbs' shows it."
    )
    assert refused == [told] * 3
    assert [epex.answer("audit", act, which)["id"] for which in (gibbs, "gibbs", "Gibbs' reflective cycle")] == [
        gibbs
    ] * 3
    assert epex.refusal("audit", act, "questions-none").startswith("There is no id or title 'questions-none'")


def test_nothing_is_said_to_be_nothing(epex: Epex) -> None:
    theme = epex.record("theme", "propose", "Alone")

    told = [epex("audit", act, theme).stdout.splitlines()[3] for act in ("why", "trace")]

    assert told == ["Nothing that you may read led to it.", "Nothing that you may read came of it."]


def test_why_leads_back_from_a_paragraph_of_a_book(epex: Epex, completed: str) -> None:
    book = quoting(epex, completed)
    book.draft(epex)

    found = epex.answer("audit", "why", f"{CHAPTER}:3", acting_as=VISITOR)
    trace = epex("audit", "trace", book.quote, acting_as=VISITOR).stdout

    assert (found["id"], found["kind"], found["title"]) == (f"{book.chapter}:3", "paragraph", WORDS)
    assert {link["id"] for link in found["evidence"]} == {book.quote, book.reflection, completed}
    assert ", paragraph 3" in " ".join(trace.split())
    assert epex.refusal("audit", "why", f"{CHAPTER}:9", acting_as=VISITOR) == (
        f"There is no paragraph 9 in '{CHAPTER}': it has 3; 'epex chapter show' numbers them."
    )


@pytest.mark.parametrize("act", ["why", "trace"])
def test_formats_tell_the_same_things(epex: Epex, reflection: str, act: str) -> None:
    which = "Trust" if act == "why" else reflection
    asked = ("audit", act, which, "--format")

    answer, dot, prov = (epex(*asked, form, acting_as=VISITOR).stdout for form in ("json", "dot", "prov"))

    assert json.loads(answer) == epex.answer("audit", act, which, acting_as=VISITOR)
    assert (dot.startswith("digraph reasons {"), reflection in dot) == (True, True)
    assert f"epex:{reflection}" in json.loads(prov)["entity"]


@pytest.mark.parametrize("act", ["why", "trace"])
def test_prov_is_that_of_a_built_in_plugin(epex: Epex, reflection: str, tmp_path: Path, act: str) -> None:
    which = epex.answer("theme", "list", acting_as=VISITOR)[0]["id"] if act == "why" else reflection
    file = tmp_path / "reasons.json"

    export = ("export", "--format", "prov", "--output", str(file))
    epex(*export, "--option", f"{act}={which}", acting_as=VISITOR)

    assert file.read_text("utf-8") == epex("audit", act, which, "--format", "prov", acting_as=VISITOR).stdout
    for options in ((), ("--option", f"why={which}", "--option", f"trace={which}")):
        assert epex.refusal("export", "--format", "prov", "--output", f"{file}x", *options) == (
            "PROV tells of one question; give either --option why=ID or --option trace=ID."
        )


def test_two_formats_contradict_each_other(epex: Epex, reflection: str) -> None:
    done = epex("audit", "trace", reflection, "--format", "dot", "--json", acting_as=VISITOR)

    assert (done.exit_code, done.stdout) == (2, "")
    assert "--json and --format dot contradict each other; leave one out." in done.stderr


def test_why_survives_lost_views(epex: Epex) -> None:
    theme = epex.record("theme", "propose", "Trust")
    shutil.rmtree(epex.folder / "views")

    assert epex.answer("audit", "why", theme)["title"] == "Trust"


def test_a_tree_names_again_what_it_laid_out_before() -> None:
    link: dict[str, Any] = {"stance": None, "relation": "about", "passage": None, "note": "", "paragraphs": []}
    links = [
        {**link, "of": "a", "id": "b", "title": "B"},
        {**link, "of": "a", "id": "c", "title": "C"},
        {**link, "of": "b", "id": "d", "title": "D"},
        {**link, "of": "c", "id": "b", "title": "B"},
    ]

    lines = list(tree({"id": "a", "direction": "back", "evidence": links, "things": []}))

    assert lines == ["  about: B [b]", "    about: D [d]", "  about: C [c]", "    about: B [b]"]
