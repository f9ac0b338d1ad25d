"""Publishing: editions and their chapters, quotes and consents, and what stands in the way of freezing."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from epex.plugins.builtin.web.asking import visitor
from epex.plugins.builtin.web.filling import beginning, showing, steps
from epex.plugins.builtin.web.forms import Field, Form, Row, When, holding, listed
from epex.plugins.builtin.web.pages.practising import LINKERS
from epex.plugins.builtin.web.pages.recording import NEEDED, WHY
from epex.plugins.builtin.web.places import known
from epex.plugins.builtin.web.rendering import page
from epex.plugins.builtin.web.wording import N_
from epex.plugins.serving import Member

ASKERS = LINKERS | {"evaluator", "data_protection_officer"}


def edits(*statuses: str) -> When:
    """Offer something to those who edit, while an edition or a chapter stands so."""
    return lambda member, row: (
        (not statuses or row.get("status") in statuses)
        and ("editor" in member.roles or member.person in (*row.get("editors", ()), *row.get("writers", ())))
    )


def is_asked(member: Member, row: Row) -> bool:
    """Tell whether somebody is the one who is asked for a consent, and has not decided."""
    return bool(member.person == row.get("giver") and row.get("status") == "asked")


DRAFT_HINT = N_(
    'A line "^ element-3f2a, reflection-77" below a paragraph names what it rests on, and "[[quote-3f2a]]" on a line of'
    " its own places a quote."
)
EDITION = Form(
    title=N_("Open an edition"),
    line=("publication", "open"),
    fields=(
        Field(name="title", label=N_("Its title"), required=True, is_argument=True),
        Field(name="edition", label=N_("A name of the edition")),
        Field(name="editor", label=N_("Who may freeze it"), kind="several", choices=listed("person", "list")),
    ),
    button=N_("Open it"),
)
PUBLICATIONS = {
    "outline": Form(
        title=N_("Outline a chapter"),
        line=("chapter", "outline"),
        fields=(
            Field(name="title", label=N_("Its title"), required=True, is_argument=True),
            Field(
                name="theme", label=N_("The themes that it tells of"), kind="several", choices=listed("theme", "list")
            ),
            Field(name="writer", label=N_("Who may draft it"), kind="several", choices=listed("person", "list")),
        ),
        button=N_("Outline it"),
        when=edits("open"),
    ),
    "freeze": Form(
        title=N_("Freeze the edition"),
        intro=N_("Its text is kept with a hash, by which everybody can check it. Nothing of it can be changed after."),
        line=("publication", "freeze"),
        fields=(
            Field(
                name="names-may-stand",
                label=N_("Why names that the check doubts may be printed"),
                kind="text",
                hint=N_("Only where the check doubts one."),
            ),
            WHY,
            Field(name="sure", label=N_("I have read what it says, to its end"), kind="sure", required=True),
        ),
        button=N_("Freeze it"),
        when=edits("open"),
    ),
    "publish": Form(
        title=N_("The edition came out"),
        line=("publication", "publish"),
        fields=(
            Field(name="on", label=N_("When"), kind="day"),
            Field(name="place", label=N_("Where it came out")),
        ),
        button=N_("Record it"),
        when=edits("frozen"),
    ),
    "erratum": Form(
        title=N_("Tell readers what no longer holds"),
        line=("publication", "erratum"),
        fields=(Field(name="text", label=N_("The erratum"), kind="text", required=True, is_argument=True),),
        button=N_("Tell them"),
        when=edits("frozen", "published"),
    ),
}
CHAPTERS = {
    "draft": Form(
        title=N_("Write the chapter"),
        line=("chapter", "draft"),
        fields=(
            Field(
                name="text",
                label=N_("The whole chapter, in Markdown"),
                kind="text",
                required=True,
                is_argument=True,
                hint=DRAFT_HINT,
                known=lambda row: "\n\n".join(map(as_written, row.get("paragraphs", ()))),
            ),
            WHY,
        ),
        button=N_("Record the draft"),
        when=edits("outlined", "drafted", "reviewed", "approved"),
    ),
    "message": Form(
        title=N_("State a key message"),
        line=("chapter", "message"),
        fields=(
            Field(name="text", label=N_("The message"), kind="text", required=True, is_argument=True),
            Field(name="for", label=N_("Whom it is for"), required=True),
        ),
        button=N_("State it"),
        when=edits("outlined", "drafted", "reviewed", "approved"),
    ),
    "review": Form(
        title=N_("Review the chapter"),
        line=("chapter", "review"),
        fields=(
            Field(
                name="outcome",
                label=N_("Accept it, or say what to revise"),
                kind="choice",
                required=True,
                choices=(("accept", N_("Accept it")), ("revise", N_("It should be revised"))),
            ),
            Field(name="comment", label=N_("What you found"), kind="text"),
        ),
        button=N_("Record the review"),
        when=lambda member, row: (
            row.get("status") == "drafted"
            and member.person != row.get("drafter")
            and not (LINKERS | {"reviewer"}).isdisjoint(member.roles)
        ),
    ),
    "approve": Form(
        title=N_("Approve the chapter"),
        line=("chapter", "approve"),
        button=N_("Approve it"),
        when=edits("reviewed"),
    ),
    "write": Form(
        title=N_("Write your own viewpoint into it"),
        intro=N_("It is printed with your name, and you can take it back."),
        line=("viewpoint", "write"),
        fields=(
            Field(name="title", label=N_("Its title")),
            Field(name="text", label=N_("Your viewpoint"), kind="text", required=True, is_argument=True),
            Field(name="dissenting", label=N_("It disagrees with the chapter"), kind="tick"),
        ),
        button=N_("Record it"),
        when=lambda member, row: (
            row.get("status") not in ("frozen", "published") and not LINKERS.isdisjoint(member.roles)
        ),
    ),
}
VIEWPOINTS = {
    "sign": Form(
        title=N_("Sign your viewpoint"),
        intro=N_("Read it once more: with your signature it may be printed."),
        line=("viewpoint", "sign"),
        button=N_("Sign it"),
        when=lambda member, row: (
            row.get("status") not in ("signed", "withdrawn") and member.person == row.get("signer")
        ),
    ),
    "withdraw": Form(
        title=N_("Take your viewpoint back"),
        intro=N_("You need not say why. In a frozen edition it is marked as withdrawn."),
        line=("viewpoint", "withdraw"),
        fields=(WHY,),
        button=N_("Take it back"),
        when=lambda member, row: row.get("status") != "withdrawn" and member.person == row.get("signer"),
    ),
}
ASKING = Form(
    title=N_("Ask somebody about all their words"),
    intro=N_("They are asked on their first page, and can refuse without saying why."),
    line=("consent", "ask"),
    fields=(
        Field(
            name="person",
            label=N_("Whose words"),
            kind="choice",
            choices=listed("person", "list"),
            required=True,
            is_argument=True,
        ),
        Field(
            name="scope",
            label=N_("For what"),
            kind="choice",
            required=True,
            choices=(
                ("network_reading", N_("The network may read them")),
                ("evaluator", N_("The evaluators may use them")),
                ("anonymous_quote", N_("They may be quoted without the name")),
                ("attributed_quote", N_("They may be quoted with the name")),
                ("translation", N_("They may be translated")),
                ("training_reuse", N_("They may be used in training")),
            ),
        ),
        Field(
            name="edition",
            label=N_("For which edition"),
            kind="choice",
            choices=listed("publication", "list"),
            hint=N_("Left empty: for all of them."),
        ),
        WHY,
    ),
    button=N_("Ask"),
    readers="",
    when=holding("coordinator", "editor", "evaluator", "data_protection_officer"),
)


def on_paper(verb: str, title: str, *statuses: str) -> Form:
    """Make the form in which the officer passes on what somebody decided on paper."""
    return Form(
        title=title,
        intro=N_("Say where the paper is kept."),
        line=("consent", verb, "--on-paper"),
        fields=(NEEDED,),
        button=N_("Record it"),
        readers="asked",
        when=lambda member, row: (
            "data_protection_officer" in member.roles
            and row.get("status") in statuses
            and member.person != row.get("giver")
        ),
    )


CONSENTS = {
    "give": Form(
        title=N_("Give your consent"),
        intro=N_(
            "With it the network may read these words, and they may be printed. You can take it back at any time."
        ),
        line=("consent", "give"),
        fields=(Field(name="expires", label=N_("The last day on which it holds"), kind="day"),),
        button=N_("I agree"),
        readers="asked",
        when=is_asked,
    ),
    "refuse": Form(
        title=N_("Refuse your consent"),
        intro=N_("You need not say why."),
        line=("consent", "refuse"),
        fields=(WHY,),
        button=N_("I do not agree"),
        readers="asked",
        when=is_asked,
    ),
    "withdraw": Form(
        title=N_("Take your consent back"),
        intro=N_("The words are taken out of what is not frozen yet; a frozen edition gets an erratum."),
        line=("consent", "withdraw"),
        fields=(WHY,),
        button=N_("Take it back"),
        readers="asked",
        when=lambda member, row: bool(member.person == row.get("giver") and row.get("status") == "given"),
    ),
    "given-on-paper": on_paper("give", N_("They agreed on paper"), "asked"),
    "refused-on-paper": on_paper("refuse", N_("They refused on paper"), "asked"),
    "withdrawn-on-paper": on_paper("withdraw", N_("They took it back on paper"), "given"),
}


def as_written(paragraph: Row) -> str:
    """Write a paragraph as its writer typed it: with what it rests on below it."""
    rests_on = ", ".join(paragraph["rests_on"])
    return f"{paragraph['title']}\n^ {rests_on}" if rests_on else str(paragraph["title"])


def publications(request: Request) -> Response:
    """List the editions, with the consents that are asked of whoever reads."""
    asking = visitor(request)
    consents = [row for row in asking.ask("consent", "list") if row["giver"] == asking.person]
    return page(
        request,
        "publishing/publications.html",
        publications=asking.ask("publication", "list"),
        consents=consents,
    )


def publication(request: Request) -> Response:
    """Show an edition: its chapters, its quotes, and what stands in the way of freezing it."""
    asking, identity = visitor(request), known("publication", request.path_params["id"])
    found = asking.ask("publication", "show", "--", identity)
    return page(
        request,
        "publishing/publication.html",
        publication=found,
        check=asking.ask("publication", "check", "--", identity),
    )


def chapter(request: Request) -> Response:
    """Show a chapter with the whole words of its quotes, of which paragraphs tell the first."""
    asking, identity = visitor(request), known("chapter", request.path_params["id"])
    ids = [row["id"] for row in asking.ask("quote", "list") if row["chapter"] == identity]
    words = {f"[[{one}]]": asking.ask("quote", "show", "--", one)["words"] for one in ids}
    return page(request, "publishing/chapter.html", row=asking.ask("chapter", "show", "--", identity), words_of=words)


ROUTES: list[Route] = [
    Route("/publications", publications, name="publications"),
    Route("/publications/{id}", publication, name="publication"),
    beginning("/new/edition", EDITION),
    beginning("/new/consent", ASKING),
    Route("/chapters/{id}", chapter, name="chapter"),
    *(showing(kind, f"publishing/{kind}.html") for kind in ("viewpoint", "consent")),
    *steps("publication", PUBLICATIONS),
    *steps("chapter", CHAPTERS),
    *steps("viewpoint", VIEWPOINTS),
    *steps("consent", CONSENTS),
]
