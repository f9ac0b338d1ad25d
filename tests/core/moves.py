"""Moves: sound and unsound decisions about every subject, by everybody."""

from typing import Any

from hypothesis import strategies as st

from epex.core import (
    challenge,
    element,
    meeting,
    network,
    organisation,
    person,
    reflection,
    theme,
    transfer,
    visit,
    year,
)
from epex.core.vocabulary import (
    COUNTRIES,
    CRITERIA,
    LABELS,
    LANGUAGES,
    NAME_PREFERENCES,
    ORGANISATION_KINDS,
    PLACE_PRECISIONS,
    PURPOSES,
    RATINGS,
    ROLES,
    SETTINGS,
    STANCES,
    TRANSFER_DECISIONS,
    VALUE_CYCLES,
    VISIBILITIES,
)
from tests.core.life import DATES, WORDS, Move, identified, looking_back, planned

SEEN: dict[str, Any] = {"digest": "0", "looked_for": 1, "files": 1, "bytes": 1}
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
]
ORGANISATION: list[Move] = [
    lambda life: organisation.join(
        life.new("organisation"),
        life.words(),
        country=life.one([*COUNTRIES, "ZZ"]),
        kind=life.one(ORGANISATION_KINDS),
        settings=life.some(SETTINGS),
        wants=life.some(WORDS),
        by=life.actor(),
    ),
    lambda life: organisation.revise(
        life.any("organisation"), name=life.words() or None, languages=life.some(LANGUAGES) or None, by=life.actor()
    ),
    lambda life: organisation.leave(life.any("organisation"), reason=life.words(), by=life.actor()),
]
PERSON: list[Move] = [
    lambda life: person.register(
        life.new("person"), life.words(), life.any("organisation"), roles=life.some(ROLES), by=life.actor()
    ),
    lambda life: person.revise(
        life.any("person"),
        contact=life.words() or None,
        roles=life.some(ROLES) or None,
        name_preference=life.one(NAME_PREFERENCES),
        by=life.actor(),
    ),
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
    *ORGANISATION,
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
            place_precision=life.one(PLACE_PRECISIONS),
        ),
        by=life.actor(),
    ),
    lambda life: visit.agree(
        life.any("visit"),
        visit.VisitAgreed(objectives=life.words(), host_people=life.some(life.ids("person"))),
        by=life.actor(),
    ),
    lambda life: visit.prepare(life.any("visit"), confidentiality_briefing=life.draw(st.booleans()), by=life.actor()),
    lambda life: visit.start(life.any("visit"), on=life.one(DATES), by=life.actor()),
    lambda life: visit.complete(life.any("visit"), on=life.one(DATES), by=life.actor()),
    lambda life: visit.monitor(life.any("visit"), life.words(), unexpected=life.words(), by=life.actor()),
    lambda life: visit.postpone(life.any("visit"), life.words(), starts_on=life.one(DATES), by=life.actor()),
    lambda life: visit.cancel(life.any("visit"), life.words(), by=life.actor()),
]
REFLECTION: list[Move] = [
    lambda life: reflection.record(
        life.new("reflection"),
        reflection.ReflectionRecorded(
            answers={"why": life.words(), "add": life.words()},
            author=life.one(["", *life.ids("person")]),
            visibility=life.one(VISIBILITIES),
        ),
        looking_back(life),
        by=life.actor(),
    ),
    lambda life: reflection.revise(life.any("reflection"), {"how": life.words()}, life.words(), by=life.actor()),
    lambda life: reflection.release(life.any("reflection"), life.one(VISIBILITIES), by=life.actor()),
    lambda life: reflection.agree_to_keep(life.any("reflection"), by=life.actor(), agreed=life.draw(st.booleans())),
    lambda life: reflection.request_withdrawal(life.any("reflection"), reason=life.words(), by=life.actor()),
    lambda life: reflection.confirm_withdrawal(
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
        element.ElementDescribed(risks=life.words() or None, steps=life.some(WORDS) or None),
        by=life.actor(),
    ),
    lambda life: element.link(
        life.any("element"), life.one(life.states), life.one(STANCES), passage=life.passage(), by=life.actor()
    ),
    lambda life: element.note_condition(life.any("element"), life.words(), by=life.actor()),
    lambda life: element.label(life.any("element"), life.one(LABELS), reason=life.words(), by=life.actor()),
    lambda life: element.merge(life.any("element"), life.any("element"), life.words(), by=life.actor()),
    lambda life: element.retire(life.any("element"), life.words(), by=life.actor()),
]
THEME: list[Move] = [
    lambda life: theme.propose(life.new("theme"), life.texts(), definitions=life.texts(), by=life.actor()),
    lambda life: theme.link(
        life.any("theme"), life.one(life.states), life.one(STANCES), passage=life.passage(), by=life.actor()
    ),
    lambda life: theme.unlink(life.any("theme"), life.one(life.ids("challenge")), reason=life.words(), by=life.actor()),
    lambda life: theme.rename(life.any("theme"), life.texts(), life.judgement(), by=life.actor()),
    lambda life: theme.merge(life.any("theme"), life.any("theme"), life.judgement(), by=life.actor()),
    lambda life: theme.split(
        life.any("theme"),
        {life.new("theme"): {"en": life.words()}, f"{life.new('theme')}b": {"de": life.words()}},
        life.judgement(),
        by=life.actor(),
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
        life.one(transfer.GRIDS),
        {life.one(CRITERIA): life.one(RATINGS)},
        notes={life.one(CRITERIA): life.words()},
        by=life.actor(),
    ),
    lambda life: transfer.anticipate(
        life.any("transfer"),
        life.one(TRANSFER_DECISIONS),
        life.words(),
        barriers=life.some(WORDS),
        by=life.actor(),
    ),
    lambda life: transfer.adapt(life.any("transfer"), life.some(WORDS), by=life.actor()),
    lambda life: transfer.pilot(life.any("transfer"), starts_on=life.one(DATES), by=life.actor()),
    lambda life: transfer.evaluate(
        life.any("transfer"), life.words(), value_cycle=life.one(["", *VALUE_CYCLES]), by=life.actor()
    ),
    lambda life: transfer.sustain(life.any("transfer"), reason=life.words(), by=life.actor()),
    lambda life: transfer.change(life.any("transfer"), life.words(), by=life.actor()),
    lambda life: transfer.abandon(life.any("transfer"), life.words(), by=life.actor()),
]
MOVES = {
    "network": NETWORK,
    "organisation": ORGANISATION,
    "person": PERSON,
    "year": YEAR,
    "visit": VISIT,
    "reflection": [*REFLECTION, *VISIT],
    "meeting": MEETING,
    "challenge": CHALLENGE,
    "element": ELEMENT,
    "theme": THEME,
    "transfer": TRANSFER,
}
