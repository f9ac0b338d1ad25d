"""The rules that every plugin keeps: the examples do, and each rule that one breaks is named."""

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from epex.app.importing import kinds
from epex.core.decision import On
from epex.plugins.loader import DISABLE
from epex.testing import contract
from tests.plugins.conftest import Install

pytestmark = pytest.mark.slow  # each trial starts processes

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ("key-command", "vetting-times", "visits-by-country")
SOURCE = (EXAMPLES / "epex-vetting-times" / "epex_vetting_times.py").read_text("utf-8")
SHOWN = "rows[TIMES].put({**told, **readers(fact)})"
FAILED = "The report 'vetting-times' of the plugin 'vetting-times' failed"
GO_ON = "tell its author, other reports go on working."
BUILT = "    by_organisation: dict[str, list[Row]] = defaultdict(list)\n"


def installed(install: Install, name: str, source: str) -> ModuleType:
    """Install a plugin and import it."""
    install(name, source)
    return import_module(f"epex_{name.replace('-', '_')}")


@pytest.mark.parametrize("name", NAMES)
def test_examples_keep_the_rules(install: Install, name: str) -> None:
    module = f"epex_{name.replace('-', '_')}"

    assert contract(installed(install, name, (EXAMPLES / f"epex-{name}" / f"{module}.py").read_text("utf-8"))) == []


def test_a_module_that_no_package_offers_is_not_tried() -> None:
    assert contract(sys.modules[__name__]) == [
        f"No installed package offers the module '{__name__}'; run 'pip install -e .' in its folder."
    ]


@pytest.mark.parametrize(
    ("before", "after", "finding"),
    [
        ('HOOKS = "1.1"\n', "", 'The module says not which hooks it was made for; write HOOKS = "1.1".'),
        (
            "note: Text",
            "note: str",
            (
                "The event 'vetting_times.noted' keeps 'note' for everybody to read; seal it as Text, or give it"
                " another name."
            ),
        ),
        (
            "    organisation: str\n    weeks",
            "    schema_version: ClassVar[int] = 2\n    organisation: str\n    weeks",
            "The event 'vetting_times.noted' is of version 2; give an upcaster from 1.",
        ),
        (
            "evolve=evolve)",
            'evolve=evolve, upcasters={("vetting_times.mended", 1): dict})',
            "The upcaster of 'vetting_times.mended' from 1 leads to no version that there is; take it away.",
        ),
        (
            "from typing import Any, ClassVar\n",
            "from typing import Any, ClassVar\nfrom epex.core.dates import latest\n",
            ("epex_vetting_times.py imports epex.core.dates, which may change at any time; import from epex.plugins."),
        ),
        (
            'SUBJECT = "vetting_times"\n',
            'SUBJECT = "vetting_times"\nimport socket\nsocket.socket().close()\n',
            "Importing the plugin calls socket.__new__; do that in a function.",
        ),
        (
            'Question("waited", {"en": "What did you wait for?", ',
            'Question("waited", {',
            (
                "The plugin 'vetting-times' offers a question set that cannot be asked (Refused: The question 'waited'"
                " has no wording in 'en'; word every question of a language, or none.), so it was left out; take it"
                " out of [plugins] enabled in epex.toml, or ask its author for a newer version."
            ),
        ),
        (
            'MatchingReason(name="vetting-time"',
            'MatchingReason(name="vetting time"',
            (
                "The plugin 'vetting-times' has a matching reason 'vetting time' without a plain name or a summary, so"
                " it was left out; take it out of [plugins] enabled in epex.toml, or ask its author for a newer"
                " version."
            ),
        ),
        (
            ", **READERS}",
            "}",
            (
                "The plugin 'vetting-times' has a table 'vetting_times' without the columns 'access' and 'author',"
                " so it was left out; take it out of [plugins] enabled in epex.toml, or ask its author for a newer"
                " version."
            ),
        ),
        *(
            (before, after, f"The plugin 'vetting-times' {what}, so it was left out; {DISABLE}.")
            for before, after, what in (
                (
                    "table=TIMES.name",
                    'table="people"',
                    "has a search field 'vetting-time' over a table 'people' that is not among its views",
                ),
                (
                    'value="time"',
                    'value="note"',
                    "has a search field 'vetting-time' with a column 'note' that is no str or int in 'vetting_times'",
                ),
                (
                    'name="vetting-time"',
                    'name="kind"',
                    "names a search field 'kind', which is not made of small letters with a hyphen",
                ),
            )
        ),
    ],
)
def test_what_a_plugin_declares_wrongly_is_named(install: Install, before: str, after: str, finding: str) -> None:
    assert before in SOURCE

    assert contract(installed(install, "vetting-times", SOURCE.replace(before, after))) == [finding]


def test_a_plugin_that_writes_while_it_is_imported_is_named(install: Install, tmp_path: Path) -> None:
    written = tmp_path / "written"
    plugin = installed(install, "vetting-times", f"{SOURCE}\nopen({str(written)!r}, 'w').close()\n")

    assert contract(plugin) == [f"Importing the plugin writes {written}; do that in a function."]


@pytest.mark.parametrize(
    ("before", "after", "findings"),
    [
        (
            SHOWN,
            'rows[TIMES].put({**told, "access": "network", "author": ""})',
            [
                (
                    "The table 'vetting_times' tells somebody of events that they may not read; ask that reader's"
                    " queries alone."
                )
            ],
        ),
        (
            SHOWN,
            f"SEEN.append(1); told['organisation'] = str(len(SEEN)); {SHOWN}",
            ["The table 'vetting_times' holds other rows once it is built anew; let rows come from events alone."],
        ),
        (
            SHOWN,
            f"told['organisation'] = event.note; {SHOWN}",
            [
                (
                    "The table 'vetting_times' copies 'note' of 'vetting_times.noted', which is sealed; leave it in the"
                    " log."
                )
            ],
        ),
        (
            BUILT,
            f"{BUILT}    raise KeyError('weeks')\n",
            [f"{FAILED} (KeyError: 'weeks'); {GO_ON}"],
        ),
        (
            'title=Sentence(text="Vetting times")',
            'title=Sentence(text="Vetting times", positions=(9000,))',
            ["The report 'vetting-times' rests on events that are not there; take positions from rows."],
        ),
        (
            "    if not taken:\n        return None\n",
            "",
            [
                (
                    "The plugin 'vetting-times' has a matching reason 'vetting-time' that failed (ValueError: max() arg"
                    " is an empty sequence); tell its author, all other reasons stand."
                )
            ],
        ),
        (
            "    if not taken:\n        return None\n",
            "    return SEEN.append(1) or Weighed(sentence=str(len(SEEN)), points=1)\n",
            [
                (
                    "The matching reason 'vetting-times/vetting-time' tells somebody of events that they may not read;"
                    " ask that reader's queries alone."
                )
            ],
        ),
        (
            "return with_events(document, queries)",
            "return document.report",
            [f"{FAILED} (TypeError: it returned a str instead of a Document); {GO_ON}"],
        ),
    ],
)
def test_what_a_plugin_does_wrongly_is_named(install: Install, before: str, after: str, findings: list[str]) -> None:
    assert before in SOURCE
    source = SOURCE.replace(before, after, 1).replace(
        'SUBJECT = "vetting_times"\n', 'SUBJECT = "vetting_times"\nSEEN = []\n'
    )

    assert contract(installed(install, "vetting-times", source)) == findings


def test_a_state_that_comes_from_elsewhere_is_named(install: Install) -> None:
    aware = SOURCE.replace("weeks=event.weeks) if vetting", "weeks=len(SEEN)) if not SEEN.append(1) and vetting", 1)
    plugin = installed(
        install, "vetting-times", aware.replace('HOOKS = "1.1"\n', 'HOOKS = "1.1"\nSEEN: list[int] = []\n')
    )

    (finding,) = contract(plugin)
    assert finding.endswith("differs when it is made twice; let it come from its events alone.")


def test_a_state_that_cannot_be_made_is_named(install: Install) -> None:
    failing = SOURCE.replace("return replace(vetting, weeks=event.weeks)", "return event.nothing")

    (finding,) = contract(installed(install, "vetting-times", failing))
    assert finding.startswith("The plugin 'vetting-times' cannot apply what it recorded (AttributeError: ")


def test_a_view_that_stops_is_named(install: Install) -> None:
    (finding,) = contract(installed(install, "vetting-times", SOURCE.replace(SHOWN, "raise KeyError('weeks')")))

    stopped = "The view 'vetting_times' stopped at event 7 (vetting_times.noted): KeyError in noted"
    assert finding.partition(", epex_vetting_times.py")[0] == stopped


def test_events_of_a_strange_subject_are_refused(install: Install) -> None:
    plugin = installed(install, "vetting-times", SOURCE)

    findings = contract(plugin, On("shelf-1", plugin.VettingNoted(organisation="organisation-1", weeks=9)))

    assert findings[1].startswith("'shelf' is not a subject of this log")


def test_given_events_are_tried_and_a_class_left_out_is_named(install: Install) -> None:
    plugin = installed(install, "vetting-times", SOURCE)
    noted = plugin.VettingNoted(organisation="organisation-1", weeks=9)

    assert contract(plugin, On("vetting_times-1", noted)) == [
        "The event 'vetting_times.mended' was not tried; give one: contract(plugin, On(stream, event))."
    ]


def test_a_format_that_cannot_write_a_document_is_named(install: Install) -> None:
    source = SOURCE.replace(
        "@hookimpl\ndef epex_reports(",
        "@hookimpl\ndef epex_report_formats():\n    from epex.plugins import ReportFormat\n"
        "    return [ReportFormat(name='tea', summary='Tea leaves.', ending='.tea', render=str)]\n\n\n"
        "@hookimpl\ndef epex_reports(",
    )

    named = "The format 'tea' of the plugin 'vetting-times' failed (TypeError: it returned a str instead of bytes)"
    assert contract(installed(install, "vetting-times", source)) == [
        f"{named}; tell its author, other formats go on working.",
    ]


EXCHANGING = """
from epex.plugins import Exporter, Importer, Option, PublicationCheck, Refused, Taken, hookimpl
HOOKS = "1.1"

def write(queries, options):
    {write}

def read(content, options):
    {read}

def find(queries, edition):
    {find}

HOW = (Option(name="how", value="HOT", summary="how it is served", required=True),)

@hookimpl
def epex_exporters():
    return [Exporter(name="tea", summary="Tea leaves", ending=".tea", write=write)]

@hookimpl
def epex_importers():
    return [Importer(name="tea", summary="Tea leaves", endings=(".tea",), read=read, options=HOW)]

@hookimpl
def epex_publication_checks():
    return [PublicationCheck(name="tea", summary="See that there is tea.", find=find)]
"""
EXCHANGES = {
    "write": "yield str(len(queries.listing('organisation'))).encode()",
    "read": "raise Refused(f'There is no tea {options[\"how\"]}; pour some.')",
    "find": "return [f'There is no tea in {one[\"title\"]}; pour some.' for one in (edition, *edition['chapters'])]",
}
OTHERS = "tell its author, other formats go on working."
KINDS = f"tell its author that the kinds are: {', '.join((*kinds.NAMES, *kinds.WITHOUT_TABLE))}."
FORMAT = "The format 'tea' of the plugin 'exchanging' failed"
CHECK = "The check 'tea' of the plugin 'exchanging' failed"
MEND = "let it return a list of sentences for every edition."


def exchanging(install: Install, **wrong: str) -> list[str]:
    return contract(installed(install, "exchanging", EXCHANGING.format(**{**EXCHANGES, **wrong})))


def test_a_plugin_that_exchanges_and_checks_keeps_the_rules(install: Install) -> None:
    assert exchanging(install) == []


@pytest.mark.parametrize(
    ("place", "body", "finding"),
    [
        ("write", "yield 'tea'", f"{FORMAT} (TypeError: it gave a str instead of bytes); {OTHERS}"),
        ("write", "yield b'tea'; raise KeyError('cup')", f"{FORMAT} (KeyError: 'cup'); {OTHERS}"),
        ("read", "return content", f"{FORMAT} (TypeError: it returned a bytes instead of what was taken); {OTHERS}"),
        ("read", "return content[0]", f"{FORMAT} (IndexError: index out of range); {OTHERS}"),
        (
            "read",
            "return Taken(rows={'cups': []})",
            f"The format 'tea' of the plugin 'exchanging' gives rows of a kind 'cups', which nobody imports; {KINDS}",
        ),
        (
            "find",
            "return 'There is no tea.'",
            f"{CHECK} (TypeError: it returned a str instead of a list of sentences); {MEND}",
        ),
        ("find", "return edition['tea']", f"{CHECK} (KeyError: 'tea'); {MEND}"),
        (
            "find",
            "return edition['chapters']",
            f"{CHECK} (TypeError: it returned a dict instead of a sentence); {MEND}",
        ),
        ("find", "return [quote['tea'] for quote in edition['quotes']]", f"{CHECK} (KeyError: 'tea'); {MEND}"),
        (
            "find",
            "return [one['tea'] for quote in edition['quotes'] for one in quote['consents']]",
            f"{CHECK} (KeyError: 'tea'); {MEND}",
        ),
        (
            "find",
            "return [one['tea'] for chapter in edition['chapters'] for one in chapter['viewpoints']]",
            f"{CHECK} (KeyError: 'tea'); {MEND}",
        ),
    ],
)
def test_what_a_plugin_exchanges_and_checks_wrongly_is_named(
    install: Install, place: str, body: str, finding: str
) -> None:
    assert exchanging(install, **{place: body}) == [finding]


def test_a_check_whose_name_is_not_plain_is_named(install: Install) -> None:
    source = EXCHANGING.format(**EXCHANGES).replace('PublicationCheck(name="tea"', 'PublicationCheck(name="No Tea"')

    (told,) = contract(installed(install, "exchanging", source))

    rule = "which is not of small letters, digits and single hyphens"
    assert told == f"A check of the plugin 'exchanging' is named 'No Tea', {rule}; rename it."


KEY = "a2V5IGtleSBrZXkga2V5IGtleSBrZXkga2V5IGtleSE"
SAFE = """
import sys
from epex.plugins import KeyProvider, Refused, hookimpl
HOOKS = "1.0"
KEY = b"key key key key key key key key!"
ASKED = []

def fetch(base_id, name):
    ASKED.append(base_id)
    if base_id == "base-1":
        {known}
    {strange}

@hookimpl
def epex_key_providers():
    return [KeyProvider(name="safe", summary="A safe.", fetch=fetch)]
"""
GIVEN = "return KEY"
NONE = "return None"
PLACES = {"safe": ("base-1", "base")}
TOLD = "The key provider 'safe' tells a key in what it prints or refuses; leave keys out of all words."


def test_the_example_of_a_key_provider_keeps_the_rules_where_it_keeps_a_key(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = (EXAMPLES / "epex-key-command" / "epex_key_command.py").read_text("utf-8")
    monkeypatch.setenv("EPEX_KEY_COMMAND", f"sh -c 'test $0 = epex/base-1/base && echo {KEY}'")
    plugin = installed(install, "key-command", source)

    assert contract(plugin, places={"command": ("base-1", "base")}) == []
    assert contract(plugin, places={"command": ("base-2", "base")}) == [
        "The key provider 'command' gives no 32 bytes for the place that the test names; keep a key there."
    ]


@pytest.mark.parametrize(
    ("known", "strange", "findings"),
    [
        (GIVEN, NONE, []),
        (GIVEN, "raise Refused('The safe is shut; open it.')", []),
        (
            "return bytes([len(ASKED)]) * 32",
            NONE,
            [
                "The key provider 'safe' gives another key when it is asked again; give the same for the same place.",
            ],
        ),
        (
            "raise OSError('shut')",
            NONE,
            ["The key provider 'safe' fails for the place that the test names (OSError); let the test prepare it."],
        ),
        (
            "raise Refused('Shut; open it.')",
            NONE,
            [
                (
                    "The key provider 'safe' fails for the place that the test names (Shut; open it.); let the test"
                    " prepare it."
                )
            ],
        ),
        (
            "return 'text'",
            NONE,
            ["The key provider 'safe' gives no 32 bytes for the place that the test names; keep a key there."],
        ),
        (
            GIVEN,
            "raise KeyError(base_id)",
            [
                (
                    "The key provider 'safe' fails for a base that nobody knows (KeyError); return None there, or raise"
                    " Refused with one sentence."
                )
            ],
        ),
        (
            GIVEN,
            "raise Refused('The safe is shut.\\nOpen it.')",
            ["The key provider 'safe' refuses in something else than one sentence; say on one line what to do."],
        ),
        (
            GIVEN,
            GIVEN,
            ["The key provider 'safe' gives a key for a base that nobody knows; return None there, or refuse."],
        ),
        (f"print(KEY); {GIVEN}", NONE, [TOLD]),
        (f"print(KEY.hex(), file=sys.stderr); {GIVEN}", NONE, [TOLD]),
        (f"import subprocess; subprocess.run(['echo', {KEY!r}]); {GIVEN}", NONE, [TOLD]),
        (GIVEN, "raise Refused(f'There is only {KEY}; name its base.')", [TOLD]),
    ],
    ids=["well", "refuses", "two keys", "fails", "is shut", "text", "raises", "lines", "any", *"abcd"],
)
def test_a_key_provider_that_breaks_a_rule_is_named(
    install: Install, known: str, strange: str, findings: list[str]
) -> None:
    plugin = installed(install, "safe", SAFE.format(known=known, strange=strange))

    assert contract(plugin, places=PLACES) == findings


def test_a_place_of_no_provider_is_named(install: Install) -> None:
    plugin = installed(install, "safe", SAFE.format(known=GIVEN, strange=NONE))

    assert contract(plugin, places={"vault": ("base-1", "base")}) == [
        "There is no key provider 'vault' in the plugin 'safe'; give a place to one that there is."
    ]
