"""What a refusal says on the site: in the reader's language, and with pages in place of commands."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from markupsafe import Markup, escape

from epex.plugins.builtin.web.forms import BEGUN, OFFERED, WHERE, Field, Form
from epex.plugins.builtin.web.happenings import QUOTED
from epex.plugins.builtin.web.misreading import NAMED, explained, misread
from epex.plugins.builtin.web.noticing import noticed
from epex.plugins.builtin.web.places import ID, PLACES, place_of
from epex.plugins.builtin.web.rewording import PART, filled, known, reworded
from epex.plugins.builtin.web.wording import N_, gettext, words_for

# A quoted command; without its program's name, it is another step of the subject that was named before it. What stands
# after a letter is an apostrophe.
COMMAND = re.compile(r"(?<!\w)'(epex )?([a-z]+(?: [a-z][a-z-]*)?)((?: [^']*)?)'")
# An option of a command, and the code that it is given.
OPTION = re.compile(r"(?<![\w'-])--([a-z][a-z-]*)(?:([ =])([a-z_.]+(?:=[a-z_]+)?))?")
SUBJECT = re.compile(r"/([a-z]+-[0-9a-f][0-9a-f-]{3,39})(?:/|$)")
# The site's own sentences that name something: a field, by its label.
FRAMES = (
    N_("'%(what)s' is still empty; fill it in."),
    N_("'%(what)s' is not ticked yet; tick it if it is so."),
    N_("'%(what)s' cannot be emptied; write what it is to be, or leave what stood there."),
    N_("Of '%(what)s' only one half is filled in; say who and what, or leave both empty."),
)
TYPED = re.compile(r",? (?:with|mit|avec) 'epex [^']*'(?: (?:and|und|et) 'epex [^']*')*")
# A part with fewer letters of its own puts other parts together.
FEWEST = 12
LISTS = {
    "audit diff": ("/changes", N_("What changed between two days")),
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
    sentence: str,
    role: str = "alert",
    *,
    form: Form | None = None,
    path: str = "",
    language: str = "en",
    url: Callable[[str], str] = str,
) -> Markup:
    """Write what was refused on the page of a path, or of a form there; nothing when nothing was."""
    if not sentence:
        return Markup("")
    own = noticed(sentence, language) or translated(sentence, language)
    told, spoken = (own, words_for(language)) if own != sentence else said(sentence, form, path, language)
    words = escape(own) if own != sentence else Markup("").join(linked(told, path, language, url))
    return Markup('<p class="told" role="{}" lang="{}" dir="auto">{}</p>').format(role, spoken, words)


def said(sentence: str, form: Form | None, path: str, language: str) -> tuple[str, str]:
    """Say a sentence of the base with labels in place of options, and tell in which language that is."""
    fields, found = fields_of(form, path), misread(sentence)
    why = found.why if found else sentence
    told = (explained(why, language) or reworded(f"{why}.", language)) if found else reworded(why, language)
    spoken = words_for(language) if told else "en"
    whole = labelled(told or (f"{why}." if found else why), fields, language)
    about = next((field for field in fields if found and _option(field) == found.option), None)
    if about is None:
        return whole, spoken
    return gettext(NAMED, spoken) % {"what": gettext(about.label, language), "why": whole}, spoken


def objection(sentence: str, path: str = "", *, language: str = "en", url: Callable[[str], str] = str) -> Markup:
    """Write what stands in the way of an edition; what a plugin finds is in the plugin's own words."""
    parts = known(language, PART) if words_for(language) != "en" else ()
    is_known = any(one.literal > FEWEST and filled(one.words, sentence) is not None for one in parts)
    told = reworded(sentence, language, PART) if is_known else sentence
    spoken = words_for(language) if is_known else "en"
    words = Markup("").join(linked(told, path, language, url))
    # Where no page does what a command does, the command is left out.
    words = Markup("").join(linked(TYPED.sub("", told), path, language, url)) if escape("'epex ") in words else words
    return Markup('<span lang="{}" dir="auto">{}</span>').format(spoken, words)


def fields_of(form: Form | None, path: str) -> list[Field]:
    """List the fields of a form, and of those that are offered where a page is."""
    kind = next((kind for kind, place in WHERE.items() if path.startswith(f"{place}/")), "")
    return [field for one in (form, *OFFERED.get(kind, {}).values()) if one for field in one.fields]


def translated(sentence: str, language: str) -> str:
    """Say a sentence of the site in the reader's language; one of the base stays as it is here."""
    for frame in FRAMES:
        before, _, after = frame.partition("%(what)s")
        if sentence.startswith(before) and sentence.endswith(after):
            what = sentence[len(before) : len(sentence) - len(after)]
            return gettext(frame, language) % {"what": gettext(what, language)}
    return gettext(sentence, language)


def labelled(sentence: str, fields: Iterable[Field], language: str) -> str:
    """Say the label of a field where a sentence names the option that the field becomes; commands stay as they are."""
    pieces, end = [], 0
    for command in COMMAND.finditer(sentence):
        pieces += [(sentence[end : command.start()], True), (command[0], False)]
        end = command.end()
    return "".join(
        OPTION.sub(lambda found: _label(found, fields, language), text) if is_plain else text
        for text, is_plain in (*pieces, (sentence[end:], True))
    )


def _label(found: re.Match[str], fields: Iterable[Field], language: str) -> str:
    option, between, given = found[1], found[2] or "", found[3] or ""
    part, _, code = given.rpartition("=")
    names = (f"{option}={part}", option)
    field = next((one for name in names for one in fields if name in (_option(one), one.unset)), None)
    if field is None:
        return found[0]
    label = gettext(QUOTED, language) % {"title": gettext(field.label, language)}
    chosen = {} if callable(field.choices) else dict(field.choices)
    return f"{label} ({gettext(chosen[code], language)})" if code in chosen else f"{label}{between}{given}"


def _option(field: Field) -> str:
    return field.option or field.name


def linked(sentence: str, path: str, language: str, url: Callable[[str], str]) -> Iterator[Markup]:
    """Give a sentence in pieces: where a page does what a command does, a link to it stands in its place."""
    end, kind = 0, ""
    for found in COMMAND.finditer(sentence):
        program, said, rest = found.groups()
        command = said if program else f"{kind} {said}"
        kind = command.partition(" ")[0] if program else kind
        page = page_of(command, rest or "", path) if kind else None
        if page:
            title = Markup('<a href="{}" lang="{}">{}</a>').format(
                url(page.path), words_for(language), gettext(page.title, language)
            )
            quoted = escape(gettext(QUOTED, language)) % {"title": title}
            yield from (escape(sentence[end : found.start()]), quoted)
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
