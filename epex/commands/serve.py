"""Serve a site to browsers: `epex serve`."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from epex.commands.frame import Exampled

if TYPE_CHECKING:
    from epex.commands.session import Session

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("serve", cls=Exampled, example="epex serve --port 8400 --workers 2")
@click.argument("site", metavar="[SITE]", default="web")
@click.option("--host", metavar="H", default="127.0.0.1", show_default=True, help="The address it listens on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), metavar="N", default=8400, show_default=True, help="0 takes a free one."
)
@click.option(
    "--workers", type=click.IntRange(1, 64), metavar="N", default=1, show_default=True, help="How many processes."
)
@click.option("--proxy", metavar="URL", help="Behind a proxy, reached as https://example.org/epex.")
@click.option("--certificate", type=FILE, metavar="FILE", help="Speak https itself: the certificate, in PEM,")
@click.option("--key", type=FILE, metavar="FILE", help="and its private key.")
@click.option("--invite", metavar="PERSON", help="Print a link by which somebody comes in, and serve nothing.")
@click.pass_context
def serve(
    ctx: click.Context,
    site: str,
    host: str,
    port: int,
    workers: int,
    proxy: str | None,
    certificate: Path | None,
    key: Path | None,
    invite: str | None,
) -> None:
    """Serve the base to browsers, until it is stopped: everybody signs in, and may what they may here.

    Each request is written down on standard error without what people wrote or are called. On SIGTERM or Ctrl-C it
    answers what was asked, then ends.
    """
    from epex.commands.hosting import Hosting, run  # noqa: PLC0415 - start-up: --help serves nothing

    session: Session = ctx.obj
    root, folder = cast("click.Group", ctx.find_root().command), session.config().folder
    hosting = Hosting.at(folder, site, host, port, proxy or "", is_secure=certificate is not None)
    if invite is not None:
        click.echo(hosting.invitation(root, session.open(), invite))
        return
    run(root, hosting, workers, (certificate, key))
