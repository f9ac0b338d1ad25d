"""Drafts are kept whole, sealed, on this machine, and go when they must."""

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from epex.app.base import KnowledgeBase
from epex.app.drafts import Draft, Drafts, forget_drafts
from tests.app.importing.bases import TONE, copied, founded

VISIT = "visit-0b9a6d5c-1111-4222-8333-aaaabbbbcccc"
OTHER = "person-0b9a6d5c-1111-4222-8333-000011112222"
WORDS = "Marmalade kettles are never discussed"
DRAFT = Draft(author=TONE, typist=TONE, about=VISIT, use="record", answers={"why": WORDS}, language="de")
NOON = datetime(2017, 3, 14, 12, 3, tzinfo=UTC)


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    return copied(founded, tmp_path / "base")


@pytest.fixture
def drafts(base: KnowledgeBase) -> Drafts:
    return Drafts(base.config, lambda: NOON)


def test_a_draft_is_found_again_by_the_same_person_about_the_same(drafts: Drafts) -> None:
    drafts.save(DRAFT)

    found = drafts.find(TONE, VISIT, "record")

    assert found is not None
    assert (found.answers, found.language, found.saved_at) == ({"why": WORDS}, "de", "2017-03-14T12:03:00+00:00")
    assert [drafts.find(TONE, VISIT, "after 3 months"), drafts.find(OTHER, VISIT, "record")] == [None, None]


def test_a_draft_takes_the_place_of_the_earlier_one(drafts: Drafts, base: KnowledgeBase) -> None:
    drafts.save(DRAFT)
    drafts.save(Draft(author=TONE, typist=TONE, about=VISIT, use="record", answers={"how": "Slowly"}))

    assert [draft.answers for draft in drafts.of(TONE)] == [{"how": "Slowly"}]
    assert len(list((base.config.folder / "drafts").iterdir())) == 1


def test_nobody_else_on_the_machine_reads_the_folder_and_no_word_lies_open(drafts: Drafts, base: KnowledgeBase) -> None:
    before = os.umask(0)
    try:
        drafts.save(DRAFT)
    finally:
        os.umask(before)

    folder = base.config.folder / "drafts"
    [file] = folder.iterdir()
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, file)] == [0o700, 0o600]
    raw = file.read_bytes()
    assert [text for text in (WORDS, "Marmalade", TONE, VISIT, "why") if text.encode() in raw] == []
    assert VISIT not in file.name


def test_a_write_that_breaks_off_leaves_the_earlier_draft(drafts: Drafts, base: KnowledgeBase) -> None:
    drafts.save(DRAFT)
    [file] = (base.config.folder / "drafts").iterdir()
    file.with_name(f"{file.name}.0badcafe").write_bytes(file.read_bytes()[:20])

    assert [draft.answers for draft in drafts.of(TONE)] == [{"why": WORDS}]


def test_what_cannot_be_opened_is_nobodys(drafts: Drafts, base: KnowledgeBase) -> None:
    drafts.save(DRAFT)
    [file] = (base.config.folder / "drafts").iterdir()
    for damaged in (b"", b"{}", b"no json", file.read_bytes().replace(b"e", b"f")):
        file.write_bytes(damaged)

        assert (drafts.find(TONE, VISIT, "record"), drafts.of(TONE)) == (None, [])


def test_a_typist_lists_what_is_typed_for_somebody_else(drafts: Drafts) -> None:
    drafts.save(Draft(author=OTHER, typist=TONE, about=VISIT, use="record", answers={"why": WORDS}))

    assert [len(drafts.of(person)) for person in (TONE, OTHER, "person-nobody")] == [1, 1, 0]


def test_a_draft_is_dropped_once_and_again(drafts: Drafts) -> None:
    drafts.save(DRAFT)

    drafts.drop(*DRAFT.place)
    drafts.drop(*DRAFT.place)

    assert drafts.of(TONE) == []


def test_drafts_go_with_the_person_who_is_erased_and_no_others(drafts: Drafts, base: KnowledgeBase) -> None:
    drafts.save(DRAFT)
    drafts.save(Draft(author=OTHER, typist=TONE, about=VISIT, use="record", answers={"why": WORDS}))
    drafts.save(Draft(author=OTHER, typist=OTHER, about=VISIT, use="after 3 months", answers={"why": WORDS}))
    (base.config.folder / "drafts" / "left.draft.0badcafe").write_bytes(b"{")

    forget_drafts(base.config, base.log, TONE)

    assert [draft.use for draft in drafts.of(OTHER)] == ["after 3 months"]
    assert len(list((base.config.folder / "drafts").iterdir())) == 1
