"""The base's own file `epex.toml`: where things are and who reads on this machine."""

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from shlex import quote
from typing import Any

from epex.core.decision import Refused
from epex.core.vocabulary import LANGUAGES

FILE_NAME = "epex.toml"
FILES = "files"
SERVER = "://"
LOG, VIEWS, KEYS, INDEX = "log/events.db", "views/views.db", "keys", "index"
PLUGIN_SECONDS = 60
WHOOSH, FTS5, POSTGRES = "whoosh", "sqlite-fts5", "postgres"


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A knowledge base's settings; paths are relative to its folder."""

    folder: Path
    base_id: str
    network: str
    network_id: str
    languages: tuple[str, ...] = LANGUAGES
    acting_as: str = ""
    language: str = "en"
    log: str = LOG
    views: str = VIEWS
    keys: str = KEYS
    wrapping: str = FILES
    index: str = INDEX
    backend: str = WHOOSH
    plugins: tuple[str, ...] = ()
    plugin_commands: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    plugin_fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    plugin_seconds: int = PLUGIN_SECONDS

    def address(self, place: str) -> str:
        """Give a database address: a URL as it is, a path below the folder."""
        return place if SERVER in place else str(self.folder / place)

    @property
    def keys_folder(self) -> Path:
        """Give the folder of the keys."""
        return self.folder / self.keys

    @property
    def index_folder(self) -> Path:
        """Give the folder of the search index."""
        return self.folder / self.index

    @property
    def checkpoints_folder(self) -> Path:
        """Give the folder of the signed checkpoints."""
        return self.folder / "checkpoints"

    @property
    def trials(self) -> Path:
        """Give the file of the plugins that a child process has loaded, which stands beside the views."""
        return self.folder / "views" / "tried-plugins.txt"

    def at(self, folder: Path) -> "Config":
        """Give the same settings for a folder that holds all its parts itself."""
        backend = FTS5 if self.backend == POSTGRES else self.backend
        return replace(self, folder=folder, log=LOG, views=VIEWS, keys=KEYS, index=INDEX, backend=backend)


def find_folder(given: str | None, start: Path) -> Path:
    """Find the base: the folder given, EPEX_BASE, or the nearest upward that holds epex.toml.

    Raises Refused when there is none.
    """
    named = given or os.environ.get("EPEX_BASE")
    if named:
        return _checked(Path(named))
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    raise Refused("No knowledge base here or above; name one with --base DIR, or make one: 'epex init DIR'.")


def read_config(folder: Path) -> Config:
    """Read epex.toml.

    Raises Refused when it is missing or broken.
    """
    path = _checked(folder) / FILE_NAME
    try:
        found = tomllib.loads(path.read_text("utf-8"))
        return _config(folder, found)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"{path} cannot be read ({error}); mend it, or take it from a backup.") from error


def write_config(config: Config) -> None:
    """Write epex.toml."""
    replace_file(config.folder / FILE_NAME, as_toml(config))


def as_toml(config: Config) -> str:
    """Lay the settings out as they stand in epex.toml."""
    sections: dict[str, dict[str, Any]] = {
        "base": {"id": config.base_id},
        "network": {"id": config.network_id, "name": config.network, "languages": list(config.languages)},
        "reader": {"person": config.acting_as, "language": config.language},
        "log": {"address": config.log},
        "views": {"address": config.views},
        "keys": {"folder": config.keys, "wrapping": config.wrapping},
        "index": {"folder": config.index, "backend": config.backend},
        "plugins": {
            "enabled": list(config.plugins),
            **({"seconds": config.plugin_seconds} if config.plugin_seconds != PLUGIN_SECONDS else {}),
        },
        **({"plugins.commands": dict(config.plugin_commands)} if config.plugin_commands else {}),
        **({"plugins.fields": dict(config.plugin_fields)} if config.plugin_fields else {}),
    }
    return "\n".join(_section(name, values) for name, values in sections.items())


def move_log(config: Config, address: str) -> Config:
    """Write another address of the log into epex.toml, and change nothing else there.

    Raises Refused when the file is written in a way that cannot be changed safely.
    """
    return _rewritten(config, replace(config, log=address), "log", "address", address)


def name_index(config: Config, backend: str) -> Config:
    """Write another index into epex.toml, and change nothing else there.

    Raises Refused when the file is written in a way that cannot be changed safely.
    """
    return _rewritten(config, replace(config, backend=backend), "index", "backend", backend)


def _rewritten(config: Config, wanted: Config, section: str, key: str, value: str) -> Config:
    path, line = config.folder / FILE_NAME, f"{key} = {json.dumps(value, ensure_ascii=False)}"
    text = _with_line(path.read_text("utf-8"), section, key, line)
    if _reads_as(config.folder, text) != wanted:
        raise Refused(f"[{section}] in {FILE_NAME} is written unusually; set {line} there by hand.")
    replace_file(path, text)
    return wanted


def _with_line(text: str, section: str, key: str, line: str) -> str:
    """Put a line in the place of the one with its key, below its section, or below a section of its own."""
    there = re.compile(rf"^(\[{section}\][^\[]*?^){key}\s*=[^\n]*", re.MULTILINE)
    head = re.compile(rf"^\[{section}\][^\n]*", re.MULTILINE)
    for place, put in ((there, "{0[1]}{1}"), (head, "{0[0]}\n{1}")):
        if place.search(text):
            return place.sub(lambda found, put=put: put.format(found, line), text, count=1)  # type: ignore[misc]
    return f"{text}\n[{section}]\n{line}\n"


def _reads_as(folder: Path, text: str) -> Config | None:
    try:
        return _config(folder, tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        return None


def replace_file(path: Path, text: str) -> None:
    """Put a text in the place of a file, whole or not at all."""
    beside = path.with_suffix(".toml.new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _checked(folder: Path) -> Path:
    if not folder.is_dir():
        raise Refused(f"There is no folder {folder}; name another with --base, or make one: {_init(folder)}.")
    if not (folder / FILE_NAME).is_file():
        raise Refused(f"{folder} is not a knowledge base, for it holds no epex.toml; make one: 'epex init DIR'.")
    return folder


def _init(folder: Path) -> str:
    quoted = quote(str(folder))
    return f"epex init {quoted}" if quoted.startswith("'") else f"'epex init {quoted}'"


def _config(folder: Path, found: dict[str, Any]) -> Config:
    return Config(
        folder=folder,
        base_id=_text(found, "base", "id"),
        network=_text(found, "network", "name"),
        network_id=_text(found, "network", "id"),
        languages=_texts(found, "network", "languages", LANGUAGES),
        acting_as=_text(found, "reader", "person", ""),
        language=_language(_text(found, "reader", "language", "en")),
        log=_text(found, "log", "address", LOG),
        views=_text(found, "views", "address", VIEWS),
        keys=_text(found, "keys", "folder", KEYS),
        wrapping=_text(found, "keys", "wrapping", FILES),
        index=_text(found, "index", "folder", INDEX),
        backend=_text(found, "index", "backend", WHOOSH),
        plugins=_texts(found, "plugins", "enabled", ()),
        plugin_commands=_of_plugins(found, "commands"),
        plugin_fields=_of_plugins(found, "fields"),
        plugin_seconds=_seconds(found),
    )


def _of_plugins(found: dict[str, Any], what: str) -> dict[str, tuple[str, ...]]:
    plugins, section = found.get("plugins", {}), f"plugins.{what}"
    names = plugins.get(what, {}) if isinstance(plugins, dict) else {}
    if not isinstance(names, dict):
        raise Refused(f"{FILE_NAME} needs a section [{section}]; run 'epex plugin enable NAME' to write it.")
    return {name: _texts({section: names}, section, name, ()) for name in names}


def _seconds(found: dict[str, Any]) -> int:
    seconds = _value(found, "plugins", "seconds", PLUGIN_SECONDS)
    if type(seconds) is not int or seconds < 1:
        raise Refused(
            f"{FILE_NAME} needs a whole number from 1 on as 'seconds' in [plugins]; write one, or leave it out."
        )
    return seconds


def _language(code: str) -> str:
    if code not in LANGUAGES:
        raise Refused(f"{FILE_NAME} names no language as 'language' in [reader]; write one of: {', '.join(LANGUAGES)}.")
    return code


def _text(found: dict[str, Any], section: str, key: str, default: str | None = None) -> str:
    value = _value(found, section, key, default)
    if not isinstance(value, str):
        raise Refused(f"{FILE_NAME} needs a text as '{key}' in [{section}]; mend it, or take it from a backup.")
    return value


def _texts(found: dict[str, Any], section: str, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
    values = _value(found, section, key, list(default))
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise Refused(f"{FILE_NAME} needs a list of texts as '{key}' in [{section}]; mend it, or restore it.")
    return tuple(values)


def _value(found: dict[str, Any], section: str, key: str, default: Any) -> Any:
    values = found.get(section, {})
    return values.get(key, default) if isinstance(values, dict) else None


def _section(name: str, values: dict[str, Any]) -> str:
    # A JSON string or list of strings is also a TOML one.
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
    return "\n".join((f"[{name}]", *lines, ""))
