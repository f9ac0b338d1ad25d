"""Linking: what elements and themes rest on, where an element stands, and how a theme is named and split."""

from collections.abc import Iterator
from dataclasses import replace

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from epex.plugins import Refused
from epex.plugins.builtin.web.asking import Visitor
from epex.plugins.builtin.web.filling import asked, recorded, sent, show, status_of_form, steps
from epex.plugins.builtin.web.forms import Choices, Field, Form, Row, listed, offer, require_filled, word
from epex.plugins.builtin.web.pages.practising import LINKERS, REVIEW_BY, owns, speaks_for
from epex.plugins.builtin.web.pages.recording import DECISION, NEEDED, WHY, decision, editing
from epex.plugins.builtin.web.places import known, place_of
from epex.plugins.builtin.web.wording import N_, term, tongue
from epex.plugins.serving import Member

OPEN = ("candidate", "discussed", "adopted")
DECIDABLE = (*OPEN, "parked")
LADDER = ("draft", "shared", "inspiring")
UNDER_WAY = ("asked", "agreed")
SHORT = 90
MOST_PARTS = 3
PARTS = (N_("the first one"), N_("the second one"), N_("the third one"))


def is_workable(row: Row) -> bool:
    """Tell whether an element is open, or a theme is worked on."""
    return row.get("status", "open") in ("open", *OPEN)


def links(member: Member, row: Row) -> bool:
    """Tell whether somebody may link evidence to an element or a theme."""
    return is_workable(row) and not LINKERS.isdisjoint(member.roles)


def takes_back(member: Member, row: Row) -> bool:
    """Tell whether there is evidence that somebody may take back."""
    return is_workable(row) and bool(theirs(member, row))


def theirs(member: Member, row: Row) -> list[Row]:
    """List the evidence that somebody may take back: what they linked, or all of it for those who look after it."""
    linked = [piece for piece in row.get("evidence", ()) if piece["relation"] == "evidence"]
    keepers = {"evaluator"} if row["id"].startswith("finding-") else {"coordinator", "editor"}
    if not keepers.isdisjoint(member.roles) or _is_theirs(member, row):
        return linked
    return [piece for piece in linked if piece.get("linked_by_you")]


def _is_theirs(member: Member, row: Row) -> bool:
    """Tell whether it is a challenge of somebody's own organisation, which takes back what it likes."""
    return str(row["id"]).startswith("challenge-") and bool(member.organisation == row["organisation"])


def sources(*kinds: str) -> "Field":
    """Ask for what is linked: any thing of some kinds that somebody may read."""

    def found(asking: Visitor, row: Row) -> Choices:
        rows = [(kind, one) for kind in kinds for one in asking.ask(kind, "list") if one["id"] != row["id"]]
        return [(one["id"], _called(asking, kind, one)) for kind, one in rows]

    return Field(
        name="source", label=N_("What is linked"), kind="choice", choices=found, required=True, is_argument=True
    )


def _called(asking: Visitor, kind: str, row: Row) -> str:
    said = row["title"] if kind == "reflection" else f"{term(kind, asking.language)}: {row['title']}"
    by = f" ({row['person_title']})" if row.get("person_title") else ""
    return f"{said[:SHORT]}{by}"


def pieces(_: Visitor | None, row: Row) -> Choices:
    """Offer what something rests on, each source once."""
    return list({piece["id"]: piece["title"] for piece in row["evidence"] if piece["relation"] == "evidence"}.items())


def takeable(asking: Visitor, row: Row) -> Choices:
    """Offer what somebody may take back, each source once."""
    return list({piece["id"]: piece["title"] for piece in theirs(asking.member, row)}.items())


def passages(asking: Visitor, row: Row) -> Choices:
    """Offer the passages that were quoted, and that somebody may take back."""
    kept = (piece for piece in theirs(asking.member, row) if piece.get("state") != "erased")
    quoted = (piece["passage"] for piece in kept if piece["passage"])
    return [(words, f"{words[:SHORT]}…" if len(words) > SHORT else words) for words in quoted]


def languages(asking: Visitor, _: Row) -> Choices:
    """Offer the network's languages, each by its name."""
    return [(code, tongue(code, asking.language)) for code in asking.served.network().languages]


def rungs(asking: Visitor, row: Row) -> Choices:
    """Offer the labels that are one step away."""
    places = {label: place for place, label in enumerate((*LADDER, "peer_reviewed"))}
    here = places.get(row["label"], -1)
    return [(label, term(label, asking.language)) for label in LADDER if abs(places[label] - here) == 1]


def sharing(asking: Visitor, row: Row) -> Choices:
    """Offer the organisations for which somebody may say that they have a challenge: their own, or any."""
    found = listed("organisation", "list")(asking, row)
    return [one for one in found if "coordinator" in asking.member.roles or one[0] == asking.member.organisation]


LANGUAGE = Field(
    name="language", label=N_("In which language"), kind="choice", choices=languages, hint=N_("Left empty: English.")
)
STANCE = Field(
    name="stance",
    label=N_("What it does"),
    kind="choice",
    required=True,
    choices=(
        ("supports", N_("It supports it")),
        ("nuances", N_("It nuances it")),
        ("contradicts", N_("It contradicts it")),
    ),
)
SAYING = (
    STANCE,
    Field(
        name="quote",
        label=N_("The exact words"),
        kind="text",
        hint=N_("As they stand in a reflection or in minutes. Left empty: all of it."),
    ),
    Field(name="note", label=N_("What it says about this"), kind="text"),
)
TAKING_BACK = (
    Field(
        name="source", label=N_("What is taken back"), kind="choice", choices=takeable, required=True, is_argument=True
    ),
    Field(
        name="quote",
        label=N_("Only this passage of it"),
        kind="choice",
        choices=passages,
        hint=N_("Left empty: all that was linked of it."),
    ),
    NEEDED,
)


def linking(kind: str, *kinds: str) -> dict[str, Form]:
    """Make the forms that link evidence and take it back."""
    return {
        "link": Form(
            title=N_("Link what it rests on"),
            intro=N_("What contradicts it is worth as much as what supports it."),
            line=(kind, "link"),
            fields=(sources(*kinds), *SAYING),
            button=N_("Link it"),
            when=links,
        ),
        "unlink": Form(
            title=N_("Take evidence back"),
            line=(kind, "unlink"),
            fields=TAKING_BACK,
            button=N_("Take it back"),
            when=takes_back,
        ),
    }


ELEMENTS = {
    **linking("element", "reflection", "visit"),
    "label": Form(
        title=N_("Change its label"),
        intro=N_("One step at a time; only the step from draft to shared goes without a reason."),
        line=("element", "label"),
        fields=(
            Field(name="label", label=N_("The label"), kind="choice", choices=rungs, required=True, is_argument=True),
            WHY,
            REVIEW_BY,
        ),
        button=N_("Change it"),
        when=owns,
    ),
    "merge": Form(
        title=N_("Merge it into another element"),
        line=("element", "merge"),
        fields=(
            Field(
                name="into",
                label=N_("The element that goes on"),
                kind="choice",
                choices=listed("element", "list"),
                required=True,
            ),
            NEEDED,
        ),
        button=N_("Merge it"),
        when=owns,
    ),
    "reopen": Form(
        title=N_("Take it up again"),
        line=("element", "reopen"),
        fields=(NEEDED,),
        button=N_("Take it up again"),
        when=lambda member, row: row.get("status") == "retired" and speaks_for(member, row),
    ),
    "decline-review": Form(
        title=N_("Decline the reviewer, or step back from the review"),
        line=("element", "decline-review"),
        fields=(
            Field(
                name="reviewer",
                label=N_("Whose review"),
                kind="choice",
                choices=lambda _, row: [
                    (one["reviewer"], one["reviewer_name"]) for one in row["reviews"] if one["status"] in UNDER_WAY
                ],
                hint=N_("Only where several were asked."),
            ),
            NEEDED,
        ),
        button=N_("Record it"),
        readers="review",
        when=lambda member, row: any(
            one["status"] in UNDER_WAY
            and (
                member.person == one["reviewer"]
                or member.organisation == row.get("organisation")
                or "coordinator" in member.roles
            )
            for one in row.get("reviews", ())
        ),
    ),
}
THEMES = {
    **linking("theme", "reflection", "visit", "meeting", "challenge", "element", "transfer"),
    "rename": decision(
        "rename",
        N_("Give it another name"),
        N_("Rename it"),
        *DECIDABLE,
        more=(Field(name="label", label=N_("What you call it now"), required=True, is_argument=True), LANGUAGE),
    ),
}
CHALLENGES = {
    **linking("challenge", "reflection", "visit", "meeting"),
    "share": Form(
        title=N_("Say who else has this challenge"),
        line=("challenge", "share"),
        fields=(
            Field(
                name="organisation",
                label=N_("Which organisation"),
                kind="choice",
                choices=sharing,
                hint=N_("Left empty: your own."),
            ),
            WHY,
        ),
        button=N_("Record it"),
        when=lambda member, row: (
            "coordinator" in member.roles
            or member.organisation not in (row.get("organisation"), *row.get("shared_by", ()))
        ),
    ),
}
SPLITTING = Form(
    title=N_("Split it into new themes"),
    intro=N_("What it rests on goes to each of them, unless you say otherwise below."),
    line=("theme", "split"),
    button=N_("Split it"),
    template="themes/split.html",
    when=editing(*DECIDABLE),
)


def split(request: Request) -> Response:
    """Split a theme: name the new ones, say what each takes over, and decide."""
    identity = known("theme", request.path_params["id"])
    row = asked(request, "theme", identity)
    form = splitting(row)
    if request.method != "POST":
        return show(request, form, identity, row)
    given = request.state.form
    if word(given, "more"):
        return show(request, form, identity, row, given=given)
    try:
        require_filled(form, given)
        answer = sent(request, form, identity, row, FormData(list(assigned(given))))
    except Refused as refused:
        return show(request, form, identity, row, given=given, sentence=str(refused), status=status_of_form(refused))
    return recorded(request, answer, place_of(identity))


def splitting(row: Row) -> Form:
    """Make the form in which a theme is split: a label for each part, and where each piece of evidence goes."""
    labels = (
        N_("What the first one is called"),
        N_("What the second one is called"),
        N_("And the third, if there is one"),
    )
    parts = [
        Field(name=f"into-{number}", label=label, option="into", required=number < MOST_PARTS)
        for number, label in enumerate(labels, start=1)
    ]
    taken = [
        Field(
            name=f"evidence-{source}",
            label=title,
            kind="choice",
            option=f"evidence={source}",
            choices=tuple((str(number), part) for number, part in enumerate(PARTS, start=1)),
        )
        for source, title in pieces(None, row)
    ]
    return replace(SPLITTING, fields=(*parts, LANGUAGE, *DECISION, *taken))


def assigned(given: FormData) -> Iterator[tuple[str, str]]:
    """Give what was typed; the part that takes something over is named as the command line names it."""
    for name, value in given.multi_items():
        if isinstance(value, str) and value:
            yield name, word(given, f"into-{value[:1]}") if name.startswith("evidence-") else value


offer("theme", {"split": SPLITTING})
ROUTES: list[Route] = [
    Route("/themes/{id}/split", split, methods=["GET", "POST"], name="theme split"),
    *steps("element", ELEMENTS),
    *steps("theme", THEMES),
    *steps("challenge", CHALLENGES),
]
