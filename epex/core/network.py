"""The network: founded once, in each knowledge base."""

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


NetworkEvent = NetworkFounded
Events = NetworkEvent


@dataclass(frozen=True, slots=True)
class Network:
    """A network that was founded."""

    id: str


def evolve(network: Network | None, stream: str, event: NetworkEvent) -> Network:
    """Apply one event; every event that decisions allow applies."""
    match event:
        case NetworkFounded():
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
