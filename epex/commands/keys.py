"""The keys: saved apart from the log, brought back, and changed."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from epex.app.keeping.counting import counted
from epex.commands.frame import Subject, as_json
from epex.commands.printing import print_json
from epex.commands.progress import tell

if TYPE_CHECKING:
    from epex.commands.session import Session

FILE = click.Path(path_type=Path)
group = Subject("keys", help="The keys: save them, bring them back, change them.", example="epex keys backup keys.zip")


@group.command("backup", example="epex keys backup /media/safe/exchange-keys.zip")
@click.argument("file", type=FILE)
@as_json
@click.pass_obj
def backup(session: "Session", file: Path, json: bool) -> None:
    """Save all keys in one private file, and open every one of them from it."""
    from epex.app.keeping.key_backup import back_up_keys  # noqa: PLC0415 - start-up: --help saves nothing

    manifest = back_up_keys(session.config(), file, tell=tell)
    if json:
        print_json({"file": str(file), **manifest})
        return
    click.echo(f"{file} holds {counted(manifest['keys'], 'key')}, and each opened. {_whoever(session, manifest)}")
    click.echo("Keep it apart from the backups of the log, and no older one longer than you must.")


@group.command("restore", example="epex keys restore /media/safe/exchange-keys.zip")
@click.argument("file", type=FILE)
@click.option(
    "--register",
    type=FILE,
    metavar="FILE",
    help="A newer register of destroyed keys, or a newer backup or bundle that holds one.",
)
@as_json
@click.pass_obj
def restore(session: "Session", file: Path, register: Path | None, json: bool) -> None:
    """Bring keys back; what was destroyed here or in the backup stays destroyed."""
    from epex.app.keeping.key_restore import restore_keys  # noqa: PLC0415 - start-up: --help restores nothing

    answer = restore_keys(file, session.config(), tell=tell, register=register)
    if json:
        print_json(answer)
        return
    click.echo(f"{counted(answer['keys'], 'key')} came back; {answer['destroyed']} stay destroyed.")
    if not register:
        click.echo(
            f"They were saved at {answer['made_at']}."
            " Whoever was erased after that, and is in no register here, can be read again."
        )
        click.echo("Give a newer destroyed.txt, backup, backup of keys or bundle with --register FILE.")
    if not answer["may_sign"]:
        click.echo("Before it signs checkpoints again, it must see the newest one that anybody outside keeps:")
        click.echo("epex audit checkpoint --kept FILE, or --none-kept when nobody has one.")


@group.command("rotate", example="epex keys rotate")
@click.option(
    "--wrapping",
    type=click.Choice(["base", "evaluation"]),
    default="base",
    show_default=True,
    help="Which wrapping key to change.",
)
@as_json
@click.pass_obj
def rotate(session: "Session", wrapping: str, json: bool) -> None:
    """Wrap every data key under a new wrapping key, so that older copies of keys.db become useless.

    Do it after an erasure. Where keys are no files, EPEX_BASE_KEY_NEW or EPEX_EVALUATION_KEY_NEW gives the new one.
    """
    from epex.app.keeping.rotation import rotate as change  # noqa: PLC0415 - start-up: --help changes nothing

    answer = change(session.config(), wrapping)
    if json:
        print_json(answer)
        return
    keys = answer["keys"]
    click.echo(
        f"{counted(keys, 'key')} {'is' if keys == 1 else 'are'} wrapped anew; the old wrapping key opens none of them."
    )
    if answer["place"] != "files":
        click.echo(f"Put the new key where the old one is kept ({answer['place']}) now: the base opens only with it.")
    click.echo("Save the keys again with 'epex keys backup FILE', and delete older backups of the keys.")


def _whoever(session: "Session", manifest: dict[str, Any]) -> str:
    if "base.key" in manifest["members"]:
        return "Whoever has it and the log can read everything."
    return f"It opens only with the wrapping keys, which are not in it ({session.config().wrapping})."
