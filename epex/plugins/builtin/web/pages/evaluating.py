"""Evaluating: interviews that evaluators alone read, what the evaluation found, and stories of change."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from epex.plugins.builtin.web.asking import visitor
from epex.plugins.builtin.web.filling import beginning, steps
from epex.plugins.builtin.web.forms import Field, Form, When, column, listed, years
from epex.plugins.builtin.web.pages.linking import SAYING, TAKING_BACK, languages, pieces, sources
from epex.plugins.builtin.web.pages.quoting import DESTROYING, destroying
from epex.plugins.builtin.web.pages.recording import NEEDED, WHY
from epex.plugins.builtin.web.places import known
from epex.plugins.builtin.web.rendering import page
from epex.plugins.builtin.web.wording import N_


def evaluates(*statuses: str) -> When:
    """Offer something to evaluators while a finding or a story stands so."""
    return lambda member, row: row.get("status") in statuses and "evaluator" in member.roles


YEAR = Field(name="year", label=N_("The programme year"), kind="choice", choices=years, required=True)
LANGUAGE = Field(name="language", label=N_("In which language"), kind="choice", choices=languages)
INTERVIEW = Form(
    title=N_("Record an interview"),
    intro=N_("Nobody but evaluators reads it, or learns that it was held."),
    line=("interview", "record"),
    fields=(
        Field(
            name="person",
            label=N_("Who was interviewed"),
            kind="choice",
            choices=listed("person", "list"),
            hint=N_("Left empty: somebody from outside the network."),
        ),
        YEAR,
        LANGUAGE,
        Field(name="text", label=N_("What was said"), kind="text", required=True, is_argument=True),
    ),
    button=N_("Record it"),
    readers="evaluation",
)
FINDING = Form(
    title=N_("State a finding"),
    line=("finding", "state"),
    fields=(
        Field(name="text", label=N_("What was found"), kind="text", required=True, is_argument=True),
        Field(
            name="kind",
            label=N_("What kind of finding"),
            kind="choice",
            required=True,
            choices=(
                ("what_works", N_("what works")),
                ("what_does_not", N_("what does not work")),
                ("change", N_("a change")),
                ("recommendation", N_("a recommendation")),
                ("open_question", N_("an open question")),
            ),
        ),
        YEAR,
        LANGUAGE,
    ),
    button=N_("State it"),
)
STORY = Form(
    title=N_("Choose a story of change"),
    intro=N_("Evaluators alone read it until whoever told it has agreed and it is released."),
    line=("story", "choose"),
    fields=(
        Field(name="title", label=N_("Its title"), required=True, is_argument=True),
        Field(name="text", label=N_("The story"), kind="text", required=True, is_argument=True),
        Field(
            name="about",
            label=N_("What it is about"),
            kind="choice",
            required=True,
            choices=lambda asking, row: [
                pair for kind in ("transfer", "element", "visit", "theme") for pair in listed(kind, "list")(asking, row)
            ],
        ),
        YEAR,
        Field(name="teller", label=N_("Whose story it is"), kind="choice", choices=listed("person", "list")),
        Field(name="considered", label=N_("From how many stories it was chosen"), kind="number"),
        Field(name="chosen-by", label=N_("Who chose it, and where")),
        LANGUAGE,
        Field(name="reason", label=N_("Why this one"), kind="text", required=True),
    ),
    button=N_("Choose it"),
    readers="evaluation",
)
FINDINGS = {
    "link": Form(
        title=N_("Link what it rests on"),
        intro=N_("What contradicts it is worth as much as what supports it."),
        line=("finding", "link"),
        fields=(sources("reflection", "visit", "interview", "transfer", "meeting"), *SAYING),
        button=N_("Link it"),
        when=evaluates("stated", "revised"),
    ),
    "unlink": Form(
        title=N_("Take evidence back"),
        intro=N_("Of an interview, all of it is taken back."),
        line=("finding", "unlink"),
        fields=TAKING_BACK,
        button=N_("Take it back"),
        when=lambda member, row: evaluates("stated", "revised")(member, row) and bool(pieces(None, row)),
    ),
    "revise": Form(
        title=N_("Word it anew"),
        line=("finding", "revise"),
        fields=(
            Field(
                name="text",
                label=N_("What was found"),
                kind="text",
                required=True,
                is_argument=True,
                known=column("title"),
            ),
            NEEDED,
        ),
        button=N_("Record it"),
        when=evaluates("stated", "revised"),
    ),
    "retract": Form(
        title=N_("Retract it"),
        line=("finding", "retract"),
        fields=(NEEDED,),
        button=N_("Retract it"),
        when=evaluates("stated", "revised"),
    ),
}
INTERVIEWS = {
    "revise": Form(
        title=N_("Revise the interview"),
        intro=N_("Such as to take a name out. What is quoted goes on pointing into what it quotes."),
        line=("interview", "revise"),
        fields=(
            Field(
                name="text",
                label=N_("What was said"),
                kind="text",
                required=True,
                is_argument=True,
                known=column("text"),
            ),
            NEEDED,
        ),
        button=N_("Record it"),
        readers="evaluation",
        when=evaluates("recorded", "revised"),
    ),
}
INTERVIEW_WITHDRAWAL = Form(
    title=N_("Withdraw the interview for ever"),
    intro=N_("Its words are destroyed, and with them every quotation of them. Nobody can undo it."),
    line=("interview", "withdraw"),
    fields=DESTROYING,
    button=N_("Destroy it"),
    readers="",
    once=False,
    when=evaluates("recorded", "revised"),
)
STORY_WITHDRAWAL = Form(
    title=N_("Withdraw the story for ever"),
    intro=N_("Its words are destroyed, also where it was released. Nobody can undo it."),
    line=("story", "withdraw"),
    fields=DESTROYING,
    button=N_("Destroy it"),
    readers="",
    once=False,
    when=evaluates("chosen", "released"),
)
STORIES = {
    "consent": Form(
        title=N_("What whoever told it answered"),
        line=("story", "consent"),
        fields=(
            Field(name="how", label=N_("How they were asked"), kind="text", is_argument=True),
            Field(name="refused", label=N_("They do not want it to leave the evaluation"), kind="tick"),
        ),
        button=N_("Record it"),
        readers="evaluation",
        when=evaluates("chosen"),
    ),
    "release": Form(
        title=N_("Let others read it"),
        intro=N_("This cannot be taken back: who has read it, has read it."),
        line=("story", "release"),
        fields=(
            Field(name="title", label=N_("Another title for others to read")),
            Field(
                name="text",
                label=N_("Other words for others to read, such as without names"),
                kind="text",
                is_argument=True,
            ),
            WHY,
        ),
        button=N_("Release it"),
        when=lambda member, row: evaluates("chosen")(member, row) and row.get("consent") == "agreed",
    ),
}


def evaluating(request: Request) -> Response:
    """List what the evaluation found, its stories and, for evaluators, the interviews."""
    asking = visitor(request)
    lists = {kind: asking.ask(kind, "list") for kind in ("finding", "story", "interview")}
    return page(request, "evaluating/evaluating.html", lists=lists, is_evaluator="evaluator" in asking.member.roles)


def shown(kind: str) -> Callable[[Request], Response]:
    """Show one interview, finding or story."""

    def one(request: Request) -> Response:
        found = visitor(request).ask(kind, "show", "--", known(kind, request.path_params["id"]))
        return page(request, "evaluating/one.html", row=found)

    return one


ROUTES: list[Route] = [
    Route("/evaluating", evaluating, name="evaluating"),
    beginning("/new/interview", INTERVIEW),
    beginning("/new/finding", FINDING),
    beginning("/new/story", STORY),
    *(
        Route(f"{place}/{{id}}", shown(kind), name=kind)
        for kind, place in {"interview": "/interviews", "finding": "/findings", "story": "/stories"}.items()
    ),
    *steps("finding", FINDINGS),
    *steps("interview", INTERVIEWS),
    destroying("interview", INTERVIEW_WITHDRAWAL),
    destroying("story", STORY_WITHDRAWAL),
    *steps("story", STORIES),
]
