"""Every command that records is a form of the site, or is done at the machine for a reason: none is forgotten."""

from importlib import import_module

from epex.plugins.builtin.web import site
from epex.plugins.builtin.web.forms import BEGUN, OFFERED
from tests.rights.recording import commands, recording_commands

# Files come and go on the machine of whoever has the folder, and what is done there is no member's.
AT_THE_MACHINE = {
    "import": "reads a file of the machine",
    "form import": "reads a file of the machine; the same questions are answered in the browser",
    "thesaurus import": "reads a file of the machine",
    "questions add": "reads a file of the machine",
    "export": "writes files on the machine; what one may read is downloaded from the pages",
    "branch": "writes a folder, with keys",
    "merge settle": "settles what came with a bundle, which is imported at the machine",
    "backup": "writes a file with everything in it",
    "audit checkpoint": "writes a file into the base's folder",
    "keys backup": "keys never leave by the browser",
    "keys restore": "keys never come by the browser",
    "keys rotate": "keys are looked after where they lie",
    "plugin enable": "lets code run on the machine",
    "plugin disable": "decides which code runs on the machine",
}
# Done on a page of its own, which is no `Form`.
ON_A_PAGE = {
    "match propose": "/coordinating",
    "reflection record": "/reflect/{about}",
    "person erase": "/people/{id}/erase",
    "theme split": "/themes/{id}/split",
}
# The same decision has another name at the command line.
SAME = {"chapter viewpoint": "viewpoint write"}


def paths() -> set[str]:
    """List the paths that take a form."""
    modules = [import_module(f"epex.plugins.builtin.web.pages.{name}") for name in site.PAGES]
    return {route.path for module in modules for route in module.ROUTES if "POST" in (route.methods or ())}


def forms() -> set[str]:
    """Name the commands that the forms of the site become."""
    paths()
    lines = [form.line for offered in OFFERED.values() for form in offered.values()]
    return {" ".join(word for word in line if not word.startswith("--")) for line in lines} | set(BEGUN)


def test_every_recording_command_is_on_the_site_or_at_the_machine_for_a_reason() -> None:
    there = forms() | set(ON_A_PAGE) | set(SAME)

    assert recording_commands() - there == set(AT_THE_MACHINE)
    assert there & set(AT_THE_MACHINE) == set()


def test_what_is_listed_is_there() -> None:
    known = {name for name, _ in commands()}

    assert {*AT_THE_MACHINE, *ON_A_PAGE, *SAME, *forms()} - known == set()
    assert set(ON_A_PAGE.values()) - paths() == set()
    assert set(SAME.values()) - forms() == set()
    assert all(AT_THE_MACHINE.values())
