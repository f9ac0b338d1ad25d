"""The root command: a table of groups with their short help; each is imported when it is used."""

import gc
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from itertools import groupby
from typing import Any, cast

import click

from epex import __version__
from epex.commands.failing import require_text, tell_failure, tell_misuse
from epex.commands.progress import show_progress
from epex.commands.session import Session

SECTIONS = {
    "Begin": {
        "init": "Make a knowledge base in a new folder.",
        "demo": "Make one that tells an illustrative three-year story.",
        "import": "Take in rows of CSV, XLSX, NDJSON or Markdown files.",
        "export": "Write what you may see as CloudEvents and CSV.",
    },
    "Find": {
        "waiting": "What waits for you; 'epex' alone shows the same.",
        "search": "Elements, reflections, visits, challenges, themes.",
        "searches": "What you searched for and saved, and what is new.",
        "thesaurus": "The concepts of the field, in every language.",
        "audit": "What happened, who decided it, and why.",
        "report": "List and run reports, such as practice-transfer.",
    },
    "Members": {
        "organisation": "The organisations and individual members.",
        "person": "The people, where they belong, their roles.",
        "year": "The years of the programme.",
    },
    "Exchange": {
        "match": "Offers, needs, and who could visit whom.",
        "visit": "Job-shadowing visits, from plan to monitoring.",
        "meeting": "Meetings that were held.",
        "reflection": "What hosts and visitors learned, in their words.",
        "questions": "The question sets that reflections answer.",
        "form": "Questions mailed to somebody, and their answers.",
    },
    "Learn": {
        "challenge": "Challenges that organisations state and share.",
        "element": "Elements of practice that others can take up.",
        "review": "Elements of practice that others can take up.",
        "theme": "Overarching themes, and every decision on them.",
        "transfer": "Elements on their way to other organisations.",
    },
    "Evaluate": {
        "interview": "What evaluators hear, find and choose.",
        "finding": "What evaluators hear, find and choose.",
        "story": "What evaluators hear, find and choose.",
    },
    "Publish": {
        "publication": "Editions and their chapters, frozen with a hash.",
        "chapter": "Editions and their chapters, frozen with a hash.",
        "viewpoint": "People's own words, and consent to print.",
        "quote": "People's own words, and consent to print.",
        "consent": "People's own words, and consent to print.",
    },
    "Protect": {
        "request": "The desk of the data protection officer.",
        "incident": "The desk of the data protection officer.",
        "retention": "The desk of the data protection officer.",
    },
    "Serve": {
        "serve": "The same loop in a browser, for those who sign in.",
    },
    "Keep": {
        "backup": "Save all but the keys in one file; make a base of it.",
        "restore": "Save all but the keys in one file; make a base of it.",
        "keys": "Save the keys, bring them back, change them.",
        "doctor": "Look after a base, and repair what can be made anew.",
        "migrate": "Make what a new version needs; move to a server.",
        "branch": "Make a copy to write to; merge what grew apart.",
        "merge": "Make a copy to write to; merge what grew apart.",
    },
    "Maintain": {
        "plugin": "List, enable and disable plugins; start your own.",
        "views": "The read models and the search index, as built.",
        "index": "The read models and the search index, as built.",
    },
}
MODULES = {"import": "import_"}
MARGIN = 2 + max(map(len, SECTIONS))
# A longer row of names pushes its own help aside, and no other's.
ALIGNED = 16


class Root(click.Group):
    """Finds a command by the table, and answers every failure with one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """List the commands in the order of the table."""
        return [name for section in SECTIONS.values() for name in section]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command that is asked for."""
        if cmd_name not in self.list_commands(ctx):
            return of_plugin(ctx, cmd_name)
        module = import_module(f"epex.commands.{MODULES.get(cmd_name, cmd_name)}")
        commands = (found for found in vars(module).values() if isinstance(found, click.Command))
        return next(command for command in commands if command.name == cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Print the table, its sections in the margin."""
        formatter.write_paragraph()
        for line in table_lines({**SECTIONS, "Plugins": plugin_commands(ctx)}):
            formatter.write(f"{line}\n")

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002 - click's signature
        **extra: Any,
    ) -> Any:
        """Run a command line; a failure is one sentence on stderr and exit 1, or 2 for wrong usage."""
        given = list(sys.argv[1:] if args is None else args)
        if not standalone_mode:
            return super().main(given, prog_name, complete_var, standalone_mode=False, **extra)
        try:
            require_text(given)
            status = super().main(given, prog_name, complete_var, standalone_mode=False, **extra)
        except click.UsageError as error:
            status = tell_misuse(error)
        except Exception as error:  # noqa: BLE001 - nobody should meet a traceback
            status = tell_failure(error)
        sys.exit(status if isinstance(status, int) else 0)


def plugin_commands(ctx: click.Context) -> dict[str, str]:
    """List the enabled plugins that have commands, as epex.toml names them; none where there is no base to read."""
    if not _names_commands(ctx.params.get("base") or os.environ.get("EPEX_BASE")):
        return {}
    from epex.core.decision import Refused  # noqa: PLC0415 - start-up: most bases have no commands of plugins

    try:
        config = _session(ctx).config()
    except Refused:
        return {}
    commands = {} if ctx.params.get("no_plugins") else config.plugin_commands
    return {name: f"{', '.join(commands[name])}." for name in config.plugins if commands.get(name)}


def _names_commands(named: str | None) -> bool:
    """Tell whether the base's own file names commands of plugins, before anything is imported that can read it."""
    place = named or os.getcwd()  # noqa: PTH109 - start-up: pathlib costs more than the rest of this
    while not named and not os.path.isfile(f"{place}/epex.toml") and os.path.dirname(place) != place:  # noqa: PTH113, PTH120
        place = os.path.dirname(place)  # noqa: PTH120 - as above
    try:
        with open(f"{place}/epex.toml", encoding="utf-8") as file:  # noqa: PTH123 - as above
            return "[plugins.commands]" in file.read()
    except (OSError, UnicodeDecodeError):
        return False


def of_plugin(ctx: click.Context, name: str) -> click.Command | None:
    """Find the commands of a plugin that the base enables; nothing of a plugin is read for another name."""
    from epex.core.decision import Refused  # noqa: PLC0415 - start-up: only an unknown name needs it

    try:
        config = _session(ctx).config()
    except Refused:
        return None
    if name not in config.plugins or ctx.params.get("no_plugins"):
        return None
    from epex.app.extending import Extensions  # noqa: PLC0415 - start-up: only plugins need it
    from epex.commands.extra import group_of  # noqa: PLC0415 - as above

    return group_of(Extensions.of(config).plugins, name)


def _session(ctx: click.Context) -> Session:
    return Session(ctx.params.get("base"))


def table_lines(sections: Mapping[str, Mapping[str, str]] = SECTIONS) -> Iterator[str]:
    """Print every section: its name, and its commands with their short help; those that share one share a line."""
    rows = [(heading, *row) for heading, section in sections.items() for row in _shared(section)]
    width = max(len(names) for _, names, _ in rows if len(names) <= ALIGNED)
    told = ""
    for heading, names, summary in rows:
        yield f"{'' if heading == told else heading:<{MARGIN}}{names:<{width}}  {summary}"
        told = heading


def _shared(section: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for summary, names in groupby(section, key=section.__getitem__):
        yield ", ".join(names), summary


@click.command(
    "epex",
    cls=Root,
    invoke_without_command=True,
    subcommand_metavar="COMMAND ...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="'epex COMMAND --help' says more. 'epex' alone prints what waits for you.",
)
@click.option("--base", is_eager=True, metavar="DIR", help="The base's folder; else EPEX_BASE, or the nearest.")
@click.option("--as", "acting_as", metavar="PERSON", help="Who reads or acts; else epex.toml. It is no login.")
@click.option("--as-of", metavar="DATE", help="Read what was known at the end of that day (UTC).")
@click.option("--no-plugins", is_flag=True, is_eager=True, help="Leave out all plugins but the built-in ones.")
@click.version_option(__version__, message="epex %(version)s", help="Print the version.")
@click.pass_context
def cli(ctx: click.Context, base: str | None, acting_as: str | None, as_of: str | None, no_plugins: bool) -> None:  # noqa: FBT001
    """The knowledge base of a peer-exchange network: what was learned, and why."""
    for option, given in {"--base": base, "--as": acting_as, "--as-of": as_of}.items():
        if given is not None and not given.strip():
            raise click.UsageError(f"{option} is empty; leave it out, or give it a value.")
    if os.environ.get("NO_COLOR"):
        ctx.color = False
    show_progress()
    ctx.obj = (ctx.obj or Session)(base, acting_as or "", as_of, plugins=not no_plugins)
    if ctx.invoked_subcommand is None:
        from epex.commands.waiting import tell_waiting  # noqa: PLC0415 - start-up: only `epex` alone needs it

        tell_waiting(ctx.obj)


def site() -> Any:
    """Make the application of the site that `epex serve` serves, in each of its processes."""
    from epex.commands.hosting import application  # noqa: PLC0415 - start-up: only a server needs it

    return application(cast("click.Group", cli))


def main() -> None:
    """Run the command line of this process."""
    # Looking for garbage that often only slows a short run down.
    gc.set_threshold(250_000, 50, 100)
    cli.main(prog_name="epex")
