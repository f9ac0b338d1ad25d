"""What would tell readers who is meant."""

from typing import Any

from epex.app.publishing.circles import full_names, single_names, terms, unnamed_people
from epex.app.publishing.credits import Somebody
from epex.core.callings import called
from epex.core.nations import told
from epex.core.screening import Term
from epex.core.sealed import ERASED


def somebody(name: str, *roles: str, status: str = "") -> dict[str, Any]:
    return {"id": f"person-{name[0].lower()}", "title": name, "roles": list(roles), "status": status}


PEOPLE = [
    somebody("Ben Okafor", "practitioner"),
    somebody("May van der Castaing-Rouvel", "evaluator"),
    somebody("Wim O.", "evaluator", status="leaving"),
    somebody(ERASED),
]
PLACE = {"id": "organisation-1", "title": "Pragu i Çelur", "short_name": "", "country": "XK"}


def test_single_names_are_first_names_and_surnames_but_no_common_words() -> None:
    assert single_names(PEOPLE, "en") == ("Ben", "Castaing", "Okafor", "Rouvel", "Wim")
    assert single_names(PEOPLE, "nl") == ("Castaing", "May", "Okafor", "Rouvel", "Wim")


def test_nobody_but_who_prefers_it_is_named_in_full() -> None:
    known = {"person-b": Somebody("Ben Okafor", "role_only"), "person-m": Somebody("May Castaing", "full_name")}
    gone = Somebody(ERASED, "anonymous")

    assert unnamed_people(PEOPLE, lambda person: known.get(person, gone)) == ("Ben Okafor",)
    assert full_names(PEOPLE) == ("Ben Okafor", "May van der Castaing-Rouvel", "Wim O.")


def test_terms_are_names_of_organisations_countries_and_roles() -> None:
    found = terms([PLACE], PEOPLE, ["de"])

    here, evaluator = frozenset({"organisation-1"}), frozenset({"person-m"})
    words = {"Kosovo": here, "Pragu i Çelur": here, **dict.fromkeys(called("evaluator"), evaluator)}
    words |= dict.fromkeys(told("XK"), here)
    assert found == (
        *(Term(word, whom) for word, whom in sorted(words.items()) if not word.endswith("-")),
        *(
            Term(word.removesuffix("-"), whom, is_beginning=True)
            for word, whom in sorted(words.items())
            if word.endswith("-")
        ),
    )
