"""Hold the branch coverage to the rule: the core and the proof whole, the rest at least 95 %."""

import io
import json
import sys
from pathlib import Path
from typing import Any

from coverage import Coverage

WHOLE = ("epex/core/log/ledger.py", "epex/core/log/vault.py", "epex/core/log/envelope.py")
REST = 95.0


def is_whole(name: str) -> bool:
    """Tell whether every branch of a file must have been taken."""
    in_core = name.startswith("epex/core/") and not name.startswith("epex/core/log/")
    return in_core or name in WHOLE


def gaps(files: dict[str, Any]) -> list[str]:
    """List the files that must be covered whole and are not, and those that are not there."""
    return [f"{name} was not measured" for name in WHOLE if name not in files] + [
        f"{name}: lines {file['missing_lines']}, branches {file['missing_branches']}"
        for name, file in files.items()
        if is_whole(name) and (file["missing_lines"] or file["missing_branches"])
    ]


def share(files: dict[str, Any]) -> float:
    """Compute the share of lines and branches that ran in all the other files."""
    rest = [file["summary"] for name, file in files.items() if not is_whole(name)]
    ran = sum(summary["covered_lines"] + summary["covered_branches"] for summary in rest)
    there = sum(summary["num_statements"] + summary["num_branches"] for summary in rest)
    return float(100 * ran / there)


def main() -> int:
    """Print the figures and fail when the rule is broken."""
    report = Path(".coverage.json")
    coverage = Coverage()
    coverage.load()
    coverage.json_report(outfile=str(report))
    files = json.loads(report.read_text("utf-8"))["files"]
    report.unlink()
    missing, rest = gaps(files), share(files)
    whole = sum(is_whole(name) for name in files)
    print(f"branch coverage: {whole - len(missing)} of {whole} core files whole; the rest {rest:.1f} % (goal {REST} %)")
    if rest < REST:
        thin = io.StringIO()
        coverage.report(file=thin, show_missing=True, skip_covered=True)
        print(thin.getvalue(), file=sys.stderr)
    for gap in missing:
        print(gap, file=sys.stderr)
    return 1 if missing or rest < REST else 0


if __name__ == "__main__":
    sys.exit(main())
