"""An organisation states what it wants to learn, and takes it back."""

from dataclasses import replace
from functools import reduce

import pytest

from epex.core import need
from epex.core.decision import On, Refused
from epex.core.need import Need, NeedEvent, NeedStated, NeedWithdrawn
from epex.core.organisation import Organisation
from tests.core.actors import COORDINATOR, GONE, HOME, PRACTITIONER, VISITOR

ID = "need-1"
STATED = NeedStated(text="Knowing when to stop", organisation=HOME.id, task="Letting go", setting="exit_programme")
WITHDRAWN = NeedWithdrawn(reason="We have seen it")


def known(*events: NeedEvent) -> Need:
    state = reduce(lambda before, event: need.evolve(before, ID, event), events, None)
    assert state is not None
    return state


def test_state_is_open_to_the_organisations_people() -> None:
    stated = need.state(ID, STATED, HOME, by=PRACTITIONER)

    assert stated == [On(ID, STATED)]


def test_state_takes_the_organisation_that_is_spoken_for() -> None:
    given = replace(STATED, organisation="", languages=("sq",), setting="", year=2)

    assert need.state(ID, given, HOME, by=COORDINATOR) == [On(ID, replace(given, organisation=HOME.id))]


def test_state_is_refused_to_other_organisations() -> None:
    with pytest.raises(Refused, match=r"^Only a coordinator may state what another organisation needs to learn; ask"):
        need.state(ID, STATED, HOME, by=VISITOR)


@pytest.mark.parametrize(
    ("given", "home", "why"),
    [
        (STATED, GONE, "The organisation has left the network"),
        (replace(STATED, text=""), HOME, "The text that says what is to be learned is empty"),
        (replace(STATED, language="xx"), HOME, "'xx' is not a known language"),
        (replace(STATED, setting="circus"), HOME, "'circus' is not a known setting"),
        (replace(STATED, languages=("Shqip",)), HOME, "'Shqip' is not a language code"),
        (replace(STATED, year=-2), HOME, "Programme years are counted from 1"),
    ],
)
def test_state_refuses_what_cannot_be(given: NeedStated, home: Organisation, why: str) -> None:
    with pytest.raises(Refused, match=why):
        need.state(ID, given, home, by=COORDINATOR)


def test_withdraw_takes_it_back_once() -> None:
    withdrawn = need.withdraw(known(STATED), HOME, by=PRACTITIONER, reason="We have seen it")

    assert withdrawn == [On(ID, WITHDRAWN)]
    with pytest.raises(Refused, match=r"^This need was withdrawn already; state another one with 'epex match need'"):
        need.withdraw(known(STATED, WITHDRAWN), HOME, by=PRACTITIONER)


def test_withdraw_is_refused_to_other_organisations() -> None:
    with pytest.raises(Refused, match=r"^Only a coordinator may withdraw another organisation's learning need; ask"):
        need.withdraw(known(STATED), HOME, by=VISITOR)


def test_history_leads_to_its_state() -> None:
    assert (known(STATED), known(STATED, WITHDRAWN)) == (Need(ID, HOME.id), Need(ID, HOME.id, withdrawn=True))
