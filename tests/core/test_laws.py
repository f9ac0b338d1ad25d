"""The laws of replay, for the events and the decisions of every subject."""

import re
import types
from dataclasses import MISSING, fields
from functools import reduce
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.core import catalogue
from epex.core.decision import On
from epex.core.log import schema
from epex.core.log.command import Command
from epex.core.log.database import connect
from epex.core.log.envelope import Envelope
from epex.core.log.log import EventLog
from epex.core.log.registry import Registry
from epex.core.log.vault import Vault
from epex.core.sealed import Sealed
from tests.core.life import LEAD, Life
from tests.core.stories import lives, whole_lives
from tests.laws import examples

SUBJECTS = catalogue.SUBJECTS
EVENT_CLASSES = [event for subject in SUBJECTS for event in catalogue.event_classes(subject)]
LAW = examples(50)
WRAPPING_KEYS = {"base": b"b" * 32, "evaluation": b"e" * 32}
# A plain field of one of these names would carry people's words unsealed.
WORDS_OF_PEOPLE = re.compile(
    r"name|text|words|notes?|reason|rationale|title|contact|place|minutes|agenda|label|labels|definitions?|answers?"
    r"|quote|outcome|objectives|description|summary|comment|dissent|alternatives|risks|steps|core|constraints"
)
CODES_DESPITE_THEIR_NAME = {("element.labelled", "label")}

IDS = st.sampled_from(["", "reflection-1", "organisation-1", "2017-03", "adopted", "host"])
TEXTS = st.text(max_size=20).map(lambda text: normalize("NFC", text))


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Draw what a field may hold; texts that are sealed are arbitrary, plain ones are codes and ids."""
    if get_origin(hint) is Annotated:
        return words(get_args(hint)[0])
    if get_origin(hint) in (Union, types.UnionType):
        return st.one_of([values(part) for part in get_args(hint)])
    if get_origin(hint) is tuple:
        return st.lists(values(get_args(hint)[0]), max_size=3).map(tuple)
    if get_origin(hint) is dict:
        return st.dictionaries(IDS, values(get_args(hint)[1]), max_size=3)
    return {str: IDS, int: st.integers(-1, 2**40), bool: st.booleans(), types.NoneType: st.none()}[hint]


def words(hint: Any) -> st.SearchStrategy[Any]:
    """Draw arbitrary words in the shape of a sealed field."""
    if hint is str:
        return TEXTS
    if get_origin(hint) is tuple:
        return st.lists(TEXTS, max_size=3).map(tuple)
    if get_origin(hint) is dict:
        return st.dictionaries(TEXTS, words(get_args(hint)[1]), max_size=3)
    return st.none() | words(get_args(hint)[0])


def hints_of(event: type) -> dict[str, Any]:
    """Give the fields of an event class with their marks."""
    hints = get_type_hints(event, include_extras=True)
    return {field.name: hints[field.name] for field in fields(event)}


def marks(hint: Any) -> list[Sealed]:
    """Find the seal on a field, however deep it is declared."""
    own = [mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Sealed)]
    return own + [mark for part in get_args(hint) for mark in marks(part)]


def events(*classes: type) -> st.SearchStrategy[Any]:
    """Draw events of some classes with any content."""
    return st.one_of(
        [st.builds(event, **{name: values(hint) for name, hint in hints_of(event).items()}) for event in classes]
    )


def fold(subject: str, stream: str, history: list[Any]) -> Any:
    """Replay a stream from its beginning."""
    return reduce(lambda state, event: catalogue.evolve(subject)(state, stream, event), history, None)


def rebuilt(history: list[On]) -> dict[str, Any]:
    """Replay every stream of a history from its beginning."""
    streams: dict[str, list[Any]] = {}
    for on in history:
        streams.setdefault(on.stream, []).append(on.event)
    return {stream: fold(catalogue.subject_of(stream), stream, events) for stream, events in streams.items()}


def envelope_of(event: Any, subject: str = "") -> Envelope:
    """Make the envelope that sealing needs."""
    version = getattr(event, "schema_version", 1)
    return Envelope(event_id="e-1", stream_id=f"{subject}-1", version=1, type=event.type, schema_version=version)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a place for keys that all examples share."""
    return tmp_path_factory.mktemp("keys") / "keys.db"


@pytest.fixture(scope="module")
def vault(keys: Path) -> Vault:
    """Give a vault that holds the wrapping keys."""
    return Vault(keys, WRAPPING_KEYS)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_event_types_begin_with_their_subject(subject: str) -> None:
    strangers = [event.type for event in catalogue.event_classes(subject) if not event.type.startswith(f"{subject}.")]

    assert strangers == []


def test_event_types_are_written_once() -> None:
    names = [event.type for event in EVENT_CLASSES]

    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("event", EVENT_CLASSES, ids=lambda event: event.type)
def test_event_classes_are_frozen_and_take_keywords_only(event: type) -> None:
    parameters = event.__dataclass_params__  # type: ignore[attr-defined]

    assert (parameters.frozen, all(field.kw_only for field in fields(event))) == (True, True)


@pytest.mark.parametrize("event", EVENT_CLASSES, ids=lambda event: event.type)
def test_every_field_of_peoples_words_is_sealed(event: Any) -> None:
    exposed = {
        (event.type, name)
        for name, hint in hints_of(event).items()
        if WORDS_OF_PEOPLE.fullmatch(name) and not marks(hint)
    }

    assert exposed - CODES_DESPITE_THEIR_NAME == set()


@pytest.mark.parametrize("event", EVENT_CLASSES, ids=lambda event: event.type)
def test_a_seal_under_another_subject_names_a_plain_field_that_holds_it(event: type) -> None:
    hints = hints_of(event)
    owners = {mark.under for hint in hints.values() for mark in marks(hint) if mark.under}

    assert [owner for owner in owners if owner not in hints or marks(hints[owner])] == []


@pytest.mark.parametrize("event", EVENT_CLASSES, ids=lambda event: event.type)
def test_every_version_before_todays_can_be_lifted(event: Any) -> None:
    steps = catalogue.upcasters(catalogue.subject_of(event.type.replace(".", "-")))
    missing = [
        version for version in range(1, getattr(event, "schema_version", 1)) if (event.type, version) not in steps
    ]

    assert missing == []


@pytest.mark.parametrize("event", EVENT_CLASSES, ids=lambda event: event.type)
def test_optional_fields_come_with_a_default_that_is_empty_or_a_code(event: type) -> None:
    sealed = [field for field in fields(event) if marks(hints_of(event)[field.name]) and field.default is not MISSING]

    assert [field.name for field in sealed if field.default not in ("", (), None)] == []


@pytest.mark.parametrize("subject", SUBJECTS)
@LAW
@given(data=st.data())
def test_evolve_takes_the_events_of_its_subject_in_any_order(subject: str, data: st.DataObject) -> None:
    history = data.draw(st.lists(events(*catalogue.event_classes(subject)), min_size=1, max_size=8))

    state = fold(subject, f"{subject}-1", history)

    assert state.id == f"{subject}-1"


@pytest.mark.parametrize("subject", SUBJECTS)
def test_evolve_takes_no_event_of_a_stranger(subject: str) -> None:
    with pytest.raises(AssertionError):
        fold(subject, f"{subject}-1", [object()])


@pytest.mark.parametrize("event_class", EVENT_CLASSES, ids=lambda event: event.type)
@LAW
@given(data=st.data())
def test_what_is_read_equals_what_was_stored(event_class: Any, data: st.DataObject, vault: Vault) -> None:
    event = data.draw(events(event_class))
    registry, envelope = Registry(vault), envelope_of(event, event_class.type.partition(".")[0])
    vault.ensure(registry.key_subjects(envelope.stream_id, event))

    stored = registry.encode(envelope, event)

    assert registry.decode(envelope, stored) == event


@pytest.mark.parametrize("subject", SUBJECTS)
@LAW
@given(data=st.data())
def test_no_state_depends_on_words_that_can_be_erased(
    subject: str, data: st.DataObject, vault: Vault, keys: Path
) -> None:
    history = data.draw(st.lists(events(*catalogue.event_classes(subject)), min_size=1, max_size=4))
    registry, blind = Registry(vault), Registry(Vault(keys, {}))
    sealed = []
    for event in history:
        vault.ensure(registry.key_subjects(f"{subject}-1", event))
        sealed.append((envelope_of(event, subject), registry.encode(envelope_of(event, subject), event)))

    unreadable = [blind.decode(envelope, raw) for envelope, raw in sealed]

    assert fold(subject, f"{subject}-1", unreadable) == fold(subject, f"{subject}-1", history)


@pytest.mark.parametrize("subject", SUBJECTS)
@LAW
@given(data=st.data())
def test_what_decisions_allow_applies_and_rebuilds_to_the_same_state(subject: str, data: st.DataObject) -> None:
    life = data.draw(lives(subject))

    assert rebuilt(life.history) == life.states


@LAW
@given(life=whole_lives())
def test_a_whole_networks_life_rebuilds_to_the_same_states(life: Life) -> None:
    assert rebuilt(life.history) == life.states


@examples(10)
@given(life=whole_lives())
def test_a_log_gives_back_the_states_of_a_whole_networks_life(
    life: Life, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("base")
    engine, vault = connect(folder / "events.db"), Vault(folder / "keys.db", WRAPPING_KEYS)
    schema.create(engine)
    log = EventLog(engine, vault, Registry(vault))

    log.append(life.history, Command(), LEAD, {})

    assert {stream: log.load(stream).state for stream in life.states} == life.states
    engine.dispose()


def kinds_on(history: list[On], stream: str) -> list[str]:
    """List the event types on one stream."""
    return [on.event.type for on in history if on.stream == stream]


@pytest.mark.parametrize(
    ("subject", "last"),
    [
        ("theme", {"theme.merged", "theme.split"}),
        ("element", {"element.merged"}),
        ("transfer", {"transfer.abandoned"}),
        ("organisation", {"organisation.left"}),
        ("person", {"person.erased"}),
        ("reflection", {"reflection.withdrawn"}),
    ],
)
@LAW
@given(data=st.data())
def test_nothing_follows_an_end(subject: str, last: set[str], data: st.DataObject) -> None:
    life = data.draw(lives(subject, longest=20))

    after = [
        (earlier, later)
        for stream in life.ids(subject)
        for earlier, later in pairwise(kinds_on(life.history, stream))
        if earlier in last
    ]

    assert after == []


@pytest.mark.parametrize(
    ("subject", "later", "before"),
    [
        ("theme", "theme.adopted", "theme.discussed"),
        ("element", "element.reopened", "element.retired"),
        ("visit", "visit.prepared", "visit.agreed"),
        ("visit", "visit.completed", "visit.started"),
        ("visit", "visit.monitored", "visit.completed"),
        ("transfer", "transfer.piloted", "transfer.anticipated"),
        ("transfer", "transfer.sustained", "transfer.evaluated"),
        ("person", "person.erased", "person.erasure_requested"),
        ("publication", "publication.published", "publication.frozen"),
        ("chapter", "chapter.approved", "chapter.reviewed"),
        ("consent", "consent.withdrawn", "consent.given"),
        ("reflection", "reflection.withdrawn", "reflection.withdrawal_requested"),
    ],
)
@LAW
@given(data=st.data())
def test_one_step_comes_before_another(subject: str, later: str, before: str, data: st.DataObject) -> None:
    life = data.draw(lives(subject, longest=20))

    histories = [kinds_on(life.history, stream) for stream in life.ids(subject)]
    skipped = [kinds for kinds in histories if later in kinds and before not in kinds[: kinds.index(later)]]

    assert skipped == []


@LAW
@given(life=lives("challenge", longest=20))
def test_no_organisation_shares_its_own_challenge(life: Life) -> None:
    stated = [life.states[stream] for stream in life.ids("challenge")]

    assert [known for known in stated if known.organisation in known.shared_by] == []


@LAW
@given(life=lives("year"))
def test_no_two_years_have_one_number(life: Life) -> None:
    numbers = [life.states[stream].number for stream in life.ids("year")]

    assert sorted(numbers) == sorted(set(numbers))


@LAW
@given(life=lives("person", longest=20))
def test_nobody_but_the_erased_is_without_a_role(life: Life) -> None:
    people = [life.states[stream] for stream in life.ids("person")]

    assert [known for known in people if bool(known.roles) == bool(known.erasure)] == []
