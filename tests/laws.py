"""How many examples a law is tried on: all of them, or a fifth in `make check`."""

from typing import Any

from hypothesis import settings

QUICK = "check"


def examples(most: int, **more: Any) -> settings:
    """Try a law on so many examples at most."""
    quick = settings.get_current_profile_name() == QUICK
    return settings(max_examples=most // 5 if quick else most, deadline=None, **more)
