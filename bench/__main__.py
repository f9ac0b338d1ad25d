"""Run the benchmarks, `python -m bench [SUBJECT ...] [--large|--huge]`: a table on stdout, progress on stderr."""

import argparse
from importlib import import_module

from bench.measuring import Figure, say
from bench.table import printed

SUBJECTS = (
    "startup",
    "append",
    "proof",
    "bulk",
    "reading",
    "verifying",
    "fresh",
    "rebuild",
    "past",
    "growth",
    "plugins",
    "pages",
)
SIZES = (1_000, 10_000)
LARGE = (10_000, 100_000)
HUGE = (100_000, 1_000_000)


def main() -> None:
    """Print the figures of the subjects that were asked for, and how many goals were missed."""
    asked = _arguments().parse_args()
    sizes = HUGE if asked.huge else LARGE if asked.large else SIZES
    figures: list[Figure] = []
    for subject in asked.subjects or SUBJECTS:
        say(f"{subject} ...")
        figures += import_module(f"bench.{subject}").figures(sizes)
    print(printed(figures))
    goals = [figure for figure in figures if figure.has_goal]
    print(f"\n{sum(figure.is_missed for figure in goals)} of {len(goals)} goals missed")


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("subjects", nargs="*", type=_subject, metavar="SUBJECT", help=f"of: {', '.join(SUBJECTS)}")
    sizes = parser.add_mutually_exclusive_group()
    sizes.add_argument("--large", action="store_true", help="histories of 10,000 and 100,000 events")
    sizes.add_argument("--huge", action="store_true", help="of 100,000 and 1,000,000; give the subject growth as well")
    return parser


def _subject(word: str) -> str:
    if word not in SUBJECTS:
        raise argparse.ArgumentTypeError(f"there is no subject '{word}'; choose of: {', '.join(SUBJECTS)}")
    return word


if __name__ == "__main__":
    main()
