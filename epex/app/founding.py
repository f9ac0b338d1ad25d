"""Found a knowledge base: its folder, keys, log tables and first events."""

from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from epex.app.acting import PROGRAM
from epex.app.config import FILE_NAME, Config, write_config
from epex.app.keys import make_keys, wrapping_keys
from epex.app.opening import open_log
from epex.core import network, organisation, person
from epex.core.decision import Actor, On, Refused, new_id
from epex.core.log import schema
from epex.core.log.command import Command, Receipt
from epex.core.log.database import connect
from epex.core.log.log import Clock, system_clock
from epex.core.log.vault import Vault
from epex.core.vocabulary import LANGUAGES

FOUNDING_ROLES = ("coordinator", "data_protection_officer")
PRIVATE_FOLDER = 0o700


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """What a new network is asked for."""

    network: str
    person: str
    organisation: str
    country: str
    kind: str = "ngo"
    settings: tuple[str, ...] = ()
    organisation_languages: tuple[str, ...] = ()
    languages: tuple[str, ...] = LANGUAGES
    illustrative: bool = False
    occurred_on: str | None = None


def init(folder: Path, founding: Founding, clock: Clock = system_clock) -> Receipt:
    """Make a base; its person becomes the first coordinator and data-protection officer.

    Raises Refused when the folder is in use or the answers are not sound; then nothing is left behind.
    """
    _require_free(folder)
    founder = Actor(new_id("person"), new_id("organisation"), frozenset(FOUNDING_ROLES))
    config = Config(
        folder=folder,
        base_id=str(uuid4()),
        network=founding.network,
        network_id=new_id("network"),
        languages=founding.languages,
        acting_as=founder.person,
    )
    _decide(config, founding, founder, public_key="")
    _make_folders(config)
    public_key = make_keys(config.keys_folder)
    Vault(config.keys_folder / "keys.db", wrapping_keys(config))
    engine = connect(config.address(config.log))
    schema.create(engine)
    engine.dispose()
    ons = _decide(config, founding, founder, public_key)
    command = Command(recorded_by=PROGRAM, occurred_on=founding.occurred_on)
    log = open_log(config, clock)
    receipt = log.append(ons, command, founder, {})
    log.engine.dispose()
    write_config(config)
    return receipt


def _decide(config: Config, founding: Founding, founder: Actor, public_key: str) -> list[On]:
    home = organisation.Organisation(founder.organisation or "")
    return [
        *network.found(
            config.network_id,
            founding.network,
            base_id=config.base_id,
            public_key=public_key,
            by=founder,
            illustrative=founding.illustrative,
            languages=founding.languages,
        ),
        *organisation.join(
            home.id,
            founding.organisation,
            by=founder,
            country=founding.country,
            kind=founding.kind,
            settings=founding.settings,
            languages=founding.organisation_languages,
        ),
        *person.register(founder.person, founding.person, home, by=founder, roles=FOUNDING_ROLES),
    ]


def _require_free(folder: Path) -> None:
    if (folder / FILE_NAME).exists():
        raise Refused(f"{folder} already holds a knowledge base; choose another folder.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} is not empty; choose a new folder, so that nothing is mixed up.")


def _make_folders(config: Config) -> None:
    for name in ("log", "checkpoints"):
        (config.folder / name).mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
