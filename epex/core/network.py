"""The network: founded once, and carried on in every branch of its knowledge base."""

from dataclasses import dataclass
from typing import ClassVar, assert_never

from epex.core.decision import Actor, On, Refused, require_one_of, require_role, require_text
from epex.core.sealed import Text
from epex.core.vocabulary import LANGUAGES


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


NetworkEvent = NetworkFounded | NetworkBranched
Events = NetworkEvent


@dataclass(frozen=True, slots=True)
class Network:
    """A network that was founded."""

    id: str


def evolve(network: Network | None, stream: str, event: NetworkEvent) -> Network:
    """Apply one event; every event that decisions allow applies."""
    match event:
        case NetworkFounded() | NetworkBranched():
            return network or Network(stream)
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
