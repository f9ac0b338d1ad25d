"""Retention and translations in a browser: rules by the officer, a translation vouched for."""

from tests.plugins.web.visiting import Site

OFFICER, EDITOR, AUTHOR, PRACTITIONER = (
    "Orla Keaveney",
    "Aylin Demirbaş-Koch",
    "Gisela Trautwein-Haas",
    "Henrik Stuhlmacher",
)
DUTCH, OTHER_DUTCH = "Griet Vandermoere", "Youssef Bellarbi"


def in_force(site: Site) -> dict[str, int]:
    rows = site.ask(OFFICER, "retention", "list")
    return {row["kind"]: row["months"] for row in rows if row["status"] == "in force"}


def test_rule_is_set_and_lifted_by_the_officer(site: Site) -> None:
    officer, before = site.member(OFFICER), in_force(site)
    officer.get("/retention/set")
    officer.fill(kind="story", months="24", reason="The programme's archive begins.")
    assert (officer.path, in_force(site)) == ("/retention", {**before, "story": 24})

    officer.get("/retention/lift")
    officer.fill(kind="story", reason="It was too short.")

    assert (officer.path, in_force(site)) == ("/retention", before)


def test_thing_is_kept_longer_with_the_reason(site: Site) -> None:
    officer, kept = site.member(OFFICER), site.ask(OFFICER, "retention", "due")[0]["id"]
    officer.get("/retention")
    assert f'href="/retention/extend?which={kept}"' in officer.shown
    officer.get(f"/retention/extend?which={kept}")
    assert f'<option value="{kept}" selected>' in officer.shown

    officer.fill(which=kept, until="2099-01-01", reason="It is quoted in a court case.")

    assert kept not in {row["id"] for row in site.ask(OFFICER, "retention", "due")}


def test_nothing_that_was_kept_long_enough_is_left_out(reading: Site) -> None:
    officer, due = reading.member(OFFICER), [row["id"] for row in reading.ask(OFFICER, "retention", "due")]
    first, second = (officer.get(f"/retention{query}").text for query in ("", "?offset=50"))

    assert [identity for identity in due if f"which={identity}" in first] == due[:50]
    assert [identity for identity in due if f"which={identity}" in second] == due[50:]
    assert f"{len(due)} things to look at" in officer.get("/protecting").text


def test_nobody_else_is_offered_to_set_rules(reading: Site) -> None:
    assert "/retention/set" not in reading.member(PRACTITIONER).get("/retention").text


def test_translation_is_written_by_somebody_and_confirmed_by_the_author(site: Site) -> None:
    rows = site.ask(AUTHOR, "reflection", "list")
    place = next(
        f"/reflections/{row['id']}"
        for row in rows
        if (row["person_title"], row["language"], row["visibility"]) == (AUTHOR, "de", "network")
    )
    editor, author = site.member(EDITOR), site.member(AUTHOR)
    editor.get(f"{place}/translate")
    editor.fill(language="nl", **{"answer-why": "Omdat ouders ons bellen."})
    assert f"{place}/confirm" not in editor.get(place).text
    assert f"{place}/confirm" in author.get(place).text
    author.get(f"{place}/confirm")
    author.fill(language="nl")

    made = site.ask(AUTHOR, "reflection", "show", place.rpartition("/")[2])["translated"]

    assert [(one["answers"], one["reviewed"]) for one in made if one["language"] == "nl"] == [
        ({"why": "Omdat ouders ons bellen."}, True)
    ]
    assert "Omdat ouders ons bellen." in author.get(f"{place}?in=nl").text


def test_translation_is_confirmed_by_whoever_works_in_its_language_and_did_not_write_it(site: Site) -> None:
    rows = site.ask(AUTHOR, "reflection", "list")
    reflection = next(row["id"] for row in rows if (row["language"], row["visibility"]) == ("en", "network"))
    place = f"/reflections/{reflection}"
    translator, speaker, stranger = (site.member(name) for name in (DUTCH, OTHER_DUTCH, PRACTITIONER))
    translator.get(f"{place}/translate")
    translator.fill(language="nl", **{"answer-why": "Omdat er thee was."})
    offered = [f'href="{place}/confirm"' in one.get(place).text for one in (translator, speaker, stranger)]
    stranger.get(f"{place}/confirm")
    refused = stranger.fill(language="nl").status_code

    speaker.get(f"{place}/confirm")
    speaker.fill(language="nl")

    made = site.ask(AUTHOR, "reflection", "show", reflection)["translated"]
    assert (offered, refused) == ([False, True, False], 403)
    assert [one["reviewed"] for one in made if one["language"] == "nl"] == [True]
