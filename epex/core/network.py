"""The network: founded once, and carried on in every branch of its knowledge base."""

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import ClassVar, assert_never

from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_text
from epex.core.sealed import Text
from epex.core.vocabulary import LANGUAGES

MERGING = ("coordinator", "data_protection_officer")
# Why a step is held back that was taken here as well; nobody has to decide on it.
SAME = "same"


@dataclass(frozen=True, kw_only=True)
class NetworkFounded:
    """The first event of a base: its identity, and whether its content is only an illustration."""

    type: ClassVar[str] = "network.founded"
    sentence: ClassVar[str] = "founded {it}"
    name: Text
    base_id: str
    public_key: str
    illustrative: bool = False
    languages: tuple[str, ...] = LANGUAGES


@dataclass(frozen=True, kw_only=True)
class NetworkBranched:
    """A copy of a base begins to be written to: its own identity, and what it shares with the base it comes from."""

    type: ClassVar[str] = "network.branched"
    sentence: ClassVar[str] = "branched {it} into a base of its own"
    base_id: str
    public_key: str
    from_base: str
    from_size: int
    from_root: str
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class NetworkMerged:
    """What another branch recorded comes after this event, in the order of its ledger.

    `base`, `size` and `root` are its head; `head` is the note that signs it. The first `shared` events were known here.
    `held` names the events that change no state until a person decides, and `why` says why, one code for each.
    `stages` and `leaves` are what its ledger is put together from again: which base recorded up to which position, and
    the places and hashes of those leaves that the events here do not give.
    """

    type: ClassVar[str] = "network.merged"
    sentence: ClassVar[str] = "merged another branch into {it}"
    is_milestone: ClassVar[bool] = True
    aside: ClassVar[frozenset[str]] = frozenset({"taken", "held", "why", "head", "stages", "leaves"})
    base: str
    size: int
    root: str
    head: str
    shared: int
    taken: int
    held: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class VersionFound:
    """Both branches recorded an event under one identity, as when both import a row, and not with the same content.

    `first` and `second` are both as they were recorded, texts sealed, in the order in which they were: the first one
    counts, until a person lets the other. `conflict` is the id of this event, by which it is decided on.
    """

    type: ClassVar[str] = "network.version_found"
    sentence: ClassVar[str] = "found that another branch has something recorded otherwise"
    aside: ClassVar[frozenset[str]] = frozenset({"conflict", "event", "first", "second"})
    conflict: str
    event: str
    stream: str
    first: str
    second: str
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class ConflictSettled:
    """A person decided what becomes of events that a merge holds back; those that count do so from here on."""

    type: ClassVar[str] = "network.conflict_settled"
    sentence: ClassVar[str] = "decided what becomes of something that a merge held back"
    aside: ClassVar[frozenset[str]] = frozenset({"held"})
    held: tuple[str, ...]
    applied: bool
    reason: Text


@dataclass(frozen=True, kw_only=True)
class ConflictApplied:
    """Stands on the stream of an event that was held back, in the place from which it counts; it is read as that."""

    type: ClassVar[str] = "network.conflict_applied"
    sentence: ClassVar[str] = "let something count that a merge held back"
    aside: ClassVar[frozenset[str]] = frozenset({"held"})
    held: str
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class PluginEnabled:
    """The base uses a plugin from here on, in the version that was installed then.

    `checks_editions` says that the plugin has a say before an edition is frozen; earlier events could not.
    """

    type: ClassVar[str] = "network.plugin_enabled"
    sentence: ClassVar[str] = "took the plugin {plugin} {version} into use"
    plugin: str
    package: str
    version: str
    checks_editions: bool = False
    reason: Text = ""


@dataclass(frozen=True, kw_only=True)
class PluginDisabled:
    """The base uses a plugin no longer; what it recorded stays."""

    type: ClassVar[str] = "network.plugin_disabled"
    sentence: ClassVar[str] = "took the plugin {plugin} out of use"
    plugin: str
    reason: Text = ""


Merging = NetworkMerged | VersionFound | ConflictSettled | ConflictApplied
NetworkEvent = NetworkFounded | NetworkBranched | Merging | PluginEnabled | PluginDisabled
Events = NetworkEvent


@dataclass(frozen=True, slots=True)
class Network:
    """A network that was founded; `waiting` are the events that are held back and not decided on.

    `plugins` are those in use, each with its version.
    """

    id: str
    waiting: frozenset[str] = frozenset()
    decided: frozenset[str] = frozenset()
    plugins: frozenset[tuple[str, str]] = frozenset()


def evolve(network: Network | None, stream: str, event: NetworkEvent) -> Network:
    """Apply one event; every event that decisions allow applies."""
    state = network or Network(stream)
    match event:
        case NetworkMerged(held=held, why=why):
            waiting = {one for one, code in zip_longest(held, why[: len(held)]) if code != SAME}
            return replace(state, waiting=state.waiting | (waiting - state.decided))
        case VersionFound(conflict=conflict):
            return replace(state, waiting=state.waiting | ({conflict} - state.decided))
        case ConflictSettled(held=held):
            settled = frozenset(held)
            return replace(state, waiting=state.waiting - settled, decided=state.decided | settled)
        case PluginEnabled(plugin=plugin, version=version):
            return replace(state, plugins=_without(state, plugin) | {(plugin, version)})
        case PluginDisabled(plugin=plugin):
            return replace(state, plugins=_without(state, plugin))
        case NetworkFounded() | NetworkBranched() | ConflictApplied():
            return state
        case _:
            assert_never(event)


def found(
    network: str,
    name: str,
    *,
    base_id: str,
    public_key: str,
    by: Actor,
    illustrative: bool = False,
    languages: tuple[str, ...] = LANGUAGES,
) -> list[On]:
    """Found the network; the founder is its first coordinator."""
    require_role(by, "coordinator", act="found a network")
    require_text(name, "network's name")
    if not languages:
        raise Refused("A network needs at least one language; name one, such as en.")
    for language in languages:
        require_one_of(language, LANGUAGES, "language")
    event = NetworkFounded(
        name=name, base_id=base_id, public_key=public_key, illustrative=illustrative, languages=languages
    )
    return [On(network, event)]


def branch(
    network: Network,
    *,
    base_id: str,
    public_key: str,
    from_base: str,
    from_size: int,
    from_root: str,
    by: Actor,
    reason: str = "",
) -> list[On]:
    """Announce the keys of a copy that will be written to, and the head up to which it is the other base."""
    require_role(by, "coordinator", "data_protection_officer", act="branch a knowledge base")
    if base_id == from_base:
        raise Refused("A branch has an id of its own; make it with 'epex branch DIR' instead of copying the folder.")
    event = NetworkBranched(
        base_id=base_id,
        public_key=public_key,
        from_base=from_base,
        from_size=from_size,
        from_root=from_root,
        reason=reason,
    )
    return [On(network.id, event)]


def merge(network: Network, merged: NetworkMerged, *, by: Actor, base_id: str) -> list[On]:
    """Take in what another branch recorded; `base_id` is that of the base that takes it in."""
    require_may_merge(by)
    if merged.base == base_id:
        raise Refused("A base is not merged with itself; name the bundle of another branch.")
    if len(merged.held) != len(merged.why):
        raise Refused("Every event that is held back needs a code that says why; give as many as there are.")
    return [On(network.id, merged)]


def tell_apart(network: Network, found: VersionFound, *, by: Actor) -> list[On]:
    """Keep both versions of what two branches recorded under one identity."""
    require_may_merge(by)
    if found.first == found.second:
        raise Refused("Both versions are the same; there is nothing to decide, so leave it as it is.")
    return [On(network.id, found)]


def settle(
    network: Network, held: tuple[str, ...], *, by: Actor, applied: bool, reason: str, confided: bool = False
) -> list[On]:
    """Let events that a merge holds back count from now on, or drop them for good.

    What is `confided` to the evaluation only evaluators decide on.
    """
    if confided:
        require_role(by, "evaluator", act="decide what becomes of something that only evaluators read")
    else:
        require_role(by, *MERGING, act="decide what becomes of something that a merge held back")
    require_text(reason, "reason")
    if not held or not network.waiting.issuperset(held):
        raise Refused("This does not wait for a decision; 'epex merge list' shows what does.")
    return [On(network.id, ConflictSettled(held=held, applied=applied, reason=reason))]


def enable_plugin(
    network: Network,
    plugin: str,
    *,
    package: str,
    version: str,
    by: Actor,
    checks_editions: bool = False,
    reason: str = "",
) -> list[On]:
    """Take a plugin into use, or a new version of it."""
    require_role(by, "coordinator", act="take a plugin into use")
    if (plugin, version) in network.plugins:
        raise Refused(f"The plugin '{plugin}' {version} is in use; nothing needs to be done.")
    enabled = PluginEnabled(
        plugin=plugin, package=package, version=version, checks_editions=checks_editions, reason=reason
    )
    return [On(network.id, enabled)]


def disable_plugin(network: Network, plugin: str, *, by: Actor, reason: str = "") -> list[On]:
    """Take a plugin out of use; what it recorded stays."""
    require_role(by, "coordinator", act="take a plugin out of use")
    if plugin not in dict(network.plugins):
        raise Refused(f"The plugin '{plugin}' is not in use; 'epex plugin list' shows what is.")
    return [On(network.id, PluginDisabled(plugin=plugin, reason=reason))]


def require_may_merge(by: Actor) -> None:
    """Refuse to give the whole log away, or to take another one in, to whoever does not answer for it."""
    require_role(by, *MERGING, act="merge branches of a knowledge base")


def _without(network: Network, plugin: str) -> frozenset[tuple[str, str]]:
    return frozenset(known for known in network.plugins if known[0] != plugin)
