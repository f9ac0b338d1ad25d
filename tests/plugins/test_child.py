"""The child process of a plugin's report: the same answers as in process, and nothing else of this process."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from queue import SimpleQueue
from textwrap import indent
from time import monotonic, sleep
from typing import Any, cast

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.app.base import KnowledgeBase
from epex.core.decision import Refused
from epex.plugins import Queries, wire
from epex.plugins.child import Asking, Server
from epex.plugins.limits import Limits
from epex.plugins.loader import Plugins
from epex.plugins.reports import list_reports, run_report
from epex.plugins.supervising import answered, environment
from epex.plugins.wire import Ask, Build, Built, Check, Checked, Failure, Offer, Offered, Refusal
from tests.plugins.conftest import Install

SUBJECTS = (
    *("network", "organisation", "person", "year", "visit", "reflection", "meeting", "challenge", "element", "theme"),
    *("transfer", "interview", "finding", "story"),
)
AMPLE = Limits(seconds=60, listing=60)
QUICK = Limits(seconds=3, listing=60)
REPORTING = """
import os, sys, time
from epex.plugins import Document, Paragraph, Report, Sentence, hookimpl

def build(queries, options):
{body}

def told(*words):
    page = tuple(Paragraph(text=str(word)) for word in words)
    return Document(report="tea", title=Sentence(text="Tea"), handling=Sentence(text="Public."), page=page)

@hookimpl
def epex_reports():
    return [Report(name="tea", summary="Say something.", build=build)]
"""
CHECKING = """
from epex.plugins import PublicationCheck, hookimpl

def find(queries, edition):
{body}

@hookimpl
def epex_publication_checks():
    return [PublicationCheck(name="tea", summary="See that there is tea.", find=find)]
"""
Brew = Callable[[str], Plugins]


@pytest.fixture
def brew(install: Install) -> Brew:
    """Install a plugin whose report does what it is told."""

    def made(body: str) -> Plugins:
        install("tea", REPORTING.format(body=indent(body, "    ")))
        return Plugins(["tea"], limits=AMPLE)

    return made


def lines(plugins: Plugins, base: KnowledgeBase) -> list[str]:
    document = run_report(plugins, "tea", base.queries(), {})
    return [str(getattr(block, "text", "")) for block in document.page]


def refusal(plugins: Plugins, base: KnowledgeBase) -> str:
    with pytest.raises(Refused) as caught:
        lines(plugins, base)
    return str(caught.value)


def failed(cause: str) -> str:
    return f"The report 'tea' of the plugin 'tea' failed ({cause}); tell its author, other reports go on working."


def questions(queries: Queries) -> list[tuple[str, tuple[object, ...]]]:
    """List every documented question about everything in a base, with a few that are refused or fail."""
    ids = {subject: [row["id"] for row in queries.listing(subject)] for subject in SUBJECTS}
    everything = [identity for each in ids.values() for identity in each]
    asked: list[tuple[str, tuple[object, ...]]] = []
    for subject in SUBJECTS:
        asked += [("listing", (subject,)), *(("show", (identity,)) for identity in ids[subject][:3])]
    asked += [("pages", (subject,)) for subject in SUBJECTS if subject != "interview"]
    asked += [("steps", (subject,)) for subject in ("element", "theme", "transfer")]
    asked += [("why", (identity,)) for subject in ("theme", "element", "transfer") for identity in ids[subject][:3]]
    asked += [("trace", (identity,)) for subject in ("visit", "reflection") for identity in ids[subject][:3]]
    asked += [("decisions", (identity,)) for identity in ids["theme"]]
    asked += [(name, (everything,)) for name in ("titles", "places")]
    asked += [(name, (ids["reflection"],)) for name in ("answers", "worded")]
    asked += [("resolve", (ids["theme"][0][:14], "theme")), ("resolve", ("nothing", "theme"))]
    asked += [("show", ("theme-nothing",)), ("rows", ("nothing",)), ("listing", ("nothing",))]
    alone = (
        "thesaurus",
        "vocabulary",
        "presences",
        "knows_presences",
        "is_member",
        "figures",
        "days",
        "audit_log",
        "base",
    )
    asked += [("calendar", (0,)), ("calendar", (2,)), ("events", (0, ())), ("events", (40, ("visit", "theme")))]
    return asked + [(name, ()) for name in alone]


def answer(queries: Queries, method: str, arguments: tuple[object, ...]) -> object:
    try:
        return getattr(queries, method)(*arguments)
    except Refused as refused:
        return str(refused)
    except Exception as error:  # noqa: BLE001 - what failed there fails here
        return type(error).__mro__[-3:]


class Echo:
    """Answer what the child asks, in this process."""

    def __init__(self, queries: Queries) -> None:
        """Answer with these queries."""
        self.queries = queries
        self.inbox: SimpleQueue[bytes] = SimpleQueue()

    def write(self, written: bytes) -> int:
        ask = cast("Ask", wire.FROM_CHILD.decode(written[wire.LENGTH_BYTES :]))
        told = BytesIO()
        wire.write(told, answered(self.queries, ask))
        told.seek(0)
        self.inbox.put(wire.read(told))
        return len(written)

    def flush(self) -> None:
        """Keep nothing back."""


def test_every_documented_question_is_asked() -> None:
    assert set(wire.METHODS) == {name for name in vars(Queries) if not name.startswith("_")}


def test_answers_are_the_same_over_the_pipe(demo: KnowledgeBase) -> None:
    queries = cast("Queries", demo.queries())
    echo = Echo(queries)
    asking = cast("Queries", Asking(echo.inbox, cast("Any", echo)))
    asked = questions(queries)

    differing = [question for question in asked if repr(answer(queries, *question)) != repr(answer(asking, *question))]

    assert differing == []
    assert {method for method, _ in asked} == set(wire.METHODS)


def test_undocumented_questions_are_not_answered(demo: KnowledgeBase) -> None:
    queries = cast("Queries", demo.queries())

    asked: list[tuple[str, list[int | str | list[str]]]] = [
        ("waiting", ["2026-01-01"]),
        ("__class__", []),
        ("listing", ["theme", "more"]),
    ]
    told = [answered(queries, Ask(method=name, arguments=arguments)) for name, arguments in asked]

    assert told == [
        Failure(words="queries have no 'waiting' with 1 arguments"),
        Failure(words="queries have no '__class__' with 0 arguments"),
        Failure(words="queries have no 'listing' with 2 arguments"),
    ]


MESSAGES = st.one_of(
    st.builds(Build, report=st.text(), options=st.dictionaries(st.text(), st.text())),
    st.builds(Refusal, sentence=st.text()),
    st.builds(Failure, words=st.text()),
    st.builds(Ask, method=st.text(), arguments=st.lists(st.text() | st.lists(st.text()))),
)


@given(st.lists(MESSAGES))
def test_messages_come_back_as_they_were_written(messages: list[Any]) -> None:
    pipe = BytesIO()
    for message in messages:
        wire.write(pipe, message)
    pipe.seek(0)

    decoder = msgspec.json.Decoder(Build | Refusal | Failure | Ask)
    assert [decoder.decode(wire.read(pipe)) for _ in messages] == messages
    assert wire.read(pipe) == b""


@given(st.binary(max_size=40), st.integers(min_value=0, max_value=30))
def test_half_a_message_is_the_end(body: bytes, cut: int) -> None:
    whole = len(body).to_bytes(wire.LENGTH_BYTES, "big") + body

    assert wire.read(BytesIO(whole[: max(0, len(whole) - 1 - cut)])) == b""


def ordered(plugin: str, order: Build | Check) -> Any:
    inbox: SimpleQueue[bytes] = SimpleQueue()
    inbox.put(msgspec.json.encode(order))
    told = BytesIO()
    Server(plugin, inbox, cast("Any", told)).serve()
    told.seek(0)
    return wire.FROM_CHILD.decode(wire.read(told))


def test_serve_lists_builds_and_fails(brew: Brew) -> None:
    brew("return told(*options.values()) if options else 1 / 0")

    offered, built, failing, missing = (
        ordered("tea", order)
        for order in (
            Build(),
            Build(report="tea", options={"sugar": "two"}),
            Build(report="tea"),
            Build(report="coffee"),
        )
    )

    assert (type(offered), [offer.name for offer in offered.things], offered.faults) == (Offered, ["tea"], ())
    assert (type(built), built.document.page[0].text) == (Built, "two")
    assert failing == Failure(words="ZeroDivisionError: division by zero")
    assert missing == Failure(words="it has no such report any more")


def test_serve_tells_refusals_and_memory(brew: Brew) -> None:
    brew("from epex.plugins import Refused\nraise (Refused('No; wait.') if options else MemoryError())")

    told = [ordered("tea", Build(report="tea", options=options)) for options in ({"a": "b"}, {})]

    assert told == [Refusal(sentence="No; wait."), Failure(words="it asked for more than 2048 MB of memory")]


def test_serve_lists_and_runs_checks(install: Install) -> None:
    body = "return [edition['title']] if edition['title'] else 1 / 0"
    install("tea", CHECKING.format(body=indent(body, "    ")))

    told = [
        ordered("tea", order)
        for order in (
            Check(),
            Check(check="tea", edition={"title": "What travels"}),
            Check(check="tea", edition={"title": ""}),
            Check(check="coffee"),
        )
    ]

    assert told == [
        Offered(things=(Offer(name="tea", summary="See that there is tea."),)),
        Checked(sentences=("What travels",)),
        Failure(words="ZeroDivisionError: division by zero"),
        Failure(words="it has no such check any more"),
    ]


def test_report_is_listed_and_built_in_one_process(brew: Brew, demo: KnowledgeBase, tmp_path: Path) -> None:
    written = tmp_path / "processes"
    plugins = brew(f"open({str(written)!r}, 'a').write(f'{{os.getpid()}} ')\nreturn told(os.getpid())")
    with (tmp_path / "epex_tea.py").open("a") as module:
        module.write(f"\nopen({str(written)!r}, 'a').write(f'{{os.getpid()}} ')\n")

    (process,) = lines(plugins, demo)

    assert written.read_text("ascii").split() == [process, process]


def test_child_ends_with_the_report_that_it_built(brew: Brew, demo: KnowledgeBase) -> None:
    plugins = brew("return told(os.getpid())")

    (process,) = lines(plugins, demo)

    assert not is_running(int(process))


def test_report_of_a_third_party_runs_in_another_process(brew: Brew, demo: KnowledgeBase) -> None:
    plugins = brew("return told(os.getppid())")

    assert lines(plugins, demo) == [str(os.getpid())]
    assert "epex_tea" not in sys.modules


def test_report_reads_what_its_reader_may_read(brew: Brew, demo: KnowledgeBase) -> None:
    plugins = brew("return told(*(row['title'] for row in queries.listing('theme')))")

    assert lines(plugins, demo) == [row["title"] for row in demo.queries().listing("theme")]


def test_report_that_is_refused_an_answer_is_refused_with_the_same_sentence(brew: Brew, demo: KnowledgeBase) -> None:
    plugins = brew("return told(queries.show('theme-nothing'))")

    with pytest.raises(Refused) as caught:
        demo.queries().show("theme-nothing")
    assert refusal(plugins, demo) == str(caught.value)


def test_child_gets_neither_the_environment_nor_the_folder(
    brew: Brew, demo: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EPEX_BASE", str(demo.config.folder))
    monkeypatch.setenv("EPEX_BASE_KEY", "secret")
    plugins = brew("return told(*sorted(os.environ), os.getcwd(), *sys.argv)")

    told = lines(plugins, demo)

    known = {"LANG", "LC_CTYPE", "PATH", "PYTHONPATH", "PYTHONUTF8", "TMPDIR"}
    names = told[: next(place for place, word in enumerate(told) if word.startswith("/"))]
    assert set(names) <= known
    assert not any(str(demo.config.folder) in word or "secret" in word for word in told)


def test_child_loads_nothing_of_the_log_or_of_databases(brew: Brew, demo: KnowledgeBase) -> None:
    heavy = ("sqlalchemy", "sqlite3", "eventsourcing", "cryptography", "whoosh", "click", "epex.app", "epex.search")
    plugins = brew(f"return told(*(name for name in {heavy!r} if name in sys.modules))")

    assert lines(plugins, demo) == []


def test_child_keeps_its_open_files_and_standard_streams_apart(brew: Brew, demo: KnowledgeBase) -> None:
    plugins = brew("os.write(1, b'noise\\n'); print('chatter'); return told(sys.stdin.read())")

    assert lines(plugins, demo) == [""]


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ("os._exit(3)", "it ended its process with status 3"),
        ("sys.exit(3)", "SystemExit: 3"),
        ("os.kill(os.getpid(), 9)", "its process was ended by SIGKILL"),
        ("while True: print('x' * 1000)", "it printed more than 1 MB, and was ended"),
        ("held = [bytes(100_000_000) for _ in range(1000)]", "it asked for more than 2048 MB of memory"),
        ("return told('x' * 70_000_000)", "it answered more than 64 MB, or nonsense"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    ],
    ids=["ends itself", "exits", "is killed", "floods", "allocates", "answers much", "interrupts"],
)
def test_report_that_misbehaves_becomes_one_sentence(brew: Brew, demo: KnowledgeBase, body: str, cause: str) -> None:
    plugins = brew(body)

    assert refusal(plugins, demo) == failed(cause)


def test_report_that_answers_nonsense_becomes_one_sentence(brew: Brew, demo: KnowledgeBase) -> None:
    plugins = brew("for place in range(3, 9):\n    try: os.write(place, b'\\0\\0\\0\\1{')\n    except OSError: pass")

    assert "its child process answered nonsense" in refusal(plugins, demo)


@pytest.mark.parametrize(
    "body",
    ["while True: time.sleep(1)", "while True: pass", "while True: queries.titles([])"],
    ids=["hangs", "loops", "only asks"],
)
def test_report_that_never_ends_is_ended(brew: Brew, demo: KnowledgeBase, body: str) -> None:
    brew(body)

    told = refusal(Plugins(["tea"], limits=QUICK), demo)

    assert told == failed("it took longer than 3 seconds, and was ended")


def test_what_a_report_prints_is_named_and_cut_off(
    brew: Brew, demo: KnowledgeBase, capsys: pytest.CaptureFixture[str]
) -> None:
    plugins = brew("for number in range(100): print('line', number)\nreturn told('done')")

    assert lines(plugins, demo) == ["done"]
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [
        *(f"tea: line {number}" for number in range(20)),
        "tea: (it printed more than 20 lines; the rest is left out)",
    ]


# Only an administrator's account may start processes in a child.
STAYS = """
import subprocess
try:
    left = subprocess.Popen(["sleep", "600"], start_new_session=True).pid
except OSError:
    left = os.getpid()
return told(left)
"""
FORKS = """
try:
    left = os.fork()
except OSError:
    left = os.getpid()
if not left:
    os.setsid()
    time.sleep(600)
while left != os.getpid() and os.getpgid(left) == os.getpgid(0):
    time.sleep(0.01)
return told(left)
"""
LEFT = """
import sys
from pathlib import Path
from epex.app.base import KnowledgeBase
from epex.plugins.loader import Plugins
from epex.plugins.reports import run_report
document = run_report(Plugins(["tea"]), "tea", KnowledgeBase.open(Path(sys.argv[1])).queries(), {})
print(document.page[0].text)
"""


@pytest.mark.parametrize("body", [STAYS, FORKS], ids=["started", "forked"])
def test_nobody_waits_for_what_a_report_left_running(brew: Brew, demo_folder: Path, tmp_path: Path, body: str) -> None:
    brew(body)

    done = subprocess.run(
        [sys.executable, "-c", LEFT, str(demo_folder)],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    left = int(done.stdout)
    assert (done.returncode, done.stderr, is_running(left)) == (0, "", os.getuid() == 0)
    if is_running(left):
        os.kill(left, signal.SIGKILL)


def test_plugin_that_hangs_when_it_is_imported_is_named_and_set_aside(install: Install) -> None:
    install("tea", "import time\ntime.sleep(60)")
    plugins = Plugins(["tea"], limits=Limits(listing=1))

    list_reports(plugins)

    (fault,) = plugins.faults
    assert fault.what == "could not say which reports it adds (it took longer than 1 seconds, and was ended)"


def test_listing_reports_loads_no_third_party_here(brew: Brew) -> None:
    plugins = brew("return told()")

    assert [row["id"] for row in list_reports(plugins)][-1] == "tea"
    assert "epex_tea" not in sys.modules


def test_trace_names_plugin_hook_and_time(
    brew: Brew, demo: KnowledgeBase, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EPEX_TRACE_PLUGINS", "1")
    plugins = brew("return told()")

    lines(plugins, demo)
    plugins.gather("epex_event_types", object)

    traced = [line.rpartition(" took ")[0] for line in capsys.readouterr().err.splitlines()]
    assert [line for line in traced if line.startswith("tea: ")] == [
        *("tea: being imported", "tea: epex_reports", "tea: the report tea"),
        "tea: being imported",
    ]
    assert "year-review: epex_reports" in traced


def test_environment_names_where_the_plugin_is(install: Install, tmp_path: Path) -> None:
    install("tea", "")
    (plugin,) = Plugins(["tea"]).third_parties

    given_on = environment(plugin, tmp_path / "folder")

    assert given_on["PYTHONPATH"].split(os.pathsep)[0] == str(tmp_path)
    assert given_on["TMPDIR"] == str(tmp_path / "folder")


PARENT = """
import sys
from pathlib import Path
from epex.app.base import KnowledgeBase
from epex.plugins.loader import Plugins
from epex.plugins.reports import run_report
run_report(Plugins(["tea"]), "tea", KnowledgeBase.open(Path(sys.argv[1])).queries(), {})
"""


def is_running(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text("ascii").rpartition(")")[2].split()[0] != "Z"


@pytest.mark.slow
@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
def test_child_dies_with_its_parent(brew: Brew, demo_folder: Path, tmp_path: Path, sent: signal.Signals) -> None:
    told = tmp_path / "process"
    brew(f"open({str(told)!r}, 'w').write(str(os.getpid()) + ' ')\ntime.sleep(600)")
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(demo_folder)],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        stderr=subprocess.DEVNULL,
    )
    process = _number(told)

    parent.send_signal(sent)
    parent.wait()

    ends = monotonic() + 20
    while is_running(process) and monotonic() < ends:
        sleep(0.05)
    assert not is_running(process)


def _number(told: Path) -> int:
    while not (told.exists() and told.read_text("ascii").endswith(" ")):
        sleep(0.05)
    return int(told.read_text("ascii"))
