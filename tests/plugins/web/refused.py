"""What the base refuses with, read from its source: the words of each sentence, and places for what is filled in."""

import ast
import inspect
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from importlib import import_module
from itertools import product
from pathlib import Path
from types import FunctionType, ModuleType
from typing import NamedTuple

from epex.core import quote, screening
from epex.core.incident import TOLD
from epex.search.query import NOTHING_ASKED, NOTHING_WANTED
from tests.sizes import ROOT

REFUSING = frozenset({"Refused", "Conflict"})
# What is said in the network's own terms, and is itself translated; all other places hold what people typed or wrote.
TERMED = frozenset(
    "act also asking called hint instead kind listed missing near noun opening outcome related role side sides "
    "standing state status step subject told verb waiting wanted what where why words".split()
)
# Their refusals are met at the shell alone.
SHELL = (
    *(
        "core/log",
        "core/search",
        *(f"app/auditing/{name}" for name in ("bundle", "merged", "proving", "sources", "verif", "witness")),
        "app/exporting",
        "app/importing",
        "app/keeping",
        "app/merging",
        "app/skos",
    ),
    *(f"plugins/{name}" for name in ("child", "loader", "supervising")),
    *(f"plugins/builtin/{name}" for name in ("icalendar", "prov", "refi_qda", "skos")),
    *("search/folder", "search/foreign"),
    *(f"projections/{name}" for name in ("conflicts", "database", "foreign", "rebuilding", "runner")),
    *(f"app/{name}" for name in ("answer_text", "config", "demo", "erasing/databases", "extending", "form_text")),
    *(f"app/{name}" for name in ("forms", "founding", "frontmatter", "keys", "opening", "plugging", "providing")),
    *(f"app/{name}" for name in ("question_file", "reflection_file", "saved", "searching", "starting")),
    *(f"commands/{name}" for name in ("answering", "export", "extra", "form", "hosting", "import_", "irreversible")),
    *(f"commands/{name}" for name in ("merge", "person", "questions", "report", "searches", "sheets", "thesaurus")),
)
ROOMS = ("core", "projections", "search", "plugins", "app", "commands")
# More ways to say one thing than these are not one sentence any more.
MOST = 40
PART = "part"
# What they find is listed in one refusal.
BLOCKING = frozenset({"core/edition.py", "core/erratum.py"})
# What is put together where no call shows it.
WORDED = {
    *(f"%(term)s{between}%(more)s" for between in (", ", " and ", " and the ", " or ")),
    *(*TOLD, *screening.WORDED.values(), *quote.WHY.values(), "nobody has given it"),
    *(NOTHING_ASKED, NOTHING_WANTED),
}
QUOTED = re.compile(r"(?:^|\W)'[^']*$")


class Place(NamedTuple):
    """Where something is filled in; it has a name when that is a term."""

    name: str = ""


class Scope(NamedTuple):
    """Where an expression stands: what its names mean."""

    module: ModuleType
    function: ast.FunctionDef | None = None
    bound: Mapping[str, list["Text"]] = {}
    depth: int = 0


Text = tuple[str | Place, ...]
OPEN: list[Text] = [(Place(),)]


@cache
def messages() -> list[tuple[str, str]]:
    """List the sentences, and then the parts that are filled into them, each with its context."""
    sentences = {written(text) for node, scope in refusals() for text in texts(node, scope)}
    parts = {written(text) for text in (*filled_in(), *reasons())} | WORDED
    return sorted(
        {("", one) for one in sentences if is_said(one)}
        | {(PART, one) for one in parts if is_said(one) or one in WORDED}
    )


def is_said(message: str) -> bool:
    """Tell whether a message has words of its own."""
    return bool(re.search(r"[a-z]{2}", re.sub(r"%\(\w+\)s", "", message))) and "  " not in message


def written(text: Text) -> str:
    """Write a text as a message: its terms by their names, all else counted, also what stands in quotation marks."""
    out, seen = "", 0
    for part in text:
        if isinstance(part, Place):
            name = "" if QUOTED.search(out) else part.name
            name += "2" if f"%({name})s" in out else ""
            seen += not name
            out += f"%({name or seen})s"
        else:
            out += part.replace("%", "%%")
    return out


def refusals() -> Iterator[tuple[ast.expr, Scope]]:
    """List what is handed to each refusal that a reader of the site can meet."""
    for call, scope in calls():
        match call:
            case ast.Call(func=ast.Name(id=name), args=[*_, message]) if name in REFUSING:
                yield message, scope


def filled_in() -> Iterator[Text]:
    """List what is said of a term where a function is called that fills it into its refusal."""
    carriers = carrying()
    for call, scope in calls():
        name = called(call)
        for parameter, place in carriers.get(name, {}).items():
            given = [word.value for word in call.keywords if word.arg == parameter]
            for node in given or call.args[place : place + 1]:
                yield from texts(node, scope)


def reasons() -> Iterator[Text]:
    """List what can stand in the way of an edition or an erratum, and the places that it is found in."""
    for path in sources():
        if path.relative_to(ROOT).as_posix() in BLOCKING:
            for function in (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)):
                scope = Scope(module_of(path), function)
                yield from (text for node in ast.walk(function) for one in _reasons(node) for text in texts(one, scope))


def _reasons(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.Yield(value=ast.JoinedStr() | ast.Constant() as said) | ast.ListComp(elt=ast.JoinedStr() as said):
            yield said
        case (
            ast.Tuple(elts=[ast.JoinedStr() | ast.Constant() as said, *_]) | ast.List(elts=[ast.Constant() as said, *_])
        ):
            yield said
        case ast.Yield(value=ast.Tuple(elts=[said, *_])):
            yield said


def carrying() -> dict[str, dict[str, int]]:
    """Find the functions that fill a term which they are given into a refusal, with the term's place."""
    found: dict[str, dict[str, int]] = {}
    while True:
        before = len(found)
        for function in functions():
            if terms := _carried(function, REFUSING | found.keys()):
                found.setdefault(function.name, {}).update(terms)
        if len(found) == before:
            return found


def _carried(function: ast.FunctionDef, carriers: AbstractSet[str]) -> dict[str, int]:
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call) and called(node) in carriers]
    named = {node.id for call in calls for node in ast.walk(call) if isinstance(node, ast.Name)}
    taken = [*function.args.args, *function.args.kwonlyargs]
    given = taken[1:] if taken and taken[0].arg == "self" else taken
    return {
        one.arg: place
        for place, one in enumerate(given)
        if one.arg in TERMED & named and isinstance(one.annotation, ast.Name) and one.annotation.id == "str"
    }


def called(call: ast.Call) -> str:
    """Give the name of what is called."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


@cache
def calls() -> tuple[tuple[ast.Call, Scope], ...]:
    """List every call of the rooms, with its scope."""
    return tuple(call for path in sources() for call in _calls(tree(path), Scope(module_of(path))))


def _calls(node: ast.AST, scope: Scope) -> Iterator[tuple[ast.Call, Scope]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield child, scope
        yield from _calls(child, scope._replace(function=child) if isinstance(child, ast.FunctionDef) else scope)


def functions() -> Iterator[ast.FunctionDef]:
    """List every function of the rooms."""
    for path in sources():
        yield from (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))


@cache
def sources() -> tuple[Path, ...]:
    """List the modules whose refusals a reader of the site can meet."""
    found = (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))
    return tuple(path for path in found if not path.relative_to(ROOT).as_posix().startswith(SHELL))


@cache
def tree(path: Path) -> ast.Module:
    """Read a module's source."""
    return ast.parse(path.read_text("utf-8"))


def module_of(path: Path) -> ModuleType:
    """Import a module."""
    dotted = path.relative_to(ROOT.parent).with_suffix("").as_posix().replace("/", ".")
    return import_module(dotted.removesuffix(".__init__"))


def texts(node: ast.expr, scope: Scope) -> list[Text]:
    """List what an expression can say."""
    match node:
        case ast.Constant(value=str() | int() as value):
            return [(str(value),)]
        case ast.JoinedStr(values=values):
            return joined([texts(value, scope) for value in values])
        case ast.FormattedValue(value=value):
            return texts(value, scope)
        case ast.BinOp(left=left, op=ast.Add(), right=right) if not is_number(right):
            return joined([texts(left, scope), texts(right, scope)])
        case ast.IfExp(body=body, orelse=orelse):
            return either(texts(one, scope) for one in (body, orelse))
        case ast.BoolOp(op=ast.Or(), values=values) if not any(map(is_number, values)):
            return either(texts(one, scope) for one in values)
        case ast.Name(id=name):
            return named(name, scope)
        case _:
            return found(node, scope)


def found(node: ast.expr, scope: Scope) -> list[Text]:
    """List what an expression can say that finds its words somewhere else."""
    match node:
        case ast.NamedExpr(value=value):
            return texts(value, scope)
        case ast.Attribute(attr=name):
            return [(place(name),)]
        case ast.Call(func=ast.Attribute(value=value, attr="replace")):
            return texts(value, scope)
        case ast.Subscript(value=ast.Dict(values=values)):
            return either(texts(one, scope) for one in values)
        case ast.Subscript(value=ast.Name(id=name)):
            return listed(getattr(scope.module, name, None)) or [(place(name),)]
        case ast.Call(func=ast.Name(id=name)):
            return returned(node, name, scope)
        case _:
            return OPEN


def is_number(node: ast.expr) -> bool:
    """Tell whether an expression is a number."""
    return isinstance(node, ast.Constant) and isinstance(node.value, int)


def place(name: str) -> Place:
    """Give the place of what has a name in the source."""
    return Place(name if name in TERMED else "")


def joined(parts: list[list[Text]]) -> list[Text]:
    """Put parts together in every way."""
    ways = 1
    for part in parts:
        ways *= len(part)
    if ways > MOST:
        return joined([part if len(part) == 1 else OPEN for part in parts])
    return either([[merged(word for part in chosen for word in part)] for chosen in product(*parts)])


def merged(words: Iterable[str | Place]) -> Text:
    """Put words that follow one another into one."""
    out: list[str | Place] = []
    for word in words:
        if out and isinstance(word, str) and isinstance(out[-1], str):
            out[-1] += word
        elif word != "":
            out.append(word)
    return tuple(out)


def either(ways: Iterable[list[Text]]) -> list[Text]:
    """List each of several ways once."""
    return list(dict.fromkeys(text for way in ways for text in way))


def named(name: str, scope: Scope) -> list[Text]:
    """List what a name can say: bound where it was called, set in its function, or a constant."""
    if name in scope.bound:
        return scope.bound[name]
    if scope.function and scope.depth < 6:
        deeper = scope._replace(depth=scope.depth + 1)
        if said := either(texts(value, deeper) for value in assigned(name, scope.function)):
            return [text if text != (Place(),) else (place(name),) for text in said]
        if name in {argument.arg for argument in ast.walk(scope.function.args) if isinstance(argument, ast.arg)}:
            return [(place(name),)]
    constant = getattr(scope.module, name, None)
    return [(str(constant),)] if isinstance(constant, str | int) else [(place(name),)]


def assigned(name: str, function: ast.FunctionDef) -> Iterator[ast.expr]:
    """List what is set to a name in a function."""
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[target], value=value) | ast.NamedExpr(target=target, value=value):
                yield from _set(name, target, value)


def _set(name: str, target: ast.expr, value: ast.expr) -> Iterator[ast.expr]:
    match target, value:
        case ast.Name(id=found), _ if found == name:
            yield value
        case ast.Tuple(elts=names), ast.Tuple(elts=values):
            for one, said in zip(names, values, strict=False):
                yield from _set(name, one, said)
        case ast.Tuple(), ast.IfExp(body=body, orelse=orelse):
            yield from _set(name, target, body)
            yield from _set(name, target, orelse)


def listed(constant: object) -> list[Text]:
    """List what the constant of a module can say."""
    if not isinstance(constant, Mapping):
        return []
    return [(value,) for value in dict.fromkeys(constant.values()) if isinstance(value, str)]


def returned(call: ast.Call, name: str, scope: Scope) -> list[Text]:
    """List what a function of ours can give back; a place where it has no words of its own."""
    known = getattr(scope.module, name, None)
    made = inspect.unwrap(known) if callable(known) else None
    if not isinstance(made, FunctionType) or not made.__module__.startswith("epex.") or scope.depth > 6:
        return OPEN
    module = sys.modules[made.__module__]
    function = next(
        node
        for node in ast.walk(tree(Path(str(module.__file__))))
        if isinstance(node, ast.FunctionDef) and node.name == made.__name__
    )
    inner = Scope(module, function, bound(call, function, scope), scope.depth + 1)
    values = [node.value for node in ast.walk(function) if isinstance(node, ast.Return) and node.value]
    said = either(texts(value, inner) for value in values)
    return said if any(is_said(written(text)) for text in said) else OPEN


def bound(call: ast.Call, function: ast.FunctionDef, scope: Scope) -> dict[str, list[Text]]:
    """Bind what a function is called with to its parameters."""
    names = [argument.arg for argument in function.args.args]
    given = dict(zip(names, call.args, strict=False)) | {word.arg: word.value for word in call.keywords if word.arg}
    return {name: texts(node, scope._replace(depth=scope.depth + 1)) for name, node in given.items()}
