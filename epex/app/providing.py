"""Wrapping keys from a plugin's key provider."""

from epex.app.config import Config
from epex.app.extending import Extensions
from epex.app.keys import SECRET_BYTES, Fetch, require_evaluation
from epex.core.decision import Refused
from epex.plugins.guard import Failed, asked
from epex.plugins.keys import KeyProvider
from epex.plugins.loader import Plugins


def from_provider(config: Config) -> Fetch:
    """Find the provider that epex.toml names.

    Raises Refused when no enabled plugin offers it.
    """
    plugins = Extensions.of(config).plugins
    for plugin, provider in providers(plugins):
        if provider.name == config.wrapping:
            return lambda name: _fetched(plugin, provider, config.base_id, name)
    why = f" ({plugins.faults[0]})" if plugins.faults else ""
    raise Refused(
        f"[keys] wrapping in epex.toml names '{config.wrapping}', which no enabled plugin provides{why}; enable it in"
        " [plugins], or write files or environment there."
    )


def providers(plugins: Plugins) -> list[tuple[str, KeyProvider]]:
    """List the providers that plugins offer, each with its plugin."""
    return plugins.gather("epex_key_providers", KeyProvider)


def _fetched(plugin: str, provider: KeyProvider, base_id: str, name: str) -> bytes | None:
    try:
        key = asked(plugin, f"the key provider {provider.name}", provider.fetch, base_id, name)
    except Failed as failure:
        message = f"The key provider '{provider.name}' could not give the wrapping key '{name}' ({failure}); mend it."
        raise Refused(message) from failure
    if key is None:
        require_evaluation(name, f"Make the key provider '{provider.name}' give it.")
        return None
    if not isinstance(key, bytes) or len(key) != SECRET_BYTES:
        raise Refused(f"The key provider '{provider.name}' gave no 32 bytes as the wrapping key '{name}'; mend it.")
    return key
