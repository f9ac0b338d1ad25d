"""Browsers: what they tell of themselves becomes one of a few names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.plugins.builtin.web.browsers import FAMILIES, SYSTEMS, browser_of

KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
TOLD = {
    "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0": "Firefox, Android",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {KIT} Chrome/126.0 Safari/537.36 Edg/126.0": "Edge, Windows",
    f"Mozilla/5.0 (X11; Linux x86_64) {KIT} Chrome/126.0 Safari/537.36": "Chrome, Linux",
    f"Mozilla/5.0 (Linux; Android 13; SM) {KIT} SamsungBrowser/25.0 Chrome/121.0": "Samsung Internet, Android",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1": "Safari, iPhone",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) Version/17.5 Safari/605.1.15": "Safari, Mac",
    "curl/8.9": "",
    "": "",
}


@pytest.mark.parametrize(("told", "name"), TOLD.items())
def test_browsers_are_named_by_family_and_system(told: str, name: str) -> None:
    assert browser_of(told) == name


@given(st.text(max_size=80))
def test_no_other_word_of_a_browser_is_kept(told: str) -> None:
    assert set(filter(None, browser_of(told).split(", "))) <= {*FAMILIES.values(), *SYSTEMS.values()}
