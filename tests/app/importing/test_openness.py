"""What an import may hide: nothing that there is once, and no step that later decisions look at."""

from epex.app.base import KnowledgeBase
from tests.app.importing.bases import taken_in

WHY = "What changes the person is as open as the person itself; leave visibility out of [values]."


def narrow(*columns: str, label: str = "private") -> str:
    """Map columns as they are called, for few readers."""
    named = "".join(f'{name} = "{name}"\n' for name in columns)
    return f'[columns]\n{named}[values]\nvisibility = "{label}"\n'


def test_a_year_is_not_hidden(base: KnowledgeBase) -> None:
    mapping = narrow("number", "purpose", label="organisation")

    outcome = taken_in(base, "years", "number,purpose\n7,publication\n", mapping=mapping)

    assert [one.why for one in outcome.refused] == [
        "Programme years are for the whole network; leave out --visibility."
    ]


def test_a_later_row_hides_nothing_that_is_decided_on(base: KnowledgeBase) -> None:
    home = base.queries().listing("organisation")[0]["id"]
    text = "id,name,organisation,roles\np9,Lea Holm,{},{}\n"
    taken_in(base, "people", text.format(home, "practitioner"))

    mapping = narrow("id", "name", "organisation", "roles")
    outcome = taken_in(base, "people", text.format(home, "editor"), mapping=mapping, revises=True)

    assert [one.why for one in outcome.refused] == [WHY]


def test_rows_leave_the_last_coordinator_in_the_role(base: KnowledgeBase) -> None:
    founder = next(row for row in base.queries().listing("person") if "coordinator" in row["roles"])
    home, head = founder["organisation"], "id,name,organisation,roles\n"
    roles = "coordinator; data_protection_officer"
    taken_in(base, "people", f"{head}p9,Lea Holm,{home},{roles}\n")

    text = f"{head}p9,Lea Holm,{home},practitioner\n{founder['id']},{founder['title']},{home},practitioner\n"
    outcome = taken_in(base, "people", text, revises=True)

    assert [one.why.partition(";")[0] for one in outcome.refused] == ["Nobody else here is coordinator"]
    assert outcome.recorded == 1
