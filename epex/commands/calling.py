"""The command line as a function: what a program calls to read and record as a person, by the same code."""

import io
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

import click

from epex.app.base import KnowledgeBase
from epex.app.config import Config, read_config
from epex.app.drafts import Draft as KeptDraft
from epex.app.drafts import Drafts, use_of
from epex.commands.ahead import expected
from epex.commands.failing import require_text, tell_misuse
from epex.commands.session import Session
from epex.core.decision import Refused
from epex.core.reader import Reader
from epex.plugins.serving import Address, Answer, Draft, Member, Network, NoMember, Panel
from epex.projections.queries import Queries
from epex.projections.readers import reader_of

# The streams of a process are shared by its threads, and so is a base that stays open.
TURN = RLock()
PRIVATE = 0o700
# Click keeps every stream that it ever wrote to, with all that is in it; so they are emptied, and written to again.
SPARE: list[tuple[io.TextIOWrapper, io.StringIO]] = []
SIGN_IN = "Nobody is signed in; sign in to go on."


class Standing:
    """A base that stays open between calls; what was recorded, destroyed or set up otherwise meanwhile is seen."""

    def __init__(self, folder: Path) -> None:
        """Know the folder; nothing is opened yet."""
        self._folder = folder
        self._kept: KnowledgeBase | None = None
        self._marks: tuple[object, ...] = ()
        # Who somebody is stays so until something is recorded or destroyed; every request asks, and every call.
        self._known: dict[str, tuple[Reader, Member | None]] = {}
        self._known_at: tuple[object, ...] = ()

    def base(self) -> KnowledgeBase:
        """Give the open base, its views without what was destroyed meanwhile.

        Raises Refused when it cannot be read.
        """
        kept = self.opened()
        kept.today.heed(kept.gone)
        return kept

    def opened(self) -> KnowledgeBase:
        """Give the open base, opened anew when its settings, its keys or its files were changed or replaced.

        Raises Refused when it cannot be read.
        """
        if self._kept is None or self._marks != _marks(self._kept.config):
            self.close()
            self._kept = KnowledgeBase.open(self._folder)
            self._marks = _marks(self._kept.config)
        return self._kept

    def known(self, person: str) -> tuple[Reader, Member | None]:
        """Tell what somebody may read now, and who they are; none when there is nobody of that id, or nobody any more.

        Raises Refused when the base cannot be read.
        """
        return self._known_in(self.opened(), person)

    def _known_in(self, base: KnowledgeBase, person: str) -> tuple[Reader, Member | None]:
        now = (base, base.log.newest(), base.gone())
        if now != self._known_at:
            self._known, self._known_at = {}, now
        if person not in self._known:
            self._known[person] = _known(self.base(), person)
        return self._known[person]

    def as_seen_by(self, person: str, as_of: str | None) -> KnowledgeBase:
        """Give the base as a person sees it now, or as of a day.

        Raises Refused when it cannot be read.
        """
        kept = self.base()
        seen = KnowledgeBase(kept.config, kept.log, person, as_of, kept.extensions)
        seen.__dict__["today"] = kept.today
        reader, member = self._known_in(kept, person)
        # Nobody is told so when they ask for something, in the sentence of the command line.
        if member:
            seen.__dict__ |= {"person": person, "reader": reader}
        seen.expected = expected() if as_of else ()
        return seen

    def close(self) -> None:
        """Let go of the base."""
        kept, self._kept = self._kept, None
        if kept is not None:
            kept.today.close()
            kept.log.engine.dispose()


class Caller:
    """Answers command lines as `epex ... --json` does, and raises what it would refuse."""

    def __init__(self, root: click.Group, folder: Path, standing: Standing | None = None) -> None:
        """Take the root command, and the folder of the base."""
        self._root = root
        self.folder = folder
        self._standing = standing or Standing(folder)

    def __call__(
        self, line: Sequence[str], /, *, person: str, as_of: str = "", text: str = "", plain: bool = False
    ) -> Answer:
        """Run a command line as a person; `text` is what standard input holds.

        Called plainly, it answers with what is printed without `--json`, as bytes.
        Raises Refused when it is refused, or cannot be read as a command line.
        """
        # Without a person, the base's own file would say who acts.
        if not person:
            raise Refused(SIGN_IN)
        asked = ["--base", str(self.folder), "--as", person, *(("--as-of", as_of) if as_of else ())]
        given = [*asked, *(line if plain else _with_json(line))]
        with TURN, _streams(text) as (printed, told):
            self._run(given, told)
            printed.flush()
            written = printed.buffer.getvalue()  # type: ignore[attr-defined]
            notices = tuple(told.getvalue().splitlines())
        return Answer(written if plain else json.loads(written) if written else None, notices)

    def _run(self, given: list[str], told: io.StringIO) -> None:
        try:
            require_text(given)
            self._root.main(given, "epex", standalone_mode=False, obj=self._session)
        except click.UsageError as error:
            tell_misuse(error)
            raise Refused(told.getvalue().strip()) from error
        except click.ClickException as error:
            raise Refused(error.format_message()) from error

    def _session(self, _base: str | None, acting_as: str, as_of: str | None, **_: Any) -> Session:
        session = Session(str(self.folder), acting_as, as_of)
        session.indent = None
        session.open = lambda: self._standing.as_seen_by(acting_as, as_of)  # type: ignore[method-assign]
        return session


class Service:
    """What a site is served from: the base in a folder, at an address."""

    def __init__(self, root: click.Group, folder: Path, address: Address, name: str) -> None:
        """Take the root command, the base's folder, where the site is reached, and the name of its own folder."""
        self._standing = Standing(folder)
        self._folder, self._name = folder, name
        self.call = Caller(root, folder, self._standing)
        self.address = address

    @property
    def folder(self) -> Path:
        """Give the site's private folder, made when it is needed."""
        folder = read_config(self._folder).keys_folder / self._name
        folder.mkdir(mode=PRIVATE, exist_ok=True)
        return folder

    def member(self, person: str, /) -> Member:
        """Tell who somebody is now.

        Raises NoMember when there is nobody of that id, or nobody any more, or their organisation has left,
        Refused when the base cannot be read.
        """
        with TURN:
            reader, member = self._standing.known(person)
        if reader.has_left:
            raise NoMember(
                "Your organisation has left the network, so you do not sign in any more; ask a coordinator where you"
                " belong now."
            )
        if not member:
            raise NoMember("Nobody here has that id any more; ask a coordinator to invite you.")
        return member

    def network(self) -> Network:
        """Tell what network this is."""
        with TURN:
            config = self._standing.opened().config
        return Network(config.network, config.languages)

    def panels(self) -> Sequence[Panel]:
        """List the panels that plugins add."""
        with TURN:
            plugins = self._standing.opened().plugins()
            return [panel for _, panel in plugins.gather("epex_panels", Panel)]

    def draft(self, person: str, about: str, /, *, months: int = 0) -> Draft | None:
        """Give what somebody has not recorded yet about a visit or a meeting.

        Raises Refused when they may not read what it is about.
        """
        with self._drafting(person, about) as (drafts, stream):
            found = drafts.find(person, stream, use_of(months))
        if found is None:
            return None
        return Draft(**{name: getattr(found, name) for name in Draft._fields})

    def keep(self, person: str, about: str, draft: Draft, /, *, months: int = 0) -> None:
        """Keep a draft.

        Raises Refused when somebody may not read what it is about.
        """
        said = draft._asdict()
        said |= {"answers": dict(draft.answers), "chosen": dict(draft.chosen)}
        with self._drafting(person, about) as (drafts, stream):
            drafts.save(KeptDraft(author=person, typist=person, about=stream, use=use_of(months), **said))

    @contextmanager
    def _drafting(self, person: str, about: str) -> Iterator[tuple[Drafts, str]]:
        self.member(person)
        with TURN:
            base = self._standing.as_seen_by(person, None)
            yield Drafts(base.config), base.queries().resolve(about)

    def close(self) -> None:
        """Let go of the base."""
        with TURN:
            self._standing.close()


def _known(base: KnowledgeBase, person: str) -> tuple[Reader, Member | None]:
    reader = reader_of(base.today, person)
    if not reader.person:
        return reader, None
    organisation = reader.organisation or ""
    titles = Queries(base.today, reader, base.config.language).titles([person, organisation])
    names = (titles.get(person, ""), organisation, titles.get(organisation, ""))
    return reader, Member(person, *names, tuple(sorted(reader.roles)), base.config.language)


def _with_json(line: Sequence[str]) -> list[str]:
    """Ask for JSON; what follows `--` is never an option."""
    place = list(line).index("--") if "--" in line else len(line)
    return [*line[:place], "--json", *line[place:]]


def _marks(config: Config) -> tuple[object, ...]:
    """Tell by what files a base is opened: which ones, and for those that are written as a whole, when."""
    whole = (config.folder / "epex.toml", *sorted(config.keys_folder.glob("*.key")))
    databases = (config.keys_folder / "keys.db", Path(config.address(config.log)))
    return (*map(_written, whole), *map(_which, databases))


def _written(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_ino, found.st_mtime_ns


def _which(path: Path) -> int:
    return _written(path)[0]


@contextmanager
def _streams(text: str) -> Iterator[tuple[io.TextIOWrapper, io.StringIO]]:
    printed, told = SPARE.pop() if SPARE else (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n"), io.StringIO())
    kept = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8"), printed, told
    try:
        yield printed, told
    finally:
        sys.stdin, sys.stdout, sys.stderr = kept
        for stream in (printed, told):
            stream.seek(0)
            stream.truncate()
        SPARE.append((printed, told))
