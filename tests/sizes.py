"""Measure functions and modules: `python -m tests.sizes` fails when the code grows too large to read."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).parent.parent / "epex"
MEDIAN, NINTH_TENTH, LONGEST, MODULE = 8, 25, 50, 400


def function_lengths(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """List the lines of every function, its docstring left out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[0]
            is_docstring = isinstance(body, ast.Expr) and isinstance(body.value, ast.Constant)
            docstring = (body.end_lineno or 0) - body.lineno + 1 if is_docstring and len(node.body) > 1 else 0
            yield f"{node.name}:{node.lineno}", (node.end_lineno or 0) - node.lineno + 1 - docstring


def measure(root: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Measure every function and every module below a folder."""
    functions: dict[str, int] = {}
    modules: dict[str, int] = {}
    for path in sorted(root.rglob("*.py")):
        text = path.read_text("utf-8")
        name = str(path.relative_to(root.parent))
        modules[name] = text.count("\n")
        functions |= {f"{name}:{function}": lines for function, lines in function_lengths(ast.parse(text))}
    return functions, modules


def complaints(functions: dict[str, int], modules: dict[str, int]) -> list[str]:
    """Say what is too large."""
    lengths = list(functions.values())
    found = [f"{name} has {lines} lines, more than {LONGEST}" for name, lines in functions.items() if lines > LONGEST]
    found += [f"{name} has {lines} lines, more than {MODULE}" for name, lines in modules.items() if lines > MODULE]
    if median(lengths) > MEDIAN:
        found.append(f"the median function has {median(lengths)} lines, more than {MEDIAN}")
    if quantiles(lengths, n=10)[-1] > NINTH_TENTH:
        found.append(f"a tenth of the functions has more than {NINTH_TENTH} lines")
    return found


def main() -> int:
    """Print the figures, and what is wrong with them."""
    functions, modules = measure(ROOT)
    lengths = list(functions.values())
    print(
        f"{len(functions)} functions: median {median(lengths):.0f}, 90 % up to {quantiles(lengths, n=10)[-1]:.0f},"
        f" longest {max(lengths)}; {len(modules)} modules, longest {max(modules.values())} lines"
    )
    found = complaints(functions, modules)
    for complaint in found:
        print(complaint, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
