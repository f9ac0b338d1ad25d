"""What would tell readers who is meant."""

from typing import Any

from epex.app.publishing.circles import single_names, terms
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


def test_terms_are_names_of_organisations_countries_and_roles() -> None:
    found = terms([PLACE], PEOPLE, ["de"])

    here, evaluator = frozenset({"organisation-1"}), frozenset({"person-m"})
    assert found == (
        Term("Evaluatorin", evaluator),
        Term("Kosovo", here),
        Term("Pragu i Çelur", here),
        Term("evaluator", evaluator),
        Term("evaluatør", evaluator),
        Term("évaluateur", evaluator),
        Term("évaluatrice", evaluator),
        *(Term(words, here, is_beginning=True) for words in ("Kosova", "Kosovac", "Kosovë", "kosovsk")),
    )
