"""Rows of viewpoints; each waits for the signature of whose it is, unless they import it themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from epex.app.importing.columns import NAMED, Column, Unfit, code, date, language, reference, whether
from epex.app.importing.ground import Ground
from epex.app.importing.kind import Dated, Kind, Values
from epex.app.importing.kind import told as plainly_told
from epex.core import viewpoint
from epex.core.chapter import within
from epex.core.decision import Refused
from epex.core.viewpoint import ViewpointWritten

OWN = ("title", "language", "dissenting")
STATUSES = ("unsigned", "signed")


def decide(stream: str, values: Values, ground: Ground) -> Sequence[Dated]:
    """Write it into its chapter."""
    known = ground.state(values["chapter"])
    chapter = replace(known, status="outlined") if ground.is_again else within(known, ground.state(known.publication))
    if values.get("status") == "signed" and not ground.is_again and values["signer"] != ground.by.person:
        raise Unfit(
            "status",
            "Only the person whose viewpoint it is signs it; leave status out, and they sign it with 'epex viewpoint"
            " sign'.",
        )
    given = {name: values[name] for name in OWN if name in values}
    return [
        Dated(on) for on in viewpoint.write(stream, chapter, values["signer"], values["text"], by=ground.by, **given)
    ]


def told(events: Sequence[Any]) -> dict[str, Any]:
    """Tell what was written; the chapter's side of it says no more."""
    return plainly_told([event for event in events if isinstance(event, ViewpointWritten)])


def exported(shown: Mapping[str, Any], raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the title only where somebody gave one."""
    return {**shown, "title": raw["heading"]}


def _status(text: str, known: Any) -> str:
    word: str = code((*STATUSES, "withdrawn", "erased"), "status of a viewpoint")(text, known)
    if word not in STATUSES:
        raise Refused(f"A viewpoint that was {word} is not brought in; leave the row out.")
    return word


KIND = Kind(
    name="viewpoints",
    subject="viewpoint",
    columns=(
        Column(
            name="chapter", takes=f"the chapter that it stands in: {NAMED}", read=reference("chapter"), required=True
        ),
        Column(name="signer", takes="whose viewpoint it is: an id or a name", read=reference("person"), required=True),
        Column(name="title", takes="a title of its own"),
        Column(name="text", takes="their words", required=True),
        Column(name="language", takes="the code of its language; else en", read=language),
        Column(name="dissenting", takes="yes when it disagrees with the chapter", read=whether),
        Column(name="status", takes="signed only when you import your own; else unsigned", read=_status),
        date("occurred_on", "when it was written"),
    ),
    decide=decide,
    told=told,
    ignored=("signed",),
    exported=exported,
    body="text",
)
