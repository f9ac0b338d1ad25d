"""Tell what may be found from what may not: texts of others that are listed, and nothing else."""

import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from epex.app.base import KnowledgeBase
from epex.app.config import FILE_NAME
from epex.app.erasing.databases import OWN, held, is_said, says, standing, text_of
from epex.app.erasing.forms import Bounds, Finder
from epex.app.erasing.scan import Scan, Scanned, count
from epex.app.erasing.sought import SoughtKeys
from epex.app.keys import DATABASE, OWN_SECRETS, SIGNING, index_secret
from epex.core.letters import fold, normal
from epex.core.log.checkpoint import NAME as CHECKPOINT
from epex.projections.cells import is_in_a_stem
from epex.projections.database import is_shared
from epex.search.manifest import NAME as MANIFEST
from epex.search.manifest import Manifest

VIEWS_ON_SERVER = "views on the server"
LOG_ON_SERVER = "log on the server"
OWN_NAMES = frozenset(
    (
        *("keys", DATABASE, "base.key", "evaluation.key", SIGNING, *OWN_SECRETS, "destroyed.txt", "saved.txt"),
        "exchange.key",
        *("log", "events.db", "views", "views.db", "index", "lock", "checkpoints", FILE_NAME),
    )
)
SETTING = re.compile(
    r"^\s*\[\w+\]|^\s*\w+\s*=|\"(?:[a-z]{2}|files|keys|index|log/events\.db|views/views\.db)\"", re.MULTILINE
)
SEGMENT = ".seg"


class Look:
    """One look through everything that belongs to a base."""

    def __init__(self, base: KnowledgeBase, finder: Finder, keys: SoughtKeys, streams: Sequence[str]) -> None:
        """Look for keys that are nowhere any more, and for texts that only some streams may still say."""
        self._base = base
        self._finder = finder
        self._streams = frozenset(streams)
        self._config = base.config
        self._scan = Scan(self._config.folder, elsewhere(base), finder, keys)
        self.scanned: list[Scanned] = []
        self.others: list[str] = []

    def run(self) -> list[str]:
        """Look at every file, and on a server at every row; say what stands where it may not."""
        self.scanned = [*self._scan.run()]
        # Before the views are opened again: to close their file would give up the locks on it.
        left = [told for each in self.scanned if (told := self._strange(each))]
        views = standing(self._base.today.store, self._finder, self._streams)
        self.others = views.others
        if self._base.today.store.is_shared:
            self.scanned.append(Scanned(VIEWS_ON_SERVER, views.size, sum(views.strange.values())))
        if is_shared(self._config.log):
            self.scanned.append(log := self._log())
            left += [log.path] if log.hits else []
        return [*(f"{times} rows of the view {table}" for table, times in views.strange.items()), *left]

    def _strange(self, each: Scanned) -> str:
        if each.fault:
            return f"{each.path} ({each.fault})"
        return each.path if each.hits and not self._is_explained(each) else ""

    def _is_explained(self, each: Scanned) -> bool:
        path = self._config.folder.resolve() / each.path
        named = "/".join(name for name in each.path.split("/") if name not in OWN_NAMES)
        if path not in self._index and self._finder.count(named.encode(errors="replace")):
            return False
        if path.is_dir() or not each.size:
            return True
        if path in self._databases:
            # Nothing is deleted there without being overwritten: a short text in no row stands there by chance.
            telling = self._finder.telling()
            is_kept = self._count(path, telling) <= held(path, telling)
            return is_kept and (self._is_views(path) or not says(path, self._finder, self._streams))
        if path in self._index:
            # The manifest and the table of contents know no document.
            return path.suffix != SEGMENT or self._count(path, Finder(self._unstemmed())) == 0
        if path.name == FILE_NAME and path.parent == self._config.folder.resolve():
            return not self._finder.finds(self._settings(path))
        return self._is_own_text(path) and not self._finder.finds(OWN.sub(" ", path.read_text("utf-8", "replace")))

    def _is_views(self, path: Path) -> bool:
        return not is_shared(self._config.views) and path == Path(self._config.address(self._config.views)).resolve()

    @cached_property
    def _databases(self) -> set[Path]:
        places = [self._config.address(place) for place in (self._config.log, self._config.views)]
        files = [Path(place).resolve() for place in places if not is_shared(place)]
        return {*files, (self._config.keys_folder / DATABASE).resolve()}

    @cached_property
    def _index(self) -> set[Path]:
        """Give the files that were made just now from what may be read, as their manifest lists them."""
        folder = self._config.index_folder.resolve()
        found = (folder / MANIFEST).read_bytes() if (folder / MANIFEST).exists() else b""
        files = Manifest.unsealed(found, index_secret(self._config.keys_folder))
        return (
            {folder / MANIFEST, folder / files.folder, *(folder / files.folder / name for name in files.files)}
            if files
            else set()
        )

    def _is_own_text(self, path: Path) -> bool:
        config = self._config
        if path.parent == config.checkpoints_folder.resolve():
            return CHECKPOINT.fullmatch(path.name) is not None
        if path.parent == config.keys_folder.resolve():
            return path.suffix in (".key", ".secret") or path.name in ("destroyed.txt", "saved.txt")
        return False

    def _settings(self, path: Path) -> str:
        text = path.read_text("utf-8")
        named = text.replace(self._config.network, "") if self._config.network_id in self._streams else text
        return SETTING.sub(" ", OWN.sub(" ", named))

    def _count(self, path: Path, finder: Finder) -> int:
        with path.open("rb") as file:
            return count(file, finder, Bounds.CELLS)[1]

    def _unstemmed(self) -> list[str]:
        """Give what does not stand in the index because a text that may be found has that very word, or by chance."""
        texts, store = self._finder.telling().texts, self._base.today.store
        return [text for text in texts if " " in text or not is_in_a_stem(store, fold(normal(text)))]

    def _log(self) -> Scanned:
        size = hits = 0
        for event, _ in self._base.log.rows.pairs():
            cells = tuple(map(text_of, event or ()))
            size, hits = size + sum(map(len, cells)), hits + is_said(cells, self._finder, self._streams)
        return Scanned(LOG_ON_SERVER, size, hits)


def elsewhere(base: KnowledgeBase) -> list[Path]:
    """List the folders and files of a base that do not lie in its folder."""
    config, home = base.config, base.config.folder.resolve()
    files = [Path(config.address(place)) for place in (config.log, config.views) if not is_shared(place)]
    beside = [other for path in files for other in sorted(path.parent.glob(f"{path.name}*"))]
    folders = [config.keys_folder, config.index_folder, config.checkpoints_folder]
    return [path for path in (*folders, *beside) if path.exists() and not path.resolve().is_relative_to(home)]
