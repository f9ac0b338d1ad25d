"""Out and in again: a project comes back with the same codes, sources and passages, whatever people write."""

from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.app.base import KnowledgeBase
from tests.app.importing.bases import copied, founded
from tests.laws import examples
from tests.plugins.refi_qda.bases import brought, coded, project_of, taken, told, written

LETTERS = st.sampled_from("ab é👩\u200d👧🚪ءب\u0651ـßŁ😀 \n.,&<\"'")
WORDS = st.text(LETTERS, min_size=1, max_size=30).map(lambda words: normalize("NFC", words).strip()).filter(bool)
LINES = WORDS.map(lambda words: " ".join(words.split()))
STANCES = st.sampled_from(["supports", "nuances", "contradicts"])


@st.composite
def projects(draw: st.DrawFn) -> dict[str, list[dict[str, str]]]:
    """Draw themes, texts, and passages of them by place."""
    themes = [{"id": f"t{n}", "label": label} for n, label in enumerate(draw(st.lists(LINES, min_size=1, max_size=3)))]
    texts = draw(st.lists(WORDS, min_size=1, max_size=3))
    sources = [{"id": f"r{n}", "title": f"Text {n}", "text": text} for n, text in enumerate(texts)]
    evidence = {}
    for number in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(texts) - 1))
        start = draw(st.integers(0, len(texts[place]) - 1))
        words = texts[place][start : start + draw(st.integers(1, 9))]
        of, stance = draw(st.sampled_from(themes))["id"], draw(STANCES)
        if words == words.strip() == normalize("NFC", words):
            row = {"of": of, "source": f"r{place}", "words": words, "start": str(start), "stance": stance}
            evidence[of, place, start, words, stance] = {"id": f"e{number}", **row}
    return {"themes": themes, "reflections": sources, "evidence": list(evidence.values())}


@examples(50)
@given(rows=projects())
def test_project_comes_back_with_the_same_codes_sources_and_passages(
    rows: dict[str, list[dict[str, str]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("round") / "trip"
    here, there = copied(founded, folder / "here"), copied(founded, folder / "there")
    outcome = taken(here, rows).outcome
    assert outcome.refused == []

    content = written(KnowledgeBase.open(here.config.folder), "qdpx")
    came = brought(there, "qdpx", content, visibility="network").outcome
    back = written(KnowledgeBase.open(there.config.folder), "qdpx")

    project, names = told(content), {row["id"]: row["label"] for row in rows["themes"]}
    assert (came.refused, told(back)) == ([], project)
    assert project["passages"] == sorted(
        (
            f"Text {row['source'][1:]}",
            (int(row["start"]), int(row["start"]) + len(row["words"])),
            row["words"],
            names[row["of"]],
            row["stance"],
        )
        for row in rows["evidence"]
    )


def test_answers_come_back_below_their_questions(tmp_path: Path) -> None:
    here, there = copied(coded, tmp_path / "here"), copied(founded, tmp_path / "there")

    content = written(here, "qdpx")
    outcome = brought(there, "qdpx", content, visibility="network").outcome

    again = KnowledgeBase.open(there.config.folder)
    answers = [row for row in again.queries().listing("reflection") if row["title"] == "Two answers"]
    assert outcome.refused == []
    assert told(written(again, "qdpx")) == told(content)
    assert again.queries().answers([answers[0]["id"]]) == {
        answers[0]["id"]: {"why": "Doors open 🚪 slowly.", "how": "We wait."}
    }


def test_a_project_that_was_coded_on_brings_only_its_new_codings(tmp_path: Path) -> None:
    base = copied(coded, tmp_path / "base")
    content = written(base, "qdpx")
    head = base.log.head()

    same = brought(base, "qdpx", content).outcome

    assert (same.recorded, same.skipped, same.refused, base.log.head()) == (0, 8, [], head)
    assert len(project_of(content).findall(".//Coding")) == 4
