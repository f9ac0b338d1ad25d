"""The page of hooks, made from the hook file: `python -m tests.plugins` writes it."""

import inspect
import re
from pathlib import Path
from typing import Any

from epex.plugins import hookspecs
from epex.plugins.loader import BUILT_IN
from tests.plugins.types_page import types

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "plugins.md"
HOOKS = tuple(name for name in vars(hookspecs) if name.startswith("epex_"))
INTRODUCTION = """# Plugins and their hooks

A plugin is a Python package that names a module under the entry point group `epex`. The module implements hooks:
functions that it marks with `@hookimpl`. It imports `epex.plugins` and its modules, such as `epex.plugins.views`,
and nothing else of epex. [Your first plugin](../tutorial/your-first-plugin.md) shows how to write one, and
`epex plugin new NAME` starts one; the [examples](../../examples/epex-vetting-times/README.md) are one file each.

Reports and checks of other packages are run, and documents written in their formats, in a child process, with limits.
All else of a plugin runs inside epex, so it is trusted with everything that epex may do: [what plugins can do to
you](../explanation/plugins.md) says more. Install only what you would also run by itself.

## Taking a plugin into use

```
epex plugin list
epex plugin enable vetting-times --reason "Prisons ask how long it takes."
epex vetting-times note --organisation "Youth House North" --weeks 9
epex plugin disable vetting-times
```

A coordinator enables and disables; both are recorded, with the package and its version, before `epex.toml` is
changed. `[plugins] enabled` there says what this machine uses, `[plugins.commands]` what `epex --help` lists, and
`[plugins.fields]` which fields a search has beside its own; `epex doctor` names what the file and the log tell
differently, one that cannot be loaded, and one that is installed in another version. Enable a plugin again
after an upgrade, so that the log has its version. `--no-plugins` leaves all of them out, and always works for reading
and recording; only an edition is not frozen without the [checks](#checks-before-publication) of those that have some.

Nothing of a plugin is imported to open a base, to list or to record. That happens when one of its commands is run,
when an event or a view of its own is read, when matches are proposed, when somebody asks which question sets are
offered, or when somebody searches and a plugin adds a field. Its reports and checks run in a child process, which may
take `[plugins] seconds` of `epex.toml` for one. A plugin that fails is named on standard error with what to do, and
loses nothing of the others. Commands, reports and formats have names of small letters, digits and single hyphens; one
with another name is left out and named. `EPEX_TRACE_PLUGINS=1` prints every call into a plugin's code with its time.

## Events of one's own

`EventTypes` names a subject, the classes of its events, and what applies them. The subject is the plugin's name
with `_` for `-`, or begins with that and a further `_`; a stream is `SUBJECT-UUID`, and the `type` of each class
begins with `SUBJECT.`. Classes are frozen dataclasses with plain fields; `Text`, `Texts`, `Lines`, `Name` and
`QuotedText` seal what people write, and `Sealed(under="person")` seals it under the key of whom another field
names, so that it goes when that person is erased. `sentence` is what `epex audit log` prints: `{it}` is what the
event is about, and `{field}` a field that is not sealed.

What was recorded is never changed. A new field with a default needs nothing. For any other change raise
`schema_version`, and put under `(type, version)` into `upcasters` the function that turns the payload of that
version into the next.

When the plugin is uninstalled, its events stay: `epex audit log` says which plugin recorded them, and they are
verified, exported, merged and rebuilt like all others. Installed again, it brings its sentences and views back.

## Views of one's own

`Projection`, `Table`, `Batch` and `Fact` come from `epex.plugins.views`. Names of views and tables begin with the
plugin's subject. Every table has the columns of `READERS`, which `readers(fact)` fills, so that nobody reads a row
who may not read the event that it is made of. Leave sealed words out of rows: a view is not sealed.
`event_class("visit.held")` finds an event of epex itself. Raise `version` when a column or a function changes, and
every base builds the view anew. A function that fails stops its own view alone; `epex views status` names the
event. Reports read a table with `queries.rows(TABLE)`.

## Commands of one's own

`Command` is run as `epex PLUGIN NAME --option VALUE`. `decide(desk, given)` gets a desk and what was given, and
returns what to record as `On(stream, event)`, or raises `Refused` with a sentence that says what to do instead. It
records nothing itself. The value of an option with a `subject`, such as `organisation`, is turned into the id of
what it means, as far as the person may see it. The desk gives `by` (who acts), `today`, `load(stream)` for a state
of the plugin's own and `new(subject)` for an id. `--occurred-on`, `--reason`, `--visibility`, `--command-id` and
`--json` come by themselves, and the rules of visibility hold as everywhere. A plugin records only events of its own
subjects.

## Formats of one's own

`ReportFormat` writes a document, which a report or a publication is, as a whole file: `render(document)` gets it and
returns bytes. It is chosen by its name, as `epex report run NAME --format FORMAT --output FILE`; the names of epex and
of built-in plugins are taken. `sentences(document)` walks over all that it says.

`Exporter` and `Importer` are for other programs: `epex export --format NAME --output FILE` and `epex import FILE
--format NAME`. `write(queries, options)` gives portions of bytes from what the reader may see, such as
`queries.events(after, subjects)`; `read(content, options)` gives `Taken`: rows in the columns of `epex import
--template KIND`. `TakenConcept` is a concept of a vocabulary, whole; only `epex thesaurus import` takes those, from
the built-in SKOS.

## Checks before publication

`PublicationCheck` says what has to be settled before an edition is frozen, beside what the program asks for.
`find(queries, edition)` gives one sentence for each thing that is not settled: what stands in the way, and what to
do. `edition` is the page of `epex publication show`, with the pages of its `chapters`, and as `quotes` those of the
quotes proposed for them; it and the `queries` hold what whoever checks or freezes may read. The sentences stand in
`epex publication check` with the plugin's name, and nothing is frozen while one stands.

A check that raises, takes too long, or answers with something else than a list of sentences was not passed: the
edition is not frozen, and the sentence names the plugin and the check. The same holds for a plugin with checks that
is not installed, cannot be loaded, or was taken out of `epex.toml` by hand, for `--no-plugins`, and for a check whose
name is not of small letters, digits and single hyphens. The way out is to have it mended, or `epex plugin disable
NAME`, which the audit shows. Reading goes on in any case.

`dissent-in-print` comes with epex and is off until `epex plugin enable dissent-in-print`. It asks of each chapter
that it tells of the dissent that was recorded on its themes: in a paragraph that repeats it, in one that rests on the
meeting where it was voiced, or in a dissenting viewpoint.

## Question sets to offer

`QuestionSet` has a name, a title in one line, and each `Question` with its key and its wordings by language, as the
file of `epex questions add FILE` has them. `epex questions list --offered` shows it. The network has it once a
coordinator adds it with `epex questions add --offered NAME`: that records the whole set, as from a file, and
`recorded_by` names the plugin. From then on nothing depends on the plugin. A set with other wordings is the next
version once it is added again; the `version` that a plugin writes is not looked at. Of two plugins that offer a set of
one name, the second is left out and named. So is a set that could not be asked, such as one with a question that lacks
a language.

## Reasons for a match

`MatchingReason` is asked about each pair that `epex match propose` ranks, and about the pair that it records.
`weigh(queries, host, visitor, year)` gets queries, two rows of `queries.listing("organisation")` and the number of the
programme year, 0 for any. It returns None, or `Weighed` with a sentence and its points: 1 to 3 speak for the visit, -1
to -3 against it. The points change the order, where a challenge that both have weighs 3 and a language 2. They never
add a pair, and never leave one out. A sentence is one line of at most 200 letters, and is shown with the plugin's name.

With a match that is recorded, the sentences are recorded too, sealed, so that `epex match show` and `epex audit show`
tell them without the plugin. Then `weigh` is asked with queries that see only what the whole network reads.
A match that is recorded with `--visibility public`, and an import of matches, ask no plugin.

A reason that raises, takes longer than plugins may when they are asked, or returns something else is left out for all
pairs and named; all others stand. Of two plugins with a reason of one name, the second is left out and named.

## Fields of the search

`SearchField` lets people search by a table of the plugin's own: `epex search "tea vetting-time:short"`. It is only
declared: of the plugin's code a search runs its view and nothing else. `of` names the column with the id of what a
row is about, and `value` the column, a `str` or an `int`, with what is asked for. A document is found when it is the
thing itself, or touches it as an organisation or a theme. Rows and documents that the reader may not see find and
count nothing, and as of an earlier day the table is that of the day. With `facet=True` the answer also counts by value.

A name is small letters with a hyphen, such as `vetting-time`, so that it never means a field of epex itself. People
type such a field [like all others](../how-to/search.md). Where its view stopped, or cannot be had, a sentence says
so, and the search answers without the field. Disable and enable a plugin whose fields have other names now.

## Testing

`epex.testing` is for tests. `scene(EVENTS).given(STREAM, EVENT, ...).when(DECIDE, OPTIONS)` decides a command in
memory; `.then(On(STREAM, EVENT), ...)` compares what is to be recorded, and `.refuses(WORDS)` the refusal.
`given(STREAM, EVENT, ..., types=EVENTS)` makes a state. `sample_base(FOLDER)` builds three illustrative years;
`enabled(BASE, NAME)` opens a base with the plugin, and `record(BASE, On(...), ...)` records in it. `golden(EVENTS,
FILE)` tells whether all versions of events [can still be read](../how-to/migrate-a-plugins-events.md).

`contract(MODULE)` gives a sentence for each rule that a plugin breaks: it says which hooks it was made for,
imports only `epex.plugins` and does nothing else while it is imported; its names are its own; events are frozen,
their free text is sealed, and upcasters lead from each version to the next; states and views come from events
alone, so that they are the same when they are built anew; tables say who may read a row and hold no sealed words;
reports rest on events that are there and can be written in every format; its own formats of reports write a document;
an exporter gives bytes, an importer takes an empty file or refuses it, and a publication check gives sentences,
for an edition without chapters and for one with a chapter, a quote, consents and a viewpoint;
fields of the search have a name that they may have, and a table with their columns; question sets are such as can be
asked; matching reasons are asked about its organisations, for two readers; and nobody is told of events that they may
not read. It is tried in a base of its own, with events that are made up, or those given: `contract(MODULE, On(STREAM,
EVENT), options={REPORT: {...}})`, with the options of reports and formats. Free text is told by the names of fields,
such as `note` or `text`.

A key provider is asked for the key of a base that nobody knows: it returns None, or refuses in one sentence. Where the
test names a place in which it keeps a key, `contract(MODULE, places={PROVIDER: (BASE_ID, "base")})`, it has to give the
same 32 bytes whenever it is asked. In either case no key stands in what it prints, runs or refuses.

pytest finds the fixtures `epex_base`, a filled base for each test, and `epex_contract`.

## Versions

This epex has the hooks {version}. A plugin says with `HOOKS = "{version}"` in its module what it was made for. With
another major version, or a later minor one, it is not enabled and not loaded, and the sentence says what to
install.

- A new hook, or a new field with a default, raises the minor version.
- What is to go is announced: for two minor versions at least it works on, and whoever loads a plugin that uses it
  is told what to use instead. Then it goes with the next major version.
- Only hooks that something uses are here, and each says since when.

## The hooks

| hook | who uses it |
|---|---|
"""


def page() -> str:
    """Write the page."""
    users = "".join(f"| [`{name}`](#{name}) | {', '.join(used_by(name))} |\n" for name in HOOKS)
    hooks = "".join(map(_section, HOOKS))
    return INTRODUCTION.replace("{version}", hookspecs.HOOKS) + users + hooks + types()


def signature(name: str) -> str:
    """Give a hook as its file declares it."""
    hook: Any = getattr(hookspecs, name)
    found = re.search(r"^def (.+):$", inspect.getsource(hook), re.MULTILINE)
    assert found
    return found[1]


def used_by(name: str) -> list[str]:
    """Name the built-in plugins and the examples that implement a hook."""
    folders = {plugin: ROOT / (module.replace(".", "/")) for plugin, module in BUILT_IN.items()}
    folders |= {path.name.removeprefix("epex-"): path for path in (ROOT / "examples").glob("epex-*")}
    return sorted(plugin for plugin, place in folders.items() if f"def {name}(" in _source(place))


def _source(place: Path) -> str:
    module = place.with_suffix(".py")
    files = [module] if module.is_file() else sorted(place.glob("*.py"))
    return "".join(path.read_text("utf-8") for path in files)


def _section(name: str) -> str:
    documented = inspect.getdoc(getattr(hookspecs, name)) or ""
    used = ", ".join(used_by(name))
    return f"\n### `{name}`\n\n```python\ndef {signature(name)}\n```\n\n{documented}\n\nUsed by: {used}.\n"
