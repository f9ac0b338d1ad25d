"""Rows of transfers that are considered; what came of them is recorded here, step by step."""

from collections.abc import Sequence
from dataclasses import replace

from epex.app.importing.columns import Column, code, date, reference
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Dated, Kind, Values
from epex.core import transfer
from epex.core.vocabulary import TRANSFER_LEVELS

GIVEN = {"source": "from", "level": "level", "reason": "reason"}
ROW = "an id, a name, or the id of its row in the same source"


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Consider an element for another organisation."""
    found = ground.state(values["element"])
    target = replace(found, status="open") if ground.is_again else found
    given = {name: values[column] for name, column in GIVEN.items() if column in values}
    ons = transfer.consider(stream, target, values["to"], by=ground.by, **given)
    return [Dated(on) for on in ons]


KIND = Kind(
    name="transfers",
    subject="transfer",
    columns=(
        Column(name="element", takes=f"what is taken over: {ROW}", read=reference("element"), required=True),
        Column(name="to", takes=f"who takes it over: {ROW}", read=reference("organisation"), required=True),
        Column(name="from", takes="where it comes from; else its owner", read=reference("organisation")),
        Column(
            name="level",
            takes=f"one of {', '.join(TRANSFER_LEVELS)}",
            read=code(TRANSFER_LEVELS, "level of a transfer"),
        ),
        Column(name="reason", takes="why it is considered"),
        date("occurred_on", "when it was considered"),
    ),
    decide=decide,
    ignored=(),
    renamed={"receiving": "to", "source": "from"},
    shown={"to": "receiving", "from": "source"},
    body="reason",
)
