"""Erase a person: nothing is left but what others wrote, also after a crash at any step."""

import gzip
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from epex.app.base import KnowledgeBase
from epex.app.erasing.pending import found, secret_of, under_way
from epex.core.decision import Refused
from epex.core.log.verification import verify
from tests.app.erasing.bases import (
    COLLEAGUE,
    EARLIER,
    GONE,
    GROUND,
    KEPT,
    NAME,
    NAMING,
    OWN,
    RARE,
    SENTENCE,
    STAYS,
    WRITTEN,
    Interrupted,
    again,
    erase,
    name_in_element,
    steps,
    stop_before,
    types,
)
from tests.app.erasing.plaintext import residues

STEPS = [
    "Asking for it",
    "Keeping what to look for",
    "Destroying 3 keys",
    "Signing the register of destroyed keys",
    "Building the views anew",
    "Building the search index anew",
    "Looking for what others wrote about it",
    "Writing the databases out",
    "Looking at every byte",
    "Recording what was seen",
    "Forgetting what was looked for",
]
FACTS = ["person.registered", "person.revised", "person.erasure_requested", "person.erased"]


def left(base: KnowledgeBase) -> list[str]:
    """List what a second scanner still finds: the rare words with their stems, and whole texts."""
    whole = residues(base.config.folder, [NAME, EARLIER, SENTENCE], stems=False)
    return [*residues(base.config.folder, RARE), *whole]


def test_the_second_scanner_finds_the_words_before_they_are_erased(small: KnowledgeBase) -> None:
    found = residues(small.config.folder, RARE)

    assert {place.partition("/")[0] for place in found} == {"views", "index"}


def test_erase_leaves_no_byte_behind(small: KnowledgeBase) -> None:
    row = erase(small)

    assert left(small) == []
    assert (row["tasks"], row["hidden_tasks"], types(small)) == ([], 0, FACTS)


@pytest.mark.slow
def test_erase_takes_away_copies_of_keys_that_a_killed_run_left(small: KnowledgeBase) -> None:
    left_over = small.config.keys_folder / ".passing-abc"
    left_over.mkdir()
    (left_over / "keys.db").write_bytes((small.config.keys_folder / "keys.db").read_bytes())

    erase(small)

    assert not left_over.exists()


def test_erase_goes_through_its_steps_and_says_them(small: KnowledgeBase) -> None:
    assert steps(small) == STEPS


def test_certificate_tells_what_was_done_and_names_nobody(small: KnowledgeBase) -> None:
    head = small.log.head()

    row = erase(small)

    officer = small.config.acting_as
    told = [row[name] for name in ("id", "ground", "documents", "kept")]
    assert told == [GONE, GROUND, [WRITTEN], [STAYS]]
    assert [(row[moment]["by"], row[moment]["position"]) for moment in ("asked", "done")] == [
        (officer, head + 1),
        (officer, head + 2),
    ]
    assert {key["key"]: key["destroyed_at"] for key in row["keys"]} == small.log.vault.tombstones()
    assert [key["key"] for key in row["keys"]] == [GONE, WRITTEN, f"{OWN}/name"]
    assert (row["looked_for"] > 4, row["files"] > 4, row["bytes"] > 100_000, len(row["digest"])) == (
        True,
        True,
        True,
        64,
    )


@pytest.mark.slow
def test_erase_keeps_what_stays_by_consent_without_a_name(small: KnowledgeBase) -> None:
    erase(small)

    row = small.queries().show(STAYS)
    assert (row["answers"], row["person_title"]) == ({"how": KEPT}, "an erased person")


def test_views_say_erased_where_text_was(small: KnowledgeBase) -> None:
    erase(small)

    queries = again(small).queries()
    listed = {
        row["id"]: row["title"] for kind in ("person", "organisation", "reflection") for row in queries.listing(kind)
    }
    assert [listed[one] for one in (GONE, OWN, WRITTEN)] == ["an erased person", "[erased]", "[erased]"]
    assert [queries.show(one)["status"] for one in (GONE, WRITTEN)] == ["erased", "erased"]
    passages = [link["passage"] for link in queries.why(queries.resolve("A way to begin"))["evidence"]]
    assert passages == ["[erased]"]
    assert {row["type"] for row in queries.audit_log()} >= {"person.erasure_requested", "person.erased"}


@pytest.mark.slow
def test_search_no_longer_finds_it(small: KnowledgeBase) -> None:
    erase(small)

    found = [again(small).search().search(words)["total"] for words in ("marmalade tribunal", "Quillenbrook")]

    assert found == [0, 0]


@pytest.mark.slow
def test_the_log_still_verifies(small: KnowledgeBase) -> None:
    erase(small)

    assert verify(small.log.rows).faults == ()


def test_erasing_is_sealed_by_a_checkpoint_and_the_register(small: KnowledgeBase) -> None:
    row = erase(small)

    newest = small.notary.checkpoints.newest()
    assert newest is not None
    assert newest.checkpoint.size == len(small.log.facts())
    written = small.notary.register.read()
    assert written is not None
    assert [line.split()[0] for line in written.text.splitlines()[2:]] == sorted(key["key"] for key in row["keys"])


@pytest.mark.slow
def test_what_others_wrote_is_listed_and_nothing_else(small: KnowledgeBase) -> None:
    position = name_in_element(small, f"It was {NAME.upper()} who showed us.")

    row = erase(small)

    assert row["tasks"] == [{"id": NAMING, "positions": [position]}]
    assert {place.partition(":")[0] for place in residues(small.config.folder, [NAME], stems=False)} == {
        "views/views.db"
    }


@pytest.mark.slow
def test_a_name_within_another_word_is_nobodys(small: KnowledgeBase) -> None:
    name_in_element(small, f"It was {NAME}er, of the {NAME}erhof, and McZ{NAME[1:]}.")

    assert erase(small)["tasks"] == []


PLANTED: dict[str, Callable[[Path], object]] = {
    "exports/people.csv": lambda path: path.write_text(f"id,name\n1,{NAME}\n", "utf-8"),
    "copy.db": lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(50) + f"abc12{EARLIER}person-".encode()),
    "old/notes.txt": lambda path: path.write_text(f"see {CONTACT_MAIL.upper()}", "utf-16"),
    "mailbox": lambda path: path.write_bytes(b"Subject: =?utf-8?B?IFplcGh5cmluZSBRdWlsbGVuYnJvb2s=?="),
    "log.gz": lambda path: path.write_bytes(gzip.compress(f"{NAME}\n".encode())),
    f"{NAME}.txt": lambda path: path.write_text("nothing", "utf-8"),
    ".hidden": lambda path: path.write_text(SENTENCE, "utf-8"),
}
CONTACT_MAIL = "zephyrine@quillenbrook.example"


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANTED)
def test_a_file_that_still_says_it_stops_the_erasure_and_is_named(small: KnowledgeBase, name: str) -> None:
    path = small.config.folder / name
    path.parent.mkdir(exist_ok=True)
    PLANTED[name](path)

    with pytest.raises(Refused, match="The keys are destroyed, but it still stands in: ") as refused:
        erase(small)

    assert str(refused.value).partition(": ")[2].startswith(name)
    assert types(small) == FACTS[:-1]
    path.unlink()
    assert erase(again(small))["id"] == GONE
    assert types(small) == FACTS


@pytest.mark.slow
def test_a_zip_within_a_zip_is_looked_into(small: KnowledgeBase) -> None:
    inner = small.config.folder.parent / "inner.zip"
    with ZipFile(inner, "w", ZIP_DEFLATED) as archive:
        archive.writestr("deep/people.txt", f"{NAME}\n" * 3)
    with ZipFile(small.config.folder / "outer.zip", "w", ZIP_DEFLATED) as archive:
        archive.write(inner, "inner.zip")

    with pytest.raises(Refused, match=r"outer\.zip!inner\.zip!deep/people\.txt"):
        erase(small)


def test_a_file_that_cannot_be_looked_into_is_named(small: KnowledgeBase) -> None:
    (small.config.folder / "broken.zip").write_bytes(b"PK\x03\x04 and nothing that follows")

    with pytest.raises(Refused, match=r"broken\.zip! \(what is packed in it cannot be read \(BadZipFile\)\)"):
        erase(small)


@pytest.mark.slow
def test_words_outside_the_rows_of_the_views_are_found(small: KnowledgeBase) -> None:
    path = small.config.folder / "views" / "views.db"

    def plant(step: str) -> None:
        if step == "Looking at every byte":
            with path.open("ab") as file:
                file.write(f"xyz{NAME}xyz".encode().ljust(4096, b"\0"))

    with pytest.raises(Refused, match=r"still stands in: views/views\.db\. "):
        erase(small, plant)
    assert erase(again(small))["tasks"] == []


@pytest.mark.slow
def test_words_in_a_row_of_somebody_else_are_found(small: KnowledgeBase) -> None:
    path = small.config.folder / "views" / "views.db"

    def plant(step: str) -> None:
        if step == "Looking at every byte":
            with closing(sqlite3.connect(path)) as views, views:
                views.execute("UPDATE view_people SET contact = ? WHERE id = ?", (f"with {NAME}", COLLEAGUE))

    with pytest.raises(Refused, match="1 rows of the view view_people"):
        erase(small, plant)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["views/views.db", "log/events.db"])
def test_a_reader_in_the_way_is_to_be_stopped_first(small: KnowledgeBase, name: str) -> None:
    reader = sqlite3.connect(small.config.folder / name, isolation_level=None)
    table = "view_people" if name.startswith("views") else "events"
    reader.execute("BEGIN")
    reader.execute(f"SELECT * FROM {table}").fetchone()

    with pytest.raises(Refused, match=r"Something still reads .*; stop it, then run"):
        erase(small)

    reader.close()
    assert erase(again(small))["id"] == GONE
    assert residues(small.config.folder, RARE) == []


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_after_a_crash_before_any_step_it_goes_on(small: KnowledgeBase, step: str) -> None:
    with pytest.raises(Interrupted):
        erase(small, stop_before(step))

    row = erase(again(small))

    assert left(small) == []
    assert (types(small), row["looked_for"] > 4) == (FACTS, True)
    assert small.log.vault.kept(secret_of(GONE)) is None


@pytest.mark.slow
def test_a_second_run_prints_the_same_certificate(small: KnowledgeBase) -> None:
    assert erase(small) == erase(again(small))


@pytest.mark.parametrize("step", ["Keeping what to look for", "Looking at every byte"])
def test_an_erasure_under_way_is_found_by_the_name_that_is_gone(small: KnowledgeBase, step: str) -> None:
    with pytest.raises(Interrupted):
        erase(small, stop_before(step))

    base = again(small)

    assert [under_way(base, name, "person") for name in (NAME.lower(), EARLIER, "Anna Berg")] == [GONE, GONE, None]


LAST = "Forgetting what was looked for"


@pytest.mark.slow
def test_what_is_done_but_for_forgetting_is_found_by_its_name_and_finished(small: KnowledgeBase) -> None:
    with pytest.raises(Interrupted):
        erase(small, stop_before(LAST))
    base = again(small)

    which = found(base, NAME, "person")

    assert (which, small.log.vault.kept(secret_of(GONE)) is not None) == (GONE, True)
    assert (erase(base, who=which)["id"], small.log.vault.kept(secret_of(GONE))) == (GONE, None)


@pytest.mark.slow
def test_what_is_done_but_for_forgetting_is_finished_with_any_other(small: KnowledgeBase) -> None:
    with pytest.raises(Interrupted):
        erase(small, stop_before(LAST))

    assert found(again(small), "Tone Dahl", "person") == COLLEAGUE
    assert small.log.vault.kept(secret_of(GONE)) is None


@pytest.mark.slow
def test_what_is_done_but_for_forgetting_is_finished_by_a_name_that_means_nobody(small: KnowledgeBase) -> None:
    with pytest.raises(Interrupted):
        erase(small, stop_before(LAST))

    with pytest.raises(Refused, match="give its id if it was erased, for that alone is known of it"):
        found(again(small), "Nobody Inparticular", "person")

    assert small.log.vault.kept(secret_of(GONE)) is None


@pytest.mark.slow
def test_what_is_done_but_for_forgetting_is_finished_at_the_start_of_every_erasure(small: KnowledgeBase) -> None:
    with pytest.raises(Interrupted):
        erase(small, stop_before(LAST))

    with pytest.raises(Interrupted):
        erase(again(small), stop_before("Asking for it"), COLLEAGUE)

    assert small.log.vault.kept(secret_of(GONE)) is None


@pytest.mark.slow
def test_what_is_under_way_keeps_what_it_needs(small: KnowledgeBase) -> None:
    with pytest.raises(Interrupted):
        erase(small, stop_before("Recording what was seen"))

    assert found(again(small), "Tone Dahl", "person") == COLLEAGUE
    assert small.log.vault.kept(secret_of(GONE)) is not None


@pytest.mark.slow
def test_without_the_names_it_says_that_nothing_was_looked_for(small: KnowledgeBase) -> None:
    small.log.vault.destroy(GONE, WRITTEN, f"{OWN}/name")

    row = erase(again(small))

    assert (row["looked_for"], residues(small.config.folder, RARE)) == (0, [])


def test_a_ground_that_names_the_person_is_refused(small: KnowledgeBase) -> None:
    head = small.log.head()

    with pytest.raises(Refused, match="repeat what is to go"):
        erase(small, ground=f"{NAME} asked for it")

    assert (small.log.head(), small.log.vault.tombstones()) == (head, {})


@pytest.mark.parametrize(("ground", "who", "why"), [(" ", GONE, "The ground is empty"), (GROUND, "", "Nobody erases")])
def test_a_refusal_leaves_all_as_it_was(small: KnowledgeBase, ground: str, who: str, why: str) -> None:
    before = (small.log.head(), small.log.vault.tombstones())

    with pytest.raises(Refused, match=why):
        erase(small, ground=ground, who=who or small.config.acting_as)

    assert (small.log.head(), small.log.vault.tombstones()) == before


def test_only_an_officer_takes_up_what_was_broken_off(small: KnowledgeBase) -> None:
    with pytest.raises(Interrupted):
        erase(small, stop_before("Building the views anew"))

    with pytest.raises(Refused, match="Only a data protection officer may erase"):
        erase(KnowledgeBase.open(small.config.folder, COLLEAGUE))


def test_an_erasure_is_not_possible_as_of_a_day(small: KnowledgeBase) -> None:
    with pytest.raises(Refused, match="leave out --as-of"):
        erase(KnowledgeBase.open(small.config.folder, as_of="2099"))


def test_without_the_signing_key_nothing_is_begun(small: KnowledgeBase) -> None:
    head = small.log.head()
    (small.config.keys_folder / "signing.key").unlink()

    with pytest.raises(Refused, match="signing"):
        erase(again(small))

    assert KnowledgeBase.open(small.config.folder).log.head() == head


@pytest.mark.slow
def test_nobody_acts_or_reads_as_somebody_who_was_erased(small: KnowledgeBase) -> None:
    erase(small)

    base = KnowledgeBase.open(small.config.folder, GONE)
    with pytest.raises(Refused, match="Who acts here was erased"):
        base.begin()
    with pytest.raises(Refused, match="Nobody here has the id"):
        base.queries()
