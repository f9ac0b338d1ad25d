"""Moves: sound and unsound decisions about every subject, by everybody."""

from typing import Any

from hypothesis import strategies as st

from epex.core import (
    challenge,
    concept,
    element,
    grid,
    match,
    meeting,
    need,
    network,
    offer,
    organisation,
    person,
    questions,
    reflection,
    review,
    theme,
    transfer,
    translation,
    visit,
    visit_correction,
    withdrawal,
    year,
)
from epex.core.decision import On
from epex.core.question_set import Question, QuestionSet
from epex.core.question_texts import BUILT_IN
from epex.core.thesaurus import RELATIONS
from epex.core.visit_turns import NEXT
from epex.core.vocabulary import (
    COUNTRIES,
    CRITERIA,
    LABELS,
    LANGUAGES,
    MATCH_REASONS,
    MATCH_SIDES,
    NAME_PREFERENCES,
    ORGANISATION_KINDS,
    PLACE_PRECISIONS,
    PURPOSES,
    RATINGS,
    REVIEW_OUTCOMES,
    ROLES,
    SETTINGS,
    STANCES,
    TRANSFER_DECISIONS,
    TRANSFER_RESULTS,
    VALUE_CYCLES,
    VISIBILITIES,
)
from tests.core.desk_moves import INCIDENT, REQUEST, RETENTION, SEARCH
from tests.core.evaluation_moves import FINDING, INTERVIEW, STORY
from tests.core.life import (
    DATES,
    WORDS,
    Life,
    Move,
    identified,
    known_concept,
    known_concepts,
    looking_back,
    planned,
)
from tests.core.publication_moves import CHAPTER, CONSENT, PUBLICATION, QUOTE, VIEWPOINT

SEEN: dict[str, Any] = {"digest": "0", "looked_for": 1, "files": 1, "bytes": 1}
HELD = ("event-1", "event-2")
PLUGINS = ("weather", "vetting-times")
NETWORK: list[Move] = [
    lambda life: network.found(
        life.new("network"),
        life.words(),
        base_id="base-1",
        public_key="",
        languages=life.some(LANGUAGES),
        by=life.actor(),
    ),
    lambda life: network.branch(
        life.any("network"),
        base_id=life.one(["base-0", "base-2"]),
        public_key="",
        from_base="base-0",
        from_size=1,
        from_root="",
        reason=life.words(),
        by=life.actor(),
    ),
    lambda life: network.merge(
        life.any("network"),
        network.NetworkMerged(
            base=life.one(["base-0", "base-2"]),
            size=1,
            root="",
            head="",
            shared=1,
            taken=2,
            held=life.some(HELD),
            why=life.some(["turn"]),
            reason=life.words(),
        ),
        base_id="base-0",
        by=life.actor(),
    ),
    lambda life: network.tell_apart(
        life.any("network"),
        network.VersionFound(
            conflict=life.one(HELD), event="event-1", stream="theme-0", first="{}", second=life.one(["{}", "{} "])
        ),
        by=life.actor(),
    ),
    lambda life: network.settle(
        life.any("network"),
        life.some(HELD),
        applied=life.draw(st.booleans()),
        reason=life.words(),
        confided=life.draw(st.booleans()),
        by=life.actor(),
    ),
    lambda life: network.enable_plugin(
        life.any("network"),
        life.one(PLUGINS),
        package="epex-weather",
        version=life.one(["0.1", "0.2"]),
        reason=life.words(),
        by=life.actor(),
    ),
    lambda life: network.disable_plugin(life.any("network"), life.one(PLUGINS), reason=life.words(), by=life.actor()),
]


def _profile_revised(life: Life) -> list[On]:
    known = life.any("organisation")
    name, languages = life.words() or None, life.some(LANGUAGES) or None
    return organisation.revise(known, name=name, languages=languages, by=life.actor(), taken=life.taken(known.id))


def _left(life: Life) -> list[On]:
    known = life.any("organisation")
    people = [person for person, home in life.homes().items() if home == known.id]
    return organisation.leave(known, reason=life.words(), by=life.actor(), alone=life.alone(people))


def _person_revised(life: Life) -> list[On]:
    known = life.any("person")
    return person.revise(
        known,
        contact=life.words() or None,
        roles=life.some(ROLES) or None,
        name_preference=life.one(NAME_PREFERENCES),
        by=life.actor(),
        alone=life.alone([known.id]),
    )


ORGANISATION: list[Move] = [
    lambda life: organisation.join(
        life.new("organisation"),
        life.words(),
        country=life.one([*COUNTRIES, "ZZ"]),
        kind=life.one(ORGANISATION_KINDS),
        settings=life.some(SETTINGS),
        wants=life.some(WORDS),
        by=life.actor(),
        taken=life.taken(),
    ),
    _profile_revised,
    _left,
]
PERSON: list[Move] = [
    lambda life: person.register(
        life.new("person"), life.words(), life.any("organisation"), roles=life.some(ROLES), by=life.actor()
    ),
    _person_revised,
    lambda life: person.move(life.any("person"), life.any("organisation"), by=life.actor()),
    lambda life: person.request_erasure(
        life.any("person"),
        person.PersonErasureRequested(ground=life.words(), documents=life.some(life.ids("reflection"))),
        by=life.actor(),
    ),
    lambda life: person.confirm_erasure(
        life.any("person"), person.PersonErased(**SEEN, mentions=life.some(life.states)), by=life.actor()
    ),
    *ORGANISATION,
]
YEAR: list[Move] = [
    lambda life: year.open(
        life.new("year"),
        life.draw(st.integers(-1, 4)),
        life.one(PURPOSES),
        frozenset(life.states[opened].number for opened in life.ids("year")),
        by=life.actor(),
        in_turn=life.one([True, False]),
    ),
]
MEETING: list[Move] = [
    lambda life: meeting.hold(
        life.new("meeting"),
        life.words(),
        kind=life.one(meeting.KINDS),
        held_on=life.one(DATES),
        attended=life.some(life.ids("person")),
        agenda=life.some(WORDS),
        by=life.actor(),
    ),
    lambda life: meeting.correct(
        life.any("meeting"),
        meeting.MeetingCorrected(
            attended=life.draw(st.sampled_from([None, ("person-0",), ()])),
            held_on=life.one(DATES) or None,
            minutes=life.words() or None,
            version=0,
            reason=life.words(),
        ),
        by=life.actor(),
    ),
]
CHALLENGE: list[Move] = [
    lambda life: challenge.state(
        life.new("challenge"),
        life.words(),
        life.any("organisation"),
        language=life.one(LANGUAGES),
        setting=life.one(["", *SETTINGS]),
        by=life.actor(),
    ),
    lambda life: challenge.share(life.any("challenge"), life.any("organisation"), by=life.actor()),
    lambda life: challenge.link(
        life.any("challenge"), life.one(life.states), life.one(STANCES), passage=life.passage(), by=life.actor()
    ),
    lambda life: challenge.unlink(
        life.any("challenge"), life.one(life.states), reason=life.words(), place=life.place(), by=life.actor()
    ),
    *ORGANISATION,
]
OFFER: list[Move] = [
    lambda life: offer.make(
        life.new("offer"),
        offer.OfferMade(
            text=life.words(),
            organisation="",
            settings=life.some(SETTINGS),
            capacity=life.draw(st.integers(-1, 2)),
            starts_on=life.one(DATES),
        ),
        life.any("organisation"),
        by=life.actor(),
    ),
    lambda life: offer.withdraw(life.any("offer"), life.any("organisation"), reason=life.words(), by=life.actor()),
]
NEED: list[Move] = [
    lambda life: need.state(
        life.new("need"),
        need.NeedStated(text=life.words(), organisation="", task=life.words(), setting=life.one(["", *SETTINGS])),
        life.any("organisation"),
        by=life.actor(),
    ),
    lambda life: need.withdraw(life.any("need"), life.any("organisation"), reason=life.words(), by=life.actor()),
]
MATCH: list[Move] = [
    lambda life: match.propose(
        life.new("match"),
        match.MatchProposed(
            host="", visitor="", reasons=life.some(MATCH_REASONS), people=life.some(life.ids("person"))
        ),
        life.any("organisation"),
        life.any("organisation"),
        by=life.actor(),
    ),
    lambda life: match.accept(
        life.any("match"),
        side=life.one(["", *MATCH_SIDES]),
        by=life.actor(),
        organisations=[life.states[stream] for stream in life.ids("organisation")],
    ),
    lambda life: match.decline(
        life.any("match"),
        life.words(),
        side=life.one(["", *MATCH_SIDES]),
        replacement=life.draw(st.sampled_from([None, match.Replacement(life.new("match"), life.any("organisation"))])),
        by=life.actor(),
    ),
    lambda life: visit.plan(
        life.new("visit"),
        planned(life.one(life.ids("organisation")), life.one(life.ids("organisation"))),
        match=life.any("match"),
        by=life.actor(),
        homes=life.homes(),
    ),
]
VISIT: list[Move] = [
    lambda life: visit.plan(
        life.new("visit"),
        planned(
            life.one(life.ids("organisation")),
            life.one(life.ids("organisation")),
            starts_on=life.one(DATES),
            ends_on=life.one(DATES),
            place=life.words(),
            region=life.words(),
            place_precision=life.one(PLACE_PRECISIONS),
        ),
        by=life.actor(),
        homes=life.homes(),
    ),
    lambda life: visit.agree(
        life.any("visit"),
        visit.VisitAgreed(objectives=life.words(), host_people=life.some(life.ids("person"))),
        by=life.actor(),
        is_written=life.draw(st.booleans()),
        homes=life.homes(),
    ),
    lambda life: visit.sign(life.any("visit"), signed_for=life.one(["", *MATCH_SIDES]), by=life.actor()),
    lambda life: visit_correction.correct(
        life.any("visit"),
        visit.VisitCorrected(
            reason=life.words(),
            title=life.words() or None,
            visitors=life.some(life.ids("person")) or None,
            visiting_organisations=life.some(life.ids("organisation")) or None,
            starts_on=life.one(DATES) or None,
            matched_on=life.some(life.ids("challenge")) or None,
        ),
        by=life.actor(),
        is_written=life.draw(st.booleans()),
        homes=life.homes(),
    ),
    lambda life: visit_correction.correct(
        life.any("visit"),
        visit.VisitCorrected(
            reason=life.words(), status=life.one(NEXT), host=life.one_or_none(life.ids("organisation"))
        ),
        by=life.actor(),
        is_written=life.draw(st.booleans()),
    ),
    lambda life: visit.prepare(life.any("visit"), confidentiality_briefing=life.draw(st.booleans()), by=life.actor()),
    lambda life: visit.start(life.any("visit"), on=life.one(DATES), by=life.actor()),
    lambda life: visit.complete(life.any("visit"), on=life.one(DATES), by=life.actor()),
    lambda life: visit.monitor(life.any("visit"), life.words(), unexpected=life.words(), by=life.actor()),
    lambda life: visit.postpone(life.any("visit"), life.words(), starts_on=life.one(DATES), by=life.actor()),
    lambda life: visit.cancel(life.any("visit"), life.words(), by=life.actor()),
]
QUESTIONS: list[Move] = [
    lambda life: questions.add(
        QuestionSet(
            life.one(["epex", "own", "Not a code"]),
            1,
            tuple(Question(key, life.texts()) for key in life.some(["how", "why", "text"])),
            life.words(),
            life.one(LANGUAGES),
        ),
        life.one_or_none(BUILT_IN.values()),
        by=life.actor(),
    ),
    lambda life: questions.adopt(life.pick(BUILT_IN.values()), life.one_or_none(BUILT_IN.values()), by=life.actor()),
    lambda life: questions.sign(
        life.one_or_none(life.states[stream] for stream in life.ids("questions")),
        life.pick(BUILT_IN.values()),
        life.one(LANGUAGES),
        life.some(LANGUAGES),
        by=life.actor(),
    ),
]
CONCEPT: list[Move] = [
    lambda life: concept.add(
        life.new("concept"),
        concept.ConceptAdded(
            preferred=life.texts(),
            alternatives=dict.fromkeys(life.some(LANGUAGES), (life.words(), "Knast")),
            notes=life.texts(),
            broader=life.some(life.ids("concept")),
            related=life.some(life.ids("concept")),
        ),
        known_concepts(life),
        by=life.actor(),
    ),
    lambda life: concept.label(
        known_concept(life),
        life.one(["Knast", "jail", ""]),
        life.one(LANGUAGES),
        known_concepts(life),
        by=life.actor(),
        preferred=life.draw(st.booleans()),
    ),
    lambda life: concept.unlabel(
        known_concept(life), life.one(["jail", "prison"]), life.one(["en", "no"]), by=life.actor()
    ),
    lambda life: concept.note(known_concept(life), life.words(), life.one(LANGUAGES), by=life.actor()),
    lambda life: concept.relate(
        known_concept(life), known_concept(life), life.one(RELATIONS), known_concepts(life), by=life.actor()
    ),
    lambda life: concept.unrelate(known_concept(life), known_concept(life), by=life.actor()),
    lambda life: concept.sign(known_concept(life), life.one(LANGUAGES), life.some(LANGUAGES), by=life.actor()),
    lambda life: concept.remove(known_concept(life), life.words(), by=life.actor()),
    lambda life: concept.reopen(known_concept(life), known_concepts(life), by=life.actor()),
]
REFLECTION: list[Move] = [
    lambda life: reflection.record(
        life.new("reflection"),
        reflection.ReflectionRecorded(
            answers={"why": life.words(), "add": life.words()},
            author=life.one(["", *life.ids("person")]),
            visibility=life.one(VISIBILITIES),
            follow_up=life.one([0, 0, 3, 4]),
        ),
        looking_back(life),
        by=life.actor(),
        said=dict.fromkeys(life.draw(st.sampled_from([(), (0,), (3,)])), "reflection-0"),
    ),
    lambda life: translation.translate(
        life.any("reflection"), {life.one(["how", "why"]): life.words()}, life.one(LANGUAGES), ["why"], by=life.actor()
    ),
    lambda life: translation.confirm(
        life.any("reflection"), life.one(LANGUAGES), life.some(LANGUAGES), by=life.actor()
    ),
    lambda life: reflection.revise(
        life.any("reflection"),
        {"how": life.words()},
        life.words(),
        by=life.actor(),
        typed_by=life.one_or_none(life.ids("person")),
        language=life.one(["", *LANGUAGES]),
        detected=life.one_or_none(LANGUAGES),
    ),
    lambda life: reflection.release(life.any("reflection"), life.one(VISIBILITIES), by=life.actor()),
    lambda life: reflection.agree_to_keep(life.any("reflection"), by=life.actor(), agreed=life.draw(st.booleans())),
    lambda life: withdrawal.request(life.any("reflection"), reason=life.words(), by=life.actor()),
    lambda life: withdrawal.confirm(
        life.any("reflection"), reflection.ReflectionWithdrawn(**SEEN, mentions=life.some(life.states)), by=life.actor()
    ),
]
ELEMENT: list[Move] = [
    lambda life: element.identify(
        life.new("element"),
        identified(life.one(life.ids("organisation")), since=life.one(DATES), steps=life.some(WORDS)),
        by=life.actor(),
    ),
    lambda life: element.describe(
        life.any("element"),
        element.ElementDescribed(
            risks=life.words() or None, steps=life.some(WORDS) or None, review_by=life.one(DATES) or None
        ),
        by=life.actor(),
    ),
    lambda life: element.link(
        life.any("element"), life.one(life.states), life.one(STANCES), passage=life.passage(), by=life.actor()
    ),
    lambda life: element.note_condition(life.any("element"), life.words(), by=life.actor()),
    lambda life: element.label(
        life.any("element"), life.one(LABELS), reason=life.words(), review_by=life.one(DATES), by=life.actor()
    ),
    lambda life: element.unlink(
        life.any("element"),
        life.one(life.states),
        life.words(),
        by=life.actor(),
        linked_by=life.some(life.ids("person")),
    ),
    lambda life: element.merge(life.any("element"), life.any("element"), life.words(), by=life.actor()),
    lambda life: element.retire(life.any("element"), life.words(), by=life.actor()),
    lambda life: element.reopen(life.any("element"), life.words(), by=life.actor()),
]
REVIEW: list[Move] = [
    lambda life: review.request(
        life.any("element"), life.new("review"), life.any("person"), reason=life.words(), by=life.actor()
    ),
    lambda life: review.agree(life.any("element"), reason=life.words(), by=life.actor()),
    lambda life: review.decline(life.any("element"), life.words(), by=life.actor()),
    lambda life: review.write(
        life.any("element"),
        life.one(REVIEW_OUTCOMES),
        life.words(),
        review_by=life.one(DATES),
        by=life.actor(),
    ),
    *ELEMENT,
]
THEME: list[Move] = [
    lambda life: theme.propose(life.new("theme"), life.texts(), definitions=life.texts(), by=life.actor()),
    lambda life: theme.link(
        life.any("theme"), life.one(life.states), life.one(STANCES), passage=life.passage(), by=life.actor()
    ),
    lambda life: theme.unlink(
        life.any("theme"), life.one(life.states), reason=life.words(), place=life.place(), by=life.actor()
    ),
    lambda life: theme.rename(life.any("theme"), life.texts(), life.judgement(), by=life.actor()),
    lambda life: theme.merge(life.any("theme"), life.any("theme"), life.judgement(), by=life.actor()),
    lambda life: theme.split(
        life.any("theme"),
        {life.new("theme"): {"en": life.words()}, f"{life.new('theme')}b": {"de": life.words()}},
        life.judgement(),
        by=life.actor(),
        assigned={life.one(life.states): {life.new("theme")}} if life.draw(st.booleans()) else {},
    ),
    *(
        lambda life, decide=decide: decide(life.any("theme"), life.judgement(), by=life.actor())
        for decide in (theme.discuss, theme.adopt, theme.park, theme.reject, theme.reopen, theme.retire)
    ),
]
TRANSFER: list[Move] = [
    lambda life: transfer.consider(
        life.new("transfer"), life.any("element"), life.one(life.ids("organisation")), by=life.actor()
    ),
    lambda life: transfer.compare(
        life.any("transfer"),
        life.one(grid.GRIDS),
        {life.one(CRITERIA): life.one(RATINGS)},
        notes={life.one(CRITERIA): life.words()},
        by=life.actor(),
    ),
    lambda life: transfer.anticipate(
        life.any("transfer"),
        life.one(TRANSFER_DECISIONS),
        life.words(),
        barriers=life.some(WORDS),
        next_review=life.one(DATES),
        by=life.actor(),
    ),
    lambda life: transfer.adapt(life.any("transfer"), life.some(WORDS), by=life.actor()),
    lambda life: transfer.pilot(
        life.any("transfer"), starts_on=life.one(DATES), another=life.draw(st.booleans()), by=life.actor()
    ),
    lambda life: transfer.evaluate(
        life.any("transfer"),
        life.words(),
        value_cycle=life.one(["", *VALUE_CYCLES]),
        result=life.one(["", *TRANSFER_RESULTS]),
        failure=life.words(),
        by=life.actor(),
    ),
    lambda life: transfer.sustain(life.any("transfer"), reason=life.words(), by=life.actor()),
    lambda life: transfer.change(life.any("transfer"), life.words(), by=life.actor()),
    lambda life: transfer.abandon(life.any("transfer"), life.words(), failure=life.words(), by=life.actor()),
]
MOVES = {
    "network": NETWORK,
    "organisation": ORGANISATION,
    "person": PERSON,
    "year": YEAR,
    "offer": OFFER,
    "need": NEED,
    "match": MATCH,
    "visit": VISIT,
    "reflection": [*REFLECTION, *VISIT],
    "questions": QUESTIONS,
    "concept": CONCEPT,
    "meeting": MEETING,
    "challenge": CHALLENGE,
    "element": ELEMENT,
    "review": REVIEW,
    "theme": THEME,
    "transfer": TRANSFER,
    "interview": INTERVIEW,
    "finding": FINDING,
    "story": [*STORY, *INTERVIEW],
    "request": REQUEST,
    "incident": INCIDENT,
    "retention": RETENTION,
    "publication": [*PUBLICATION, *CHAPTER],
    "chapter": CHAPTER,
    "viewpoint": VIEWPOINT,
    "quote": QUOTE,
    "consent": CONSENT,
    "search": SEARCH,
}
