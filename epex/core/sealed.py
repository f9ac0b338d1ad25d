"""Declare which fields of an event are sealed, and under whose key."""

from dataclasses import dataclass
from typing import Annotated, Literal

ERASED = "[erased]"
SEALED = "[sealed]"
# What a person is called whom the reader may not know.
UNNAMED = "somebody"


@dataclass(frozen=True)
class Sealed:
    """Mark a field as encrypted at rest under its subject's key.

    `under` names a field of the same event that holds the subject's stream id; empty means the event's own stream.
    `part` gives the field a key of its own beside that subject's. `wrapping` names the wrapping key.
    """

    under: str = ""
    part: str = ""
    wrapping: Literal["base", "evaluation"] = "base"


Text = Annotated[str, Sealed()]
Texts = Annotated[dict[str, str], Sealed()]
Lines = Annotated[tuple[str, ...], Sealed()]
Name = Annotated[str, Sealed(part="name")]
QuotedText = Annotated[str, Sealed(under="document")]
