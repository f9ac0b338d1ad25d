"""`epex search --save` and `--saved`, and `epex searches`: what is new since somebody last saw it, for them alone."""

import json
from pathlib import Path

import pytest

from tests.commands.running import FOUNDER, HOST, VISITING, VISITOR, Epex
from tests.commands.test_merge import bundle

OTHER = "Sami Berg"
ASKED = ("trust tea", "--kind", "challenge", "--since", "2016")


@pytest.fixture
def saved(epex: Epex) -> str:
    """Let a practitioner save a search that finds one thing."""
    epex.record("person", "add", "--name", OTHER, "--organisation", HOST)
    state(epex, "How does trust begin?")
    answer = epex.answer("search", *ASKED, "--save", " Tea  and trust", acting_as=VISITOR)
    assert (answer["total"], answer["saved"]["name"], set(answer["saved"])) == (1, "Tea and trust", {"id", "name"})
    return str(answer["saved"]["id"])


def state(epex: Epex, text: str, *how: str) -> str:
    """State a challenge."""
    return epex.record("challenge", "state", text, *how)


def news(epex: Epex, *how: str) -> tuple[int, list[str]]:
    """Ask again as the practitioner; tell how much is new, and what."""
    found = epex.answer("search", "--saved", "tea and trust", *how, acting_as=VISITOR)
    return found["new"], [hit["title"] for hit in found["hits"] if hit["new"]]


def test_what_came_since_is_new_once(epex: Epex, saved: str) -> None:
    assert news(epex) == (0, [])
    state(epex, "Which tea helps?")
    theme = epex.record("theme", "propose", "--label", "en=Tea")

    listed = epex.answer("searches", "list", acting_as=VISITOR)

    assert [(row["id"], row["title"], row["new"]) for row in listed] == [(saved, "Tea and trust", 1)]
    assert (theme[:5], news(epex), news(epex)) == ("theme", (1, ["Which tea helps?"]), (0, []))
    assert epex.answer("searches", "list", acting_as=VISITOR)[0]["new"] == 0


def test_a_look_that_finds_nothing_new_leaves_no_trace(epex: Epex, saved: str) -> None:
    news(epex)
    state(epex, "Which tea helps?")
    news(epex)
    news(epex)

    events = epex.answer("audit", "log", "--subject", saved, acting_as=VISITOR)

    assert [event["type"] for event in events] == ["search.saved", "search.seen"]
    assert [event["summary"] for event in events] == [
        f"{VISITOR} (practitioner) saved the search 'Tea and trust'",
        f"{VISITOR} (practitioner) saw what is new in the search 'Tea and trust'",
    ]


def test_news_that_is_not_shown_stays_new(epex: Epex, saved: str) -> None:  # noqa: ARG001 - the search is there
    for number in range(3):
        state(epex, f"Which tea helps in week {number}?")

    ask = ("search", "--saved", "Tea and trust")
    first = epex(*ask, "--limit", "2", acting_as=VISITOR)
    second = epex(*ask, "--limit", "9", "--offset", "1", acting_as=VISITOR)
    third = epex(*ask, "--limit", "3", acting_as=VISITOR)

    kept = "all stay new until --limit 3 shows them."
    day = epex.answer("searches", "list", acting_as=VISITOR)[0]["saved_on"]
    assert first.stdout.splitlines()[-2:] == ["2 of 4 matches.", f"3 are new since {day}, and 2 of them shown; {kept}"]
    assert second.stdout.splitlines()[-1] == f"3 are new since {day}, and 2 of them shown; {kept}"
    assert third.stdout.splitlines()[-1] == f"3 are new since {day}."
    assert third.stdout.startswith("challenge, new  Which tea helps in week")
    assert epex(*ask, acting_as=VISITOR).stderr.splitlines()[-1] == f"Nothing is new since {day}."


def test_more_news_than_a_search_ranks_stay_new_until_all_are_shown(
    epex: Epex,
    saved: str,  # noqa: ARG001 - as above
    tmp_path: Path,
) -> None:
    rows = tmp_path / "challenges.csv"
    rows.write_text(
        "id,text,organisation\n" + "".join(f"{number},How do we brew tea {number}?,{HOST}\n" for number in range(105))
    )
    epex("import", str(rows), "--kind", "challenges")

    shown = [news(epex, "--limit", limit) for limit in ("100", "105", "105")]

    assert [(new, len(set(titles))) for new, titles in shown] == [(105, 100), (105, 105), (0, 0)]


def test_of_a_query_that_is_too_long_only_what_was_read_is_kept(epex: Epex, tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_text("trust " + " ".join(f"word{number}" for number in range(30_000)))

    answer = epex.answer("search", "--file", str(long), "--save", "Long", acting_as=VISITOR)
    (kept,) = epex.answer("searches", "list", acting_as=VISITOR)

    assert (kept["query"], len(kept["query"].split())) == (answer["query"], 64)


def test_one_is_new(epex: Epex, saved: str) -> None:  # noqa: ARG001 - as above
    state(epex, "Which tea helps?")

    told = epex("search", "--saved", "Tea and trust", acting_as=VISITOR).stdout.splitlines()[-1]

    assert told.startswith("1 is new since 20")


def test_what_is_hidden_changes_nothing(epex: Epex, saved: str) -> None:
    asked = ("searches", "list"), ("searches", "show", saved), ("search", "--saved", saved, "--limit", "0")
    state(epex, "Which tea helps?")
    before = [epex.answer(*words, acting_as=VISITOR) for words in asked]

    hidden = state(epex, "Tea, trust, trust, tea", "--visibility", "private")

    after = [epex.answer(*words, acting_as=VISITOR) for words in asked]
    assert [{**dict(row), "took_ms": 0} for row in after[1:]] == [{**dict(row), "took_ms": 0} for row in before[1:]]
    assert (after[0], after[0][0]["new"]) == (before[0], 1)
    assert hidden not in json.dumps(epex.answer("search", "--saved", saved, acting_as=VISITOR))


def test_what_one_may_read_since_is_new_though_it_is_old(epex: Epex, saved: str) -> None:  # noqa: ARG001 - as above
    within = ("--visibility", "organisation", "--organisation", HOST)
    epex.record("challenge", "state", "Tea within the house?", *within)
    assert news(epex) == (0, [])

    epex.record("person", "move", VISITOR, "--organisation", HOST)

    assert (news(epex), news(epex)) == ((1, ["Tea within the house?"]), (0, []))


def test_nobody_else_knows_of_it(epex: Epex, saved: str) -> None:
    log = [event["type"] for event in epex.answer("audit", "log", acting_as=OTHER)]
    none = "There is no search 'Tea and trust' that you may read; 'epex searches list' shows yours."

    assert [kind for kind in log if kind.startswith("search.")] == []
    assert epex.answer("searches", "list", acting_as=OTHER) == []
    for words in (("search", "--saved", "Tea and trust"), ("searches", "show", "Tea and trust")):
        assert epex.refusal(*words, acting_as=OTHER) == none
    assert epex.refusal("searches", "remove", "Tea and trust", acting_as=OTHER) == none
    assert epex.refusal("audit", "log", "--subject", saved, acting_as=OTHER).startswith(f"There is no '{saved}'")
    exported = [epex("export", "--subject", "search", acting_as=who).stdout for who in (OTHER, VISITOR)]
    assert [len(table.splitlines()) for table in exported] == [1, 2]


def test_an_officer_who_reads_it_lists_only_their_own(epex: Epex, saved: str) -> None:
    epex.record("person", "revise", OTHER, "--role", "data_protection_officer")
    epex.answer("search", "tea", "--save", "Tea and trust", acting_as=OTHER)

    (own,) = epex.answer("searches", "list", acting_as=OTHER)
    everything = epex.answer("person", "show", VISITOR, "--everything", acting_as=OTHER)

    assert (own["query"], own["id"] != saved) == ("tea", True)
    assert [row["title"] for row in everything["records"]["search"]] == ["Tea and trust"]
    (texts,) = (event["texts"] for event in everything["events"] if event["type"] == "search.saved")
    assert (texts["name"], texts["query"], texts["options"]) == (
        "Tea and trust",
        "trust tea",
        "kind\n\nchallenge\n\nsince\n\n2016",
    )


def test_show_says_what_is_asked(epex: Epex, saved: str) -> None:
    shown = epex.answer("searches", "show", saved[:12], acting_as=VISITOR)
    page = epex("searches", "show", "TEA and trust", acting_as=VISITOR).stdout

    assert (shown["title"], shown["query"], shown["language"], shown["new"], shown["options"]) == (
        "Tea and trust",
        "trust tea",
        "",
        0,
        {"kind": ["challenge"], "since": ["2016"]},
    )
    assert "Options\n  Kind: challenge\n  Since: 2016\n" in page


def test_every_option_is_asked_again(epex: Epex) -> None:
    state(epex, "How do we begin tea?", "--language", "en")
    options = (
        *("--kind", "challenge", "--kind", "theme", "--language", "en", "--country", "NO", "--organisation", HOST),
        *("--since", "2016", "--until", "2099", "--sort", "date", "--fuzzy", "--query-language", "no"),
        *("--no-thesaurus", "--limit", "3", "--explain"),
    )
    epex.answer("search", "tea", *options, "--save", "All")

    shown = epex.answer("searches", "show", "All")

    house = next(row["id"] for row in epex.answer("organisation", "list") if row["title"] == HOST)
    assert (shown["language"], shown["options"]) == (
        "no",
        {
            "kind": ["challenge", "theme"],
            "language": ["en"],
            "country": ["NO"],
            "organisation": [house],
            "since": ["2016"],
            "until": ["2099"],
            "sort": ["date"],
            "fuzzy": ["yes"],
            "no_thesaurus": ["yes"],
        },
    )
    found, again = epex.answer("search", "tea", *options), epex.answer("search", "--saved", "All", "--explain")
    assert [hit["explanation"] for hit in again["hits"]] == [hit["explanation"] for hit in found["hits"]]
    assert again["total"] == found["total"] == 1


def test_remove_ends_it_and_frees_its_name(epex: Epex, saved: str) -> None:
    epex.record("searches", "remove", "Tea and trust", "--reason", "Answered", acting_as=VISITOR)

    refused = epex.refusal("search", "--saved", "Tea and trust", acting_as=VISITOR)
    again = epex.answer("search", "tea", "--save", "Tea and trust", acting_as=VISITOR)["saved"]["id"]

    assert refused == "There is no search 'Tea and trust' that you may read; 'epex searches list' shows yours."
    assert [row["id"] for row in epex.answer("searches", "list", acting_as=VISITOR)] == [again] != [saved]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("tea", "--save", "tea AND trust"), "You have saved a search as 'tea AND trust' already; remove that one"),
        (("tea", "--save", " "), "The name of the search is empty; give it a text."),
        (("tea", "--save", ""), "The name of the search is empty; give it a text."),
        (("--save", "Nothing"), "Such a search never finds anything. Type at least one word to look for."),
        (("--suggest", "tea", "--save", "x"), "Only a query can be saved; type one, or give it with --file."),
        (("tea", "--saved", "Tea and trust"), "One question at a time: type a query, or give --file"),
        (("--saved", ""), "There is no search '' that you may read; 'epex searches list' shows yours."),
        (
            ("--saved", "Tea and trust", "--kind", "theme"),
            "A saved search asks what was saved; leave out --kind, or save another search with it.",
        ),
        (
            ("--saved", "Tea and trust", "--no-thesaurus"),
            "A saved search asks what was saved; leave out --no-thesaurus, or save another search with it.",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(epex: Epex, saved: str, words: tuple[str, ...], sentence: str) -> None:
    before = epex.answer("searches", "list", acting_as=VISITOR)

    assert epex.refusal("search", *words, acting_as=VISITOR).startswith(sentence)
    assert [row["id"] for row in before] == [saved]
    assert epex.answer("searches", "list", acting_as=VISITOR) == before


def test_saving_says_how_to_ask_again(epex: Epex) -> None:
    done = epex("search", "tea", "--save", "Tea")

    assert done.stderr.splitlines() == [
        "Nothing matches 'tea'",
        "Saved for you alone; epex search --saved 'Tea' tells what is new from now on.",
    ]


def test_as_of_a_day_nothing_is_remembered(epex: Epex, saved: str) -> None:
    state(epex, "Which tea helps?")
    today = epex.answer("searches", "list", acting_as=VISITOR)[0]["saved_on"]

    found = epex.answer("--as-of", today, "search", "--saved", saved, acting_as=VISITOR)

    assert (found["new"], news(epex)) == (1, (1, ["Which tea helps?"]))
    assert epex.answer("--as-of", "2016", "searches", "list", acting_as=VISITOR) == []
    assert epex.refusal("--as-of", today, "search", "tea", "--save", "x", acting_as=VISITOR).startswith(
        "The past cannot be written"
    )


@pytest.mark.slow
def test_an_erasure_takes_what_somebody_searched_for(epex: Epex, saved: str) -> None:
    epex.record("person", "add", "--name", "Petra Vik", "--organisation", VISITING, "--role", "data_protection_officer")
    done = epex("person", "erase", VISITOR, "--ground", "Asked for it", "--yes", acting_as="Petra Vik")

    assert done.exit_code == 0, done.output
    (event,) = epex.answer("audit", "log", "--subject", saved, acting_as="Petra Vik")
    exported = epex("export", "--subject", "search", acting_as="Petra Vik").stdout
    assert event["summary"] == "an erased person saved the search '[erased]'"
    assert (len(exported.splitlines()), "trust" in exported) == (2, False)


@pytest.mark.slow
def test_what_is_saved_on_another_branch_finds_everything_new(epex: Epex, saved: str) -> None:
    road = Epex(epex.folder.parent / "road")
    assert epex("branch", str(road.folder)).exit_code == 0
    state(epex, "Which tea helps at home?")
    road.answer("search", "trust tea", "--save", "On the road", acting_as=VISITOR)
    state(road, "Which tea helps on the road?")
    road.answer("search", "--saved", "On the road", acting_as=VISITOR)
    road.answer("search", "--saved", saved, acting_as=VISITOR)

    assert epex.answer("import", str(bundle(road, epex)), acting_as=FOUNDER)["held"] == []

    assert {row["title"]: row["new"] for row in epex.answer("searches", "list", acting_as=VISITOR)} == {
        "Tea and trust": 2,
        "On the road": 3,
    }
