"""The root command: its table, its help, and how it fails."""

import pkgutil
import shlex
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

import epex
from epex import commands
from epex.cli import MODULES, SECTIONS, cli, main
from epex.commands import session
from epex.core.decision import Refused

NAMES = [name for section in SECTIONS.values() for name in section]
AGAIN = "run it again with EPEX_TRACE=1 and send what it prints."
SHARED = {
    *(
        "ahead",
        "answering",
        "boarding",
        "calendar",
        "calling",
        "desk",
        "evidence",
        "extra",
        "failing",
        "confiding",
        "irreversible",
        "foreign",
        "hosting",
        "frame",
        "narrowing",
        "pages",
        "pairs",
        "printing",
        "progress",
        "quoting",
        "session",
        "sheets",
        "tour",
    ),
    *("differing", "drafting", "passages", "reasons", "reflection_options", "reflection_pages", "screening", "tracing"),
    "wording",
}


def every_command() -> Iterator[tuple[str, ...]]:
    """List every command line that has help."""
    context = click.Context(cli)
    for name in NAMES:
        yield (name,)
        command = cli.get_command(context, name)
        if isinstance(command, click.Group):
            yield from ((name, below) for below in command.list_commands(context))


def parsed(words: list[str]) -> tuple[str, ...]:
    """Parse a command line without running it, and give the names of the commands that it reaches."""
    command: click.Command = cli
    context = command.make_context("epex", words)
    reached: tuple[str, ...] = ()
    while isinstance(command, click.Group):
        name, below, rest = command.resolve_command(context, [*context._protected_args, *context.args])
        assert name
        assert below
        command, reached = below, (*reached, name)
        context = below.make_context(name, rest, parent=context)
    return reached


def run(*args: str, **env: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, args, env=env, prog_name="epex")
    return done.exit_code, done.stdout, done.stderr


def test_the_table_names_every_module() -> None:
    modules = {module.name for module in pkgutil.iter_modules(commands.__path__)}

    assert modules - SHARED == {MODULES.get(name, name) for name in NAMES}


@pytest.mark.parametrize("path", list(every_command()), ids=" ".join)
def test_every_command_has_help_with_an_example(path: tuple[str, ...]) -> None:
    status, help_text, _ = run(*path, "--help")

    assert status == 0
    assert f"Usage: epex {' '.join(path)}" in help_text
    assert f"Example:\n  epex {path[0]}" in help_text


@pytest.mark.parametrize("path", list(every_command()), ids=" ".join)
def test_every_example_is_a_command_line_that_parses(path: tuple[str, ...]) -> None:
    _, help_text, _ = run(*path, "--help")
    example, _, _ = help_text.partition("Example:\n")[2].partition(" > ")
    program, *words = shlex.split(example)

    assert (program, parsed(words)[: len(path)]) == ("epex", path)


def test_help_fits_one_screen_in_groups() -> None:
    status, help_text, _ = run("--help")

    lines = help_text.splitlines()
    headings = [line.split()[0] for line in lines if line[:1].isupper() and not line.endswith(":")]
    assert (status, headings) == (0, ["Usage:", *SECTIONS])
    assert len(lines) < 50
    assert max(map(len, lines)) <= 80


def test_version_is_one_line() -> None:
    assert run("--version") == (0, f"epex {epex.__version__}\n", "")


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["thme"], "No such command 'thme'; did you mean 'theme'? Try 'epex --help'."),
        (["theme", "adpt"], "No such command 'adpt'; did you mean 'adopt'? Try 'epex theme --help'."),
        (["qqq"], "No such command 'qqq'. Try 'epex --help'."),
        (["theme", "show"], "Missing argument 'THEME'. Try 'epex theme show --help'."),
        (["search", "x", "--limit", "many"], "Invalid value for '--limit': 'many' is not a valid integer range."),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_2(args: list[str], sentence: str) -> None:
    status, output, error = run(*args)

    assert (status, output) == (2, "")
    assert error.startswith(sentence)
    assert error.count("\n") == 1


def test_a_group_alone_shows_its_commands() -> None:
    status, _, error = run("theme")

    assert status == 2
    assert error.startswith("Usage: epex theme")


def test_text_that_is_no_utf_8_is_wrong_usage() -> None:
    sentence = "An argument is not text in UTF-8; type it again in that encoding. Try 'epex --help'.\n"

    assert run("search", "\udcff") == (2, "", sentence)


def fail(error: BaseException, monkeypatch: pytest.MonkeyPatch, **env: str) -> tuple[int, str, str]:
    def opening(_: session.Session) -> None:
        raise error

    monkeypatch.setattr(session.Session, "open", opening)
    return run("theme", "list", **env)


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (Refused("No.\nDo it otherwise."), 1, "No. Do it otherwise."),
        (
            PermissionError(13, "Permission denied", "/base/log"),
            1,
            "/base/log: Permission denied; look at the path and its permissions, then try again.",
        ),
        (OSError(28, "No space left"), 1, "No space left; free some space, then try again."),
        (KeyboardInterrupt(), 130, "Stopped; what was not acknowledged is not recorded."),
        (EOFError(), 1, "Stopped; what was not acknowledged is not recorded."),
        (
            ValueError("of\nits own"),
            1,
            f"epex failed in a way nobody foresaw (ValueError: of its own); {AGAIN}",
        ),
        (
            ZeroDivisionError(),
            1,
            f"epex failed in a way nobody foresaw (ZeroDivisionError); {AGAIN}",
        ),
        (click.ClickException("The editor is missing."), 1, "The editor is missing."),
    ],
    ids=lambda value: type(value).__name__,
)
def test_failures_are_one_sentence(
    error: BaseException, status: int, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended, output, said = fail(error, monkeypatch)

    assert (ended, output, said.strip()) == (status, "", sentence)


def test_a_trace_is_given_to_who_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def opening(_: session.Session) -> None:
        raise ValueError("here")

    monkeypatch.setattr(session.Session, "open", opening)
    done = CliRunner().invoke(cli, ["theme", "list"], env={"EPEX_TRACE": "1"})

    assert isinstance(done.exception, ValueError)


def test_outside_a_base_it_says_how_to_begin(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(tmp_path))
    monkeypatch.delenv("EPEX_BASE", raising=False)

    status, output, error = run()

    assert (status, output) == (1, "")
    assert error == "No knowledge base here or above; name one with --base DIR, or make one: 'epex init DIR'.\n"


def test_a_program_that_embeds_it_gets_exceptions() -> None:
    with pytest.raises(click.UsageError):
        cli.main(["qqq"], standalone_mode=False)


def test_main_runs_the_arguments_of_the_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["epex", "--version"])

    with pytest.raises(SystemExit) as ended:
        main()

    assert (ended.value.code, capsys.readouterr().out) == (0, f"epex {epex.__version__}\n")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_get_completion(shell: str) -> None:
    environment = {"_EPEX_COMPLETE": f"{shell}_source"}

    done = subprocess.run(
        [sys.executable, "-c", "from epex.cli import main; main()"],
        env={**environment, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "_EPEX_COMPLETE" in done.stdout


@pytest.mark.parametrize("option", ["--base", "--as", "--as-of"])
def test_root_refuses_an_empty_option(option: str) -> None:
    done = CliRunner().invoke(cli, [option, "", "theme", "list"])

    assert (done.exit_code, done.stderr.partition(";")[0]) == (2, f"{option} is empty")
