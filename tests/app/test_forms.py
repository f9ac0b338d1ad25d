"""Forms that are mailed, answered and read back."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epex.app.base import KnowledgeBase
from epex.app.form_text import Form, answers_of, collapsed, read, write
from epex.app.forms import export, record_forms
from epex.core import organisation, person, visit
from epex.core.decision import Actor, On, Refused
from epex.core.log.command import Command
from epex.core.organisation import Organisation
from epex.core.question_texts import EPEX_SET
from epex.core.reflection import AboutVisit, ReflectionRecorded, record
from epex.core.visit import VisitPlanned
from tests.app.importing.bases import HOME, TONE, copied, founded

VISIT = "visit-0b9a6d5c-1111-4222-8333-aaaabbbbcccc"
OTHER = "visit-0b9a6d5c-1111-4222-8333-aaaabbbbdddd"
STRANGER = "person-0b9a6d5c-1111-4222-8333-000011112222"
ANSWERS = {
    "why": "Because they come back.",
    "how": "With tea, and with time.\nNobody is asked twice.",
    "what_does_not_work": "Forms.",
    "need_to_learn": "Patience, because our work at home has very little of it, and we lose young people over that.",
}


@pytest.fixture
def base(tmp_path: Path) -> KnowledgeBase:
    """Give a base with a visit that is complete and one that is not."""
    return copied(visited, tmp_path / "base")


def visited(folder: Path) -> KnowledgeBase:
    """Found a base with a visit that is complete and one that is not."""
    base = founded(folder)
    by = base.begin().by
    base.begin().record(person.register(STRANGER, "Ola Vik", Organisation(HOME), by=by))
    for stream, title in ((VISIT, "A week at the harbour"), (OTHER, "Not over yet")):
        planned = VisitPlanned(
            title=title,
            year=1,
            purpose="practice_transfer",
            host=by.organisation or "",
            host_people=(by.person,),
            visitors=(TONE,),
            visiting_organisations=(HOME,),
        )
        base.begin().record(visit.plan(stream, planned, by=by, homes={by.person: planned.host, TONE: HOME}))
    complete(base, VISIT)
    return base


def complete(base: KnowledgeBase, stream: str) -> None:
    """Take a visit to its end."""
    steps: tuple[Callable[[visit.Visit, Actor], list[On]], ...] = (
        lambda state, by: visit.agree(state, by=by),
        lambda state, by: visit.prepare(state, by=by, confidentiality_briefing=True),
        lambda state, by: visit.start(state, by=by, on="2016-05-02"),
        lambda state, by: visit.complete(state, by=by, on="2016-05-04"),
    )
    for step in steps:
        act = base.begin()
        act.record(step(act.load(stream), act.by))


def filled(text: str, *answers: str) -> str:
    """Write answers under the questions of the first form, in their order."""
    head, *parts = re.split(r"(?m)^(?=\[question|\[end of form)", text)
    written = (part.rstrip() + f"\n\n{answer}\n\n" for part, answer in zip(parts, answers, strict=False))
    return "".join((head, *written, *parts[len(answers) :]))


def answered(base: KnowledgeBase) -> str:
    """Fill in the visitor's form."""
    return filled(export(base, TONE), *ANSWERS.values(), "-")


def recorded(base: KnowledgeBase) -> list[ReflectionRecorded]:
    """List the reflections in the log."""
    return [fact.event for fact in base.log.facts() if isinstance(fact.event, ReflectionRecorded)]


def test_export_asks_about_completed_visits_and_names_nobody(base: KnowledgeBase) -> None:
    text = export(base, TONE)

    assert text.count("[form ") == 1
    assert "A week at the harbour, 2016-05-02 to 2016-05-04" in text
    assert [name for name in ("Tone", "Dahl", "Anna", TONE, VISIT, "Not over yet") if name in text] == []
    assert text.count("Why do we do what we do?") == 1


@pytest.mark.slow
def test_export_asks_in_the_language_of_the_person(base: KnowledgeBase) -> None:
    act = base.begin()
    act.record(organisation.revise(act.load(HOME), by=act.by, languages=("ckb", "nb")))

    assert "Hvorfor gjør vi det vi gjør?" in export(base, TONE)
    assert "لماذا نقوم بما نقوم به؟" in export(base, TONE, "ar")


def test_forms_differ_by_person_and_stay_the_same(base: KnowledgeBase) -> None:
    assert export(base, TONE) == export(base, TONE)
    assert export(base, TONE) != export(base, base.person)


def test_import_records_the_reflection_once(base: KnowledgeBase) -> None:
    text = answered(base)

    [first] = record_forms(base, text.encode(), "tone.txt", "2016-05-10")
    [second] = record_forms(base, text.encode(), "tone.txt")

    [reflection], envelope = recorded(base), base.log.facts()[-1].envelope
    assert (second.id, second.position, first.repeated, second.repeated) == (first.id, first.position, False, True)
    assert (reflection.answers, reflection.author, reflection.about, reflection.side) == (
        ANSWERS,
        TONE,
        VISIT,
        "visitor",
    )
    assert (reflection.question_set, reflection.question_set_version, reflection.detected_language) == ("epex", 1, "en")
    assert (envelope.visibility, envelope.audience, envelope.occurred_on) == ("pair", VISIT, "2016-05-10")
    with pytest.raises(Refused, match="No completed visit waits"):
        export(base, TONE)


def wrapped(text: str) -> str:
    """Break long lines as a mail program does."""
    return re.sub(r"(?m)^(.{50,72}) (?=\S)", r"\1\n", text)


MAIL = {
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "quoted": lambda text: "Thanks!\n\n" + "".join(f"> {line}\n" for line in text.splitlines()),
    "quoted twice": lambda text: "".join(f">> {line}\n" for line in text.splitlines()),
    "bom": lambda text: "\ufeff" + text,
    "trailing spaces": lambda text: text.replace("\n", "  \n"),
    "wrapped": wrapped,
    "wrapped and quoted": lambda text: "".join(f"> {line}\r\n" for line in wrapped(text).splitlines()),
    "no-break spaces": lambda text: text.replace("do what we", "do\u00a0what\u00a0we"),
    "shouting": lambda text: text.replace("[form", " [FORM").replace("[question 2]", "[ Question 2 ]"),
    "signed": lambda text: f"{text}\n-- \nTone\n",
    "with the empty form below": lambda text: text + "".join(f"> {line}\n" for line in emptied(text).splitlines()),
}


def emptied(text: str) -> str:
    """Take the answers out again."""
    return re.sub(r"(?ms)(^\[question \d\]\n[^\n]+\n).*?(?=^\[)", r"\1\n", text)


@pytest.mark.parametrize("change", MAIL.values(), ids=MAIL.keys())
def test_import_reads_what_mail_programs_make_of_a_form(base: KnowledgeBase, change: Callable[[str], str]) -> None:
    text = answered(base)

    mailed = change(text)
    record_forms(base, mailed.encode(), "tone.txt")
    again = record_forms(base, text.encode(), "tone.txt")

    [reflection] = recorded(base)
    assert reflection.answers == ANSWERS
    assert [receipt.repeated for receipt in again] == [True]


def test_import_refuses_changed_answers(base: KnowledgeBase) -> None:
    text = answered(base)
    [receipt] = record_forms(base, text.encode(), "tone.txt")

    with pytest.raises(Refused, match=f"'epex reflection revise {receipt.id}'"):
        record_forms(base, text.replace("Forms.", "Long forms.").encode(), "tone.txt")

    assert len(recorded(base)) == 1


def test_import_refuses_a_form_on_a_visit_reflected_on_otherwise(base: KnowledgeBase) -> None:
    text = answered(base)
    act = base.begin(Command(visibility="pair", audience=VISIT))
    state = act.load(VISIT)
    about = AboutVisit(state.id, state.status, state.host_people, state.visitors)
    reflection = "reflection-0b9a6d5c-1111-4222-8333-aaaabbbbeeee"
    act.record(record(reflection, ReflectionRecorded(answers={"why": "So."}, author=TONE), about, by=act.by))

    with pytest.raises(Refused, match=f"'epex reflection revise {reflection}'"):
        record_forms(base, text.encode(), "tone.txt")


BROKEN = {
    "half filled": (lambda text: text.replace("Forms.", ""), r"Line 20: this question has no answer yet"),
    "broken off": (lambda text: text.replace("[end of form]", ""), r"Line 6: the form that begins here breaks off"),
    "without its line": (lambda text: re.sub(r"\[form .*\]", "", text), r"Line 9: the line \[form \.\.\.\] above"),
    "a question gone": (lambda text: text.replace("[question 3]", ""), r"Line 6: question 3 of this form is missing"),
    "a question twice": (lambda text: text.replace("[question 3]", "[question 2]"), r"Line 20: question 2 stands"),
    "a question more": (lambda text: text.replace("[end", "[question 6]\nx\n[end"), r"Line 35: the form has no such"),
    "reworded": (lambda text: text.replace("What does not work", "What works"), r"Line 20: question 3 is not worded"),
    "another id": (lambda text: re.sub(r"\[form ....", "[form aaaa", text), r"Line 6: this base knows no form aaaa"),
    "no form": (lambda _: "Dear all,\n\nthanks!\n", "holds no form"),
    "empty": (lambda _: " \n", "is empty"),
}


@pytest.mark.parametrize(("change", "why"), BROKEN.values(), ids=BROKEN.keys())
def test_import_refuses_a_broken_form_with_its_line(
    base: KnowledgeBase, change: Callable[[str], str], why: str
) -> None:
    head, text = base.log.head(), answered(base)

    with pytest.raises(Refused, match=why):
        record_forms(base, change(text).encode(), "tone.txt")

    assert base.log.head() == head


@pytest.mark.parametrize("answers", [(), ("-",) * 5])
def test_import_refuses_a_form_without_any_answer(base: KnowledgeBase, answers: tuple[str, ...]) -> None:
    with pytest.raises(Refused, match="has an answer"):
        record_forms(base, filled(export(base, TONE), *answers).encode(), "tone.txt")


def test_import_refuses_other_encodings(base: KnowledgeBase) -> None:
    text = answered(base).replace("tea", "thé")

    with pytest.raises(Refused, match="is in UTF-16"):
        record_forms(base, text.encode("utf-16"), "tone.txt")
    with pytest.raises(Refused, match="is not in UTF-8"):
        record_forms(base, text.encode("latin-1"), "tone.txt")


def test_import_records_the_answered_of_several_forms(base: KnowledgeBase) -> None:
    complete(base, OTHER)

    both = export(base, TONE)
    one = record_forms(base, filled(both, *ANSWERS.values(), "-").encode(), "tone.txt")

    assert both.count("[form ") == 2
    assert len(one) == len(recorded(base)) == 1
    assert export(base, TONE).count("[form ") == 1


def test_the_same_form_twice_in_a_file_records_once(base: KnowledgeBase) -> None:
    text = answered(base)

    record_forms(base, f"{text}\n{text}".encode(), "tone.txt")

    assert len(recorded(base)) == 1


def test_the_same_form_with_two_sets_of_answers_is_refused(base: KnowledgeBase) -> None:
    text = answered(base)

    with pytest.raises(Refused, match="stands here with two sets of answers"):
        record_forms(base, f"{text}\n{text.replace('Forms.', 'Long forms.')}".encode(), "tone.txt")

    assert recorded(base) == []


def test_forms_are_for_coordinators_and_for_oneself(base: KnowledgeBase) -> None:
    tone = KnowledgeBase.open(base.config.folder, acting_as=TONE)
    stranger = KnowledgeBase.open(base.config.folder, acting_as=STRANGER)
    text = export(tone, TONE)

    with pytest.raises(Refused, match="Only a coordinator may make forms"):
        export(stranger, TONE)
    with pytest.raises(Refused, match="Only a coordinator may type in somebody else's"):
        record_forms(stranger, filled(text, *ANSWERS.values(), "-").encode(), "tone.txt")
    assert [receipt.repeated for receipt in record_forms(tone, answered(base).encode(), "tone.txt")] == [False]


def test_nobody_asks_who_was_erased(base: KnowledgeBase) -> None:
    base.log.vault.destroy(TONE)

    with pytest.raises(Refused, match="was erased"):
        export(base, TONE)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_reading_a_mangled_form_answers_or_refuses(data: st.DataObject) -> None:
    lines = write([Form("aaaaa-bbbbb-ccccc-ddddd", "A week", EPEX_SET)], "en").splitlines()
    noise = st.one_of(st.sampled_from(lines), st.text(max_size=20))
    for place in data.draw(st.lists(st.integers(0, len(lines) - 1), max_size=6)):
        lines[place] = data.draw(noise)

    try:
        answers = [answers_of(form, EPEX_SET) for form in read("\n".join(lines).encode(), "form.txt")]
    except Refused:
        return

    assert all(set(given) <= set(EPEX_SET.keys) for given in answers)


def test_a_form_says_who_will_read_it_and_that_its_wording_is_unreviewed(base: KnowledgeBase) -> None:
    german, english = (" ".join(export(base, TONE, language).split()) for language in ("de", "en"))

    told = "The two sides of that visit read it, and the data protection officer, until you let in more."
    assert (told in german, told in english) == (True, True)
    note = "The wording of these questions in 'de' is a translation that nobody has reviewed yet."
    assert (note in german, "nobody has reviewed" in english) == (True, False)


def test_collapsed_answers_ignore_breaks() -> None:
    assert collapsed({"why": "One\n\ntwo  three"}) == {"why": "One two three"}
