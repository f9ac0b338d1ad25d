"""How organisations and individual members come from what happened."""

from epex.core.log.envelope import Fact
from epex.core.organisation import OrganisationJoined, OrganisationLeft, OrganisationRevised
from epex.projections.columns import founding, is_as_open, occurred_on
from epex.projections.organisations import ORGANISATIONS, ORGANISATIONS_TABLE
from epex.projections.shades import tell
from epex.projections.table import Batch

LISTS = ("settings", "languages", "shows", "wants")
TEXTS = ("short_name", "country", "kind", "constraints")


@ORGANISATIONS.on(OrganisationJoined)
def joined(rows: Batch, fact: Fact, event: OrganisationJoined) -> None:
    """Add the organisation."""
    profile = {name: list(getattr(event, name)) for name in LISTS} | {name: getattr(event, name) for name in TEXTS}
    rows[ORGANISATIONS_TABLE].put({**founding(fact), "title": event.name, **profile})


@ORGANISATIONS.on(OrganisationRevised)
def revised(rows: Batch, fact: Fact, event: OrganisationRevised) -> None:
    """Take over what the revision names."""
    if not is_as_open(fact, rows[ORGANISATIONS_TABLE].get(fact.stream)):
        return
    given = {name: value for name in (*LISTS, *TEXTS) if (value := getattr(event, name)) is not None}
    if event.name is not None:
        given["title"] = event.name
    changes = {name: list(value) if name in LISTS else value for name, value in given.items()}
    rows[ORGANISATIONS_TABLE].change(fact.stream, **changes)


@ORGANISATIONS.on(OrganisationLeft)
def left(rows: Batch, fact: Fact, event: OrganisationLeft) -> None:  # noqa: ARG001 - the date is all that counts
    """Note when it left."""
    tell(rows[ORGANISATIONS_TABLE], fact, fact.stream, left_on=occurred_on(fact))
