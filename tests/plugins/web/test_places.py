"""Where things have their pages, and ids that are none."""

import pytest

from epex.plugins import Refused
from epex.plugins.builtin.web.places import known, place_of

THEME = "theme-6e9f13b6-9b15-496c-937c-56a69e3be169"


def test_a_thing_has_its_page() -> None:
    assert (place_of(THEME), place_of("person-6e9f13b6"), place_of(None), place_of("x")) == (
        f"/themes/{THEME}",
        "",
        "",
        "",
    )


@pytest.mark.parametrize("given", ["--help", "-h", "theme-", "theme---help", "element-6e9f13b6", "Endings that hold"])
def test_what_cannot_be_an_id_is_refused_as_what_is_not_there(given: str) -> None:
    with pytest.raises(Refused, match="There is no theme"):
        known("theme", given)


def test_an_id_is_given_as_it_is() -> None:
    assert known("theme", THEME) == THEME
