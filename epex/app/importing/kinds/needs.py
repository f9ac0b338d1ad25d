"""Rows of learning needs."""

from collections.abc import Sequence

from epex.app.importing.columns import Column, code, date, language, number, reference, spoken
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Dated, Kind, Values
from epex.core import need
from epex.core.need import NeedStated
from epex.core.vocabulary import SETTINGS

OWN = ("text", "language", "task", "setting", "languages", "year")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """State it for an organisation."""
    home = ground.organisation(values["organisation"])
    stated = NeedStated(organisation=home.id, **{name: values[name] for name in OWN if name in values})
    return [Dated(on) for on in need.state(stream, stated, home, by=ground.by)]


KIND = Kind(
    name="needs",
    subject="need",
    columns=(
        Column(name="text", takes="what is to be learned", required=True),
        Column(
            name="organisation",
            takes="who needs it: an id, a name, or the id of its row in the same source",
            read=reference("organisation"),
            required=True,
        ),
        Column(name="language", takes="the code of the text's language; else en", read=language),
        Column(name="task", takes="the task that it is for"),
        Column(name="setting", takes=f"one of {', '.join(SETTINGS)}", read=code(SETTINGS, "setting")),
        Column(name="languages", takes="codes of languages spoken; else those of the profile", read=spoken),
        Column(name="year", takes="the number of the programme year; else any", read=number),
        date("occurred_on", "when it was stated"),
    ),
    decide=decide,
    shown={"text": "title"},
    body="text",
)
