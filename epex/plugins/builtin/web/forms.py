"""Forms: what is asked for, and the command line that it becomes. A value is never taken for an option."""

import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import zip_longest
from typing import Any
from uuid import uuid4

from starlette.datastructures import FormData

from epex.plugins import Refused
from epex.plugins.builtin.web.asking import Visitor
from epex.plugins.builtin.web.places import PLACES
from epex.plugins.builtin.web.wording import N_, gettext
from epex.plugins.serving import Member

Row = Mapping[str, Any]
Choices = Sequence[tuple[str, str]]
COMMAND_ID = re.compile(r"[0-9a-f-]{36}")
# What a browser's field for a day can hold; it shows nothing of a month or a year.
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MARK_BYTES = 12
MEANWHILE = N_(
    "Somebody changed the same meanwhile; what stands now is shown below your words. Send it again to record yours."
)
NO_ROW: Row = {}
When = Callable[[Member, Row], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that a form asks for.

    `kind` is line, text, day, number, choice, several (of the choices), lines (one value a line), tick or sure (a tick
    that has to be set and is not sent). `choices` are given, or found when the form is shown; `known` says what stands
    in the field at first. An option of the command line has its name, an argument has none: it stands after the id.
    """

    name: str
    label: str
    kind: str = "line"
    hint: str = ""
    required: bool = False
    choices: Choices | Callable[[Visitor, Row], Choices] = ()
    known: Callable[[Row], Any] | None = None
    is_argument: bool = False
    # The option where it is not called as the field is, such as `answer=why`.
    option: str = ""
    # What a tick is when it is not set; nothing is said of most.
    unset: str = ""
    # The field whose choice stands before these words in one option, as in `--dissent-of PERSON TEXT`.
    led_by: str = ""
    # How many empty rows are shown of a field that leads another, where the option may come several times.
    rows: int = 0
    # Whether the command takes a text away that is sent empty.
    can_be_emptied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What can be recorded on a page: its title, its fields, and the command line that they become."""

    title: str
    line: tuple[str, ...]
    button: str
    fields: tuple[Field, ...] = ()
    intro: str = ""
    warning: str = ""
    readers: str = "network"
    # Only what goes through the desk takes a command id.
    once: bool = True
    # The option that names what it is about; else its id stands before the arguments.
    about: str = ""
    # Where it leads when it is recorded: to what it was about, unless the answer names a page.
    then: str = ""
    template: str = "recording/form.html"
    # Whether it is offered on the page of what it is about; what is not may still be typed as an address.
    when: When = lambda _member, _row: True


# By the kind of what they are about: every form that is offered on a page, by its verb.
OFFERED: dict[str, dict[str, Form]] = {}
# By its command: every form that is about nothing yet, as its path and its title.
BEGUN: dict[str, tuple[str, str]] = {}
# By its path: who is offered such a form.
BEGINNERS: dict[str, When] = {}
# People have no page that everybody reads; offers and needs stand on the page of matches.
WHERE = {
    **PLACES,
    "person": "/people",
    "offer": "/offers",
    "need": "/needs",
    "questions": "/questions",
    "search": "/searches",
}


def offer(kind: str, forms: Mapping[str, Form]) -> None:
    """Offer forms on the pages of a kind."""
    OFFERED.setdefault(kind, {}).update(forms)


def steps_of(member: Member, row: Row) -> list[tuple[str, str]]:
    """List what somebody can do next with something: paths and titles."""
    identity = str(row["id"])
    kind = identity.partition("-")[0]
    offered = OFFERED.get(kind, {})
    return [
        (f"{WHERE[kind]}/{identity}/{verb}", form.title) for verb, form in offered.items() if form.when(member, row)
    ]


def may_begin(member: Member, path: str) -> bool:
    """Tell whether somebody is offered a form that is about nothing yet."""
    return BEGINNERS[path](member, NO_ROW)


def holding(*roles: str) -> When:
    """Offer something to those who hold one of some roles."""
    return lambda member, _: not set(roles).isdisjoint(member.roles)


def step_at(verb: str, identity: str) -> str:
    """Give the path at which a command, such as `visit sign`, is done on something; nothing where the site cannot."""
    kind, _, step = verb.partition(" ")
    return f"{WHERE[kind]}/{identity}/{step}" if identity and step in OFFERED.get(kind, {}) else ""


def require_filled(form: Form, given: FormData) -> None:
    """Refuse a form in which something is missing that it cannot do without."""
    for field in form.fields:
        if field.required and not any(words(given, field.name)):
            if field.kind == "sure":
                raise Refused(f"'{field.label}' is not ticked yet; tick it if it is so.")
            raise Refused(f"'{field.label}' is still empty; fill it in.")
        if field.led_by and any(bool(chosen) != bool(said) for chosen, said in pairs(field, given)):
            raise Refused(f"Of '{field.label}' only one half is filled in; say who and what, or leave both empty.")


def line_of(form: Form, identity: str, row: Row, given: FormData) -> list[str]:
    """Write the command line of a form that was filled in; what nobody touched is left out.

    Raises Refused when something was emptied that has to be something.
    """
    once = [f"--command-id={command_id(given)}"] if form.once else []
    changed = [field for field in form.fields if not field.is_argument and is_touched(field, row, given)]
    emptied = [field for field in changed if standing(field, row) and not any(words(given, field.name))]
    for field in emptied:
        if not field.can_be_emptied:
            raise Refused(f"'{field.label}' cannot be emptied; write what it is to be, or leave what stood there.")
    leading = {field.led_by: field for field in form.fields if field.led_by}
    told = [word for field in changed for word in _told(field, leading, given)]
    told += [f"--{field.option or field.name}=" for field in emptied]
    said = [word for field in form.fields if field.is_argument for word in words(given, field.name)]
    named = [f"--{form.about}={identity}"] if form.about else []
    return [*form.line, *named, *told, *once, "--", *([identity] if identity and not form.about else []), *said]


def standing(field: Field, row: Row) -> str:
    """Give what stands in a field, as a browser shows it and sends it back; nothing of what is chosen anew."""
    known = field.known(row) if field.known and field.kind != "several" else ""
    stood = plain(known if isinstance(known, str) else "\n".join(known), field)
    return "" if field.kind == "day" and not DAY.fullmatch(stood) else stood


def plain(text: str, field: Field) -> str:
    """Write a text as a field sends it back: a line has no breaks, and nothing is around it."""
    broken = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return broken if field.kind in ("text", "lines") else broken.replace("\n", "")


def mark(text: str) -> str:
    """Write a text so short that a form can carry it, to tell later whether it was changed."""
    return urlsafe_b64encode(sha256(text.encode("utf-8", "surrogatepass")).digest()[:MARK_BYTES]).decode()


def stood(field: Field, row: Row, given: FormData | None) -> str:
    """Give the mark of what stood in a field when its form was opened; where it says nothing of it, of what stands."""
    sent = word(given, f"stood-{field.name}") if given else ""
    return sent or mark(standing(field, row))


def is_touched(field: Field, row: Row, given: FormData) -> bool:
    """Tell whether somebody wrote something else than what stood in a field, and than what stands there now."""
    if not field.known or field.kind == "several":
        return True
    sent = plain(word(given, field.name), field)
    return field.name in given and sent != standing(field, row) and mark(sent) != stood(field, row, given)


def is_overtaken(field: Field, row: Row, given: FormData) -> bool:
    """Tell whether somebody else changed what somebody touched; an argument is sent whole, touched or not."""
    if not field.known or field.kind == "several" or field.name not in given:
        return False
    now = standing(field, row)
    is_other = mark(now) != stood(field, row, given)
    is_own = field.is_argument and plain(word(given, field.name), field) != now
    return is_other and (is_own or is_touched(field, row, given))


def require_current(form: Form, row: Row, given: FormData) -> None:
    """Refuse to write over what somebody else changed since the form was opened.

    Raises Overtaken then.
    """
    if any(is_overtaken(field, row, given) for field in form.fields):
        raise Overtaken(MEANWHILE)


class Overtaken(Refused):
    """Say that somebody else was faster, or that a form was recorded already."""


def _options(field: Field, given: Sequence[str]) -> Iterator[str]:
    if field.kind == "sure":
        return
    if field.kind == "tick":
        option = (field.option or field.name) if given else field.unset
        yield from [f"--{option}"] if option else []
        return
    values = given[0].splitlines() if field.kind == "lines" and given else given
    yield from (f"--{field.option or field.name}={value.strip()}" for value in values if value.strip())


def _told(field: Field, leading: Mapping[str, Field], given: FormData) -> Iterable[str]:
    """Write the option of a field; of two that are one option, the one that leads writes both."""
    if field.led_by:
        return ()
    if field.name not in leading:
        return _options(field, words(given, field.name))
    told = ((f"--{field.option or field.name}={chosen}", said) for chosen, said in pairs(leading[field.name], given))
    return [word for option, said in told if said for word in (option, said)]


def pairs(led: Field, given: FormData | None) -> list[tuple[str, str]]:
    """Give what was chosen and said in each row of two fields that are one option, without the empty rows."""
    if given is None:
        return []
    chosen, said = (
        [str(value).replace("\r\n", "\n").strip() for value in given.getlist(name)] for name in (led.led_by, led.name)
    )
    return [row for row in zip_longest(chosen, said, fillvalue="") if any(row)]


def words(given: FormData, name: str) -> list[str]:
    """Give what was typed in a field, or chosen, without what is empty."""
    texts = (value for value in given.getlist(name) if isinstance(value, str))
    return [text for value in texts if (text := value.replace("\r\n", "\n").strip())]


def word(given: FormData, name: str) -> str:
    """Give the one thing that was typed or chosen."""
    return next(iter(words(given, name)), "")


def command_id(given: FormData | None) -> str:
    """Give the id by which a form is recorded once, however often it is sent."""
    sent = word(given, "command_id") if given else ""
    return sent if COMMAND_ID.fullmatch(sent) else str(uuid4())


def choices_of(field: Field, asking: Visitor, row: Row) -> Choices:
    """Find what there is to choose from."""
    if callable(field.choices):
        return field.choices(asking, row)
    return [(code, gettext(title, asking.language)) for code, title in field.choices]


def value_of(field: Field, row: Row, given: FormData | None) -> Any:
    """Give what stands in a field: what was typed, else what is known."""
    is_known = bool(field.known) and field.kind != "several"
    if given is not None and (not is_known or is_touched(field, row, given) or is_overtaken(field, row, given)):
        return words(given, field.name) if field.kind == "several" else word(given, field.name)
    known = field.known(row) if field.known else ""
    return list(known) if field.kind == "several" else known


def people(names: str, titles: str) -> Callable[[Visitor, Row], Choices]:
    """Offer the people whom a row names in one column, as another one calls them."""
    return lambda _, row: list(zip(row.get(names, ()), row.get(titles, ()), strict=False))


def listed(*line: str, named: str = "title", by: str = "id") -> Callable[[Visitor, Row], Choices]:
    """Offer what a list of the command line names."""
    return lambda asking, _: [
        (str(row[by]), str(row[named])) for row in asking.ask(*line) if row.get("status") != "erased"
    ]


years = listed("year", "list", by="number")


def column(name: str) -> Callable[[Row], Any]:
    """Let what a row says stand in a field."""
    return lambda row: row.get(name) or ""
