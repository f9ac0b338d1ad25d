"""Limits on how much one person records, or asks that takes long, within a time; each worker counts for itself."""

from collections import deque
from collections.abc import Callable, Mapping
from math import ceil
from time import monotonic

from starlette.requests import Request

from epex.plugins.builtin.web.attempts import Limit, household
from epex.plugins.builtin.web.entering import client_of
from epex.plugins.builtin.web.guarding import LOG, WRITING
from epex.plugins.builtin.web.wording import N_

MINUTE, HOUR = 60, 60 * 60
# Nobody types as fast: a form five times a second, or one every two seconds for an hour.
RECORDING = (Limit("recording in a minute", 300, MINUTE), Limit("recording in an hour", 2000, HOUR))
COSTLY = (Limit("costly in a minute", 60, MINUTE),)
# The names of routes that ask for much: a report, all about somebody, two days side by side, every plugin's check.
LONG = frozenset({"report", "report-pdf", "bundle", "verify", "changes", "plugins", "everything", "everything-saved"})
FORGOTTEN_ABOVE = 1000
TOO_MUCH = N_("That was more at once than this site takes from one person; wait a while, then try again.")

Limits = Mapping[str, tuple[Limit, ...]]
LIMITS: Limits = {"recording": RECORDING, "costly": COSTLY}


class Pace:
    """What everybody asked lately, by person; by address where nobody is signed in."""

    def __init__(self, now: Callable[[], float] = monotonic, limits: Limits = LIMITS) -> None:
        """Count by a clock, within limits."""
        self._now = now
        self._limits = limits
        self._asked: dict[tuple[str, str], deque[float]] = {}

    def wait(self, request: Request, name: str) -> int:
        """Count a request for a page of this name, and tell how many seconds it is too early; 0 when it is not."""
        who = request.state.person or household(client_of(request))
        return max((self._count(kind, who) for kind in _kinds(request.method, name)), default=0)

    def _count(self, kind: str, who: str) -> int:
        now, limits = self._now(), self._limits[kind]
        self._forget(now)
        asked = self._asked.setdefault((kind, who), deque(maxlen=max(limit.times for limit in limits)))
        early = max(_early(asked, limit, now) for limit in limits)
        if early > 0:
            LOG.warning("more was asked at once than the site takes: %s", kind)
            return ceil(early)
        asked.append(now)
        return 0

    def _forget(self, now: float) -> None:
        """Let go of those who asked nothing for an hour, once there are many."""
        if len(self._asked) > FORGOTTEN_ABOVE:
            self._asked = {key: asked for key, asked in self._asked.items() if asked and asked[-1] > now - HOUR}


def _kinds(method: str, name: str) -> list[str]:
    return [*(["recording"] if method in WRITING else []), *(["costly"] if name in LONG else [])]


def _early(asked: deque[float], limit: Limit, now: float) -> float:
    """Tell how long it takes until one more is within a limit."""
    return asked[-limit.times] + limit.seconds - now if len(asked) >= limit.times else 0.0
