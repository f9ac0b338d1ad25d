"""The laws of reasons: what led to something is what that came of, for every reader."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from epex.core.decision import Refused
from epex.core.reader import Reader
from epex.projections.queries import Queries
from epex.projections.readers import reader_of
from tests.core.life import Life
from tests.core.stories import whole_lives
from tests.projections.test_laws import LABELS, lived

pytestmark = pytest.mark.slow
LAW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PUBLIC = Reader(grants=frozenset({"public"}))


def reached(queries: Queries, ids: list[str], direction: str) -> set[tuple[str, str]]:
    """List pairs of what led to something and what came of it, asked for in one direction."""
    found: set[tuple[str, str]] = set()
    for one in ids:
        try:
            answer = queries.why(one) if direction == "back" else queries.trace(one)
        except Refused:
            continue
        others = {row["id"] for row in answer["evidence"]} - {one}
        found |= {(other, one) if direction == "back" else (one, other) for other in others}
    return found


@LAW
@given(life=whole_lives(longest=60), labels=st.lists(LABELS, min_size=1, max_size=4), who=st.integers(0, 3))
def test_what_led_to_something_is_what_it_came_of(life: Life, labels: list[str], who: int) -> None:
    ids = list(dict.fromkeys(on.stream for on in life.history))
    people = [one for one in ids if one.startswith("person-")]

    with lived(life, labels) as base:
        reader = reader_of(base.views, people[who % len(people)]) if who else PUBLIC
        queries = Queries(base.views, reader)

        back, forward = (reached(queries, ids, direction) for direction in ("back", "forward"))

    assert back == forward
