"""Fill a form: show it, record what it says, and lead to what was recorded."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from epex.plugins import Refused
from epex.plugins.builtin.web.asking import status_of, visitor
from epex.plugins.builtin.web.forms import (
    BEGUN,
    NO_ROW,
    WHERE,
    Form,
    Row,
    choices_of,
    command_id,
    line_of,
    offer,
    require_filled,
    value_of,
)
from epex.plugins.builtin.web.places import known, place_of
from epex.plugins.builtin.web.rendering import address, page


def show(request: Request, form: Form, identity: str = "", row: Row = NO_ROW, **values: Any) -> Response:
    """Show a form, with what is known, or what somebody typed and was refused."""
    asking = visitor(request)
    given: FormData | None = values.pop("given", None)
    # A page may lead to a form with something chosen already.
    begun = given or (FormData(list(request.query_params.multi_items())) if request.query_params else None)
    asked = [
        {
            "field": field,
            "choices": choices_of(field, asking, row),
            "value": value_of(field, row, begun if begun and (given or field.name in begun) else None),
        }
        for field in form.fields
    ]
    shown = {"form": form, "asked": asked, "about": row, "identity": identity, "command_id": command_id(given)}
    status = values.pop("status", 200)
    return page(request, form.template, status=status, **{"sentence": "", **shown, **values})


def record(request: Request, form: Form, identity: str = "", row: Row = NO_ROW) -> Response:
    """Record what a form says, and lead to it; what is refused stands above the form, with all that was typed."""
    asking, given = visitor(request), request.state.form
    try:
        require_filled(form, given)
        # A text of a mere "-" is read from standard input.
        answer = asking.ask(*line_of(form, identity, row, given), text="-")
    except Refused as refused:
        return show(request, form, identity, row, given=given, sentence=str(refused), status=status_of_form(refused))
    return recorded(request, answer, form.then or place_of(identity))


def status_of_form(refused: Refused) -> int:
    """Tell which status a form has that is shown again: what it names wrongly is no reason to lose what was typed."""
    status = status_of(refused)
    return HTTPStatus.UNPROCESSABLE_ENTITY if status == HTTPStatus.NOT_FOUND else status


def recorded(request: Request, answer: Any, otherwise: str) -> Response:
    """Lead to what was recorded; where something is to be told first, tell it on a page that leads there."""
    named = place_of(answer.get("id", "")) if isinstance(answer, dict) else ""
    place = address(request, named or otherwise or "/")
    if visitor(request).notices:
        return page(request, "recording/told.html", place=place)
    return RedirectResponse(f"{place}{'&' if '?' in place else '?'}recorded=1", 303)


def beginning(path: str, form: Form) -> Route:
    """Give the address of a form that is about nothing yet."""
    BEGUN[" ".join(form.line)] = (path, form.title)

    def filled(request: Request) -> Response:
        return record(request, form) if request.method == "POST" else show(request, form)

    return Route(path, filled, methods=["GET", "POST"], name=" ".join(form.line))


def steps(kind: str, forms: Mapping[str, Form], shown: Callable[[Request, str], Row] | None = None) -> list[Route]:
    """Give the addresses of forms about one thing, and offer them on its page; `shown` finds what is known of it."""
    offer(kind, forms)
    return [
        _step(kind, verb, form, shown or (lambda request, identity: asked(request, kind, identity)))
        for verb, form in forms.items()
    ]


def showing(kind: str, template: str) -> Route:
    """Give the address of the page of one thing, which its template calls `row`."""

    def shown(request: Request) -> Response:
        return page(request, template, row=asked(request, kind, known(kind, request.path_params["id"])))

    return Route(f"{WHERE[kind]}/{{id}}", shown, name=kind)


def asked(request: Request, kind: str, identity: str) -> Row:
    """Ask what is known of something."""
    row: Row = visitor(request).ask(kind, "show", "--", identity)
    return row


def _step(kind: str, verb: str, form: Form, shown: Callable[[Request, str], Row]) -> Route:
    def filled(request: Request) -> Response:
        identity = known(kind, request.path_params["id"])
        answer = record if request.method == "POST" else show
        return answer(request, form, identity, shown(request, identity))

    return Route(f"{WHERE[kind]}/{{id}}/{verb}", filled, methods=["GET", "POST"], name=f"{kind} {verb}")
