"""What happened and what changed in the reader's language: every sentence that the base can make, whoever it names."""

import re
from collections.abc import Iterator
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from epex.core import (
    catalogue,
    chapter,
    consent,
    grid,
    incident,
    quote,
    request,
    retention,
    thesaurus,
    vocabulary,
)
from epex.plugins.builtin.web.happenings import CHANGES, ELSEWHERE, EVENTS, THINGS
from epex.plugins.builtin.web.recounting import BARE, changed, happened
from epex.plugins.builtin.web.wording import WORDED
from epex.projections.changing import KINDS
from epex.projections.sentences import UNNAMED, phrase, sentence
from tests.laws import examples
from tests.plugins.web import words
from tests.plugins.web.visiting import Site

ORLA = "Orla Keaveney"
PERSON = "person-3f2a"
TAG = re.compile("<[^>]*>")
# What an element can be labelled, in the base's words.
LABELLED = re.compile("^is labelled .*")


def sentences() -> Iterator[tuple[str, str]]:
    """List every kind of event with the sentence that the base fills in."""
    for subject in catalogue.SUBJECTS:
        yield from ((known.type, known.sentence) for known in catalogue.event_classes(subject))


def as_the_base(kind: str) -> str:
    """Write a message of the site as the base writes its sentence."""
    subject = kind.partition(".")[0]
    bare = EVENTS[kind].removeprefix("%(who)s ").replace(f"the {BARE.get(subject, subject)} %(it)s", "%(it)s")
    return re.sub(r"%\((\w+)\)s", r"{\1}", bare)


def plain(said: str) -> str:
    return TAG.sub("", said)


def row(kind: str, parts: dict[str, str]) -> dict[str, object]:
    stream = f"{kind.partition('.')[0]}-3f2a"
    return {"type": kind, "stream_id": stream, "actor": PERSON, "parts": parts, "known": True, "plugin": ""}


def test_every_kind_of_event_has_its_sentence_on_the_site() -> None:
    said = {kind: as_the_base(kind) for kind in EVENTS if kind not in ELSEWHERE}

    assert said == dict(sentences())


def test_everything_that_an_event_is_about_has_a_name() -> None:
    assert [subject for subject in catalogue.SUBJECTS if subject not in {*THINGS, *BARE}] == []


def test_every_way_in_which_something_changes_has_its_sentence_on_the_site() -> None:
    verbs = {
        kind: [
            *(re.sub(r"\{(\w+)\}", r"%(\1)s", verb) for verb in (known.said, *known.verbs.values())),
            *(["is now called"] if known.renamed else []),
        ]
        for kind, known in KINDS.items()
        if kind != "reflection"
    }
    missing = {
        kind: [verb for verb in found if not any(_says(one, verb) for one in CHANGES[kind])]
        for kind, found in verbs.items()
    }

    assert {kind: found for kind, found in missing.items() if found} == {}


def _says(message: str, verb: str) -> bool:
    said = message.partition("%(it)s ")[2]
    return said.startswith(LABELLED.sub("is labelled", verb))


@pytest.mark.parametrize("language", WORDED[1:])
@pytest.mark.parametrize("kind", [kind for kind in EVENTS if kind not in ELSEWHERE])
def test_an_event_is_told_in_the_language_of_the_reader(kind: str, language: str) -> None:
    subject, asked = kind.partition(".")[0], re.findall(r"\{(\w+)\}", dict(sentences())[kind])
    parts = {name: "theme-3f2a" for name in asked if name not in ("it", "forum", "votes")}
    for title in ("", "L'entretien, and what's next"):
        titles = {PERSON: "Cem Ördek", f"{subject}-3f2a": title, "theme-3f2a": title}
        told = sentence(row(kind, parts), titles, "coordinator, data protection officer")

        assert f'<span lang="{language}"' in happened(told, kind, language)


@pytest.mark.parametrize("language", WORDED[1:])
def test_all_that_the_demo_tells_is_told_in_the_language_of_the_reader(reading: Site, language: str) -> None:
    log = reading.ask(ORLA, "audit", "log")
    changes = reading.ask(ORLA, "audit", "diff", "2014-01-01", "2030-01-01")["changes"]
    told = [happened(one["summary"], one["type"], language) for one in log]
    told += [changed(one["sentence"], one["kind"], language) for one in changes]

    assert [one for one in told if f'lang="{language}"' not in one] == []


@pytest.mark.parametrize(
    ("kind", "told", "expected"),
    [
        (
            "theme.rejected",
            "Cem (editor) recorded that the theme 'A' was rejected at the meeting 'M' by 7 votes to 1, 2 abstaining",
            (
                "Cem (Redaktion) hat festgehalten, dass gegen das Thema „A“ entschieden wurde "
                "(Treffen „M“) mit 7 zu 1 Stimmen, 2 Enthaltungen"
            ),
        ),
        (
            "element.evidence_linked",
            "Somebody linked the reflection 'Host reflection: Tea' as evidence that supports an element",
            "Jemand hat dem Element einen Beleg hinzugefügt: Reflexion „Reflexion der Gastgebenden: Tea“ (stützt)",
        ),
        (
            "theme.split",
            "Cem split the theme 'A' into the theme 'B and C' and the theme 'D' at a meeting",
            "Cem hat das Thema „A“ aufgeteilt: Thema „B and C“, Thema „D“ (etwas (Treffen))",
        ),
        (
            "match.accepted",
            "Cem accepted the match 'A visits B' for the host",
            "Cem hat die Paarung „A besucht B“ angenommen (Seite: gastgebend)",
        ),
        (
            "request.extended",
            "Orla put off the answer to the request 'Request for access' until 2018-05-05",
            "Orla hat die Antwort auf den Antrag „Antrag auf Auskunft“ verschoben (bis 5. Mai 2018)",
        ),
        (
            "weather.noted",
            "Cem recorded something with the plugin weather, which is not in use here",
            "Cem hat etwas mit der Erweiterung weather festgehalten, die hier nicht in Betrieb ist",
        ),
        (
            "theme.merged",
            "Cem recorded something about the theme 'A' (merged) that a merge holds back",
            "Cem hat etwas festgehalten, das eine Zusammenführung zurückhält: Thema „A“ (zusammengeführt)",
        ),
        (
            "concept.coloured",
            "Cem recorded something about a concept that this version of epex does not know",
            "Cem hat etwas festgehalten, das diese Fassung von epex nicht kennt: etwas (Begriff)",
        ),
    ],
)
def test_names_stay_and_terms_are_said(kind: str, told: str, expected: str) -> None:
    assert plain(happened(told, kind, "de")) == expected


@pytest.mark.parametrize(
    ("kind", "told", "expected"),
    [
        ("theme", "The theme 'A' was proposed and adopted.", "Le thème « A » a été proposé ; le thème a été adopté."),
        ("theme", "A theme was parked (before: adopted).", "Le thème a été mis de côté (avant : adopté)."),
        ("theme", "The theme 'A' is now called 'B'.", "Le thème « A » s'appelle maintenant « B »."),
        (
            "person",
            "Somebody joined and was erased.",
            "Quelqu'un a rejoint le réseau ; Quelqu'un a fait l'objet d'un effacement.",
        ),
        ("person", "Cem moved from A to B.", "Cem a changé d'organisation : A → B."),
        (
            "reflection",
            "3 reflections that you may read were recorded (1 by hosts and 2 by visitors); you may read 9 in all.",
            (
                "3 réflexions que vous pouvez lire ont été consignées (1 d'hôtes, 2 de visiteurs) ; "
                "vous pouvez en lire 9 en tout."
            ),
        ),
        (
            "visit",
            "The visit 'A' was planned, carried out and monitored.",
            "La visite « A » a été planifiée ; la visite a eu lieu et a fait l'objet d'un suivi.",
        ),
    ],
)
def test_a_change_is_told_in_the_language_of_the_reader(kind: str, told: str, expected: str) -> None:
    assert plain(changed(told, kind, "fr")).replace("\xa0", " ").replace("&#39;", "'") == expected


def test_a_sentence_that_nobody_knows_stays_english_and_is_marked_so() -> None:
    assert happened("Cem sang <b>", "song.sung", "de") == '<span lang="en" dir="auto">Cem sang &lt;b&gt;</span>'
    assert changed("The song 'A' was sung.", "song", "de") == (
        '<span lang="en" dir="auto">The song &#39;A&#39; was sung.</span>'
    )
    assert happened("Cem proposed the theme 'A'", "theme.proposed", "en").startswith('<span lang="en"')


@examples(200)
@given(title=st.text(min_size=1).map(lambda words: " ".join(words.split())).filter(bool))
def test_a_title_stands_in_the_sentence_as_it_was_written_and_is_escaped(title: str) -> None:
    shown = phrase("theme-3f2a", {"theme-3f2a": title}).removeprefix("the theme '")[:-1]
    told = happened(f"Cem proposed the theme '{shown}'", "theme.proposed", "de")

    assert (
        told
        == f'<span lang="de" dir="auto"><bdi>Cem</bdi> hat das Thema „<bdi>{escape(shown)}</bdi>“ vorgeschlagen</span>'
    )


def test_what_stands_for_a_thing_without_a_title_is_known() -> None:
    unseen = [phrase(f"{subject}-3f2a", {}) for subject in (*THINGS, *UNNAMED)]

    assert [
        one for one in unseen if "etwas" not in _named(one) and one not in ("somebody", "an organisation", "a year")
    ] == []


def _named(thing: str) -> str:
    return plain(happened(f"Cem linked {thing} as evidence that supports the theme 'A'", "theme.evidence_linked", "de"))


def test_the_pages_of_the_audit_speak_the_language_of_the_reader(reading: Site) -> None:
    browser = reading.member(ORLA)
    browser.client.headers["Accept-Language"] = "de"
    theme = reading.ask(ORLA, "theme", "list")[0]["id"]
    pages = ["/audit", "/audit/events/1", "/changes?from=2014-01-01", f"/why/{theme}"]

    assert [page for page in pages if 'lang="en" dir="auto">' in browser.get(page).text] == []
    browser.get("/audit/events/1")
    assert "hat das Netzwerk „ EPEX" in browser.main


def test_every_term_of_a_sentence_is_in_the_catalogues() -> None:
    codes = chain(
        *(vocabulary.MATCH_SIDES, grid.GRIDS, vocabulary.VISIBILITIES, vocabulary.STANCES, vocabulary.LABELS),
        *(vocabulary.REVIEW_OUTCOMES, vocabulary.PURPOSES, vocabulary.FINDING_KINDS, vocabulary.TRANSFER_DECISIONS),
        *(chapter.VERDICTS, quote.USES, consent.SCOPES, incident.RISKS, incident.TOLD, request.KINDS, retention.KINDS),
        thesaurus.RELATIONS,
    )

    assert [code for code in codes if code.replace("_", " ") not in words.read("de")] == []
