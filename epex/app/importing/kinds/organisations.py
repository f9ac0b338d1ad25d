"""Rows of organisations and individual members."""

from collections.abc import Sequence
from typing import cast

from epex.app.importing.columns import Column, code, codes, country, date, lines, spoken
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Change, Dated, Kind, Values
from epex.core import organisation
from epex.core.decision import On
from epex.core.organisation import Changes, Organisation
from epex.core.vocabulary import ORGANISATION_KINDS, SETTINGS

OWN = ("name", "short_name", "country", "kind", "settings", "languages", "shows", "wants", "constraints")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Let it join."""
    given = {name: values[name] for name in OWN if name in values}
    taken = () if ground.is_again else ground.names("organisation", stream)
    return [Dated(on) for on in organisation.join(stream, by=ground.by, taken=taken, **given)]


def revise(state: Organisation, change: Change, ground: Ground) -> Sequence[On]:
    """Revise the profile."""
    changes = cast("Changes", change.values)
    return organisation.revise(state, by=ground.by, taken=ground.names("organisation", state.id), **changes)


KIND = Kind(
    name="organisations",
    subject="organisation",
    columns=(
        Column(name="name", takes="its name", required=True),
        Column(name="short_name", takes="its abbreviation"),
        Column(name="country", takes="two letters of ISO 3166-1, such as AT, or XK", read=country, required=True),
        Column(
            name="kind",
            takes=f"one of {', '.join(ORGANISATION_KINDS)}",
            read=code(ORGANISATION_KINDS, "kind of organisation"),
            required=True,
        ),
        Column(name="settings", takes=f"several of {', '.join(SETTINGS)}", read=codes(SETTINGS, "setting")),
        Column(name="languages", takes="codes of languages it works in, such as de; fr", read=spoken),
        Column(name="shows", takes="what it offers to show; several with ; between", read=lines),
        Column(name="wants", takes="what it wants to learn; several with ; between", read=lines),
        Column(name="constraints", takes="what visitors have to reckon with"),
        date("occurred_on", "when it joined"),
    ),
    decide=decide,
    revise=revise,
    revisable=OWN,
    revises="the profile",
    shown={"name": "title"},
    body="constraints",
)
