"""What a refusal says on the site: in the reader's language, and with pages in place of commands."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from markupsafe import Markup, escape

from epex.plugins.builtin.web.forms import BEGUN, OFFERED, WHERE
from epex.plugins.builtin.web.naming import plain
from epex.plugins.builtin.web.places import ID, PLACES, place_of
from epex.plugins.builtin.web.rewording import PART, reworded
from epex.plugins.builtin.web.wording import N_, gettext, words_for

# A quoted command; without its program's name, it is another step of the subject that was named before it. What stands
# after a letter is an apostrophe.
COMMAND = re.compile(r"(?<!\w)'(epex )?([a-z]+(?: [a-z][a-z-]*)?)((?: [^']*)?)'")
SUBJECT = re.compile(r"/([a-z]+-[0-9a-f][0-9a-f-]{3,39})(?:/|$)")
# The site's own sentences that name something: a field, by its label.
FRAMES = (
    N_("'%(what)s' is still empty; fill it in."),
    N_("'%(what)s' cannot be emptied; write what it is to be, or leave what stood there."),
    N_("Of '%(what)s' only one half is filled in; say who and what, or leave both empty."),
)
LISTS = {
    "audit log": ("/audit", N_("Audit")),
    "audit verify": ("/audit", N_("Audit")),
    "challenge list": ("/challenges", N_("Challenges")),
    "element list": ("/elements", N_("Practice")),
    "match list": ("/matches", N_("Matches")),
    "match propose": ("/coordinating", N_("Coordinating")),
    "meeting list": ("/meetings", N_("Meetings")),
    "organisation list": ("/organisations", N_("Organisations")),
    "plugin list": ("/plugins", N_("Plugins")),
    "publication list": ("/publications", N_("Publications")),
    "reflection uses": ("/uses", N_("Where your lessons are used")),
    "report list": ("/reports", N_("Reports")),
    "retention due": ("/retention", N_("How long things are kept")),
    "theme list": ("/themes", N_("Themes")),
    "visit board": ("/visits", N_("Visits")),
    "visit list": ("/visits", N_("Visits")),
}


class Page(NamedTuple):
    """Where the site does what a command does, and what it is called there."""

    path: str
    title: str


def alert(
    sentence: str, role: str = "alert", *, path: str = "", language: str = "en", url: Callable[[str], str] = str
) -> Markup:
    """Write what was refused on the page of a path; nothing when nothing was."""
    if not sentence:
        return Markup("")
    own = translated(sentence, language)
    told = reworded(sentence, language) if own == sentence else ""
    spoken = words_for(language) if told or own != sentence else "en"
    words = escape(own) if own != sentence else Markup("").join(linked(told or sentence, path, language, url))
    return Markup('<p class="told" role="{}" lang="{}" dir="auto">{}</p>').format(role, spoken, words)


def hindrance(sentence: str, language: str = "en") -> Markup:
    """Say what stands in the way of a step, in the reader's language and without commands."""
    told = reworded(sentence, language, PART)
    return Markup('<span lang="{}">{}</span>').format(words_for(language) if told else "en", plain(told or sentence))


def translated(sentence: str, language: str) -> str:
    """Say a sentence of the site in the reader's language; one of the base stays as it is here."""
    for frame in FRAMES:
        before, _, after = frame.partition("%(what)s")
        if sentence.startswith(before) and sentence.endswith(after):
            what = sentence[len(before) : len(sentence) - len(after)]
            return gettext(frame, language) % {"what": gettext(what, language)}
    return gettext(sentence, language)


def linked(sentence: str, path: str, language: str, url: Callable[[str], str]) -> Iterator[Markup]:
    """Give a sentence in pieces: where a page does what a command does, a link to it stands in its place."""
    end, kind = 0, ""
    for found in COMMAND.finditer(sentence):
        program, said, rest = found.groups()
        command = said if program else f"{kind} {said}"
        kind = command.partition(" ")[0] if program else kind
        page = page_of(command, rest or "", path) if kind else None
        if page:
            title = Markup('“<a href="{}" lang="{}">{}</a>”').format(
                url(page.path), words_for(language), gettext(page.title, language)
            )
            yield from (escape(sentence[end : found.start()]), title)
            end = found.end()
    yield escape(sentence[end:])


def page_of(command: str, rest: str, path: str) -> Page | None:
    """Find the page that does what a command does, for what it names or else for what the page is about."""
    if command in LISTS:
        return Page(*LISTS[command])
    if command in BEGUN:
        return Page(*BEGUN[command])
    kind, _, step = command.partition(" ")
    identity = next((one for one in (*rest.split(), *SUBJECT.findall(path)) if _is(kind, one)), "")
    form = OFFERED.get(kind, {}).get(step)
    if form and identity:
        return Page(f"{WHERE[kind]}/{identity}/{step}", form.title)
    if identity and (step == "show" or any(name.startswith(f"{step}-") for name in OFFERED.get(kind, {}))):
        return Page(place_of(identity), N_("the page of it"))
    return None


def _is(kind: str, word: str) -> bool:
    found = ID.fullmatch(word)
    return bool(found and found[1] == kind and kind in PLACES)
