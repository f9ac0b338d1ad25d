"""Start a plugin of one's own: a project that works and is tested, made from the template."""

from collections.abc import Collection, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from shutil import rmtree
from string import Template
from tempfile import mkdtemp

from epex.core.catalogue import SUBJECTS
from epex.core.decision import Refused
from epex.core.namespaces import lies_within, namespace_of
from epex.plugins.command import NAME
from epex.plugins.hookspecs import HOOKS
from epex.plugins.loader import built_in, installed
from epex.plugins.views import names_taken

ENDING = ".template"
NAMESPACE = "NAMESPACE"
LONGEST = 30


def start(name: str, folder: Path, taken: Collection[str] = ()) -> list[str]:
    """Write a new plugin's project into a new folder; give its files. `taken` are the names of the program's commands.

    Raises Refused when the name is taken or none, or the folder is there; then nothing is written.
    """
    require_free_name(name, taken)
    if folder.exists() or folder.is_symlink():
        raise Refused(f"{folder} is there already; name a new folder, so that nothing is overwritten.")
    if not folder.parent.is_dir():
        raise Refused(f"There is no folder {folder.parent}; make it first.")
    made = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        written = list(_write(name, made))
        made.chmod(0o755)
        made.rename(folder)
    except BaseException:
        rmtree(made)
        raise
    return written


def require_free_name(name: str, taken: Collection[str] = ()) -> None:
    """Refuse a name that is none, or that another plugin's words could not be told from.

    Raises Refused.
    """
    if not NAME.fullmatch(name) or len(name) > LONGEST:
        how = f"use small letters, digits and hyphens, {LONGEST} at most, such as 'tea-breaks'"
        raise Refused(f"'{name}' is no name for a plugin; {how}.")
    space = namespace_of(name)
    for other in (*built_in(), *installed()):
        if lies_within(space, other.name) or lies_within(namespace_of(other.name), name):
            whose = "is built in" if not other.package else f"comes from the package '{other.package}'"
            raise Refused(f"There is a plugin '{other.name}', which {whose}; choose another name than '{name}'.")
    if space in {*SUBJECTS, *names_taken()} or name in taken:
        raise Refused(f"'{name}' is a word of epex itself; choose another name, such as 'our-{name}'.")


def _write(name: str, folder: Path) -> Iterator[str]:
    title = name.replace("-", " ").capitalize()
    words = {"plugin": name, "namespace": namespace_of(name), "title": title, "hooks": HOOKS}
    for place, template in _templates(files("epex.plugins") / "template"):
        path = folder / place.replace(NAMESPACE, words["namespace"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(Template(template.read_text("utf-8")).substitute(words), "utf-8")
        yield str(path.relative_to(folder))


def _templates(folder: Traversable, above: str = "") -> Iterator[tuple[str, Traversable]]:
    for found in sorted(folder.iterdir(), key=lambda one: one.name):
        if found.is_dir():
            yield from _templates(found, f"{above}{found.name}/")
        elif found.name.endswith(ENDING):
            yield f"{above}{found.name.removesuffix(ENDING)}", found
