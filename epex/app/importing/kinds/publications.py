"""Rows of publications; they come in open, for an edition is frozen over what stands here."""

from collections.abc import Sequence

from epex.app.importing.columns import Column, Unfit, code, date, language, number, references
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Dated, Kind, Lost, Values
from epex.core import publication

OWN = ("edition", "language", "editors")
STATUSES = ("open", "frozen", "published")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Open an edition."""
    _require_open(values, ground)
    known = {} if ground.is_again else _known(ground)
    given = {name: values[name] for name in OWN if name in values}
    following = values.get("number") or max(known, default=0) + 1
    ons = publication.open(stream, values["title"], by=ground.by, number=following, known=known, **given)
    if not ground.is_again:
        ground.rows("publication").append({"number": following, "title": values["title"]})
    return [Dated(on) for on in ons]


def _known(ground: Ground) -> dict[int, str]:
    return {row["number"]: row["title"] for row in ground.rows("publication")}


def _require_open(values: Values, ground: Ground) -> None:
    """Refuse what is frozen elsewhere; what is known stays as it is."""
    status = values.get("status", STATUSES[0])
    if status != STATUSES[0] and not ground.is_again:
        raise Unfit(
            "status",
            f"An edition is not imported as {status}, for it is frozen over what stands here; write open, bring in its"
            " chapters, quotes and consents, then use 'epex publication freeze'.",
        )


KIND = Kind(
    name="publications",
    subject="publication",
    columns=(
        Column(name="title", takes="what it is called", required=True),
        Column(name="number", takes="which edition it is; else the next one", read=number),
        Column(name="edition", takes="a name of the edition"),
        Column(name="language", takes="the code of the book's language; else en", read=language),
        Column(name="editors", takes="who may freeze it: ids or names, with ; between", read=references("person")),
        Column(
            name="status", takes="open; a frozen edition is frozen here", read=code(STATUSES, "status of a publication")
        ),
        date("occurred_on", "when it was opened"),
    ),
    decide=decide,
    lost=tuple(
        Lost(name, "an edition is frozen and published here") for name in ("content_hash", "published_on", "place")
    ),
    derived=("number",),
    body="edition",
)
