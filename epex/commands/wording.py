"""Long texts: given as they are, from a file, from standard input, or written in the editor."""

import sys
from pathlib import Path

import click

from epex.core.decision import Refused

STANDARD_INPUT = "-"
ACCOUNTS = {
    "attained": "account of what was attained",
    "how": "account of how the teller was asked",
    "measures": "account of what was done",
}


def called(parameter: str) -> str:
    """Say in words what the text of a parameter is."""
    return ACCOUNTS.get(parameter, parameter.replace("_", " "))


def long_text(given: str | None, file: str | None, what: str, *, required: bool, template: str = "") -> str:
    """Find the text that a command is about; empty when none is needed and none is given.

    Raises Refused when it is given twice, cannot be read, or is missing and there is no terminal to ask on.
    """
    if file is not None and given:
        raise Refused(f"The {what} is given twice; give it either as it is or with --file.")
    if file is not None:
        return read_standard_input(what) if file == STANDARD_INPUT else read_file(Path(file))
    if given == STANDARD_INPUT:
        return read_standard_input(what)
    if given or not required:
        return given or ""
    return write_in_editor(what, template)


def read_file(path: Path) -> str:
    """Read a text file in UTF-8.

    Raises Refused when it is missing, empty or in another encoding.
    """
    # What a shell passes on is read as well.
    if not path.exists() or path.is_dir():
        raise Refused(f"There is no file {path}; name one that exists.")
    return decoded(path.read_bytes(), str(path))


def read_standard_input(what: str) -> str:
    """Read a text from standard input."""
    if sys.stdin.isatty():
        click.echo(f"Write the {what}; end it with Ctrl-D on a line of its own.", err=True)
    return decoded(sys.stdin.buffer.read(), "Standard input")


def decoded(raw: bytes, place: str) -> str:
    """Decode a text.

    Raises Refused when it is empty or not UTF-8.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"{place} is not text in UTF-8; save it in that encoding, then try again.") from error
    if "\0" in text:
        raise Refused(f"{place} holds bytes that are no text; save it as plain text in UTF-8, then try again.")
    if not text.strip():
        raise Refused(f"{place} is empty; write the text into it, then try again.")
    return text.strip()


def write_in_editor(what: str, template: str = "") -> str:
    """Let a text be written in $EDITOR.

    Raises Refused when there is no terminal, or nothing was written.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refused(f"The {what} is missing; give it as it is, with --file FILE, or as - from standard input.")
    written = click.edit(template, extension=".txt")
    if not (written or "").strip():
        raise Refused(f"No {what} was written, so nothing is recorded; try again, or give it with --file FILE.")
    return (written or "").strip()
