"""What commands share: groups with examples, and the options of those that read and those that record."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar, cast

import click
from click.core import ParameterSource

from epex.commands.pages import print_more, print_page
from epex.commands.printing import print_json, print_receipt, print_table
from epex.commands.session import Session
from epex.commands.wording import called, long_text
from epex.core.dates import parse_date
from epex.core.decision import Refused
from epex.core.vocabulary import COUNTRIES, LANGUAGES, SETTINGS, VISIBILITIES

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class Exampled(click.Command):
    """A command whose help ends with an example."""

    def __init__(self, *args: Any, example: str = "", **settings: Any) -> None:
        """Keep the example."""
        super().__init__(*args, **settings)
        self.example = example

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Print the example as it is typed."""
        if self.example:
            formatter.write(f"\nExample:\n  {self.example}\n")


class Subject(Exampled, click.Group):
    """The commands of one subject, in the order in which they are used."""

    command_class = Exampled

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """List the commands as they were added."""
        return list(self.commands)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Print an example, the first command's if there is no better one."""
        shown = self if self.example else next(iter(self.commands.values()), self)
        Exampled.format_epilog(cast("Exampled", shown), ctx, formatter)


class PartialDate(click.ParamType[str]):
    """A date as precise as somebody knows it."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Accept 2017, 2017-03 or 2017-03-14."""
        try:
            return parse_date(value)
        except Refused as refused:
            self.fail(str(refused), param, ctx)


class Country(click.ParamType[str]):
    """The two letters of a country."""

    name = "country"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Accept a code of ISO 3166-1, or XK."""
        code = str(value).strip().upper()
        if code not in COUNTRIES:
            known = "use the two capitals of ISO 3166-1, such as AT, or XK for Kosovo."
            self.fail(f"'{value}' is not a country code; {known}", param, ctx)
        return code


class Language(click.ParamType[str]):
    """A language of the network; Bokmål and Nynorsk count as Norwegian."""

    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Accept a code such as de or de-AT."""
        code = str(value).strip().lower().partition("-")[0]
        known = {"nb": "no", "nn": "no"}.get(code, code)
        if known not in LANGUAGES:
            self.fail(f"'{value}' is not a language of the network; choose one of: {', '.join(LANGUAGES)}.", param, ctx)
        return known


DATE = PartialDate()
COUNTRY = Country()
LANGUAGE = Language()
MANNER = ("command_id", "occurred_on", "visibility")
as_json = click.option("--json", is_flag=True, help="Print one JSON document.")


def options(*decorators: Callable[[Any], Any]) -> Callable[[Decorated], Decorated]:
    """Join several options to one decorator; they show in the order given."""

    def decorate(function: Decorated) -> Decorated:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


IN_SETTING = f"In a setting: {', '.join(SETTINGS)}."
paged = options(
    click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Show at most N."),
    click.option("--offset", type=click.IntRange(min=0), default=0, metavar="N", help="Leave out the first N."),
)
narrowed = options(
    click.option("--country", type=COUNTRY, multiple=True, metavar="CC", help="From a country, such as AT or XK."),
    click.option("--organisation", multiple=True, metavar="ID", help="From an organisation."),
    click.option("--setting", type=click.Choice(SETTINGS), multiple=True, metavar="S", help=IN_SETTING),
    click.option("--year", type=int, multiple=True, metavar="N", help="Of a programme year (1) or a year (2017)."),
    click.option("--theme", multiple=True, metavar="ID", help="What a theme rests on."),
    click.option("--since", type=DATE, metavar="DATE", help="From this date on."),
    click.option("--until", type=DATE, metavar="DATE", help="Up to this date."),
)


def reading(printing: Callable[[Any], None]) -> Callable[[Callable[..., Any]], Callable[..., None]]:
    """Make a command of a function that gets the open base and returns what is read."""

    def decorate(answer: Callable[..., Any]) -> Callable[..., None]:
        @as_json
        @click.pass_obj
        @wraps(answer)
        def command(session: Session, /, *, json: bool, **given: Any) -> None:
            answered = answer(session.open(), **_stated(given))
            (print_json if json else printing)(answered)

        return command

    return decorate


def recording(
    *,
    text: str = "reason",
    required: bool = False,
    visibility: str = "network",
    telling: Callable[[Any, Any], Mapping[str, Any]] | None = None,
) -> Callable[[Callable[..., Any]], Callable[..., None]]:
    """Make a command of a function that gets a desk and returns what is decided.

    `text` names the parameter that `--file`, standard input or the editor can fill; a reason is on the desk instead.
    `telling` gets the base and the answer, and gives what to tell beside it.
    """

    def decorate(decide: Callable[..., Any]) -> Callable[..., None]:
        @_recorded(text, visibility)
        @click.pass_obj
        @wraps(decide)
        def command(session: Session, /, *, file: str | None, json: bool, **given: Any) -> None:
            from epex.commands.desk import record  # noqa: PLC0415 - start-up: --help records nothing
            from epex.core.log.command import Command  # noqa: PLC0415 - start-up: as above

            given[text] = long_text(given.get(text), file, called(text), required=required)
            stated = _stated(given)
            manner = Command(**{name: stated.pop(name) for name in MANNER if name in stated})
            reason = stated.pop("reason", "")
            base = session.open()
            typed = was_typed("visibility")
            recorded = record(base, manner, reason, lambda desk: decide(desk, **stated), label_is_stated=typed)
            more = telling(base, recorded) if telling else {}
            if json:
                print_json({**recorded, **more})
                return
            print_receipt(recorded)
            print_more(more)

        return command

    return decorate


def was_typed(option: str) -> bool:
    """Tell whether an option was given, and is no default."""
    return click.get_current_context().get_parameter_source(option) is ParameterSource.COMMANDLINE


def _stated(given: dict[str, Any]) -> dict[str, Any]:
    """Leave out options that nobody typed, so that what they mean is said once, by the function that gets them."""
    return {name: value for name, value in given.items() if value is not None}


def _recorded(text: str, visibility: str) -> Callable[[Decorated], Decorated]:
    label = called(text)
    return options(
        click.option("--file", metavar="FILE", help=f"Read the {label} from a file, or from standard input with -."),
        click.option("--reason", metavar="TEXT", help="Why."),
        click.option("--occurred-on", type=DATE, metavar="DATE", help="When it happened: 2017, 2017-03 or 2017-03-14."),
        click.option(
            "--visibility",
            type=click.Choice(VISIBILITIES),
            default=visibility,
            show_default=True,
            metavar="LABEL",
            help=f"Who may read it: {', '.join(VISIBILITIES)}; never more than what it belongs to.",
        ),
        click.option("--command-id", metavar="ID", help="Recorded once, however often it is repeated."),
        as_json,
    )


def add_list(group: Subject, *columns: str, filters: bool = True, example: str = "") -> None:
    """Give a subject its list."""
    subject = str(group.name)

    @group.command("list", example=example or f"epex {subject} list", help=f"List what you may read, by {columns[0]}.")
    @(narrowed if filters else options())
    @paged
    @reading(lambda rows: print_table(rows, columns))
    def listed(base: Any, **wanted: Any) -> Sequence[Any]:
        from epex.commands.narrowing import filters_of  # noqa: PLC0415 - start-up: --help lists nothing

        rows: Sequence[Any] = base.queries().listing(subject, filters_of(base, **wanted))
        return rows


def add_show(group: Subject, example: str) -> None:
    """Give a subject the page of one."""
    subject = str(group.name)

    @group.command("show", example=example, help="Show one, with all that you may read of it.")
    @click.argument("which", metavar=subject.upper())
    @reading(print_page)
    def show(base: Any, which: str) -> Any:
        queries = base.queries()
        return queries.show(queries.resolve(which, subject))
