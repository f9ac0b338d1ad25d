"""An organisation offers to host, and takes the offer back."""

from dataclasses import replace
from functools import reduce

import pytest

from epex.core import offer
from epex.core.decision import On, Refused
from epex.core.offer import Offer, OfferEvent, OfferMade, OfferWithdrawn
from epex.core.organisation import Organisation
from tests.core.actors import COORDINATOR, GONE, HOME, PRACTITIONER, VISITOR

ID = "offer-1"
MADE = OfferMade(text="How a case table is chaired", organisation=HOME.id, settings=("multi_agency",), capacity=2)
WITHDRAWN = OfferWithdrawn(reason="The house closes")


def known(*events: OfferEvent) -> Offer:
    state = reduce(lambda before, event: offer.evolve(before, ID, event), events, None)
    assert state is not None
    return state


def test_make_is_open_to_the_organisations_people() -> None:
    made = offer.make(ID, MADE, HOME, by=PRACTITIONER)

    assert made == [On(ID, MADE)]


def test_make_takes_the_organisation_that_is_spoken_for_and_tidies_the_dates() -> None:
    given = replace(MADE, organisation="", languages=("de", "ckb"), starts_on=" 2017-02", ends_on="2017-06", year=2)

    (made,) = offer.make(ID, given, HOME, by=COORDINATOR)

    assert made == On(ID, replace(given, organisation=HOME.id, starts_on="2017-02"))


def test_make_is_refused_to_other_organisations() -> None:
    with pytest.raises(
        Refused, match=r"^Only a coordinator may offer a visit to another organisation; ask one of them"
    ):
        offer.make(ID, MADE, HOME, by=VISITOR)


@pytest.mark.parametrize(
    ("given", "home", "why"),
    [
        (MADE, GONE, "The organisation has left the network"),
        (replace(MADE, text=" "), HOME, "The text that says what can be shown is empty"),
        (replace(MADE, language="xx"), HOME, "'xx' is not a known language"),
        (replace(MADE, settings=("circus",)), HOME, "'circus' is not a known setting"),
        (replace(MADE, languages=("German",)), HOME, "'German' is not a language code"),
        (replace(MADE, capacity=0), HOME, "An offer has room for one visit at least; give a number such as 1"),
        (replace(MADE, year=-1), HOME, "Programme years are counted from 1"),
        (replace(MADE, starts_on="2017-06", ends_on="2017-02"), HOME, "give the dates in their order"),
    ],
)
def test_make_refuses_what_cannot_be(given: OfferMade, home: Organisation, why: str) -> None:
    with pytest.raises(Refused, match=why):
        offer.make(ID, given, home, by=COORDINATOR)


def test_withdraw_takes_it_back_once() -> None:
    withdrawn = offer.withdraw(known(MADE), HOME, by=PRACTITIONER, reason="The house closes")

    assert withdrawn == [On(ID, WITHDRAWN)]
    with pytest.raises(Refused, match=r"^This offer was withdrawn already; make another one with 'epex match offer'"):
        offer.withdraw(known(MADE, WITHDRAWN), HOME, by=PRACTITIONER)


def test_withdraw_is_refused_to_other_organisations() -> None:
    with pytest.raises(
        Refused, match=r"^Only a coordinator may withdraw another organisation's offer; ask one of them"
    ):
        offer.withdraw(known(MADE), HOME, by=VISITOR)


def test_history_leads_to_its_state() -> None:
    assert (known(MADE), known(MADE, WITHDRAWN)) == (Offer(ID, HOME.id), Offer(ID, HOME.id, withdrawn=True))


def test_a_year_that_nobody_opened_is_refused() -> None:
    offer.require_open(0, ())
    offer.require_open(2, (1, 2))
    with pytest.raises(Refused, match=r"^Year 3 is not open; open it with 'epex year open', or name one that is"):
        offer.require_open(3, (1, 2))
