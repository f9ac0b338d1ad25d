"""Every reading command with the lines that are compared: what is asked for by id, beginning, title, word and filter.

A line is split as a shell would; {name} is an id of the scene or of what is hidden, <name> is the beginning of one, and
@day asks for what was known on that day.
"""

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import click

from epex.cli import cli
from tests.rights.hidden_scene import UNHEARD, WORDS

BEGINNING = re.compile(r"<(\w+)>")
SHOWN = 9

# Filters of lists, some of them about what only hidden things touch.
PAGES = ("", "--limit 1", "--limit 2 --offset 1", "--offset 1")
FILTERS = (
    *("--country NO", "--country AT --country DE", "--country TN", "--organisation {south}", "--organisation {house}"),
    *("--organisation 'Family Desk West'", "--setting prison", "--setting youth_work", "--year 1", "--year 2"),
    *("--year 3", "--year 2018", "--theme Trust", "--theme {patience}", "--theme {doubt}"),
    *("--since 2018-02", "--until 2017-06-01", "--since 2017-03-14 --until 2018-03-01"),
)
# The things of each subject: those that are seen, and those that are hidden and must not be there.
THINGS: Mapping[str, str] = {
    "organisation": "south west east far house twin",
    "person": "hanna ben wim yuri xenia cora ghost namesake",
    "year": "one two three",
    "match": "offer need match waiting tour lack couple",
    "visit": "walk night outing",
    "meeting": "plenary camp",
    "reflection": "visited hosted diary felt noted dark late",
    "challenge": "parents worry cave",
    "element": "round tea pot call stroll kettle",
    "theme": "trust patience doubt",
    "transfer": "moved poured carried brought",
    "interview": "heard secret",
    "finding": "found verdict",
    "story": "cup tale",
    "publication": "book second cabin",
    "chapter": "opening closing crypt vault",
    "viewpoint": "fails mine",
    "quote": "quote hers mantle whisper echo",
    "consent": "agreed reuse plea nod",
    "request": "asked claim",
    "incident": "lost leak",
    "retention": "kept rule",
}
# Titles, some of which a hidden thing has as well, and some of which only a hidden thing has.
TITLES: Mapping[str, tuple[str, ...]] = {
    "organisation": ("Family Desk West", "family desk west", f"House {UNHEARD}", UNHEARD),
    "person": ("Wim Claes", "Yuri Brandt", f"Yuri {UNHEARD}", f"Gus {UNHEARD}"),
    "year": ("Year 2", "Year 3"),
    "match": ("Street walks at night", "Family Desk West visits Youth House North"),
    "visit": ("Night shift", f"Night {UNHEARD}"),
    "meeting": ("Plenary in Oslo",),
    "reflection": ("Visitor reflection: Street work", "Host reflection: Night shift"),
    "challenge": ("How do we involve parents?", WORDS),
    "element": ("Evening round", "Tea first", f"Kettle {UNHEARD}"),
    "theme": ("Trust", "trust", "Patience", f"Trust {UNHEARD}", f"Half {UNHEARD}"),
    "transfer": ("Tea first → Family Desk West", "Evening round → Family Desk West"),
    "interview": ("Interview 1 of year 1", "Interview 2 of year 1"),
    "finding": ("Officers are left out", WORDS),
    "story": ("The first cup", f"A tale of {UNHEARD}", "Story 2 of year 1"),
    "publication": ("What travels", "What travels on", f"Book {UNHEARD}"),
    "chapter": ("Trust comes first", "Patience last", f"Chapter {UNHEARD}"),
    "viewpoint": ("Twice it failed", f"View {UNHEARD}"),
    "quote": ("They listen first, and they say so.", "Tea."),
    "consent": ("Training reuse", "Attributed quote"),
    "request": ("Request for access, Ben Okafor", "Request for erasure, Hanna Lie"),
    "incident": ("A notebook was lost", f"Lost {UNHEARD}"),
    "retention": ("Each incident: 6 months", "Each story: 1 months", "Each incident: 240 months"),
}
SEARCHES = (
    *("trust", "Trust --limit 1", "trust --offset 1", "listen tea evening", "'listen first' --sort date", "tra"),
    *(UNHEARD, "quicksil", "quicksilvr", "quicksilver trust", "Kufstein", "kufstien", "confessed", f"trust -{UNHEARD}"),
    *("'\"confessed in Kufstein\"'", "{doubt}", "{trust}", f"'Night {UNHEARD}'", "evening --theme {doubt}", "avoua"),
    *("evening --theme {trust}", "tea --theme {patience}", "evening --setting prison", "night --setting prison"),
    *("night --year 2", "street --year 2", "street --year 1", "patience --label merged", "night --label completed"),
    *("evening --label retired", "trust --label adopted", "trust --kind theme", "night --country DE --kind visit"),
    *("'evening tea street' --organisation {far}", "'evening tea street' --organisation {south}", "the --language fr"),
    *("--saved Evenings --limit 1", "--saved Beginnings --limit 1", f"--saved 'Watch {UNHEARD}'"),
    *("night --since 2018-02-01 --until 2018-02-10", "parents --organisation {far}", "''", "wokr", "eventing"),
)
REPORTED = (
    *("practice-transfer --option element={round}", "practice-transfer --option element={tea}"),
    *("practice-transfer --option element='Evening round' --option to={south}",),
    *("practice-transfer --option element={round} --option to={west}", "practice-transfer --option element={stroll}"),
    *("practice-transfer --option element={tea} --option to='Family Desk West'",),
    *("year-review --option year=1", "year-review --option year=2", "year-review --option year=3"),
    *("year-review --option year=1 --option public=yes",),
    *("timeline", "timeline --option audience=outside", "visit-network", "visit-network --option year=1", "genealogy"),
    *("coverage", "coverage --option audience=outside", "coverage --option element={round}"),
    *("coverage --option theme={trust}", "theme-book", "theme-book --option theme={doubt}"),
    *("theme-book --option audience=outside", "funder-indicators", "funder-indicators --option audience=outside"),
)
FORMS = ("text", "md", "html", "json")
GRAPHS = ("dot", "prov")
BOOKS = ("md", "html", "text", "json", "canonical")
TRACED = (
    *("trust", "patience", "round", "tea", "pot", "moved", "poured", "visited", "hosted", "walk", "night", "parents"),
    *("plenary", "found", "cup", "opening", "quote", "fails", "book", "match", "offer", "need", "heard"),
    *("doubt", "stroll", "diary", "dark", "secret", "tale", "carried", "cabin", "vault", "mantle", "couple"),
)
# What was known on the day on which everything was recorded, and before.
EARLIER: Mapping[str, tuple[str, ...]] = {
    "": ("@2018-03-01 ",),
    "waiting": ("@2018-03-01 ",),
    "search": ("@2018-03-01 trust", f"@2018-03-01 {UNHEARD}", "@2017 trust"),
    "audit log": ("@2018-03-01 ", "@2017 "),
    "audit diff": ("@2018-03-01 2017 2018", "@2018-03-01 2017 2018 --by occurred"),
    "audit why": ("@2018-03-01 {trust}", "@2018-03-01 {doubt}"),
    "theme show": ("@2018-03-01 Trust", "@2018-03-01 {patience}"),
    "element show": ("@2018-03-01 {round}", "@2018-03-01 {stroll}"),
    "visit list": ("@2018-03-01 ", "@2018-03-01 --country AT", "@2017 "),
    "visit board": ("@2018-03-01 ", "@2018-06-01 "),
    "retention due": ("@2018-06-01 ",),
    "report run": (
        *("@2018-03-01 year-review --option year=1", "@2018-03-01 timeline", "@2018-03-01 genealogy"),
        *("@2018-03-01 theme-book", "@2018-03-01 funder-indicators"),
    ),
}
# Lines of the commands that do more than list a subject and show one.
LINES: Mapping[str, tuple[str, ...]] = {
    "": ("",),
    "waiting": ("", "--all"),
    "search": SEARCHES,
    "export": (
        "",
        "--format csv --subject visit",
        "--format qdc",
        "--list-formats",
        "--subject concept",
        "--subject search",
        *(f"--subject {subject}" for subject in THINGS if subject != "match"),
    ),
    "audit log": (
        *("", "--by occurred", "--limit 5", "--offset 40", "--limit 3 --offset 100", "--since 2018-03-01"),
        *("--until 2018-03-01", "--actor {cora}", "--actor {ben}", "--organisation {far}", "--type theme"),
        *("--type theme.merged", "--type interview", "--type merge", "--subject {trust}", "--subject Trust"),
        *("--subject {night}", "--subject {doubt}", "--by occurred --since 2017 --until 2017-12"),
    ),
    "audit show": ("1", "{first}", "{last}", "{hidden}", "{next}", "100000"),
    "audit why": (
        *(f"{{{name}}}" for name in TRACED),
        *(f"{{{name}}}:{number}" for name in ("opening", "closing", "crypt", "vault") for number in (1, 2, 3)),
        *("'Trust comes first:2'", f"'Chapter {UNHEARD}:1'", "{opening}:99"),
        *(f"{{{name}}} --format {form}" for name in ("trust", "moved", "opening", "doubt") for form in GRAPHS),
    ),
    "audit trace": (
        *(f"{{{name}}}" for name in TRACED),
        *(f"{{{name}}} --format {form}" for name in ("visited", "walk", "round", "night") for form in GRAPHS),
    ),
    "audit diff": (
        *("2017 2018", "2017 2018 --by occurred", "2018-02-28 2018-03-01", "2017-03-14 2018-02 --by occurred"),
        *("2018-03-01 2018", "2018 2017"),
    ),
    "audit prove": ("{hidden}", "{next}"),
    "report list": ("",),
    "report run": tuple(f"{line} --format {form}" for line in REPORTED for form in FORMS),
    "match offers": (*PAGES, *FILTERS),
    "match needs": (*PAGES, *FILTERS),
    "match list": (*PAGES, *FILTERS, "--kind offers", "--kind needs"),
    # With one organisation or none it ranks and records nothing.
    "match propose": (
        *("", "--year 1", "--year 2", "--host {south}", "--visitor {west}", "--limit 2", "--host {house}"),
        *("--host {south} --visitor {far} --dry-run", "--host {south} --visitor {west} --dry-run --year 2"),
        *("--host {twin} --visitor {south} --dry-run", "--host 'Family Desk West' --visitor {south} --dry-run"),
    ),
    "visit board": ("", "--year 1", "--year 2", "--year 3"),
    "visit calendar": ("", "--year 1", "--year 2", "--year 3"),
    "reflection pair": (
        "{walk}",
        "{night}",
        "{walk} --follow-up 3",
        "{walk} --language de",
        "{outing}",
        "'Night shift'",
    ),
    "reflection uses": ("",),
    "reflection drafts": ("",),
    "reflection show": ("{visited} --language de", "{visited} --language fr"),
    "person show": ("{ben} --everything", "{wim} --everything", "{reader} --everything", "{ghost} --everything"),
    "thesaurus list": (*PAGES, "--unreviewed", "--language de", "--unreviewed --language de"),
    "thesaurus show": ("{shelter}", "<shelter>", "'night shelter'", "{den}", f"'den of {UNHEARD}'", UNHEARD, "prison"),
    "thesaurus export": ("", "--format jsonld"),
    "searches show": ("Evenings", "Beginnings", f"'Watch {UNHEARD}'"),
    "questions list": ("", "--offered"),
    "questions show": ("epex --language no", "doors", "doors --version 2", "doors --version 1", "{doors}"),
    "form export": ("{hanna}", "{ben}", "{yuri}", "{xenia}", "{ghost}", "{ben} --follow-up 3", "{ben} --language de"),
    "theme history": ("{trust}", "Trust", "{patience}", "<patience>", "{doubt}"),
    "transfer grid": ("{moved}", "{poured}", "{moved} --side source", "{poured} --side receiving", "{carried}"),
    "publication check": ("{second}", "{book}", "{cabin}"),
    "publication verify": ("{book}", "{second}", "{cabin}"),
    "publication export": tuple(
        f"{{{name}}} --format {form}" for name in ("book", "second", "cabin") for form in BOOKS
    ),
    "incident notices": ("",),
    "retention due": PAGES,
    "merge list": ("", "--settled"),
    "merge show": ("{hidden}", "100000", "00"),
    "plugin list": ("",),
}
# What reads nothing that anybody recorded, or does more than read.
LEFT_OUT: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *(
                "init",
                "demo",
                "import",
                "form import",
                "thesaurus import",
                "person erase",
                "reflection withdraw",
                "interview withdraw",
            ),
            *("story withdraw", "merge settle", "merge look", "audit checkpoint", "plugin enable", "plugin disable"),
            "plugin new",
            *("backup", "restore", "branch", "keys backup", "keys restore", "keys rotate", "migrate"),
        ),
        "it records, or writes to disk what is stored as it is stored; who may is another table",
    ),
    **dict.fromkeys(
        ("audit verify", "audit bundle", "audit witness"),
        "it tells the size and the root of the ledger, which every event changes, and of hidden events their hashes",
    ),
    **dict.fromkeys(
        ("views status", "views rebuild", "index status", "index rebuild", "index switch", "doctor"),
        "it counts what is stored, whoever may read it, so that somebody can tell whether all is there",
    ),
    "merge key": "it prints a key of the base",
    "serve": "it answers everybody who signs in, by these same commands",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One command line that reads."""

    command: str
    rest: str

    def words(self, ids: Mapping[str, str], *, as_json: bool) -> list[str]:
        """Write it out with ids; as JSON where the command can."""
        text = BEGINNING.sub(lambda found: _beginning(ids[found[1]]), self.rest).format_map(ids)
        day, text = text[1:].split(" ", 1) if text.startswith("@") else ("", text)
        words = [*(["--as-of", day] if day else ()), *self.command.split(), *shlex.split(text)]
        return [*words, "--json"] if as_json else words


def lines() -> list[Line]:
    """List every line of every reading command."""
    return [Line(name, rest) for name in ("", *reading_commands()) for rest in dict.fromkeys(_rests(name))]


def reading_commands() -> list[str]:
    """List the commands that record nothing, as they are registered, without those that are left out."""
    return [name for name in commands() if name not in LEFT_OUT and (not records(name) or name in LINES)]


@cache
def commands() -> dict[str, click.Command]:
    """Find every command of the program by its name."""
    return dict(_walk(cli, click.Context(cli), ()))


def records(name: str) -> bool:
    """Tell whether a command is one that records."""
    return _takes(name, "command_id")


def takes_json(name: str) -> bool:
    """Tell whether a command can answer in JSON."""
    return bool(name) and _takes(name, "json")


def _takes(name: str, option: str) -> bool:
    return any(parameter.name == option for parameter in commands()[name].params)


def _walk(group: click.Group, ctx: click.Context, path: tuple[str, ...]) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(ctx):
        found = group.get_command(ctx, name)
        if isinstance(found, click.Group):
            yield from _walk(found, ctx, (*path, name))
        elif found:
            yield " ".join((*path, name)), found


def _rests(name: str) -> Iterator[str]:
    yield from (*LINES.get(name, ()), *EARLIER.get(name, ()))
    subject, _, act = name.partition(" ")
    if act == "list" and name not in LINES:
        yield from PAGES
        yield from FILTERS if _takes(name, "country") else ()
    if act == "show" and subject in THINGS:
        things = THINGS[subject].split()
        yield from (f"{{{thing}}}" for thing in things)
        yield from (f"<{thing}>" for thing in things)
        yield from (shlex.quote(title) for title in TITLES[subject])
    if name == "review show":
        yield from ("{review}", "<review>", "{inquiry}")


def _beginning(identity: str) -> str:
    subject, _, rest = identity.partition("-")
    return f"{subject}-{rest[: SHOWN - 1]}"
