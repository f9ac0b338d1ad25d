"""The network."""

from dataclasses import replace
from typing import Any

import pytest

from epex.core import network
from epex.core.decision import Actor, On, Refused
from epex.core.network import (
    ConflictApplied,
    ConflictSettled,
    Network,
    NetworkBranched,
    NetworkFounded,
    NetworkMerged,
    PluginDisabled,
    PluginEnabled,
    VersionFound,
)
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


MERGED = NetworkMerged(
    base="base-2", size=9, root="00", head="", shared=4, taken=2, held=("event-1", "event-2"), why=("turn", "together")
)
WAITING = Network(ID, waiting=frozenset({"event-1", "event-2"}))
OFFICER = Actor("person-dora", "organisation-far", frozenset({"data_protection_officer"}))
EVALUATOR = Actor("person-eve", "organisation-far", frozenset({"evaluator"}))


@pytest.mark.parametrize("by", [COORDINATOR, OFFICER])
def test_merge_remembers_the_other_head_and_what_is_held_back(by: Actor) -> None:
    assert network.merge(Network(ID), MERGED, by=by, base_id="base-1") == [On(ID, MERGED)]


def test_merge_is_refused_to_whoever_does_not_answer_for_the_base() -> None:
    with pytest.raises(Refused, match="Only a coordinator or data protection officer may merge branches"):
        network.merge(Network(ID), MERGED, by=PRACTITIONER, base_id="base-1")


def test_merge_with_itself_is_refused() -> None:
    with pytest.raises(Refused, match="is not merged with itself; name the bundle of another branch"):
        network.merge(Network(ID), MERGED, by=COORDINATOR, base_id="base-2")


def test_merge_says_of_everything_held_back_why() -> None:
    with pytest.raises(Refused, match="needs a code that says why"):
        network.merge(Network(ID), replace(MERGED, why=()), by=COORDINATOR, base_id="base-1")


SAME_STEP = replace(MERGED, why=("same", "turn"))
TWICE = VersionFound(conflict="conflict-1", event="event-1", stream="theme-1", first="{}", second="{} ")


def test_nobody_has_to_decide_on_the_same_step() -> None:
    assert network.evolve(Network(ID), ID, SAME_STEP).waiting == {"event-2"}


def test_tell_apart_keeps_both_versions_until_somebody_decides() -> None:
    assert network.tell_apart(Network(ID), TWICE, by=COORDINATOR) == [On(ID, TWICE)]
    assert network.evolve(Network(ID), ID, TWICE) == Network(ID, waiting=frozenset({"conflict-1"}))
    assert network.evolve(Network(ID, decided=frozenset({"conflict-1"})), ID, TWICE).waiting == frozenset()


def test_tell_apart_is_refused_for_what_is_the_same_and_to_others() -> None:
    with pytest.raises(Refused, match="there is nothing to decide"):
        network.tell_apart(Network(ID), replace(TWICE, second="{}"), by=COORDINATOR)
    with pytest.raises(Refused, match="Only a coordinator or data protection officer may merge branches"):
        network.tell_apart(Network(ID), TWICE, by=PRACTITIONER)


def test_evolve_lets_what_is_held_back_wait_until_it_is_settled() -> None:
    merged = network.evolve(Network(ID), ID, MERGED)
    settled = network.evolve(merged, ID, ConflictSettled(held=("event-1",), applied=False, reason="No."))
    again = network.evolve(settled, ID, MERGED)

    assert merged == WAITING
    assert settled == again == Network(ID, frozenset({"event-2"}), frozenset({"event-1"}))
    assert network.evolve(settled, ID, ConflictApplied(held="event-2")) == settled


@pytest.mark.parametrize("applied", [True, False])
def test_settle_decides_on_what_waits(applied: bool) -> None:  # noqa: FBT001 - a parameter of the test
    ons = network.settle(WAITING, ("event-1",), by=COORDINATOR, applied=applied, reason="We spoke of it.")

    assert ons == [On(ID, ConflictSettled(held=("event-1",), applied=applied, reason="We spoke of it."))]


@pytest.mark.parametrize("held", [(), ("event-1", "event-9")])
def test_settle_is_refused_for_what_does_not_wait(held: tuple[str, ...]) -> None:
    with pytest.raises(Refused, match="does not wait for a decision; 'epex merge list' shows what does"):
        network.settle(WAITING, held, by=COORDINATOR, applied=True, reason="We spoke of it.")


def test_settle_needs_a_reason() -> None:
    with pytest.raises(Refused, match="reason is empty"):
        network.settle(WAITING, ("event-1",), by=COORDINATOR, applied=True, reason=" ")


def test_settle_of_what_is_confided_is_for_evaluators() -> None:
    def settle(by: Actor, *, confided: bool) -> list[On]:
        return network.settle(WAITING, ("event-1",), by=by, applied=False, reason="No.", confided=confided)

    assert only(settle(EVALUATOR, confided=True)).held == ("event-1",)
    with pytest.raises(Refused, match=r"Only an? evaluator may decide"):
        settle(COORDINATOR, confided=True)
    with pytest.raises(Refused, match="Only a coordinator or data protection officer may decide"):
        settle(EVALUATOR, confided=False)


USING = Network(ID, plugins=frozenset({("weather", "0.1")}))
ENABLED = PluginEnabled(
    plugin="weather", package="epex-weather", version="0.2", checks_editions=True, reason="They asked for it."
)


def test_enable_plugin_takes_a_plugin_or_a_new_version_into_use() -> None:
    def enable(before: Network) -> list[On]:
        told = {"package": "epex-weather", "version": "0.2", "reason": "They asked for it."}
        return network.enable_plugin(before, "weather", by=COORDINATOR, checks_editions=True, **told)

    ons = [enable(before) for before in (Network(ID), USING)]

    assert ons == [[On(ID, ENABLED)], [On(ID, ENABLED)]]
    assert network.evolve(USING, ID, ENABLED) == Network(ID, plugins=frozenset({("weather", "0.2")}))


def test_disable_plugin_takes_it_out_of_use() -> None:
    (on,) = network.disable_plugin(USING, "weather", by=COORDINATOR, reason="Nobody read it.")

    assert on == On(ID, PluginDisabled(plugin="weather", reason="Nobody read it."))
    assert network.evolve(USING, ID, PluginDisabled(plugin="weather")) == Network(ID)


def test_plugins_are_enabled_and_disabled_once() -> None:
    with pytest.raises(Refused, match=r"The plugin 'weather' 0\.1 is in use; nothing needs to be done"):
        network.enable_plugin(USING, "weather", package="epex-weather", version="0.1", by=COORDINATOR)
    with pytest.raises(Refused, match="The plugin 'weather' is not in use; 'epex plugin list' shows what is"):
        network.disable_plugin(Network(ID), "weather", by=COORDINATOR)


def test_plugins_are_for_coordinators() -> None:
    with pytest.raises(Refused, match="Only a coordinator may take a plugin into use"):
        network.enable_plugin(Network(ID), "weather", package="epex-weather", version="0.1", by=PRACTITIONER)
    with pytest.raises(Refused, match="Only a coordinator may take a plugin out of use"):
        network.disable_plugin(USING, "weather", by=PRACTITIONER)
