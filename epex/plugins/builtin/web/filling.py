"""Fill a form: show it, record what it says, and lead to what was recorded."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from epex.plugins import Refused
from epex.plugins.builtin.web.asking import Visitor, status_of, visitor
from epex.plugins.builtin.web.forms import (
    BEGINNERS,
    BEGUN,
    NO_ROW,
    WHERE,
    Field,
    Form,
    Overtaken,
    Row,
    choices_of,
    command_id,
    is_overtaken,
    line_of,
    mark,
    offer,
    pairs,
    require_current,
    require_filled,
    standing,
    value_of,
    word,
)
from epex.plugins.builtin.web.places import known, place_of
from epex.plugins.builtin.web.rendering import address, page
from epex.plugins.builtin.web.sending import once
from epex.plugins.builtin.web.wording import N_

PAST = N_("The past cannot be written; this is the form of today, so go on here.")
# The command line names an option where it says this.
UNCHANGED = " changes nothing; give at least one field"
NOTHING = N_("Nothing was changed; change at least one field, then send it again.")


def show(request: Request, form: Form, identity: str = "", row: Row = NO_ROW, **values: Any) -> Response:
    """Show a form, with what is known, or what somebody typed and was refused."""
    asking = visitor(request)
    given: FormData | None = values.pop("given", None)
    # A page may lead to a form with something chosen already.
    begun = given or (FormData(list(request.query_params.multi_items())) if request.query_params else None)
    asked = [
        _shown(field, asking, row, begun if begun and (given or field.name in begun) else None) for field in form.fields
    ]
    leading = {field.led_by: field for field in form.fields if field.led_by}
    for one in asked:
        led = leading.get(one["field"].name)
        one |= {"led": led, "rows": pairs(led, begun) if led else []}
    shown = {"form": form, "asked": asked, "about": row, "identity": identity, "command_id": command_id(given)}
    status = values.pop("status", 200)
    told = {"sentence": getattr(request.state, "past", ""), **shown, **values}
    return page(request, form.template, status=status, **told)


def _shown(field: Field, asking: Visitor, row: Row, given: FormData | None) -> dict[str, Any]:
    """Give a field as it is shown: what is in it, and what stands there now, where somebody else wrote it meanwhile."""
    now = standing(field, row)
    choices = choices_of(field, asking, row)
    if field.kind == "choice" and now and now not in {str(code) for code, _ in choices}:
        choices = [*choices, (now, now)]
    overtaken = given is not None and is_overtaken(field, row, given)
    named = next((title for code, title in choices if str(code) == now), now)
    return {
        "field": field,
        "choices": choices,
        "value": value_of(field, row, given),
        "stood": mark(now) if row and field.known and field.kind != "several" else "",
        "is_overtaken": overtaken,
        "now": named,
    }


def record(request: Request, form: Form, identity: str = "", row: Row = NO_ROW) -> Response:
    """Record what a form says, and lead to it; what is refused stands above the form, with all that was typed."""
    given = request.state.form
    if word(given, "more"):
        return show(request, form, identity, row, given=given)
    try:
        answer = sent(request, form, identity, row, given)
    except Refused as refused:
        return show(request, form, identity, row, given=given, sentence=str(refused), status=status_of_form(refused))
    return recorded(request, answer, form.then or place_of(identity))


def sent(request: Request, form: Form, identity: str, row: Row, given: FormData) -> Any:
    """Record what a form says, unless the same form recorded it already; then its answer is the same.

    Raises Refused when it cannot be recorded, Overtaken when something else was recorded meanwhile.
    """
    with once(request) as is_again:
        if past := getattr(request.state, "past", ""):
            raise Refused(past)
        if not is_again:
            require_filled(form, given)
            require_current(form, row, given)
        try:
            # A text of a mere "-" is read from standard input.
            return visitor(request).ask(*line_of(form, identity, row, given), text="-")
        except Refused as refused:
            if UNCHANGED in str(refused):
                raise Refused(NOTHING) from refused
            raise


def status_of_form(refused: Refused) -> int:
    """Tell which status a form has that is shown again: what it names wrongly is no reason to lose what was typed."""
    if isinstance(refused, Overtaken):
        return HTTPStatus.CONFLICT
    status = status_of(refused)
    return HTTPStatus.UNPROCESSABLE_ENTITY if status == HTTPStatus.NOT_FOUND else status


def recorded(request: Request, answer: Any, otherwise: str) -> Response:
    """Lead to what was recorded; where something is to be told first, tell it on a page that leads there."""
    named = place_of(answer.get("id", "")) if isinstance(answer, dict) else ""
    place = address(request, named or otherwise or "/")
    if visitor(request).notices:
        return page(request, "recording/told.html", place=place)
    return RedirectResponse(f"{place}{'&' if '?' in place else '?'}recorded=1", 303)


def today(endpoint: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """Let a form be today's, whatever day was looked back to, and say so.

    Raises Refused when that is no day.
    """

    def answered(request: Request) -> Response:
        asking = visitor(request)
        if asking.as_of:
            # Every base has years to list, and refuses a day that is none.
            asking.ask("year", "list")
            asking.as_of, request.state.past = "", PAST
        return endpoint(request)

    return answered


def beginning(path: str, form: Form) -> Route:
    """Give the address of a form that is about nothing yet."""
    BEGUN[" ".join(form.line)] = (path, form.title)
    BEGINNERS[path] = form.when

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
