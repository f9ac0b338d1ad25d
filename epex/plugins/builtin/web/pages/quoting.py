"""Quoting: words proposed for a chapter, the consent that printing them takes, and one's own words taken back."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from epex.plugins import Refused
from epex.plugins.builtin.web.asking import Visitor, status_of, visitor
from epex.plugins.builtin.web.filling import asked, show, steps
from epex.plugins.builtin.web.forms import WHERE, Choices, Field, Form, Row, offer, require_filled
from epex.plugins.builtin.web.pages.linking import languages
from epex.plugins.builtin.web.pages.practising import LINKERS
from epex.plugins.builtin.web.pages.publishing import ASKERS
from epex.plugins.builtin.web.pages.recording import WHY
from epex.plugins.builtin.web.places import known
from epex.plugins.builtin.web.rendering import page
from epex.plugins.builtin.web.wording import N_
from epex.plugins.serving import Member

ENDED = ("withdrawn", "erased")
CLOSED = ("frozen", "published")


def quotes(member: Member, row: Row) -> bool:
    """Tell whether somebody may propose to quote a reflection."""
    return bool(row.get("person")) and not row.get("status") and may_propose(member, str(row["person"]))


def may_propose(member: Member, author: str) -> bool:
    """Tell whether somebody may propose an author's words."""
    return member.person == author or not LINKERS.isdisjoint(member.roles)


def asks(member: Member, row: Row) -> bool:
    """Tell whether somebody may ask for a consent that a quote still takes."""
    given = sum(one["status"] in ("asked", "given") for one in row.get("consents", ()))
    is_short = given < len(row.get("consents_needed", ()))
    return row.get("status") not in ENDED and is_short and not ASKERS.isdisjoint(member.roles)


def withdraws(member: Member, row: Row) -> bool:
    """Tell whether a quote is somebody's own words, or theirs to look after."""
    is_theirs = member.person == row.get("giver") or not {"coordinator", "editor"}.isdisjoint(member.roles)
    return row.get("status") not in ENDED and is_theirs


def chapters(asking: Visitor, _: Row) -> Choices:
    """Offer the chapters of editions that are not frozen."""
    rows = [row for row in asking.ask("chapter", "list") if row["status"] not in CLOSED]
    return [(row["id"], f"{row['publication_title']}: {row['title']}") for row in rows]


REFLECTIONS = {
    "quote": Form(
        title=N_("Propose to quote it"),
        intro=N_("Whoever wrote it is asked, and nobody else can consent."),
        line=("quote", "propose"),
        fields=(
            Field(name="quote", label=N_("The exact words"), kind="text", required=True),
            Field(name="chapter", label=N_("The chapter"), kind="choice", choices=chapters, required=True),
            Field(
                name="use",
                label=N_("How they are printed"),
                kind="choice",
                required=True,
                choices=(
                    ("attributed", N_("with the name")),
                    ("anonymous", N_("without the name")),
                    ("translation", N_("in a translation alone")),
                ),
            ),
            Field(
                name="show",
                label=N_("What is told of who said it, without the name"),
                kind="several",
                choices=(("country", N_("the country")), ("kind", N_("the kind of organisation"))),
            ),
            Field(name="translated", label=N_("The words in another language, if that is printed"), kind="text"),
            Field(name="language", label=N_("The language of the translation"), kind="choice", choices=languages),
        ),
        button=N_("Propose it"),
        readers="",
        when=quotes,
    ),
}
QUOTES = {
    "ask": Form(
        title=N_("Ask whoever wrote it for consent"),
        intro=N_("They are asked on their first page, and can refuse without saying why."),
        line=("consent", "ask"),
        fields=(
            Field(
                name="edition",
                label=N_("For which edition"),
                kind="choice",
                choices=lambda asking, _: [(row["id"], row["title"]) for row in asking.ask("publication", "list")],
                hint=N_("Left empty: for all of them."),
            ),
            WHY,
        ),
        button=N_("Ask"),
        readers="",
        when=asks,
    ),
    "withdraw": Form(
        title=N_("Take the quote back"),
        intro=N_("Whoever is quoted needs no reason."),
        line=("quote", "withdraw"),
        fields=(WHY,),
        button=N_("Take it back"),
        when=withdraws,
    ),
}
KEEPING = {
    "keep": Form(
        title=N_("Let it stay when you are erased"),
        intro=N_("Your name goes; the words stay. You can change your mind."),
        line=("reflection", "keep"),
        button=N_("Let it stay"),
        readers="",
        when=lambda member, row: bool(member.person == row.get("person")) and not row.get("if_erased"),
    ),
    "let-go": Form(
        title=N_("Let it go with you when you are erased"),
        intro=N_("You said that it may stay. From now on it is erased with you."),
        line=("reflection", "keep", "--no-longer"),
        button=N_("Let it go"),
        readers="",
        when=lambda member, row: bool(member.person == row.get("person")) and bool(row.get("if_erased")),
    ),
}
DESTROYING = (
    Field(name="reason", label=N_("Why, without its words; it stays"), kind="text"),
    Field(name="sure", label=N_("I have read this, and want it gone"), kind="sure", required=True),
)
WITHDRAWAL = Form(
    title=N_("Take your reflection back for ever"),
    intro=N_("Its words are destroyed, and with them every quotation of them. Nobody can undo it."),
    line=("reflection", "withdraw"),
    fields=DESTROYING,
    button=N_("Destroy it"),
    readers="",
    once=False,
    when=lambda member, row: bool(member.person == row.get("person")) and row.get("status") != "withdrawn",
)


def destroying(kind: str, form: Form) -> Route:
    """Give the address at which something is withdrawn, and offer it on its page."""
    offer(kind, {"withdraw": form})

    def withdraw(request: Request) -> Response:
        """Show what a withdrawal destroys, or, once it is confirmed, destroy it and show the certificate."""
        asking, identity = visitor(request), known(kind, request.path_params["id"])
        row = asked(request, kind, identity)
        given = request.state.form if request.method == "POST" else None
        if given is None:
            return show(request, form, identity, row)
        try:
            require_filled(form, given)
            why = [f"--reason={reason}"] if (reason := str(given.get("reason", "")).strip()) else []
            done = asking.ask(*form.line, "--yes", *why, "--", identity)
        except Refused as refused:
            told = {"sentence": str(refused), "status": status_of(refused)}
            return show(request, form, identity, row, given=given, **told)
        asking.notices.clear()
        return page(request, "protecting/certificate.html", certificate=done)

    return Route(f"{WHERE[kind]}/{{id}}/withdraw", withdraw, methods=["GET", "POST"], name=f"{kind} withdraw")


def quote(request: Request) -> Response:
    """Show a quote: its words, what consents it has, and where it stands."""
    found = visitor(request).ask("quote", "show", "--", known("quote", request.path_params["id"]))
    return page(request, "publishing/quote.html", row=found)


ROUTES: list[Route] = [
    Route("/quotes/{id}", quote, name="quote"),
    destroying("reflection", WITHDRAWAL),
    *steps("reflection", REFLECTIONS),
    *steps("reflection", KEEPING),
    *steps("quote", QUOTES),
]
