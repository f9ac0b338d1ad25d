"""The index follows the documents, heals itself, and never opens what it did not write."""

import gc
import os
import pickle
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from epex.core.decision import Refused
from epex.core.reflection import ReflectionRevised
from epex.projections.table import Row
from epex.search.folder import IndexFolder
from epex.search.following import FollowingIndex
from epex.search.index import Snapshot
from epex.search.manifest import NAME
from epex.search.search import Search
from tests.search.networks import SECRET, Network, ids, opened


def kept(search: Search) -> FollowingIndex:
    """Give the index on disk that a search asks."""
    assert isinstance(search._backend, FollowingIndex)
    return search._backend


def serving(search: Search) -> Snapshot:
    """Give the index that a search has open."""
    snapshot = kept(search)._snapshot
    assert snapshot
    return snapshot


def sealing(search: Search) -> IndexFolder:
    """Give the place of the index as it is now, to write in it as another process would."""
    return kept(search)._folder(search._statistics.catch_up())


def folder_of(network: Network) -> Path:
    """Find the folder that serves."""
    (folder,) = (path for path in network.index.iterdir() if path.is_dir())
    return folder


def revise(network: Network, name: str, text: str, version: int = 2) -> None:
    network.record(f"reflection-{name}", ReflectionRevised(answers={"how": text}, reason="", version=version))


def test_a_new_document_is_found_at_once(network: Network) -> None:
    search = network.search()
    network.reflect("one", "Trust grows slowly.")
    before = ids(search.search("trust"))

    network.reflect("two", "They trust each other.")

    assert (before, sorted(ids(search.search("trust")))) == (["one"], ["one", "two"])


def test_an_index_that_is_behind_is_extended_and_not_built_anew(network: Network) -> None:
    network.reflect("one", "Trust grows slowly.")
    network.search().search("trust")
    before = folder_of(network)

    network.reflect("two", "They trust each other.")
    network.search().search("trust")

    assert folder_of(network) == before


def test_a_revised_document_is_found_by_its_new_words_only(network: Network) -> None:
    network.reflect("one", "Trust grows slowly.")
    search = network.search()
    search.search("trust")

    revise(network, "one", "Patience grows slowly.")

    assert (ids(search.search("trust")), ids(search.search("patience"))) == ([], ["one"])


def test_an_index_opened_twice_serves_both(network: Network) -> None:
    network.reflect("one", "Trust grows slowly.")
    first, second = network.search(), network.search()
    first.search("trust")

    network.reflect("two", "They trust each other.")
    second.search("trust")

    assert sorted(ids(first.search("trust"))) == ["one", "two"]


TEXTS = st.lists(
    st.tuples(st.sampled_from("abc"), st.lists(st.sampled_from(["trust", "family", "prison", "the"]), min_size=1)),
    min_size=1,
    max_size=6,
)


@pytest.mark.slow
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, st.integers(0, 6))
def test_following_equals_building_anew(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, list[str]]], pause: int
) -> None:
    with opened(tmp_path_factory.mktemp("following")) as network:
        versions: dict[str, int] = {}
        for number, (name, words) in enumerate(texts):
            versions[name] = versions.get(name, 0) + 1
            if versions[name] == 1:
                network.reflect(name, " ".join(words))
            else:
                revise(network, name, " ".join(words), versions[name])
            if number == pause:
                network.search().search("trust")

        followed = [network.search().search(word) for word in ("trust", "family -prison", '"trust prison"')]
        network.search().rebuild()
        built = [network.search().search(word) for word in ("trust", "family -prison", '"trust prison"')]

        assert [{**answer, "took_ms": 0} for answer in followed] == [{**answer, "took_ms": 0} for answer in built]


def test_whatever_is_damaged_the_answer_is_right(network: Network) -> None:
    network.reflect("one", "Trust grows slowly.")
    network.reflect("two", "Families trust each other.")
    network.search().search("trust")
    random = Random(7)  # noqa: S311 - it damages files, it keeps no secret

    for _ in range(30):
        files = sorted(path for path in network.index.rglob("*") if path.is_file() and path.stat().st_size)
        victim = random.choice(files)
        raw = bytearray(victim.read_bytes())
        raw[random.randrange(len(raw))] ^= 1 << random.randrange(8)
        victim.write_bytes(raw[: random.randrange(len(raw) + 1)] if random.random() < 0.3 else raw)

        assert sorted(ids(network.search().search("trust"))) == ["one", "two"]


def test_an_index_that_breaks_while_it_is_open_is_built_anew(network: Network) -> None:
    network.reflect("one", "Trust grows slowly.")
    search = network.search()
    search.search("trust")
    serving(search)._leaves.append((None, 0))

    assert ids(search.search("trust")) == ["one"]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # Whoosh leaves a broken file open
def test_an_index_that_breaks_while_it_is_extended_is_built_anew(network: Network) -> None:
    network.reflect("one", "Trust grows slowly.")
    search = network.search()
    search.search("trust")
    before = folder_of(network)
    sealed = sealing(search)
    with sealed.writing():
        next(before.glob("*.toc")).write_bytes(b"broken")
        sealed.publish(before, position=1, documents=1)
    network.reflect("two", "They trust each other.")

    found = network.search().search("trust")
    gc.collect()

    assert (sorted(ids(found)), folder_of(network) == before) == (["one", "two"], False)


class Trap:
    """What runs code when it is unpickled."""

    def __init__(self, path: Path) -> None:
        """Name the file that betrays it."""
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        """Make the file."""
        return os.mkdir, (str(self.path),)


def test_a_foreign_index_is_never_opened(network: Network, tmp_path: Path) -> None:
    network.reflect("one", "Trust grows slowly.")
    network.search().search("trust")
    trap = tmp_path / "sprung"
    for toc in folder_of(network).glob("*.toc"):
        start = toc.read_bytes().index(b"\x80")
        toc.write_bytes(toc.read_bytes()[:start] + pickle.dumps(Trap(trap)))

    found = network.search().search("trust")

    assert (ids(found), trap.exists()) == (["one"], False)


def test_an_index_that_another_base_sealed_is_built_anew(network: Network) -> None:
    network.reflect("one", "Trust grows slowly.")
    network.search(secret=b"another base's").search("trust")
    before = folder_of(network)

    found = network.search(secret=SECRET).search("trust")

    assert (ids(found), folder_of(network) == before) == (["one"], False)


def test_an_index_of_other_languages_is_built_anew(network: Network) -> None:
    network.reflect("one", "Trust grows slowly.")
    network.search(languages=["en"]).search("trust")
    before = folder_of(network)

    network.search(languages=["en", "de"]).search("trust")

    assert folder_of(network) != before


def test_an_index_that_is_ahead_of_its_base_is_built_anew(tmp_path: Path) -> None:
    with opened(tmp_path / "longer") as longer, opened(tmp_path / "shorter") as shorter:
        longer.reflect("one", "Trust grows slowly.")
        longer.reflect("two", "Trust grows slowly.")
        longer.search().search("trust")
        shorter.reflect("three", "Trust grows slowly.")
        longer.index.rename(shorter.index)

        assert ids(shorter.search().search("trust")) == ["three"]


def test_an_index_with_another_number_of_documents_is_built_anew(tmp_path: Path) -> None:
    with opened(tmp_path / "one") as one, opened(tmp_path / "other") as other:
        one.reflect("a", "Trust grows slowly.")
        one.reflect("b", "Trust grows slowly.")
        one.search().search("trust")
        other.reflect("a", "Trust grows slowly.")
        revise(other, "a", "Patience grows slowly.")
        one.index.rename(other.index)

        assert ids(other.search().search("patience")) == ["a"]


def test_rebuilding_leaves_no_old_words_on_disk(network: Network) -> None:
    network.reflect("one", "Xylographer.")
    search = network.search()
    search.search("trust")
    revise(network, "one", "Patience.")
    search.search("trust")

    search.rebuild()

    written = b"".join(path.read_bytes() for path in network.index.rglob("*") if path.is_file())
    assert (b"xylograph" in written, b"patienc" in written) == (False, True)


def test_no_text_of_a_document_is_kept_in_the_index(network: Network) -> None:
    network.reflect("one", "Grandmothers baked plum cakes unasked.")
    network.search().search("trust")

    written = b"".join(path.read_bytes() for path in network.index.rglob("*") if path.is_file())
    assert (b"Grandmothers" in written, b"baked plum" in written) == (False, False)


def test_a_folder_that_cannot_be_written_is_refused(network: Network) -> None:
    network.reflect("one", "Trust grows slowly.")
    network.index.write_bytes(b"a file in the way")

    with pytest.raises(Refused, match="cannot be written"):
        network.search().search("trust")


def test_an_index_that_cannot_be_extended_is_refused(network: Network) -> None:
    network.reflect("one", "Trust grows slowly.")
    network.search().search("trust")
    (network.index / f"{NAME}.new").mkdir()
    network.reflect("two", "Trust grows slowly.")

    with pytest.raises(Refused, match="cannot be written"):
        network.search().search("trust")


def test_an_index_that_others_take_away_while_it_is_written_is_built_again(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    network.reflect("one", "Oak.")
    search = network.search()
    index, changed = kept(search), search._statistics.changed
    others = [network.index, network.index]

    def taken_away(*told: Any) -> Iterator[Row]:
        if others:
            shutil.rmtree(others.pop())
        return changed(*told)

    monkeypatch.setattr(search._statistics, "changed", taken_away)

    assert (index.rebuild().documents, ids(search.search("oak"))) == (1, ["one"])


def test_an_index_is_built_once_by_those_who_wait_for_it(network: Network) -> None:
    network.reflect("one", "Trust grows slowly.")
    first, second = network.search(), network.search()
    counted, folder = first._statistics.catch_up(), sealing(first)
    with ThreadPoolExecutor() as threads, folder.writing():
        waiting = threads.submit(second.search, "trust")
        kept(first)._built(folder, counted)
        built = folder_of(network)

    assert (ids(waiting.result()), folder_of(network)) == (["one"], built)


def test_a_missing_manifest_is_no_index(network: Network) -> None:
    search = network.search()
    search.search("trust")
    (network.index / NAME).unlink()

    assert network.search().status()["state"] == "missing"
