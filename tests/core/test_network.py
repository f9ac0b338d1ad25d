"""The network."""

from typing import Any

import pytest

from epex.core import network
from epex.core.decision import Actor, On, Refused
from epex.core.network import Network, NetworkBranched, NetworkFounded
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


def branched(by: Actor = COORDINATOR, base_id: str = "base-2") -> list[On]:
    return network.branch(
        Network(ID), base_id=base_id, public_key="a2V5", from_base="base-1", from_size=7, from_root="ab", by=by
    )


@pytest.mark.parametrize("role", ["coordinator", "data_protection_officer"])
def test_branch_announces_its_keys_and_where_it_comes_from(role: str) -> None:
    assert branched(by=Actor("person-1", "organisation-1", frozenset({role}))) == [
        On(ID, NetworkBranched(base_id="base-2", public_key="a2V5", from_base="base-1", from_size=7, from_root="ab"))
    ]


def test_branch_refuses_anybody_else() -> None:
    with pytest.raises(Refused, match="Only a coordinator or data protection officer may branch a knowledge base"):
        branched(by=PRACTITIONER)


def test_branch_refuses_the_id_of_the_base_it_comes_from() -> None:
    with pytest.raises(Refused, match="make it with 'epex branch DIR'"):
        branched(base_id="base-1")


def test_evolve_takes_a_branch_without_a_change() -> None:
    event = only(branched())

    assert network.evolve(Network(ID), ID, event) == Network(ID)
