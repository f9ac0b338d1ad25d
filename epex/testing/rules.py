"""The rules that every plugin keeps, and what one breaks, in sentences."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType, ModuleType

from epex.core.catalogue import EventTypes, subject_of
from epex.core.decision import On, Refused
from epex.plugins.loader import Plugins
from epex.testing import declared
from epex.testing.providing import Places, broken_in_providers
from epex.testing.samples import history_of
from epex.testing.scene import given
from epex.testing.trial import Options, Trial

NONE: Options = MappingProxyType({})
NOWHERE: Places = MappingProxyType({})


def contract(plugin: ModuleType, *history: On, options: Options = NONE, places: Places = NOWHERE) -> list[str]:
    """Give a sentence for each rule that an installed plugin breaks; nothing when it keeps them all.

    It is tried in a base of its own with the `history` of its events, made up where none is given. `options` are those
    of its reports and formats, by name; `places` say for which base and name each of its key providers keeps a key.
    """
    name = declared.name_of(plugin)
    if not name:
        return [f"No installed package offers the module '{plugin.__name__}'; run 'pip install -e .' in its folder."]
    plugins = Plugins([name])
    broken = [
        *declared.broken_in_declaring(plugin),
        *(sentence for sentence in declared.broken_at_loading(plugins) if f"'{name}'" in sentence),
        *declared.broken_in_importing(plugin),
        *(one for types in plugins.event_types.values() for one in declared.broken_in_events(types)),
    ]
    if broken:
        return broken
    broken += broken_in_providers(plugins, name, places)
    return [*broken, *_broken_in_use(name, plugins.event_types, history, options)]


def _broken_in_use(
    name: str, types: Mapping[str, EventTypes], history: Sequence[On], options: Options
) -> Iterator[str]:
    events = history or tuple(on for each in types.values() for on in history_of(each))
    tried = {on.event.type for on in events}
    for kind in (kind for each in types.values() for kind in each.events if kind.type not in tried):
        yield f"The event '{kind.type}' was not tried; give one: contract(plugin, On(stream, event))."
    try:
        yield from _broken_in_states(types, events)
    except Refused as refused:
        yield str(refused)
        return
    with (
        TemporaryDirectory() as folder,
        closing(Trial(folder=Path(folder) / "base", name=name, options=options)) as trial,
    ):
        trial.found()
        yield from _broken_in_trial(trial, events)


def _broken_in_trial(trial: Trial, history: Sequence[On]) -> Iterator[str]:
    before = trial.seen_by_stranger()
    yield from trial.broken_in_folds(history)
    yield from trial.broken_in_reports()
    yield from trial.broken_in_formats()
    yield from trial.broken_in_reasons()
    for what, told in trial.seen_by_stranger().items():
        if told != before[what]:
            yield f"The {what} tells somebody of events that they may not read; ask that reader's queries alone."
    # Last, for everybody may read that an edition was opened.
    yield from trial.broken_in_exchanges()


def _broken_in_states(types: Mapping[str, EventTypes], history: Sequence[On]) -> Iterator[str]:
    for stream in dict.fromkeys(on.stream for on in history):
        events = [on.event for on in history if on.stream == stream]
        states = [given(stream, *events, types=types.get(subject_of(stream))) for _ in range(2)]
        if states[0] != states[1]:
            yield f"The state of '{stream}' differs when it is made twice; let it come from its events alone."
