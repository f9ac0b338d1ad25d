"""Ids of hidden things, at any depth."""

from epex.projections.hiding import ids_in, is_whole_id, without_hidden

SEEN = "theme-0b9a6d5c-1111-4222-8333-44445555aaaa"
HIDDEN = "reflection-0b9a6d5c-1111-4222-8333-44445555bbbb"
VALUE = {"a": HIDDEN, "b": [SEEN, HIDDEN, "theme-based work"], HIDDEN: 1, "c": ({"d": SEEN}, 2, None)}


def test_whole_ids_are_told_from_words() -> None:
    assert [is_whole_id(value) for value in (SEEN, "theme-based work", SEEN.replace("theme", "cat"), 7)] == [
        True,
        False,
        False,
        False,
    ]


def test_hidden_ids_are_found_and_left_out() -> None:
    assert sorted(ids_in(VALUE)) == sorted([HIDDEN, SEEN, HIDDEN, HIDDEN, SEEN])
    assert without_hidden(VALUE, {SEEN}) == {"a": "", "b": [SEEN, "theme-based work"], "c": [{"d": SEEN}, 2, None]}
