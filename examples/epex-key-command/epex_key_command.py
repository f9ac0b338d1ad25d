"""Wrapping keys from a program that EPEX_KEY_COMMAND names, such as `pass show`."""

import os
import shlex
import subprocess
from base64 import urlsafe_b64decode
from collections.abc import Sequence

from epex.plugins import KeyProvider, Refused, hookimpl

HOOKS = "1.0"
COMMAND = "EPEX_KEY_COMMAND"
NO_SUCH_KEY = 1


@hookimpl
def epex_key_providers() -> Sequence[KeyProvider]:
    """Add the provider."""
    return [KeyProvider(name="command", summary=f"Ask the program that {COMMAND} names.", fetch=fetch)]


def fetch(base_id: str, name: str) -> bytes | None:
    """Ask the program for a key by its path; an exit with 1 means that it has none.

    Raises Refused when no program is named, or it fails.
    """
    command = shlex.split(os.environ.get(COMMAND, ""))
    if not command:
        raise Refused(f"{COMMAND} is not set; set it to the program that shows your keys, such as 'pass show'.")
    done = subprocess.run(  # noqa: S603 - whoever opens the base names the program
        [*command, f"epex/{base_id}/{name}"], capture_output=True, text=True, check=False
    )
    if done.returncode == NO_SUCH_KEY:
        return None
    if done.returncode:
        raise Refused(f"{command[0]} failed: {done.stderr.strip()}")
    text = done.stdout.strip()
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
