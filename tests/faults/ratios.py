"""Take the ratios of the benchmarks into the table: what proof and sealing cost, and a full verification."""

import json
import os
from collections.abc import Mapping, Sequence

from bench import proof, verifying
from tests.faults.figures import OUT
from tests.faults.sizes import SETTING
from tests.faults.table import BENCH

EVENTS: Mapping[str, Sequence[int]] = {"quick": (1_000, 10_000), "full": (100_000, 1_000_000)}


def main() -> None:
    """Run both benchmarks and keep their figures."""
    size = os.environ[SETTING]
    figures = [*proof.figures(()), *verifying.figures(EVENTS[size])]
    kept = [{"what": figure.what, "ratio": figure.ratio, "at_most": figure.at_most} for figure in figures]
    path = OUT / size / BENCH
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(kept), "utf-8")


if __name__ == "__main__":
    main()
