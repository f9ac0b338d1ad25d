"""Concepts of a file as rows, and the scheme that they are in."""

from epex.core.thesaurus import NAMESPACE
from epex.plugins import TakenConcept
from epex.plugins.builtin.skos.rows import CUT, rows_of
from epex.plugins.builtin.skos.writing import SCHEME

HOUSE = TakenConcept(
    iri="urn:uuid:00000000-0000-4000-8000-000000000001",
    preferred=[("de-AT", "Haus"), ("en", "house")],
    notes=[("en", "Where people live")],
)
SHED = TakenConcept(
    iri="http://example.org/shed;1",
    preferred=[("de-AT", "Schuppen")],
    broader=[HOUSE.iri, "http://example.org/gone"],
)


def test_a_row_has_one_label_and_what_is_broader_in_the_file() -> None:
    taken = rows_of([HOUSE, SHED])

    house = "00000000-0000-4000-8000-000000000001"
    assert taken.rows == {
        "concepts": [
            {"id": house, "label": "house", "language": "en", "note": "Where people live"},
            {"id": SHED.iri, "label": "Schuppen", "language": "de", "broader": house},
        ]
    }
    assert taken.concepts == [HOUSE, SHED]
    assert taken.lost == [CUT]


def test_a_semicolon_does_not_part_what_is_broader() -> None:
    below = TakenConcept(iri="http://example.org/x", preferred=[("de", "Regal")], broader=[SHED.iri])

    assert [row.get("broader") for row in rows_of([SHED, below]).rows["concepts"]] == [None, f'["{SHED.iri}"]']


def test_what_no_row_can_tell_is_left_out_and_said() -> None:
    gone = TakenConcept(iri="http://example.org/a", preferred=[("en", "a")], is_deprecated=True)
    nameless = TakenConcept(iri="http://example.org/b", alternatives=[("en", "b")])

    taken = rows_of([gone, nameless])

    assert (taken.rows, taken.concepts) == ({"concepts": []}, [gone, nameless])
    assert taken.lost == ["Concepts that are deprecated, or have no label, are left out."]


def test_the_scheme_is_that_of_the_thesaurus() -> None:
    assert str(SCHEME) == NAMESPACE.urn
