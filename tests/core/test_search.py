"""Searches that somebody saves, for themselves alone."""

from typing import Any

import pytest

from epex.core import search
from epex.core.decision import On, Refused
from epex.core.search import Look, Question, Search, SearchRemoved, SearchSaved, SearchSeen
from tests.core.actors import COORDINATOR, OFFICER, only

ID = "search-1"
OWNER = COORDINATOR.person
SAVED = Search(ID, OWNER)
ASKED = Question(query="trust kind:theme", language="no", options={"country": ("NO", "AT")})
LOOK = Look(41, ("network", "public"))


def test_save_keeps_the_question_and_how_far_one_has_seen() -> None:
    ons = search.save(ID, " Trust\n in  prison ", ASKED, LOOK, ["Tea"], by=COORDINATOR)

    event = SearchSaved(
        person=OWNER,
        name="Trust in prison",
        query="trust kind:theme",
        language="no",
        options={"country": ("NO", "AT")},
        upto=41,
        circles=("network", "public"),
    )
    assert ons == [On(ID, event)]
    assert search.evolve(None, ID, only(ons)) == SAVED


@pytest.mark.parametrize(
    ("name", "question", "known", "why"),
    [
        (" ", ASKED, (), "The name of the search is empty"),
        ("a" * 101, ASKED, (), "A name has at most 100 letters, and this one has 101; choose a shorter one."),
        ("TRUST  in", ASKED, ["trust in"], "You have saved a search as 'TRUST in' already; remove that one first"),
        ("Trust", Question(query=" \n"), (), "The query to save is empty; give it a text."),
    ],
)
def test_save_refuses(name: str, question: Question, known: list[str], why: str) -> None:
    with pytest.raises(Refused, match=why):
        search.save(ID, name, question, LOOK, known, by=COORDINATOR)


def test_a_name_may_have_a_hundred_letters() -> None:
    (on,) = search.save(ID, "a" * 100, ASKED, LOOK, ["a" * 99], by=COORDINATOR)

    assert only([on]).name == "a" * 100


def test_see_remembers_how_far_one_has_seen() -> None:
    ons = search.see(SAVED, LOOK, by=COORDINATOR)

    assert ons == [On(ID, SearchSeen(person=OWNER, upto=41, circles=("network", "public")))]
    assert search.evolve(SAVED, ID, only(ons)) == SAVED


def test_remove_ends_it() -> None:
    ons = search.remove(SAVED, by=COORDINATOR, reason="Answered")

    assert ons == [On(ID, SearchRemoved(person=OWNER, reason="Answered"))]
    assert search.evolve(SAVED, ID, only(ons)) == Search(ID, OWNER, removed=True)


@pytest.mark.parametrize(
    ("decide", "act"), [(lambda state, by: search.see(state, LOOK, by=by), "look through"), (search.remove, "remove")]
)
def test_a_search_is_its_owners_alone(decide: Any, act: str) -> None:
    with pytest.raises(Refused, match=f"Only the person who saved a search may {act} it; save one of your own."):
        decide(SAVED, by=OFFICER)
    with pytest.raises(Refused, match="This search was removed; save it anew with 'epex search QUERY"):
        decide(Search(ID, OWNER, removed=True), by=COORDINATOR)
