"""Who a report is for: members of the network, or people outside it, who learn no figure of too few organisations."""

from epex.core.decision import Refused
from epex.plugins.reading import Queries
from epex.plugins.report import Option

SHARED = ("network", "public")
AUDIENCES = ("inside", "outside")
AUDIENCE = Option(
    name="audience", value="outside", summary="inside the network, or outside: small figures are withheld"
)
WITHHELD = "fewer than 3, or withheld"
HELD_BACK = (
    "A figure that rests on fewer than three organisations is not shown, nor is the next smallest beside it, so that"
    " it cannot be computed from the total"
)
RULE = f"{HELD_BACK}; both print as '{WITHHELD}'."
NOT_SHOWN = "Not shown, total included: it rests on fewer than three organisations, or would let such a figure be told."
INSIDE = "For members of the network only: small figures tell who is meant. For others, use --option audience=outside."
OUTSIDE = "May be passed on: figures under three organisations are withheld, and nobody is named."


def is_outside(queries: Queries, audience: str) -> bool:
    """Tell whether a report is for people outside the network; whoever reads from outside gets no other.

    Raises Refused when there is no such audience, or the reader is not of it.
    """
    if audience and audience not in AUDIENCES:
        raise Refused(f"'{audience}' is not an audience; choose one of: {', '.join(AUDIENCES)}.")
    if audience == "inside" and not queries.is_member():
        raise Refused("Small figures are for members of the network; name who reads with --as, or leave audience out.")
    return audience == "outside" or not queries.is_member()
