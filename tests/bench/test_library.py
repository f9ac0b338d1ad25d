"""The library's own log, as an opponent of reading."""

from pathlib import Path

from bench.bases import new_base
from bench.library import Library
from bench.reading import _links, read_all


def test_library_reads_as_many_events_as_ours(tmp_path: Path) -> None:
    with new_base() as ground:
        founding = ground.base.log.head()
        ground.append(on for on, _ in zip(_links(), range(1500), strict=False))
        library = Library(tmp_path / "library.db", ground.base.log.facts(founding, limit=1500))

        read = library.read(), read_all(ground, founding)

        library.close()
    assert read == (1500, 1500)
