"""Measure the search, `python -m bench.searching [SIZE ...]`: a table on stdout, progress on stderr.

A size is a number of documents; without one, 10,000 with both indexes and 100,000 with SQLite's alone. `--no-quality`
leaves out what does not depend on a size.
"""

import argparse

from bench import quality, speed
from bench.collection import BACKENDS
from bench.corpus import ADVICE, Corpus, collections
from bench.goals import Line, printed
from bench.measuring import say


def main() -> None:
    """Print the figures beside their goals."""
    parser = argparse.ArgumentParser(prog="python -m bench.searching", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, metavar="SIZE", help="how many documents")
    parser.add_argument("--no-quality", action="store_true", help="measure the speed alone")
    asked = parser.parse_args()
    found = collections()
    if not found:
        say(ADVICE)
        return
    lines: list[Line] = [] if asked.no_quality else list(quality.lines(found))
    corpus = Corpus.of(found)
    for size in asked.sizes or speed.SIZES:
        # Beyond what Whoosh is for it would take hours.
        backends = BACKENDS if size < speed.LARGE else speed.SIZES[speed.LARGE]
        lines += speed.lines(corpus, size, backends)
    print(printed(lines))


if __name__ == "__main__":
    main()
