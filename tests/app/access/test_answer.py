"""The answer to an access request, as a person reads it."""

import pytest

from epex.app.access.answer import _worded

OTHER = "[another person]"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (["Ana Lopes", OTHER], "Ana Lopes, [another person]"),
        ([OTHER, "Ana Lopes", OTHER, OTHER], "Ana Lopes and 3 other people"),
        ([OTHER, OTHER], "2 other people"),
        ([], ""),
    ],
)
def test_others_are_counted_where_there_are_several(told: list[str], said: str) -> None:
    assert _worded(told) == said
