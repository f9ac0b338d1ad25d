"""The keys beside the vault: where wrapping keys come from, the base's signing key, the secrets of import and index."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING

from epex.app.config import FILES, Config
from epex.core.decision import Refused
from epex.core.log.canonical import from_base64, to_base64
from epex.core.log.keystore import KeyStore
from epex.core.log.vault import stored_fingerprints

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
SECRET_BYTES = 32
DATABASE = "keys.db"
BASE = "base"
WRAPPING = (BASE, "evaluation")
INDEX_SECRET = "index.secret"  # noqa: S105 - the name of a file
OWN_SECRETS = ("import.secret", INDEX_SECRET)
SIGNING = "signing.key"
ENVIRONMENT = "environment"
Fetch = Callable[[str], bytes | None]


def make_keys(folder: Path, wrapping: str = FILES) -> str:
    """Make a new base's keys and return its public signing key in base64."""
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    made = [key_file(name) for name in WRAPPING] if wrapping == FILES else []
    for name in (*made, *OWN_SECRETS):
        write_secret(folder / name, token_bytes(SECRET_BYTES))
    return make_signing_key(folder)


def make_signing_key(folder: Path) -> str:
    """Make a base's signing key and return the public one in base64."""
    from cryptography.hazmat.primitives import serialization as form  # noqa: PLC0415 - start-up: most runs sign nothing
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 - start-up: as above
        Ed25519PrivateKey,
    )

    signing = Ed25519PrivateKey.generate()
    pem = signing.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    write_private(folder / SIGNING, pem)
    return to_base64(signing.public_key().public_bytes_raw())


def read_signing_key(folder: Path) -> "Ed25519PrivateKey":
    """Read the base's signing key.

    Raises Refused when it is not there or damaged.
    """
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - start-up: most runs sign nothing
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415 - start-up: as above
        Ed25519PrivateKey,
    )
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415 - start-up: as above

    try:
        signing = load_pem_private_key((folder / SIGNING).read_bytes(), None)
    except FileNotFoundError as error:
        raise _missing(folder / SIGNING) from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _damaged(folder / SIGNING) from error
    if not isinstance(signing, Ed25519PrivateKey):
        raise _damaged(folder / SIGNING)
    return signing


def read_secret(folder: Path, name: str) -> bytes:
    """Read one secret.

    Raises Refused when it is not there or damaged.
    """
    path = folder / name
    try:
        return parse_secret(path.read_text("ascii"))
    except FileNotFoundError as error:
        raise _missing(path) from error
    except ValueError as error:
        raise _damaged(path) from error


def index_secret(folder: Path) -> bytes:
    """Read the secret that seals the index; a missing one is made anew, for the index can be built anew.

    Raises Refused when it is damaged, or missing and cannot be made.
    """
    path = folder / INDEX_SECRET
    if not path.exists():
        try:
            write_secret(path, token_bytes(SECRET_BYTES))
        except FileExistsError:
            # Another process was quicker.
            pass
        except OSError as error:
            raise _missing(path) from error
    return read_secret(folder, INDEX_SECRET)


def parse_secret(text: str) -> bytes:
    """Read 32 bytes in base64url; raises ValueError when it is anything else."""
    secret = from_base64(text.strip())
    if len(secret) != SECRET_BYTES:
        raise ValueError("it is not 32 bytes in base64url")
    return secret


def wrapping_keys(config: Config) -> dict[str, bytes]:
    """Get the wrapping keys from where epex.toml says; without the one for evaluation, interviews print as sealed.

    Raises Refused when the base's own is not there, or one is damaged.
    """
    fetch = source(config)
    return {name: key for name in WRAPPING if (key := fetch(name)) is not None}


def source(config: Config) -> Fetch:
    """Find where wrapping keys come from: files, the environment, or a plugin's provider.

    Raises Refused when no enabled plugin offers the provider.
    """
    if config.wrapping == FILES:
        return lambda name: _from_file(config.keys_folder, name)
    if config.wrapping == ENVIRONMENT:
        return from_environment
    from epex.app.providing import from_provider  # noqa: PLC0415 - start-up: most bases load no plugin for their keys

    return from_provider(config)


def variable(name: str) -> str:
    """Name the environment variable that holds a wrapping key."""
    return f"EPEX_{name.upper()}_KEY"


def from_environment(name: str, suffix: str = "") -> bytes | None:
    """Read a wrapping key from the environment.

    Raises Refused when the base's own is not there, or one is not 32 bytes in base64url.
    """
    given = os.environ.get(variable(name) + suffix)
    if not given:
        require_evaluation(name, f"Set {variable(name)}{suffix} to it, 32 bytes in base64url.")
        return None
    try:
        return parse_secret(given)
    except ValueError as error:
        raise Refused(
            f"{variable(name)}{suffix} is not 32 bytes in base64url; set it to the key as it was made."
        ) from error


def require_evaluation(name: str, instead: str) -> None:
    """Refuse when a wrapping key that is away is the base's own; the one for evaluation may be."""
    if name == BASE:
        raise Refused(f"The base's wrapping key is missing. {instead}")


def key_file(name: str) -> str:
    """Name the file of a wrapping key."""
    return f"{name}.key"


def next_key_file(name: str, mark: str) -> str:
    """Name the file in which a new wrapping key waits until it serves; `mark` is its fingerprint."""
    return f"{key_file(name)}.{mark}.new"


def write_secret(path: Path, secret: bytes) -> None:
    """Write 32 bytes into a new private file, in base64url."""
    write_private(path, to_base64(secret).encode())


def write_private(path: Path, content: bytes) -> None:
    """Write a new private file, durably; raises FileExistsError when there is one."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _from_file(folder: Path, name: str) -> bytes | None:
    if waiting := _cut_off(folder, name):
        # Another process may finish the rotation meanwhile; then the key is in its place.
        with suppress(Refused):
            return read_secret(folder, waiting)
    if name == BASE or (folder / key_file(name)).exists():
        return read_secret(folder, key_file(name))
    return None


def _cut_off(folder: Path, name: str) -> str | None:
    """Find the new key that serves already, although a rotation was cut off before it came into its place."""
    if not any(folder.glob(next_key_file(name, "*"))) or not (folder / DATABASE).exists():
        return None
    waiting = next_key_file(name, stored_fingerprints(KeyStore(folder / DATABASE)).get(name, ""))
    return waiting if (folder / waiting).exists() else None


def _missing(path: Path) -> Refused:
    return Refused(f"{path} is missing; bring it back from the backup of the keys with 'epex keys restore FILE'.")


def _damaged(path: Path) -> Refused:
    return Refused(f"{path} is damaged; move it away and bring it back with 'epex keys restore FILE'.")
