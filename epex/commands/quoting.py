"""Words quoted from a reflection, as evidence."""

from typing import TYPE_CHECKING

import click

from epex.core.decision import Refused
from epex.core.evidence import Passage, locate
from epex.core.reflection import document_text
from epex.core.vocabulary import STANCES

if TYPE_CHECKING:
    from epex.commands.desk import Desk

stance = click.option(
    "--stance", type=click.Choice(STANCES), default="supports", show_default=True, help="What the evidence does."
)
quote = click.option("--quote", metavar="TEXT", help="The exact words in the reflection.")
note = click.option("--note", metavar="TEXT", help="What the evidence says.")


def quoted(desk: "Desk", source: str, words: str) -> Passage | None:
    """Find quoted words in what is linked, as it stands now.

    Raises Refused when they do not stand there, or the source is no reflection that the actor may read.
    """
    if not words:
        return None
    if not source.startswith("reflection-"):
        raise Refused("Only a reflection can be quoted; leave out --quote, and say the rest with --note.")
    document = desk.queries.show(source)
    return locate(source, document["version"], document_text(document["answers"]), words)
