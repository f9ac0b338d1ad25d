"""A concept as somebody reads it."""

from epex.core.thesaurus import KnownConcept, plain, stream_of

PRISON = KnownConcept(
    "concept-1",
    {"en": "prison", "ar": "سجن"},
    {"en": ("jail",), "de": ("Knast",), "fr": ()},
    signed=frozenset({"en"}),
)


def test_languages_are_those_with_a_label_in_the_order_of_the_profile() -> None:
    assert (PRISON.languages, PRISON.unreviewed) == (("en", "de", "ar"), ("de", "ar"))


def test_the_preferred_label_comes_first() -> None:
    found = [PRISON.labels(code) for code in ("en", "de", "fr")]

    assert found == [("prison", "jail"), ("Knast",), ()]


def test_a_label_is_there_however_it_is_spelt() -> None:
    assert [PRISON.has(*one) for one in (("JAIL", "en"), ("jails", "en"), ("jail", "de"))] == [True, False, False]


def test_plain_leaves_the_words() -> None:
    assert plain("Trust-building,  Затвор!") == ("trust", "building", "zatvor")


def test_what_the_program_names_has_one_stream_in_every_base() -> None:
    assert stream_of("prison") == "concept-d47cf2c6-6436-5033-8cc6-c6f9629efa6f"
