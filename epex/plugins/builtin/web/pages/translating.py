"""Translating: answers said in another language, and somebody else's translation vouched for."""

from collections.abc import Mapping
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from epex.plugins.builtin.web.asking import Visitor, visitor
from epex.plugins.builtin.web.filling import asked, record, show, steps
from epex.plugins.builtin.web.forms import Choices, Field, Form, Row, offer
from epex.plugins.builtin.web.pages.linking import languages
from epex.plugins.builtin.web.pages.practising import LINKERS
from epex.plugins.builtin.web.places import known
from epex.plugins.builtin.web.questions import vouched
from epex.plugins.builtin.web.wording import N_, tongue
from epex.plugins.serving import Member


def translates(member: Member, row: Row) -> bool:
    """Tell whether somebody may translate a reflection."""
    return bool(row.get("answers")) and (member.person == row.get("person") or not LINKERS.isdisjoint(member.roles))


def others(asking: Visitor, row: Row) -> Choices:
    """Offer the network's languages but the one that it is written in."""
    return [pair for pair in languages(asking, row) if pair[0] != row["language"]]


def waiting(asking: Visitor, row: Row) -> Choices:
    """Offer the translations that somebody may vouch for."""
    return [(code, tongue(code, asking.language)) for code in row["confirmable"]]


TRANSLATING = Form(
    title=N_("Say it in another language"),
    intro=N_("The same people read it. Until the author confirms it, it is shown as somebody else's words."),
    line=("reflection", "translate"),
    button=N_("Record it"),
    template="visits/translate.html",
    when=translates,
)
REFLECTIONS = {
    "confirm": Form(
        title=N_("Vouch for a translation"),
        intro=N_("Read it first: from then on it stands as what the author said."),
        line=("reflection", "translate", "--confirm"),
        fields=(
            Field(name="language", label=N_("Into which language"), kind="choice", choices=waiting, required=True),
        ),
        button=N_("It says the same"),
        readers="",
        when=lambda _, row: bool(row.get("confirmable")),
    ),
}


def translate(request: Request) -> Response:
    """Say the answers in another language, each beside what was written."""
    identity = known("reflection", request.path_params["id"])
    row = asked(request, "reflection", identity)
    answer = record if request.method == "POST" else show
    return answer(request, translating(row, vouched(visitor(request), row)), identity, row)


def translating(row: Row, wordings: Mapping[str, str]) -> Form:
    """Make the form in which a reflection is translated: a field for every answer."""
    fields = [
        Field(
            name=f"answer-{one['key']}",
            label=wordings.get(one["key"], one["question"]),
            kind="text",
            option=f"answer={one['key']}",
        )
        for one in written(row)
    ]
    into = Field(name="language", label=N_("Into which language"), kind="choice", choices=others, required=True)
    return replace(TRANSLATING, fields=(into, *fields), readers=row["visibility"])


def written(row: Row) -> list[Mapping[str, str]]:
    """List the questions that were answered."""
    return [one for one in row["questions"] if one["answer"]]


offer("reflection", {"translate": TRANSLATING})
ROUTES: list[Route] = [
    Route("/reflections/{id}/translate", translate, methods=["GET", "POST"], name="reflection translate"),
    *steps("reflection", REFLECTIONS),
]
