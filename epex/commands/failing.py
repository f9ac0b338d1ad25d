"""How a failure is told: one plain sentence on stderr that says what to do next, never a traceback."""

import os
import re
from collections.abc import Iterable
from errno import ENOSPC

import click

UNDECODED = re.compile("[\ud800-\udfff]")
REFUSED = 1
MISUSED = 2
INTERRUPTED = 130


def require_text(arguments: Iterable[str]) -> None:
    """Refuse arguments that no encoding can write down again."""
    if any(UNDECODED.search(argument) for argument in arguments):
        raise click.UsageError("An argument is not text in UTF-8; type it again in that encoding.")


def tell_misuse(error: click.UsageError) -> int:
    """Say what was typed wrongly, and where help is."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return MISUSED
    asked = error.ctx.command_path if error.ctx else "epex"
    sentence = _unknown(error) if isinstance(error, click.exceptions.NoSuchCommand) else error.format_message()
    _tell(f"{_ended(sentence)} Try '{asked} --help'.")
    return MISUSED


def _unknown(error: click.exceptions.NoSuchCommand) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - start-up: only a slip needs it

    context = error.ctx
    known = context.command.list_commands(context) if context and isinstance(context.command, click.Group) else []
    near = get_close_matches(error.command_name, known, n=1)
    return f"No such command '{error.command_name}'" + (f"; did you mean '{near[0]}'?" if near else "")


def tell_failure(error: Exception) -> int:
    """Say why something was refused or failed.

    With EPEX_TRACE set, an error that nobody foresaw is raised as it is.
    """
    if isinstance(error, click.Abort):
        _tell("Stopped; what was not acknowledged is not recorded.")
        return INTERRUPTED if isinstance(error.__cause__, KeyboardInterrupt) else REFUSED
    if not _is_foreseen(error) and os.environ.get("EPEX_TRACE"):
        raise error
    _tell(_sentence(error))
    return REFUSED


def _is_foreseen(error: Exception) -> bool:
    from epex.core.decision import Refused  # noqa: PLC0415 - start-up: only a failure needs it

    return isinstance(error, Refused | click.ClickException)


def _sentence(error: Exception) -> str:
    if isinstance(error, click.ClickException):
        return error.format_message()
    if _is_foreseen(error):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        instead = "free some space" if error.errno == ENOSPC else "look at the path and its permissions"
        return f"{_place(error)}{error.strerror}; {instead}, then try again."
    first = re.sub(r"\s+", " ", str(error)).strip()[:200]
    what = f"{type(error).__name__}: {first}" if first else type(error).__name__
    return f"epex failed in a way nobody foresaw ({what}); run it again with EPEX_TRACE=1 and send what it prints."


def _place(error: OSError) -> str:
    return f"{error.filename}: " if error.filename else ""


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!", ")")) else f"{sentence}."


def _tell(sentence: str) -> None:
    click.echo(sentence.replace("\n", " "), err=True)
