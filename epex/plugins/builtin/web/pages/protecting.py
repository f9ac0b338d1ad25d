"""Protecting: the desk of the data protection officer, and what everybody may ask or report there."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from epex.plugins import Refused
from epex.plugins.builtin.web.asking import Visitor, status_of, visitor
from epex.plugins.builtin.web.filling import beginning, showing, steps
from epex.plugins.builtin.web.forms import Field, Form, Row, require_filled, word
from epex.plugins.builtin.web.pages.recording import NEEDED
from epex.plugins.builtin.web.places import known
from epex.plugins.builtin.web.rendering import page
from epex.plugins.builtin.web.wording import N_
from epex.plugins.serving import Member

FILES = {"html": "text/html; charset=utf-8", "json": "application/json"}
OFFICER = "data_protection_officer"


def officer(*statuses: str) -> Callable[[Member, Row], bool]:
    """Offer something to the officer while a request or an incident stands so; always, when none is named."""
    return lambda member, row: OFFICER in member.roles and (not statuses or row.get("status") in statuses)


ASKING = Form(
    title=N_("Ask about your personal data"),
    intro=N_("You get an answer within a month."),
    line=("request", "receive"),
    fields=(
        Field(
            name="kind",
            label=N_("What you ask for"),
            kind="choice",
            required=True,
            choices=(
                ("access", N_("To see all that is kept about me")),
                ("correction", N_("To have something put right")),
                ("erasure", N_("To be erased")),
                ("restriction", N_("To have something used no more for now")),
                ("objection", N_("To object to a use")),
            ),
        ),
        Field(name="text", label=N_("In your words"), kind="text", is_argument=True),
    ),
    button=N_("Send it to the desk"),
    readers="desk",
)
REPORTING = Form(
    title=N_("Report an incident"),
    intro=N_("Something was lost, seen or sent that should not have been: report it at once, whoever you are."),
    line=("incident", "report"),
    fields=(
        Field(name="title", label=N_("What happened, in a few words"), required=True, is_argument=True),
        Field(name="text", label=N_("What you know of it"), kind="text", is_argument=True),
        Field(name="noticed-on", label=N_("When it was noticed"), kind="day"),
    ),
    button=N_("Report it"),
    readers="desk",
)
REQUESTS = {
    "answer": Form(
        title=N_("What was done about it"),
        line=("request", "answer"),
        fields=(Field(name="text", label=N_("What was done"), kind="text", required=True, is_argument=True),),
        button=N_("Record the answer"),
        readers="desk",
        when=officer("open"),
    ),
    "extend": Form(
        title=N_("Take two months more"),
        intro=N_("Once only, and whoever asked has to be told why."),
        line=("request", "extend"),
        fields=(NEEDED,),
        button=N_("Take them"),
        readers="desk",
        when=officer("open"),
    ),
    "refuse": Form(
        title=N_("Refuse the request"),
        line=("request", "refuse"),
        fields=(NEEDED,),
        button=N_("Refuse it"),
        readers="desk",
        when=officer("open"),
    ),
}
TOLD = (("authority", N_("the authority")), ("people", N_("the people concerned")))
INCIDENTS = {
    "assess": Form(
        title=N_("Judge the risk"),
        intro=N_("The authority has to be told within 72 hours, if it has to be told."),
        line=("incident", "assess"),
        fields=(
            Field(
                name="risk",
                label=N_("The risk for the people concerned"),
                kind="choice",
                required=True,
                choices=(("none", N_("none")), ("low", N_("low")), ("high", N_("high"))),
            ),
            Field(name="tell", label=N_("Who has to be told"), kind="several", choices=TOLD),
            NEEDED,
        ),
        button=N_("Record it"),
        readers="desk",
        when=officer("reported", "assessed"),
    ),
    "notify": Form(
        title=N_("Somebody was told"),
        line=("incident", "notify"),
        fields=(
            Field(name="told", label=N_("Who was told"), kind="choice", required=True, choices=TOLD),
            Field(name="on", label=N_("When"), kind="day"),
            Field(name="text", label=N_("What they were told"), kind="text", is_argument=True),
        ),
        button=N_("Record it"),
        readers="desk",
        when=officer("assessed"),
    ),
    "close": Form(
        title=N_("Close the incident"),
        line=("incident", "close"),
        fields=(Field(name="text", label=N_("What was done about it"), kind="text", required=True, is_argument=True),),
        button=N_("Close it"),
        readers="desk",
        when=officer("assessed"),
    ),
}
ERASURE = Form(
    title=N_("Erase somebody"),
    line=("person", "erase"),
    fields=(
        Field(
            name="ground",
            label=N_("Why, without a name; it stays"),
            kind="text",
            required=True,
        ),
        Field(
            name="sure",
            label=N_("I have read what will be gone, and that nobody can undo it"),
            kind="sure",
            required=True,
        ),
    ),
    button=N_("Erase them for ever"),
    readers="",
    once=False,
    template="protecting/erasing.html",
)


def protecting(request: Request) -> Response:
    """Show the desk: requests, incidents, what was kept long enough; to others, what they may ask and report."""
    asking = visitor(request)
    is_officer = OFFICER in asking.member.roles
    return page(
        request,
        "protecting/desk.html",
        is_officer=is_officer,
        requests=asking.ask("request", "list"),
        incidents=asking.ask("incident", "list"),
        incident_notices=asking.ask("incident", "notices"),
        due=asking.ask("retention", "due"),
        people=[row for row in asking.ask("person", "list") if row["status"] != "erased"] if is_officer else [],
    )


def everything(request: Request) -> Response:
    """Answer an access request: all that is kept about somebody, others masked."""
    identity = known("person", request.path_params["id"])
    kept = visitor(request).ask("person", "show", "--everything", "--", identity)
    return page(request, "protecting/everything.html", kept=kept)


def saved(request: Request) -> Response:
    """Give the answer to an access request as a file."""
    identity, ending = known("person", request.path_params["id"]), request.path_params["ending"]
    if ending not in FILES:
        raise Refused("There is no such file of what is kept about somebody; take one of those that the page offers.")
    headers = {"Content-Disposition": f'attachment; filename="everything.{ending}"'}
    content = gathered(visitor(request), identity, f".{ending}")
    return Response(content, media_type=FILES[ending], headers=headers)


def gathered(asking: Visitor, identity: str, ending: str) -> bytes:
    """Gather all that is kept about somebody, in the format of a file; the file itself is gone at once."""
    with TemporaryDirectory(dir=asking.served.folder) as folder:
        file = Path(folder) / f"everything{ending}"
        asking.ask("person", "show", "--everything", f"--output={file}", "--", identity)
        asking.notices[:] = [notice for notice in asking.notices if str(file) not in notice]
        return file.read_bytes()


def erase(request: Request) -> Response:
    """Show what an erasure would destroy, or, once it is confirmed, erase and show the certificate.

    Raises Refused when somebody asks who is not the officer.
    """
    asking, identity = visitor(request), known("person", request.path_params["id"])
    if OFFICER not in asking.member.roles:
        raise Refused("Only a data protection officer may erase somebody; ask one of them to record it.")
    if request.method != "POST":
        return _consequences(request, identity)
    given = request.state.form
    try:
        require_filled(ERASURE, given)
        done = asking.ask("person", "erase", f"--ground={word(given, 'ground')}", "--yes", "--", identity)
    except Refused as refused:
        return _consequences(request, identity, str(refused), status_of(refused))
    asking.notices.clear()
    return page(request, "protecting/certificate.html", certificate=done)


def _consequences(request: Request, identity: str, sentence: str = "", status: int = 200) -> Response:
    asking = visitor(request)
    person = asking.ask("person", "show", "--", identity)
    asked = [
        {"field": field, "choices": (), "value": word(request.state.form, field.name) if sentence else ""}
        for field in ERASURE.fields
    ]
    return page(
        request,
        ERASURE.template,
        status=status,
        form=ERASURE,
        asked=asked,
        about=person,
        identity=identity,
        command_id="",
        sentence=sentence,
        reflections=[row for row in asking.ask("reflection", "list") if row["person"] == identity],
    )


ROUTES: list[Route] = [
    Route("/protecting", protecting, name="protecting"),
    beginning("/new/request", ASKING),
    beginning("/new/incident", REPORTING),
    *(showing(kind, f"protecting/{kind}.html") for kind in ("request", "incident")),
    Route("/people/{id}/everything", everything, name="everything"),
    Route("/people/{id}/everything.{ending}", saved, name="everything-saved"),
    Route("/people/{id}/erase", erase, methods=["GET", "POST"], name="erase"),
    *steps("request", REQUESTS),
    *steps("incident", INCIDENTS),
]
