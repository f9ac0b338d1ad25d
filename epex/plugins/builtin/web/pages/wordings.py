"""Wordings: the thesaurus, the questions that reflections answer, and searches that somebody saved."""

from collections.abc import Callable
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from epex.plugins.builtin.web.asking import Visitor, options, visitor
from epex.plugins.builtin.web.filling import asked, beginning, record, show, steps
from epex.plugins.builtin.web.forms import Choices, Field, Form, Row, listed
from epex.plugins.builtin.web.pages.linking import LANGUAGE, languages
from epex.plugins.builtin.web.pages.practising import LINKERS
from epex.plugins.builtin.web.pages.recording import NEEDED, WHY
from epex.plugins.builtin.web.pages.search import FLAGS, NARROWING, Named, called, narrowed
from epex.plugins.builtin.web.paging import STEP, Part, offset_of
from epex.plugins.builtin.web.places import known
from epex.plugins.builtin.web.questions import worded
from epex.plugins.builtin.web.rendering import page
from epex.plugins.builtin.web.wording import N_, tongue
from epex.plugins.serving import Member

SEARCHES = "/searches"


def keeps(status: str) -> Callable[[Member, Row], bool]:
    """Offer something to those who keep the thesaurus, while a concept stands so."""
    return lambda member, row: row.get("status") == status and not {"coordinator", "editor"}.isdisjoint(member.roles)


def signs(member: Member, row: Row) -> bool:
    """Tell whether there are wordings that nobody vouches for, and somebody may who works in their language."""
    return bool(row.get("unreviewed")) and not LINKERS.isdisjoint(member.roles)


def unsigned(asking: Visitor, row: Row) -> Choices:
    """Offer the languages that nobody vouches for, of those that somebody's organisation works in."""
    spoken = row["unreviewed"]
    if "coordinator" not in asking.member.roles:
        home = asking.ask("organisation", "show", "--", asking.member.organisation)["languages"]
        spoken = [code for code in spoken if code in home]
    return [(code, tongue(code, asking.language)) for code in spoken]


def labels(_: Visitor, row: Row) -> Choices:
    """Offer the labels of a concept."""
    said = [*row["preferred"].values(), *(label for some in row["alternatives"].values() for label in some)]
    return [(label, label) for label in dict.fromkeys(said)]


def related(_: Visitor | None, row: Row) -> Choices:
    """Offer the concepts that one is linked with; a list of concepts does not tell of them."""
    return [(one["id"], one["title"]) for way in ("broader", "narrower", "related") for one in row.get(way, ())]


OTHER = Field(
    name="other",
    label=N_("The other concept"),
    kind="choice",
    choices=listed("thesaurus", "list"),
    required=True,
    is_argument=True,
)
SIGNED = Field(name="language", label=N_("In which language"), kind="choice", choices=unsigned, required=True)
ADDING = Form(
    title=N_("Add a concept"),
    line=("thesaurus", "add"),
    fields=(
        Field(name="label", label=N_("What it is called"), required=True, is_argument=True),
        LANGUAGE,
        Field(
            name="named",
            label=N_("Its name in other languages, one on each line"),
            kind="lines",
            option="label",
            hint=N_("Each with its language, such as: de:Notschlafstelle"),
        ),
        Field(
            name="alternative",
            label=N_("Other names, one on each line"),
            kind="lines",
            hint=N_("Each with its language, such as: de:Notschlafstelle"),
        ),
        Field(name="note", label=N_("What it covers and what it does not"), kind="text"),
        Field(name="broader", label=N_("What is broader"), kind="choice", choices=listed("thesaurus", "list")),
        WHY,
    ),
    button=N_("Add it"),
)
CONCEPTS = {
    "label": Form(
        title=N_("Give it one more name"),
        line=("thesaurus", "label"),
        fields=(
            Field(name="label", label=N_("What it is called"), required=True, is_argument=True),
            LANGUAGE,
            Field(name="preferred", label=N_("It is the name to be used first"), kind="tick"),
        ),
        button=N_("Record it"),
        when=keeps("open"),
    ),
    "unlabel": Form(
        title=N_("Take a name away"),
        line=("thesaurus", "unlabel"),
        fields=(
            Field(name="label", label=N_("Which name"), kind="choice", choices=labels, required=True, is_argument=True),
            LANGUAGE,
            WHY,
        ),
        button=N_("Take it away"),
        when=keeps("open"),
    ),
    "note": Form(
        title=N_("Say what it covers"),
        line=("thesaurus", "note"),
        fields=(
            Field(
                name="text",
                label=N_("What it covers and what it does not"),
                kind="text",
                required=True,
                is_argument=True,
            ),
            LANGUAGE,
        ),
        button=N_("Record it"),
        when=keeps("open"),
    ),
    "relate": Form(
        title=N_("Link it with another concept"),
        line=("thesaurus", "relate"),
        fields=(
            OTHER,
            Field(
                name="relation",
                label=N_("What the other one is to it"),
                kind="choice",
                choices=(("broader", N_("broader")), ("narrower", N_("narrower")), ("related", N_("related"))),
                required=True,
            ),
        ),
        button=N_("Link it"),
        when=keeps("open"),
    ),
    "unrelate": Form(
        title=N_("Take a link with another concept back"),
        line=("thesaurus", "unrelate"),
        fields=(
            Field(
                name="other",
                label=N_("The other concept"),
                kind="choice",
                choices=related,
                required=True,
                is_argument=True,
            ),
            WHY,
        ),
        button=N_("Take it back"),
        when=lambda member, row: keeps("open")(member, row) and bool(related(None, row)),
    ),
    "sign": Form(
        title=N_("Vouch for its names in a language"),
        line=("thesaurus", "sign"),
        fields=(SIGNED,),
        button=N_("They are right"),
        when=signs,
    ),
    "remove": Form(
        title=N_("Take it out of the thesaurus"),
        line=("thesaurus", "remove"),
        fields=(NEEDED,),
        button=N_("Take it out"),
        when=keeps("open"),
    ),
    "reopen": Form(
        title=N_("Take it up again"),
        line=("thesaurus", "reopen"),
        fields=(WHY,),
        button=N_("Take it up again"),
        when=keeps("removed"),
    ),
}
QUESTIONS = {
    "adopt": Form(
        title=N_("Ask these questions from now on"),
        intro=N_("What was recorded stays as it is."),
        line=("questions", "adopt"),
        fields=(WHY,),
        button=N_("Adopt them"),
        when=lambda member, row: "coordinator" in member.roles and not row.get("in_force"),
    ),
    "sign": Form(
        title=N_("Vouch for a translation of them"),
        line=("questions", "sign"),
        fields=(SIGNED,),
        button=N_("It says the same"),
        when=signs,
    ),
}
SAVING = Form(
    title=N_("Save a search"),
    intro=N_("Nobody but you reads it. What is new since you last asked comes first."),
    line=("search",),
    fields=(
        Field(name="save", label=N_("What you call it"), required=True),
        Field(name="words", label=N_("What you look for"), required=True, is_argument=True),
    ),
    button=N_("Save it"),
    readers="",
    once=False,
    then=SEARCHES,
)


def saving(request: Request) -> Response:
    """Save a search, with what it is narrowed by as a tick each; what is not ticked is left out."""
    is_sent, asking = request.method == "POST", visitor(request)
    asked, named = narrowed(request.state.form if is_sent else request.query_params), Named(asking)
    fields = (
        Field(
            name=name,
            label=NARROWING[name],
            kind="tick" if name in FLAGS else "several",
            option=name.replace("_", "-"),
            choices=tuple((value, called(name, value, named)) for value in values),
        )
        for name, values in asked.items()
        if values
    )
    answer = record if is_sent else show
    return answer(request, replace(SAVING, fields=(*SAVING.fields, *fields)))


SAVED = {
    "remove": Form(
        title=N_("Remove the search"),
        intro=N_("What it finds stays."),
        line=("searches", "remove"),
        button=N_("Remove it"),
        readers="",
        then=SEARCHES,
    ),
}


def thesaurus(request: Request) -> Response:
    """List the concepts, perhaps those with names in a language that nobody vouches for."""
    asking, offset = visitor(request), offset_of(request)
    wanted = {"language": request.query_params.get("language", "")}
    waiting = ("--unreviewed",) if wanted["language"] else ()
    rows = asking.ask("thesaurus", "list", *options(wanted), *waiting, f"--limit={STEP + 1}", f"--offset={offset}")
    return page(
        request,
        "wordings/thesaurus.html",
        part=Part(rows[:STEP], offset, STEP, more=len(rows) > STEP),
        wanted=wanted,
        languages=languages(asking, {}),
        is_keeper=not {"coordinator", "editor"}.isdisjoint(asking.member.roles),
    )


def concept(request: Request) -> Response:
    """Show one concept: its names, what it covers, and what it is linked with."""
    return page(request, "wordings/concept.html", row=concept_of(request, known("concept", request.path_params["id"])))


def concept_of(request: Request, identity: str) -> Row:
    """Ask what is known of a concept."""
    row: Row = visitor(request).ask("thesaurus", "show", "--", identity)
    return row


def questions(request: Request) -> Response:
    """List the sets of questions, with what may be done with each."""
    asking = visitor(request)
    sets = [
        {**row, "asked": [words for _, words in worded(asking, row["name"], row["version"], asking.language)]}
        for row in asking.ask("questions", "list")
    ]
    return page(request, "wordings/questions.html", sets=sets)


def set_of(request: Request, identity: str) -> Row:
    """Find a set of questions in the list, which tells how it stands."""
    found = visitor(request).ask("questions", "list")
    return next((dict(row) for row in found if row["id"] == identity), None) or asked(request, "questions", identity)


def searches(request: Request) -> Response:
    """List what somebody saved."""
    return page(request, "wordings/searches.html", searches=visitor(request).ask("searches", "list"))


def search_of(request: Request, identity: str) -> Row:
    """Ask what is known of a search that was saved."""
    row: Row = visitor(request).ask("searches", "show", "--", identity)
    return row


ROUTES: list[Route] = [
    Route("/thesaurus", thesaurus, name="thesaurus"),
    Route("/thesaurus/{id}", concept, name="concept"),
    Route("/questions", questions, name="questions"),
    Route(SEARCHES, searches, name="searches"),
    beginning("/new/concept", ADDING),
    Route(beginning("/new/search", SAVING).path, saving, methods=["GET", "POST"], name="search"),
    *steps("concept", CONCEPTS, concept_of),
    *steps("questions", QUESTIONS, set_of),
    *steps("search", SAVED, search_of),
]
