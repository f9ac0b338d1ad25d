"""Each form is offered to those who may send it: what a page leads to is nothing that is always refused there."""

import pytest

from tests.plugins.web.offering import Offered, forms_at, offered, rights_of, things
from tests.plugins.web.visiting import Site

COORDINATOR = "Orla Keaveney"
# A role, and the column of the table for somebody who holds it and has nothing to do with what is on a page.
STRANGERS = {
    "practitioner": "elsewhere",
    **{role: role for role in ("coordinator", "evaluator", "editor", "reviewer")},
    "data_protection_officer": "officer",
}
# Whoever speaks for an organisation, or works in its language, may do it for that one, whatever their role is.
FOR_ONES_OWN = frozenset({"challenge share", "transfer consider", "questions sign", "thesaurus sign"})


def refused(forms: set[Offered], column: str) -> list[str]:
    """Name the forms that the table of rights knows nobody of a column to send."""
    asked = [form for form in forms if form.command not in FOR_ONES_OWN]
    return sorted(form.path for form in asked if not any(column in right.allowed for right in rights_of(form)))


def test_every_form_is_one_whose_rights_the_table_tells() -> None:
    known = [Offered(at.pattern, kind, line) for at, kind, line in forms_at()]

    assert [form.path for form in known if not rights_of(form) and not form.path.startswith("/new/search")] == []


@pytest.mark.parametrize("role", STRANGERS)
def test_no_page_of_the_demo_offers_a_role_what_the_base_always_refuses_it(site: Site, role: str) -> None:
    home = site.ask(COORDINATOR, "organisation", "add", "--name=A far away office", "--country=XK", "--kind=research")[
        "id"
    ]
    site.ask(COORDINATOR, "person", "add", "--name=Nobody Known", f"--organisation={home}", f"--role={role}")
    site = Site(site.folder)

    found = refused(offered(site, site.member("Nobody Known"), things(site, COORDINATOR)), STRANGERS[role])

    assert found == [], "\n".join(found)
