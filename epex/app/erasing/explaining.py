"""Tell what may be found from what may not: texts of others that are listed, and nothing else."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from epex.app.base import KnowledgeBase
from epex.app.config import FILE_NAME
from epex.app.erasing.databases import Standing, standing
from epex.app.erasing.forms import Bounds, Finder
from epex.app.erasing.scan import Scan, Scanned, count
from epex.projections.database import is_shared
from epex.projections.document_queries import Documents
from epex.search.folding import fold, normal
from epex.search.languages import stems
from epex.search.texts import bodies, language_of_rest, titles

VIEWS_ON_SERVER = "views on the server"
LOG_ON_SERVER = "log on the server"


class Look:
    """One look through everything that belongs to a base."""

    def __init__(self, base: KnowledgeBase, finder: Finder, streams: Sequence[str]) -> None:
        """Look for texts that only some streams may still say."""
        self._base = base
        self._finder = finder
        self._streams = frozenset(streams)
        self._config = base.config
        self._scan = Scan(self._config.folder, elsewhere(base), finder)
        self.scanned: list[Scanned] = []

    def run(self) -> list[str]:
        """Look at every file, and on a server at every row; say what stands where it may not."""
        self.scanned = [*self._scan.run()]
        views = standing(self._base.today.store, self._finder, self._streams)
        if self._base.today.store.is_shared:
            self.scanned.append(Scanned(VIEWS_ON_SERVER, views.size, sum(views.strange.values())))
        if is_shared(self._config.log):
            self.scanned.append(self._log())
        return list(self._strange(views))

    def _strange(self, views: Standing) -> Iterator[str]:
        for table, times in views.strange.items():
            yield f"{times} rows of the view {table}"
        for each in self.scanned:
            if each.fault:
                yield f"{each.path} ({each.fault})"
            elif each.hits and each.path != VIEWS_ON_SERVER and not self._is_explained(each, views):
                yield each.path

    def _is_explained(self, each: Scanned, views: Standing) -> bool:
        path = self._config.folder.resolve() / each.path
        if self._is_views(path):
            return each.hits <= views.hits
        if path.is_relative_to(self._config.index_folder.resolve()):
            return self._is_free_of(path, self._unstemmed())
        if each.path == FILE_NAME and self._config.network_id in self._streams:
            rest = path.read_text("utf-8").replace(self._config.network, "")
            return not self._finder.finds(rest)
        return False

    def _is_views(self, path: Path) -> bool:
        return not is_shared(self._config.views) and path == Path(self._config.address(self._config.views)).resolve()

    def _is_free_of(self, path: Path, texts: Iterable[str]) -> bool:
        with path.open("rb") as file:
            return count(file, Finder(texts), Bounds.CELLS)[1] == 0

    def _unstemmed(self) -> list[str]:
        """Give what does not stand in the index because a text that may be found has that very word."""
        known = "\n".join(self._stems())
        return [text for text in self._finder.texts if " " in text or fold(normal(text)) not in known]

    def _stems(self) -> set[str]:
        found: set[str] = set()
        for row in Documents(self._base.today, self._base.reader).changed():
            rest = language_of_rest(row, self._config.languages)
            found.update(
                stem for language, text in (*titles(row, rest), *bodies(row, rest)) for stem in stems(text, language)
            )
        return found

    def _log(self) -> Scanned:
        size = hits = 0
        for event, _ in self._base.log.rows.pairs():
            raw = b"\n".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in event or ())
            size, hits = size + len(raw), hits + self._finder.count(raw)
        return Scanned(LOG_ON_SERVER, size, hits)


def elsewhere(base: KnowledgeBase) -> list[Path]:
    """List the folders and files of a base that do not lie in its folder."""
    config, home = base.config, base.config.folder.resolve()
    files = [Path(config.address(place)) for place in (config.log, config.views) if not is_shared(place)]
    beside = [other for path in files for other in sorted(path.parent.glob(f"{path.name}*"))]
    folders = [config.keys_folder, config.index_folder, config.checkpoints_folder]
    return [path for path in (*folders, *beside) if path.exists() and not path.resolve().is_relative_to(home)]
