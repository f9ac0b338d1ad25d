"""The section of types of the page of hooks, made from the source: what a hook returns, and what it is handed."""

import ast
import inspect
import re
import sys
import textwrap
from collections.abc import Mapping, Sequence
from types import FunctionType, ModuleType
from typing import Any, get_args, get_type_hints

from epex import plugins
from epex.core.log.envelope import Envelope
from epex.plugins import hookspecs, serving, views
from epex.projections.table import Rows

EXPORTS = (plugins, serving, views)
# The types by what they are for.
TYPES: Mapping[str, Sequence[type[Any]]] = {
    "Reports and formats": (plugins.Report, plugins.Option, plugins.ReportFormat),
    "What may be read": (plugins.Queries,),
    "The document that a report returns": (
        plugins.Document,
        plugins.Sentence,
        plugins.Paragraph,
        plugins.Bullets,
        plugins.Facts,
        plugins.Fact,
        plugins.Table,
        plugins.Picture,
        plugins.Quote,
        plugins.Notice,
        plugins.Section,
        plugins.Trail,
        plugins.Step,
    ),
    "Formats of other programs": (plugins.Exporter, plugins.Importer, plugins.Taken, plugins.TakenConcept),
    "Events and commands": (
        plugins.EventTypes,
        plugins.Sealed,
        plugins.Command,
        plugins.Desk,
        plugins.Actor,
        plugins.On,
        plugins.Refused,
    ),
    "Views and fields of the search": (
        views.Projection,
        views.Table,
        views.Batch,
        Rows,
        views.Fact,
        Envelope,
        plugins.SearchField,
    ),
    "Checks, questions, reasons and keys": (
        plugins.PublicationCheck,
        plugins.QuestionSet,
        plugins.Question,
        plugins.MatchingReason,
        plugins.Weighed,
        plugins.KeyProvider,
    ),
    "Sites and their panels": (
        serving.Panel,
        serving.Site,
        serving.Served,
        serving.Calls,
        serving.Answer,
        serving.Member,
        serving.NoMember,
        serving.Network,
        serving.Address,
        serving.Draft,
    ),
}
# Of these a plugin calls some methods; the others are for whoever builds the views.
CALLED: Mapping[type[Any], Sequence[str]] = {
    views.Projection: ("__init__", "on", "on_every"),
    views.Table: (),
    views.Batch: ("__getitem__",),
    Rows: ("get", "put", "change", "extend", "remove"),
    views.Fact: ("stream", "position"),
    Envelope: (),
}
WIDTH = 120
INTRODUCTION = """
## The types

These are what hooks return, and what their functions get. Give fields by their names; those without a default have to
be given. A type is imported from `epex.plugins`, or from the module that is named beside it.
"""


def types() -> str:
    """Write the section."""
    groups = (f"\n### {title}\n{''.join(map(_shown, kinds))}" for title, kinds in grouped().items())
    told = "".join(_callable(_parsed(each), each.__name__) for each in functions())
    return f"{INTRODUCTION}{''.join(groups)}\n### Functions\n\n{told}"


def grouped() -> dict[str, Sequence[type[Any]]]:
    """Give the types by what they are for; what a new hook returns stands last until it has a place."""
    known = {kind for kinds in TYPES.values() for kind in kinds}
    hooks = (hook for name, hook in vars(hookspecs).items() if name.startswith("epex_"))
    returned = dict.fromkeys(get_args(get_type_hints(hook)["return"])[0] for hook in hooks)
    others = tuple(kind for kind in returned if kind not in known)
    return {**TYPES, "Others": others} if others else {**TYPES}


def exported(kind: type[Any]) -> ModuleType | None:
    """Find the module that a plugin imports a type from."""
    return next((module for module in EXPORTS if getattr(module, kind.__name__, None) is kind), None)


def named_in(kind: type[Any]) -> set[str]:
    """Name everything that the code of a type speaks of."""
    return set(re.findall(r"\w+", _fields(kind) + _methods(kind)))


def functions() -> list[FunctionType]:
    """List the functions that a plugin imports beside the types."""
    there = (getattr(module, name) for module in EXPORTS for name in getattr(module, "__all__", ()))
    return [each for each in there if inspect.isfunction(each)]


def _shown(kind: type[Any]) -> str:
    module = exported(kind)
    where = "" if module is plugins else f", from `{module.__name__}`" if module else ", never imported"
    return f"\n#### `{kind.__name__}`{where}\n\n{inspect.getdoc(kind)}\n{_code(kind)}{_methods(kind)}"


def _parsed(what: type[Any] | FunctionType) -> Any:
    return ast.parse(inspect.getsource(what)).body[0]


def _fields(kind: type[Any]) -> str:
    """Give it with its fields; nothing where it only has methods."""
    source, node = inspect.getsource(kind), _parsed(kind)
    fields = [str(ast.get_source_segment(source, each)) for each in node.body if isinstance(each, ast.AnnAssign)]
    bases = [each for each in map(ast.unparse, node.bases) if not each.endswith("Struct")]
    if not fields and (not bases or _methods(kind) or issubclass(kind, Exception)):
        return ""
    head = f"class {node.name}({', '.join(bases)}):" if bases else f"class {node.name}:"
    return "\n".join([head, *(f"    {each}" for each in fields)]) if fields else f"{head} ..."


def _code(kind: type[Any]) -> str:
    """Show its fields below what stands for a longer type in it; nothing where there is neither."""
    parts = ["\n".join(_aliases(kind)), _fields(kind)]
    # As the formatter sets code in pages.
    code = "\n\n\n".join(filter(None, parts))
    return f"\n```python\n{code}\n```\n" if code else ""


def _aliases(kind: type[Any]) -> list[str]:
    """Write out what stands for a longer type, such as `Build`."""
    source, wanted = inspect.getsource(sys.modules[kind.__module__]), named_in(kind)
    found: list[str] = []
    for node in reversed(ast.parse(source).body):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(targets[0], ast.Name) and targets[0].id in wanted:
            found.append(str(ast.get_source_segment(source, node)))
            wanted |= set(re.findall(r"\w+", found[-1]))
    return found[::-1]


def _methods(kind: type[Any]) -> str:
    """List its methods with their signatures and what they do."""
    functions = (each for each in _parsed(kind).body if isinstance(each, ast.FunctionDef))
    wanted = [each for each in functions if _is_called(kind, each.name)]
    told = "".join(_callable(each, _written(kind, each.name)) for each in wanted)
    return f"\n{told}" if told else ""


def _is_called(kind: type[Any], name: str) -> bool:
    called = CALLED.get(kind)
    return name in called if called is not None else not name.startswith("_") or name == "__call__"


def _written(kind: type[Any], name: str) -> str:
    return kind.__name__ if name == "__init__" else name


def _callable(node: ast.FunctionDef, name: str) -> str:
    arguments = ast.unparse(node.args).removeprefix("self").removeprefix(", ").removeprefix("/, ")
    is_property = any(ast.unparse(each) == "property" for each in node.decorator_list)
    returns = f" -> {ast.unparse(node.returns)}" if node.returns and node.name != "__init__" else ""
    signature = f"{name}{'' if is_property else f'({arguments})'}{returns}".replace("'", '"')
    said = f"- `{signature}`: {' '.join((ast.get_docstring(node) or '').split())}"
    wrapped = textwrap.wrap(said, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    return "\n".join(wrapped) + "\n"
