"""The files that come with the site; their addresses change with what is in them, so that browsers may keep them."""

from functools import cache
from hashlib import sha256
from importlib.resources import files

from epex.plugins.builtin.web.documents import style

DOCUMENTS = "document.css"
TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


@cache
def content(name: str) -> bytes:
    """Read a file that comes with the site.

    Raises FileNotFoundError when none is called so.
    """
    if name == DOCUMENTS:
        return style().encode()
    if name not in names():
        raise FileNotFoundError(name)
    return files(__package__).joinpath("static", name).read_bytes()


@cache
def names() -> frozenset[str]:
    """List the files that browsers may ask for."""
    here = files(__package__).joinpath("static").iterdir()
    return frozenset(file.name for file in here if file.name.rpartition(".")[2] in TYPES) | {DOCUMENTS}


@cache
def static_path(name: str) -> str:
    """Give the path of a file, with the beginning of the hash of what is in it."""
    return f"/static/{sha256(content(name)).hexdigest()[:12]}/{name}"
