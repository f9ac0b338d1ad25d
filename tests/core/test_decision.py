"""What every decision shares."""

from uuid import UUID

import pytest

from epex.core.decision import Actor, Refused, new_id, require_one_of, require_role, require_short, require_text
from tests.core.actors import COORDINATOR, PRACTITIONER, STRANGER


def test_new_id_names_the_subject_before_a_uuid() -> None:
    subject, _, uuid = new_id("theme").partition("-")

    assert (subject, str(UUID(uuid))) == ("theme", uuid)


def test_new_id_never_comes_twice() -> None:
    assert new_id("theme") != new_id("theme")


def test_require_role_accepts_one_of_several_roles() -> None:
    require_role(PRACTITIONER, "coordinator", "practitioner", act="plan a visit")
    require_role(COORDINATOR, "coordinator", "practitioner", act="plan a visit")


@pytest.mark.parametrize("actor", [PRACTITIONER, STRANGER])
def test_require_role_refuses_others_and_names_the_roles_readably(actor: Actor) -> None:
    with pytest.raises(Refused) as refusal:
        require_role(actor, "coordinator", "data_protection_officer", act="erase a person")

    assert str(refusal.value) == (
        "Only a coordinator or data protection officer may erase a person; ask one of them to record it."
    )


@pytest.mark.parametrize(
    ("roles", "who"), [(("coordinator", "practitioner"), "a coordinator or practitioner"), (("editor",), "an editor")]
)
def test_require_role_tells_whose_organisation_has_left_why(roles: tuple[str, ...], who: str) -> None:
    with pytest.raises(Refused) as refusal:
        require_role(Actor("person-1", left=True), *roles, act="propose a theme")

    assert str(refusal.value) == (
        f"Your organisation has left the network, so you may not propose a theme any more; ask {who} to record it."
    )


def test_require_one_of_accepts_a_known_word() -> None:
    require_one_of("supports", ("supports", "nuances"), "stance")


def test_require_one_of_refuses_an_unknown_word_and_lists_the_known_ones() -> None:
    with pytest.raises(Refused) as refusal:
        require_one_of("likes", ("supports", "nuances"), "stance")

    assert str(refusal.value) == "'likes' is not a known stance; choose one of: nuances, supports."


@pytest.mark.parametrize("blank", ["", " ", "\n\t", "\u2003"])
def test_require_text_refuses_blank_text(blank: str) -> None:
    with pytest.raises(Refused, match=r"^The rationale is empty; give it a text\.$"):
        require_text(blank, "rationale")


def test_require_text_accepts_any_language() -> None:
    require_text("ثقة", "rationale")


def test_require_short_accepts_a_name_of_300_letters() -> None:
    require_short("n" * 300, "name")


def test_require_short_refuses_what_no_list_can_show() -> None:
    with pytest.raises(Refused) as refusal:
        require_short("n" * 301, "name")

    assert str(refusal.value) == "The name has 301 letters, and at most 300 are kept; cut it."
