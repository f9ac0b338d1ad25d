"""`epex thesaurus`: concepts are added, labelled, related, signed, and go out and in as SKOS."""

from pathlib import Path

import pytest

from epex.plugins.builtin.skos.rows import CUT
from tests.commands.running import FOUNDER, HOST, VISITOR, Epex


@pytest.fixture
def shelter(epex: Epex) -> str:
    return epex.record(
        *("thesaurus", "add", "night shelter", "--label", "de:Notschlafstelle", "--alternative", "en:hostel"),
        *("--alternative", "en:doss house", "--note", "A bed for a night", "--broader", "community"),
        *("--related", "Haftentlassung", "--reason", "We missed it"),
    )


def test_list_shows_what_comes_with_the_program(epex: Epex) -> None:
    listed = epex.answer("thesaurus", "list", "--limit", "2", "--offset", "1")
    every = epex.answer("thesaurus", "list", "--language", "sq", "--unreviewed")

    assert [(row["title"], [each["title"] for each in row["broader"]], row["of_the_program"]) for row in listed] == [
        ("adaptation", ["practice transfer"], True),
        ("addiction", [], True),
    ]
    assert len(every) >= 150
    assert epex("thesaurus", "list", "--limit", "1").stdout.split() == [
        *("concept-13389b7a", "counselling", "all", "active", "listening")
    ]


def test_add_and_show_a_concept(epex: Epex, shelter: str) -> None:
    page = epex.answer("thesaurus", "show", "hostel")

    assert (page["id"], page["preferred"], page["alternatives"], page["notes"]) == (
        shelter,
        {"en": "night shelter", "de": "Notschlafstelle"},
        {"en": ["hostel", "doss house"]},
        {"en": "A bed for a night"},
    )
    assert epex("thesaurus", "show", shelter).stdout.splitlines() == [
        "night shelter",
        shelter,
        "",
        "  en  night shelter; hostel; doss house (unreviewed)",
        "  de  Notschlafstelle (unreviewed)",
        "Scope note (en): A bed for a night",
        "Broader: local community",
        "Related: release from prison",
    ]
    assert epex.said()["reason"] == "We missed it"


def test_a_network_changes_what_came_with_the_program(epex: Epex) -> None:
    for step in (
        ("label", "prison", "Knast", "--language", "de"),
        ("label", "prison", "clink", "--preferred"),
        ("unlabel", "prison", "jail"),
        ("note", "prison", "Also custody"),
        ("relate", "prison", "school", "--relation", "related"),
        ("unrelate", "prison", "probation"),
        ("sign", "prison", "school", "--language", "en"),
        ("remove", "coaching", "--reason", "Nobody here does"),
    ):
        epex.record("thesaurus", *step)

    page = epex.answer("thesaurus", "show", "clink")
    assert (page["title"], page["notes"], page["alternatives"]["en"]) == (
        "clink",
        {"en": "Also custody"},
        ["prison", "penal institution"],
    )
    assert ("Knast" in page["alternatives"]["de"], "en" in page["unreviewed"]) == (True, False)
    assert [each["title"] for each in page["related"]] == ["prison staff", "prisoner", "release from prison", "school"]
    assert f"signed by {FOUNDER}" in epex("thesaurus", "show", "clink").stdout
    assert "coaching" not in [row["title"] for row in epex.answer("thesaurus", "list")]
    assert ", removed" in epex("thesaurus", "show", "coaching").stdout
    epex.record("thesaurus", "reopen", "coaching")
    assert epex.answer("thesaurus", "show", "coaching")["status"] == "open"
    assert epex.answer("audit", "log")[-1]["summary"].endswith("took the concept 'coaching' up again")


def test_sign_takes_all_that_is_unreviewed(epex: Epex) -> None:
    epex.record("thesaurus", "sign", "prison", "--language", "sq")
    epex.record("thesaurus", "sign", "--all", "--language", "sq")

    assert epex.answer("thesaurus", "list", "--language", "sq", "--unreviewed") == []
    assert epex.refusal("thesaurus", "sign", "--all", "--language", "sq") == (
        "All labels in 'sq' are signed; there is nothing to do."
    )
    for names in ((), ("prison", "--all")):
        assert epex("thesaurus", "sign", *names, "--language", "de").exit_code == 2


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (
            ("show", "banana"),
            "There is no concept 'banana' that you may read; 'epex thesaurus list' shows what there is.",
        ),
        (
            ("add", "x", "--label", "Gefängnis"),
            "'Gefängnis' does not say its language; write it as CODE:TEXT, such as de:Gefängnis.",
        ),
        (
            ("label", "prison", "clink", "--visibility", "private"),
            "What comes with the program is for the whole network; leave out --visibility.",
        ),
        (("import", "nothing.ttl"), "There is no file nothing.ttl; name one that exists."),
    ],
)
def test_refusals_say_what_to_do(epex: Epex, args: tuple[str, ...], sentence: str) -> None:
    assert epex.refusal("thesaurus", *args) == sentence


def test_only_coordinators_and_editors_change_it(epex: Epex, tmp_path: Path) -> None:
    (tmp_path / "t.ttl").write_text("", "utf-8")

    for args in (("remove", "prison", "--reason", "x"), ("import", str(tmp_path / "t.ttl"))):
        assert epex.refusal("thesaurus", *args, acting_as=VISITOR) == (
            "Only a coordinator or editor may change the thesaurus; ask one of them to record it."
        )


@pytest.mark.slow
def test_export_and_import_give_the_same_concepts(epex: Epex, shelter: str, tmp_path: Path) -> None:
    epex.record("thesaurus", "label", "prison", "clink", "--preferred")
    file, again = tmp_path / "t.ttl", tmp_path / "again.rdf"
    assert epex("thesaurus", "export", "--output", str(file)).stdout == f"Wrote {file}.\n"
    assert epex.refusal("thesaurus", "export", "--output", str(file)) == f"There is {file} already; name a new file."
    written = epex("thesaurus", "export").stdout
    other = Epex(tmp_path / "other")
    other(
        "init", str(other.folder), "--network", "Other", "--person", "Ana", "--organisation", "House", "--country", "AT"
    )
    dry = other.answer("thesaurus", "import", str(file), "--dry-run")
    taken = other("thesaurus", "import", str(file), "--reason", "From the others")

    assert (dry["recorded"], dry["refused"]) == (2, [])
    assert taken.stdout == f"2 recorded, {dry['skipped']} skipped, 0 refused.\n"
    assert other("thesaurus", "export").stdout == written.replace(epex_network(written), '"Other"')
    assert other.answer("thesaurus", "show", "night shelter")["id"] == shelter
    other("thesaurus", "export", "--output", str(again))
    assert other.answer("thesaurus", "import", str(again))["recorded"] == 0


@pytest.mark.slow
@pytest.mark.usefixtures("shelter")
def test_skos_is_that_of_a_built_in_plugin(epex: Epex, tmp_path: Path) -> None:
    file = tmp_path / "t.rdf"
    epex("export", "--format", "skos", "--option", "syntax=rdfxml", "--output", str(file))
    assert file.read_bytes() == epex("thesaurus", "export", "--format", "rdfxml").stdout_bytes
    other = Epex(tmp_path / "other")
    names = ("--network", "Other", "--person", "Ana", "--organisation", "House", "--country", "AT")
    other("init", str(other.folder), *names)

    taken = other.answer("import", str(file), "--format", "skos", "--option", "syntax=rdfxml")

    assert (taken["recorded"], taken["refused"]) == (1, [])
    assert taken["lost"] == [CUT]
    assert other.answer("thesaurus", "show", "night shelter")["title"] == "night shelter"
    assert other.refusal("import", str(file), "--format", "skos").startswith("The file is no Turtle (")
    assert other.refusal("export", "--format", "skos", "--option", "syntax=n3", "--output", f"{file}x") == (
        "SKOS is not written as 'n3'; choose one of: turtle, jsonld, rdfxml."
    )


def epex_network(written: str) -> str:
    """Find what the scheme is called."""
    return written.rpartition("skos:prefLabel ")[2].partition(" .")[0]


def test_import_lists_what_it_refuses_and_records_the_rest(epex: Epex, tmp_path: Path) -> None:
    (tmp_path / "t.ttl").write_text(
        '@prefix s: <http://www.w3.org/2004/02/skos/core#> . <urn:x:a> a s:Concept ; s:prefLabel "x", "y"@fi .'
        '<urn:x:b> a s:Concept ; s:prefLabel "shelter"@en .',
        "utf-8",
    )

    done = epex("thesaurus", "import", str(tmp_path / "t.ttl"))

    assert done.stdout == "1 recorded, 0 skipped, 1 refused.\n"
    assert done.stderr.splitlines() == [
        "concept 1, urn:x:a: 'x' has no language; mend it.",
        "1 label or note is in languages that the network does not write in, and left out.",
    ]


def test_import_does_not_touch_a_hidden_concept_of_the_same_id(epex: Epex, tmp_path: Path) -> None:
    epex.record("person", "revise", VISITOR, "--role", "editor")
    hidden = epex.record("thesaurus", "add", "den", "--visibility", "private", acting_as=VISITOR)
    (tmp_path / "t.ttl").write_text(
        "@prefix s: <http://www.w3.org/2004/02/skos/core#> ."
        f'<urn:uuid:{hidden.removeprefix("concept-")}> a s:Concept ; s:prefLabel "lair"@en .',
        "utf-8",
    )
    epex.record("person", "add", "--name", "Edda", "--organisation", HOST, "--role", "editor")

    taken = ("thesaurus", "import", str(tmp_path / "t.ttl"))

    assert [epex.refusal(*taken, *how, acting_as="Edda") for how in (["--dry-run"], [])] == [
        f"{hidden} cannot be recorded; give that concept another IRI."
    ] * 2


@pytest.mark.parametrize("act", ["why", "trace"])
def test_a_concept_that_came_with_the_program_is_said_to_have_no_events(epex: Epex, act: str) -> None:
    page = epex.answer("thesaurus", "show", "prison")

    refused = [epex.refusal("audit", act, which) for which in (page["id"], page["id"][:16], "prison")]
    epex.record("thesaurus", "label", "prison", "clink")

    told = (
        "The concept 'prison' came with the program, and no event that you may read stands behind it;"
        " 'epex thesaurus show' shows it."
    )
    assert refused == [told] * 3
    assert epex.answer("audit", act, "prison")["id"] == page["id"]
