"""What the commands of the evaluation share: the open years, words quoted from interviews, and withdrawing."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from epex.commands import quoting
from epex.commands.frame import Subject, as_json
from epex.commands.irreversible import YES, require_sure
from epex.commands.printing import plain, print_json, print_receipt
from epex.commands.session import Session
from epex.core.decision import Refused
from epex.core.evidence import Passage, locate
from epex.core.sealed import SEALED

if TYPE_CHECKING:
    from epex.commands.desk import Desk


def open_years(desk: "Desk") -> frozenset[int]:
    """Give the numbers of the programme years that are open."""
    return frozenset(row["number"] for row in desk.queries.listing("year"))


def quoted(desk: "Desk", source: str, words: str, version: int = 0) -> Passage | None:
    """Find quoted words in what is linked, an interview as well.

    Raises Refused when they do not stand there, or the interview cannot be opened here.
    """
    if not words or not source.startswith("interview-"):
        return quoting.quoted(desk, source, words, version)
    texts = desk.queries.interview_texts(source)
    if SEALED in texts.values():
        raise Refused("The key for evaluation is not here, so this interview cannot be quoted; do it where the key is.")
    if version and version not in texts:
        raise Refused(f"There is no version {version} of it; choose one of: {', '.join(map(str, texts))}.")
    chosen = version or max(texts)
    return locate(source, chosen, texts[chosen], words)


def add_withdraw(group: Subject, summary: str, example: str) -> None:
    """Give a subject the command that destroys the keys of what was confided."""
    subject = str(group.name)

    @group.command("withdraw", example=example, help=summary)
    @click.argument("which", metavar=subject.upper())
    @click.option("--reason", metavar="TEXT", default="", help="Why, without its words; it stays.")
    @YES
    @as_json
    @click.pass_obj
    def withdraw(session: Session, which: str, reason: str, yes: bool, json: bool) -> None:
        from epex.app.withdrawing import withdraw_interview, withdraw_story  # noqa: PLC0415 - start-up

        base = session.open()
        stream = base.queries().resolve(which, subject)
        resting = base.queries().trace(stream)["evidence"]
        title = base.queries().titles([stream]).get(stream, subject)
        require_sure(f"The words of '{title}' will be gone in every version, for everybody.", yes=yes)
        done = {"interview": withdraw_interview, "story": withdraw_story}[subject](base, stream, reason)
        tell_resting(resting)
        (print_json if json else print_receipt)(done)


def tell_resting(links: Sequence[Mapping[str, Any]]) -> None:
    """Name what rests on something that was withdrawn, for its words may still be repeated there."""
    for title in dict.fromkeys(f"{link['kind']} '{plain(link['title'])}'" for link in links):
        click.echo(f"The {title} rests on it; look whether it still repeats its words.", err=True)
