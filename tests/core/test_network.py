"""The network."""

from typing import Any

import pytest

from epex.core import network
from epex.core.decision import Actor, On, Refused
from epex.core.network import Network, NetworkFounded
from epex.core.vocabulary import LANGUAGES
from tests.core.actors import COORDINATOR, PRACTITIONER, only

ID = "network-1"


def found(by: Actor = COORDINATOR, name: str = "EPEX", **choices: Any) -> list[On]:
    return network.found(ID, name, base_id="base-1", public_key="cHVibGlj", by=by, **choices)


def test_found_records_the_identity_of_the_base() -> None:
    assert found() == [
        On(ID, NetworkFounded(name="EPEX", base_id="base-1", public_key="cHVibGlj", languages=LANGUAGES))
    ]


def test_found_says_when_the_content_is_illustrative() -> None:
    event = only(found(illustrative=True, languages=("en", "sq")))

    assert (event.illustrative, event.languages) == (True, ("en", "sq"))


def test_found_refuses_anybody_but_a_coordinator() -> None:
    with pytest.raises(Refused, match="Only a coordinator may found a network"):
        found(by=PRACTITIONER)


@pytest.mark.parametrize(
    ("choices", "why"),
    [
        ({"name": " "}, "The network's name is empty"),
        ({"languages": ()}, "at least one language; name one, such as en"),
        ({"languages": ("en", "xx")}, "'xx' is not a known language; choose one of: ar, da"),
    ],
)
def test_found_refuses_an_unsound_network(choices: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        found(**choices)


def test_evolve_knows_the_network() -> None:
    event = only(found())

    assert network.evolve(None, ID, event) == Network(ID)


def test_evolve_takes_a_second_founding_without_a_change() -> None:
    event = only(found(name="Another"))

    assert network.evolve(Network(ID), ID, event) == Network(ID)
