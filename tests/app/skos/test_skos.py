"""The thesaurus goes out as SKOS, and comes in again."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from epex.app.skos.bringing import bring
from epex.app.skos.reading import Vocabulary, id_of, vocabulary
from epex.core.concept import ConceptAdded, ConceptRemoved
from epex.core.decision import Actor, On, Refused
from epex.core.thesaurus import KnownConcept, stream_of
from epex.plugins.builtin.skos import SYNTAXES as FORMATS
from epex.plugins.builtin.skos.reading import concepts
from epex.plugins.builtin.skos.writing import written
from epex.projections.concepts import as_kept
from epex.projections.starter import starter

EDITOR = Actor("person-1", "organisation-1", frozenset({"editor"}))
SHELTER = "concept-00000000-0000-4000-8000-000000000001"
OWN = KnownConcept(
    SHELTER,
    {"en": "night shelter", "ar": "مأوى ليلي"},
    {"en": ("hostel", "a <\"bed\"> & 'more'\\")},
    {"en": "A bed for a night"},
    frozenset({stream_of("community")}),
    frozenset({stream_of("release")}),
)
HEAD = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix : <http://example.org/> .\n"


def read(raw: bytes, form: str, name: str) -> Vocabulary:
    return vocabulary(concepts(raw, form, name))


def write(known: Iterable[KnownConcept], form: str, network: str) -> str:
    return written(map(as_kept, known), form, network)


def told(text: str, every: dict[str, KnownConcept] | None = None) -> tuple[list[On], dict[str, str]]:
    """Bring Turtle into a thesaurus, and say what is recorded and why what is refused."""
    brought = bring(read(f"{HEAD}{text}".encode(), "turtle", "file.ttl"), every or {}, EDITOR)
    refused = {each.field.removeprefix("http://example.org/"): each.why for each in brought.outcome.refused}
    return brought.ons, refused


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS)
def test_what_is_written_is_read_as_the_same(form: str) -> None:
    removed = replace(starter()[stream_of("coaching")], status="removed")
    there = {**starter(), SHELTER: OWN, removed.id: removed}

    read_again = read(write(there.values(), form, "Our network").encode(), form, "file")
    brought = bring(read_again, starter(), EDITOR)

    [added, taken] = sorted(brought.ons, key=lambda on: on.stream)
    assert (brought.outcome.recorded, brought.outcome.skipped) == (2, len(starter()) - 1)
    assert added == On(
        SHELTER,
        ConceptAdded(
            preferred=dict(OWN.preferred),
            alternatives={"en": ("a <\"bed\"> & 'more'\\", "hostel")},
            notes=dict(OWN.notes),
            broader=tuple(OWN.broader),
            related=tuple(OWN.related),
        ),
    )
    assert taken == On(removed.id, ConceptRemoved())
    assert bring(read_again, there, EDITOR).ons == []


def test_what_the_network_added_and_removed_is_not_written() -> None:
    written = write([replace(OWN, status="removed")], "turtle", "Our network")

    assert ("Our network" in written, "shelter" in written) == (True, False)


def test_a_concept_of_another_vocabulary_has_one_id_everywhere() -> None:
    ons, refused = told(
        ':a a skos:Concept ; skos:prefLabel "Heim"@de-AT, "hjem"@nb, "koti"@fi ; skos:hiddenLabel "Haim"@de .'
        ' :b skos:inScheme :s ; skos:prefLabel "Haus"@de ; skos:narrower :a .'
    )

    added = {on.stream: on.event for on in ons}
    assert refused == {}
    assert added == {
        stream_of("http://example.org/a"): ConceptAdded(
            preferred={"de": "Heim", "no": "hjem"},
            alternatives={"de": ("Haim",)},
            broader=(stream_of("http://example.org/b"),),
        ),
        stream_of("http://example.org/b"): ConceptAdded(preferred={"de": "Haus"}),
    }
    assert id_of("urn:uuid:nothing") == stream_of("urn:uuid:nothing")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (':a a skos:Concept ; skos:prefLabel "x" .', "'x' has no language; mend it."),
        (":a a skos:Concept ; skos:prefLabel :b .", "'http://example.org/b' has no language; mend it."),
        (':a a skos:Concept ; skos:prefLabel "x"@en, "y"@en .', "It has two preferred labels in 'en'; mend it."),
        (
            ':a a skos:Concept ; skos:prefLabel "x"@fi .',
            "A concept needs a preferred label; give it one in a language of the network.",
        ),
        (
            ':a a skos:Concept ; skos:prefLabel "x"@en ; skos:broader :gone .',
            "It names a concept that is neither here nor taken from the file; add that one, or leave it out.",
        ),
        (
            ':a a skos:Concept ; skos:prefLabel "x"@en ; skos:broader :a .',
            "It is broader than itself, by way of others; mend what is broader.",
        ),
    ],
)
def test_a_concept_that_cannot_be_taken_is_refused_in_one_sentence(text: str, why: str) -> None:
    assert told(text) == ([], {"a": why})


def test_what_is_refused_takes_along_what_names_it_and_nothing_else() -> None:
    ons, refused = told(
        ':a a skos:Concept ; skos:prefLabel "x" . :b a skos:Concept ; skos:prefLabel "y"@en ; skos:related :a .'
        ' :c a skos:Concept ; skos:prefLabel "z"@en .'
    )

    assert ([on.stream for on in ons], list(refused)) == ([stream_of("http://example.org/c")], ["a", "b"])


def test_labels_in_other_languages_are_left_out_and_counted() -> None:
    one = read(f'{HEAD}:a a skos:Concept ; skos:prefLabel "x"@en, "y"@fi .'.encode(), "turtle", "f")
    two = read(f'{HEAD}:a a skos:Concept ; skos:prefLabel "x"@en, "y"@fi, "z"@sv .'.encode(), "turtle", "f")

    assert [bring(each, {}, EDITOR).outcome.notes for each in (one, two)] == [
        ["1 label or note is in languages that the network does not write in, and left out."],
        ["2 labels and notes are in languages that the network does not write in, and left out."],
    ]


def test_what_another_has_removed_and_nobody_here_has_is_passed_over() -> None:
    deprecated = "@prefix owl: <http://www.w3.org/2002/07/owl#> . :a a skos:Concept ; owl:deprecated true ."

    assert told(deprecated) == ([], {})


@pytest.mark.parametrize(
    ("raw", "form", "why"),
    [
        (b"no turtle", "turtle", r"^f is no Turtle \(.+\); mend it, or say --format\.$"),
        (b"\xff\xfe", "turtle", "^f is no Turtle "),
        (b"<rdf", "rdfxml", "^f is no RDF/XML "),
        (b"{", "jsonld", r"^f is no JSON-LD \(it is no JSON\)"),
        (
            b'{"@context": "http://127.0.0.1:9/c"}',
            "jsonld",
            "^f names a context that lies elsewhere, and nothing is fe",
        ),
        (b'[{"a": [{"@context": [{}, "c.json"]}]}]', "jsonld", "^f names a context that lies elsewhere"),
        (b'{"@context": {"@import": "c.json"}}', "jsonld", "^f names a context that lies elsewhere"),
        (b"", "turtle", "^There is no skos:Concept in f; give a thesaurus in SKOS.$"),
    ],
)
def test_a_file_that_is_no_thesaurus_is_refused(raw: bytes, form: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        read(raw, form, "f")


def test_an_entity_of_another_file_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret words", "utf-8")
    raw = f"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>
    <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="http://www.w3.org/2004/02/skos/core#">
    <s:Concept rdf:about="http://example.org/a"><s:prefLabel xml:lang="en">x &e;</s:prefLabel></s:Concept></rdf:RDF>"""

    found = read(raw.encode(), "rdfxml", "f").concepts[0].added

    assert found.preferred == {"en": "x"}
