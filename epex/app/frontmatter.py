"""The front matter of a Markdown file: a few lines of YAML between `---`, or TOML between `+++`, and the text after.

Every value is a text, a list or a table of them: Norwegian (`language: no`) never becomes a "false".
"""

import tomllib
from typing import TYPE_CHECKING, Any

from epex.core.decision import Refused

if TYPE_CHECKING:
    import yaml

FENCES = {"---": "YAML", "+++": "TOML"}
ENDS = {"---": ("---", "..."), "+++": ("+++",)}
DEEPEST = 8
FIRST = 2  # the first line below the fence


def read_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Read what stands before a text, and the text; without front matter there is only the text.

    Raises Refused with the line and what to do when it is broken.
    """
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    fence, _, rest = plain.partition("\n")
    fence = fence.rstrip()
    if fence not in FENCES:
        return {}, plain
    lines = rest.split("\n")
    ends = [number for number, line in enumerate(lines) if line.rstrip() in ENDS[fence]]
    if not ends:
        raise Refused(f"Line 1: the front matter that begins here never ends; close it with a line {fence}.")
    block, body = "\n".join(lines[: ends[0]]), "\n".join(lines[ends[0] + 1 :])
    return (_yaml(block) if fence == "---" else _toml(block)), body


def _toml(block: str) -> dict[str, Any]:
    try:
        read: dict[str, Any] = _as_texts(tomllib.loads(f"{block}\n"))
    except tomllib.TOMLDecodeError as error:
        # The standard library names the line only in its words, and the end of the text not even so.
        what, _, where = str(error).partition(" (at ")
        line = where.removeprefix("line ").partition(",")[0]
        raise _broken(int(line) if line.isdigit() else block.count("\n") + 1, "TOML", what) from error
    return read


def _as_texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_texts(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_as_texts(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def _yaml(block: str) -> dict[str, Any]:
    import yaml  # noqa: PLC0415 - start-up: only a file with YAML needs it

    try:
        _require_plain(block)
        node = yaml.compose(block, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _broken(mark.line + 1 if mark else 1, "YAML", str(error.problem or error.context)) from error
    except yaml.reader.ReaderError as error:
        raise _broken(1, "YAML", "it holds a sign that no text holds") from error
    if node is None:
        return {}
    read = _value(node)
    if not isinstance(read, dict):
        raise _broken(1, "YAML", "there is no 'name: value' in it")
    return read


def _require_plain(block: str) -> None:
    # Links within a file can make a small one grow without end.
    import yaml  # noqa: PLC0415 - start-up: as above

    depth = 0
    for event in yaml.parse(block, Loader=yaml.CBaseLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > DEEPEST:
            what = (
                "it links to another value with *" if isinstance(event, yaml.AliasEvent) else "it is nested too deeply"
            )
            raise _broken(event.start_mark.line + 1 if event.start_mark else 1, "YAML", what)


def _value(node: "yaml.Node") -> Any:
    import yaml  # noqa: PLC0415 - start-up: as above

    if isinstance(node, yaml.SequenceNode):
        return [_value(one) for one in node.value]
    if isinstance(node, yaml.ScalarNode):
        return "" if node.value in ("~", "null") and not node.style else node.value
    read: dict[str, Any] = {}
    for key, value in node.value:
        name, line = str(key.value), key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise _broken(line, "YAML", "a name is no plain word")
        if name in read:
            raise _broken(line, "YAML", f"'{name}' is given twice")
        read[name] = _value(value)
    return read


def _broken(line: int, language: str, what: str) -> Refused:
    sign = "name: value" if language == "YAML" else 'name = "value"'
    return Refused(
        f"Line {line + FIRST - 1}: the front matter cannot be read as {language} ({what}); write each line as {sign}, "
        "with quotes around a value that holds a colon or another sign."
    )
