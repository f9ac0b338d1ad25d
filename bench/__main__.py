"""Run the benchmarks: `python -m bench [SUBJECT ...] [--large]`; the table goes to stdout, progress to stderr."""

import argparse
from importlib import import_module

from bench.measuring import Figure, say
from bench.table import printed

SUBJECTS = ("startup", "append", "proof", "bulk", "reading", "verifying", "rebuild")
MEDIUM = (1_000, 10_000)
LARGE = 100_000


def main() -> None:
    """Print the figures of the subjects that were asked for, and how many goals were missed."""
    asked = _arguments().parse_args()
    sizes = (*MEDIUM, LARGE) if asked.large else MEDIUM
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
    parser.add_argument("--large", action="store_true", help=f"rebuild {LARGE:,} events as well")
    return parser


def _subject(word: str) -> str:
    if word not in SUBJECTS:
        raise argparse.ArgumentTypeError(f"there is no subject '{word}'; choose of: {', '.join(SUBJECTS)}")
    return word


if __name__ == "__main__":
    main()
