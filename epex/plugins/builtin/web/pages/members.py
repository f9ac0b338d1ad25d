"""Members: organisations and their people, who joins, moves and leaves, and with which roles."""

from unicodedata import normalize

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from epex.plugins import COUNTRIES, SETTINGS
from epex.plugins.builtin.web.asking import Visitor, visitor
from epex.plugins.builtin.web.filling import asked, beginning, steps
from epex.plugins.builtin.web.forms import Choices, Field, Form, Row, column, listed
from epex.plugins.builtin.web.pages.linking import languages
from epex.plugins.builtin.web.pages.recording import NEEDED, WHY
from epex.plugins.builtin.web.places import known
from epex.plugins.builtin.web.rendering import named, page
from epex.plugins.builtin.web.wording import N_, country
from epex.plugins.serving import Member

PLACE = "/organisations"
KINDS = (
    ("public_service", N_("a public service")),
    ("statutory_linked_ngo", N_("an association with duties by law")),
    ("ngo", N_("an association")),
    ("new_initiative", N_("a new initiative")),
    ("grassroots_volunteer", N_("volunteers")),
    ("research", N_("research")),
    ("individual", N_("one person")),
)
ROLES = (
    ("practitioner", N_("practitioner")),
    ("coordinator", N_("coordinator")),
    ("evaluator", N_("evaluator")),
    ("editor", N_("editor")),
    ("reviewer", N_("reviewer")),
    ("data_protection_officer", N_("data protection officer")),
)


def coordinates(member: Member, row: Row) -> bool:
    """Tell whether somebody looks after the members, and it is one still."""
    return "coordinator" in member.roles and not row.get("left_on") and row.get("status") != "erased"


def speaks_for(member: Member, row: Row) -> bool:
    """Tell whether it is somebody's own organisation, or theirs to look after."""
    return coordinates(member, row) or (member.organisation == row["id"] and not row.get("left_on"))


def is_oneself(member: Member, row: Row) -> bool:
    """Tell whether it is somebody themselves, or theirs to look after."""
    return member.person == row["id"] or coordinates(member, row)


def countries(asking: Visitor, _: Row) -> Choices:
    """Offer the countries by their names."""
    offered = [(code, country(code, asking.language)) for code in COUNTRIES]
    return sorted(offered, key=lambda pair: normalize("NFKD", pair[1]).casefold())


PROFILE = (
    Field(
        name="country",
        label=N_("Its country"),
        kind="choice",
        choices=countries,
        required=True,
        known=column("country"),
    ),
    Field(
        name="kind",
        label=N_("What kind of organisation it is"),
        kind="choice",
        choices=KINDS,
        required=True,
        known=column("kind"),
    ),
    Field(name="short-name", label=N_("Its abbreviation"), known=column("short_name")),
    Field(
        name="setting",
        label=N_("In which settings"),
        kind="several",
        choices=lambda asking, _: named(SETTINGS, asking.language),
        known=column("settings"),
    ),
    Field(
        name="language",
        label=N_("The languages that it works in"),
        kind="several",
        choices=languages,
        known=column("languages"),
    ),
    Field(name="shows", label=N_("What it can show, one on each line"), kind="lines", known=column("shows")),
    Field(name="wants", label=N_("What it wants to learn, one on each line"), kind="lines", known=column("wants")),
    Field(
        name="constraints",
        label=N_("What visitors have to know, such as weeks of vetting"),
        kind="text",
        known=column("constraints"),
    ),
    WHY,
)
JOINING = Form(
    title=N_("Let an organisation join"),
    line=("organisation", "add"),
    fields=(Field(name="name", label=N_("Its name"), required=True), *PROFILE),
    button=N_("Let it join"),
)
ORGANISATIONS = {
    "revise": Form(
        title=N_("Revise the profile"),
        intro=N_("What you leave as it is stays as it is."),
        line=("organisation", "revise"),
        fields=(Field(name="name", label=N_("Its name"), known=column("title")), *PROFILE),
        button=N_("Record it"),
        when=speaks_for,
    ),
    "leave": Form(
        title=N_("It leaves the network"),
        intro=N_("Its people speak for it no more. What they wrote stays theirs."),
        line=("organisation", "leave"),
        fields=(NEEDED, Field(name="sure", label=N_("I have read this"), kind="sure", required=True)),
        button=N_("It leaves"),
        when=coordinates,
    ),
}
CONTACT = Field(name="contact", label=N_("How to reach them"), known=column("contact"))
PREFERENCE = Field(
    name="name-preference",
    label=N_("How they are named in what is published"),
    kind="choice",
    known=column("name_preference"),
    choices=(
        ("full_name", N_("with the whole name")),
        ("first_name", N_("with the first name")),
        ("role_only", N_("with the role alone")),
        ("anonymous", N_("not at all")),
    ),
)
GIVEN_ROLES = Field(
    name="role",
    label=N_("Their roles"),
    kind="several",
    choices=ROLES,
    known=lambda row: row.get("roles") or (),
)
REGISTERING = Form(
    title=N_("Register somebody"),
    intro=N_("After this, invite them: with the link they choose their password."),
    line=("person", "add"),
    fields=(
        Field(name="name", label=N_("Their name"), required=True),
        Field(
            name="organisation",
            label=N_("Where they belong"),
            kind="choice",
            choices=listed("organisation", "list"),
            required=True,
        ),
        GIVEN_ROLES,
        CONTACT,
        PREFERENCE,
    ),
    button=N_("Register them"),
    then="/invitations",
)
PEOPLE = {
    "revise": Form(
        title=N_("Revise what is known of them"),
        line=("person", "revise"),
        fields=(Field(name="name", label=N_("Their name"), known=column("title")), CONTACT, PREFERENCE, WHY),
        button=N_("Record it"),
        then=PLACE,
        when=is_oneself,
    ),
    "roles": Form(
        title=N_("Change their roles"),
        intro=N_("These replace the earlier ones, and hold at once."),
        line=("person", "revise"),
        fields=(GIVEN_ROLES, NEEDED),
        button=N_("Record it"),
        then=PLACE,
        when=coordinates,
    ),
    "move": Form(
        title=N_("They move to another organisation"),
        line=("person", "move"),
        fields=(
            Field(
                name="organisation",
                label=N_("Where they go"),
                kind="choice",
                choices=listed("organisation", "list"),
                required=True,
            ),
            WHY,
        ),
        button=N_("Record it"),
        then=PLACE,
        when=coordinates,
    ),
}


def organisations(request: Request) -> Response:
    """List the organisations."""
    asking = visitor(request)
    return page(
        request,
        "members/organisations.html",
        organisations=asking.ask("organisation", "list"),
        is_coordinator="coordinator" in asking.member.roles,
    )


def organisation(request: Request) -> Response:
    """Show one organisation and its people."""
    row = asked(request, "organisation", known("organisation", request.path_params["id"]))
    return page(request, "members/organisation.html", row=row, kinds=dict(KINDS))


ROUTES: list[Route] = [
    Route(PLACE, organisations, name="organisations"),
    Route(f"{PLACE}/{{id}}", organisation, name="organisation"),
    beginning("/new/organisation", JOINING),
    beginning("/new/person", REGISTERING),
    *steps("organisation", ORGANISATIONS),
    *steps("person", PEOPLE),
]
