"""Whose words are whose."""

import pytest

from epex.core.namespaces import lies_within, namespace_of


def test_namespace_of_has_no_dash() -> None:
    assert namespace_of("vetting-Times") == "vetting_times"


@pytest.mark.parametrize(
    ("word", "expected"),
    [("vetting_times", True), ("vetting_times_more", True), ("vetting_timesheet", False), ("vetting", False)],
)
def test_lies_within_asks_for_the_whole_name(word: str, *, expected: bool) -> None:
    assert lies_within(word, "vetting-times") is expected
