"""Rows of offers to host."""

from collections.abc import Sequence

from epex.app.importing.columns import Column, codes, date, language, number, reference, spoken
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Dated, Kind, Values
from epex.core import offer
from epex.core.offer import OfferMade
from epex.core.vocabulary import SETTINGS

OWN = ("text", "language", "settings", "languages", "capacity", "year", "starts_on", "ends_on", "constraints")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Offer it for an organisation."""
    home = ground.organisation(values["organisation"])
    made = OfferMade(organisation=home.id, **{name: values[name] for name in OWN if name in values})
    return [Dated(on) for on in offer.make(stream, made, home, by=ground.by)]


KIND = Kind(
    name="offers",
    subject="offer",
    columns=(
        Column(name="text", takes="what can be shown", required=True),
        Column(
            name="organisation",
            takes="who offers it: an id, a name, or the id of its row in the same source",
            read=reference("organisation"),
            required=True,
        ),
        Column(name="language", takes="the code of the text's language; else en", read=language),
        Column(name="settings", takes=f"several of {', '.join(SETTINGS)}", read=codes(SETTINGS, "setting")),
        Column(name="languages", takes="codes of languages spoken; else those of the profile", read=spoken),
        Column(name="capacity", takes="how many visits; else 1", read=number),
        Column(name="year", takes="the number of the programme year; else any", read=number),
        date("starts_on", "from when"),
        date("ends_on", "until when"),
        Column(name="constraints", takes="what visitors have to reckon with"),
        date("occurred_on", "when it was offered"),
    ),
    decide=decide,
    shown={"text": "title"},
    body="text",
)
