"""What a plugin's child process may use up; set by the child itself before anything of the plugin is loaded."""

import math
import sys
from dataclasses import dataclass

MEGABYTE = 1024 * 1024
MEMORY = 2048 * MEGABYTE
FILES = 256 * MEGABYTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a report may take by itself, and how long altogether with the answers that it asks for."""

    seconds: float = 60
    listing: float = 10

    @property
    def altogether(self) -> float:
        """Give the time after which even a plugin that only asks is ended."""
        return 10 * self.seconds

    def to_list(self) -> "Limits":
        """Give the limits for merely saying what there is."""
        return Limits(seconds=min(self.seconds, self.listing))


def limit(seconds: float) -> None:
    """Limit this process for good, as far as its system can: memory, processor, files, and no processes of its own."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not every system has it

    # A second more than the clock allows, so that the clock is what people are told of.
    processor = math.ceil(seconds) + 1
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, processor),
        (resource.RLIMIT_FSIZE, FILES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        _, hardest = resource.getrlimit(what)
        allowed = most if hardest == resource.RLIM_INFINITY else min(most, hardest)
        try:
            resource.setrlimit(what, (allowed, allowed))
        except (OSError, ValueError):
            # macOS has no limit of memory.
            continue
