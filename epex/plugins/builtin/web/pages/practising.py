"""Practising: what an organisation does, the reviews of it, its way to others, and challenges."""

from collections.abc import Callable

from starlette.routing import Route

from epex.plugins.builtin.web.filling import beginning, steps
from epex.plugins.builtin.web.forms import Field, Form, Row, When, column, listed
from epex.plugins.builtin.web.pages.recording import ENDS, NEEDED, SETTING, STARTS, WHY
from epex.plugins.builtin.web.wording import N_
from epex.plugins.serving import Member

LINKERS = frozenset({"coordinator", "practitioner", "editor"})


def speaks_for(member: Member, row: Row) -> bool:
    """Tell whether somebody's own practice it is, or whether they look after all of it."""
    return member.organisation == row.get("organisation") or not {"coordinator", "editor"}.isdisjoint(member.roles)


def owns(member: Member, row: Row) -> bool:
    """Tell whether somebody may work on an element that is open."""
    return row.get("status") == "open" and speaks_for(member, row)


def practises(member: Member, row: Row) -> bool:
    """Tell whether somebody may add what they know to an element that is open."""
    return row.get("status") == "open" and not LINKERS.isdisjoint(member.roles)


def is_elsewhere(member: Member, row: Row) -> bool:
    """Tell whether an element is open, and another organisation's."""
    return row.get("status") == "open" and member.organisation != row.get("organisation")


def reviews(status: str) -> Callable[[Row], list[str]]:
    """Name those whose review of an element stands so."""
    return lambda row: [one["reviewer"] for one in row.get("reviews", ()) if one["status"] == status]


def moving(*statuses: str) -> When:
    """Offer something to the side that takes an element up while the transfer stands so."""
    return lambda member, row: (
        row.get("status") in statuses and (member.organisation == row.get("receiving") or "coordinator" in member.roles)
    )


FAILURE = Field(name="failure", label=N_("What did not work, for whoever tries it next"), kind="text")
FIDELITY = Field(name="fidelity", label=N_("How far it was done as it was meant"), kind="text")
NEXT_REVIEW = Field(name="next-review", label=N_("When to look at it again"), kind="day")
REVIEW_BY = Field(name="review-by", label=N_("When to look at it again"), kind="day")
DESCRIBED = (
    ("core", N_("The one sentence that says what it is"), "text"),
    ("step", N_("Step by step, one on each line"), "lines"),
    ("rationale", N_("Why it is thought to work"), "text"),
    ("materials", N_("What is used"), "text"),
    ("providers", N_("Who provides it, with which skills"), "text"),
    ("mode", N_("How it is provided"), "text"),
    ("place", N_("Where"), "text"),
    ("frequency", N_("How often and for how long"), "text"),
    ("core-parts", N_("What has to stay as it is"), "text"),
    ("adaptable-parts", N_("What can be adapted"), "text"),
    ("preconditions", N_("What has to be there: law, access, trust, money, staff"), "text"),
    ("target-group", N_("Whom it is for"), "text"),
    ("risks", N_("Known failures and risks"), "text"),
)
DESCRIPTION = tuple(
    Field(
        name=name,
        label=label,
        kind=kind,
        known=column("steps" if name == "step" else name.replace("-", "_")),
        can_be_emptied=name not in ("core", "step"),
    )
    for name, label, kind in DESCRIBED
)
ELEMENT = Form(
    title=N_("Describe what you do"),
    intro=N_("A name and one sentence are enough to begin with; all else can follow."),
    line=("element", "identify"),
    fields=(
        Field(name="name", label=N_("What you call it"), required=True, is_argument=True),
        *DESCRIPTION[:2],
        SETTING,
        *DESCRIPTION[2:],
    ),
    button=N_("Record it"),
)
ELEMENTS = {
    "describe": Form(
        title=N_("Describe it anew"),
        intro=N_("What you leave as it is stays as it is."),
        line=("element", "describe"),
        fields=(Field(name="name", label=N_("What you call it"), known=column("title")), *DESCRIPTION, REVIEW_BY),
        button=N_("Record it"),
        when=owns,
    ),
    "note-condition": Form(
        title=N_("Note what has to be in place before it works"),
        line=("element", "note-condition"),
        fields=(Field(name="text", label=N_("The condition"), kind="text", required=True, is_argument=True),),
        button=N_("Record it"),
        when=practises,
    ),
    "request-review": Form(
        title=N_("Ask somebody to review it"),
        intro=N_("Somebody of another organisation; what they write stays between them and the owner."),
        line=("element", "request-review"),
        fields=(
            Field(name="reviewer", label=N_("Who"), kind="choice", choices=listed("person", "list"), required=True),
            WHY,
        ),
        button=N_("Ask"),
        readers="review",
        when=owns,
    ),
    "agree-review": Form(
        title=N_("Agree to the reviewer"),
        line=("element", "agree-review"),
        fields=(WHY,),
        button=N_("Agree"),
        readers="review",
        when=lambda member, row: (
            bool(reviews("asked")(row))
            and (member.organisation == row.get("organisation") or "coordinator" in member.roles)
        ),
    ),
    "review": Form(
        title=N_("Write the review that you were asked for"),
        line=("element", "review"),
        fields=(
            Field(
                name="outcome",
                label=N_("What everybody is told"),
                kind="choice",
                required=True,
                choices=(
                    ("confirmed", N_("It is as it is described")),
                    ("revise", N_("It should be revised")),
                    ("not_ready", N_("It is not ready")),
                ),
            ),
            Field(name="text", label=N_("What you found, for the owner"), kind="text", is_argument=True),
            REVIEW_BY,
        ),
        button=N_("Record the review"),
        readers="review",
        when=lambda member, row: member.person in reviews("agreed")(row),
    ),
    "retire": Form(
        title=N_("Retire it"),
        line=("element", "retire"),
        fields=(NEEDED,),
        button=N_("Retire it"),
        when=owns,
    ),
    "consider": Form(
        title=N_("Consider it for your own organisation"),
        line=("transfer", "consider"),
        fields=(
            WHY,
            Field(
                name="level",
                label=N_("What takes it up"),
                kind="choice",
                choices=(
                    ("individual", N_("one person")),
                    ("team", N_("a team")),
                    ("organisation", N_("the organisation")),
                    ("local", N_("the place")),
                    ("national", N_("the country")),
                ),
            ),
        ),
        button=N_("Consider it"),
        when=is_elsewhere,
    ),
}
TRANSFERS = {
    "anticipate": Form(
        title=N_("Judge beforehand, and decide whether to try"),
        line=("transfer", "anticipate"),
        fields=(
            Field(
                name="decision",
                label=N_("Whether to try it"),
                kind="choice",
                required=True,
                choices=(
                    ("try", N_("Try it")),
                    ("try_adapted", N_("Try it adapted")),
                    ("not_now", N_("Not now")),
                    ("no", N_("No")),
                ),
            ),
            Field(name="facilitator", label=N_("What will help, one on each line"), kind="lines"),
            Field(name="barrier", label=N_("What will hinder, one on each line"), kind="lines"),
            NEEDED,
            NEXT_REVIEW,
        ),
        button=N_("Record it"),
        when=moving("compared", "anticipated"),
    ),
    "adapt": Form(
        title=N_("What is done otherwise than at the source"),
        line=("transfer", "adapt"),
        fields=(Field(name="text", label=N_("What is done otherwise"), kind="text", required=True, is_argument=True),),
        button=N_("Record it"),
        when=moving("anticipated", "adapted", "piloted", "evaluated"),
    ),
    "pilot": Form(
        title=N_("It is tried"),
        line=("transfer", "pilot"),
        fields=(STARTS, ENDS, FIDELITY, Field(name="another", label=N_("Another pilot begins"), kind="tick")),
        button=N_("Record it"),
        when=moving("anticipated", "adapted", "piloted", "evaluated"),
    ),
    "evaluate": Form(
        title=N_("Say what came of it, success or failure"),
        line=("transfer", "evaluate"),
        fields=(
            Field(
                name="result",
                label=N_("In one word"),
                kind="choice",
                choices=(("worked", N_("It worked")), ("partly", N_("Partly")), ("failed", N_("It failed"))),
            ),
            Field(name="text", label=N_("What came of it"), kind="text", required=True, is_argument=True),
            FAILURE,
            FIDELITY,
            NEXT_REVIEW,
        ),
        button=N_("Record it"),
        when=moving("piloted", "evaluated"),
    ),
    "sustain": Form(
        title=N_("Keep it"),
        line=("transfer", "sustain"),
        fields=(WHY, NEXT_REVIEW),
        button=N_("Keep it"),
        when=moving("evaluated"),
    ),
    "change": Form(
        title=N_("Keep it in a changed form"),
        line=("transfer", "change"),
        fields=(NEEDED, NEXT_REVIEW),
        button=N_("Keep it so"),
        when=moving("evaluated"),
    ),
    "abandon": Form(
        title=N_("Give it up"),
        intro=N_("The reason is worth as much as a success."),
        line=("transfer", "abandon"),
        fields=(NEEDED, FAILURE),
        button=N_("Give it up"),
        when=moving("considered", "compared", "anticipated", "adapted", "piloted", "evaluated"),
    ),
}
CHALLENGE = Form(
    title=N_("State a challenge"),
    intro=N_('Write it as a question that begins "How do we".'),
    line=("challenge", "state"),
    fields=(Field(name="text", label=N_("The question"), kind="text", required=True, is_argument=True), SETTING),
    button=N_("State it"),
)
ROUTES: list[Route] = [
    beginning("/new/element", ELEMENT),
    beginning("/new/challenge", CHALLENGE),
    *steps("element", ELEMENTS),
    *steps("transfer", TRANSFERS),
]
