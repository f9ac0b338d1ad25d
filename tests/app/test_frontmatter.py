"""Front matter is read as texts, and broken front matter names its line."""

from typing import Any

import pytest

from epex.app.frontmatter import read_front_matter
from epex.core.decision import Refused


@pytest.mark.parametrize(
    ("text", "read", "body"),
    [
        ("Only a text.\n---\n", {}, "Only a text.\n---\n"),
        ("", {}, ""),
        ("---\n---\nText.", {}, "Text."),
        (
            "---\nlanguage: no\non: 2017-03-14\nyear: 2\nok: yes\nnone: ~\nquoted: '~'\n---\nText.\n",
            {"language": "no", "on": "2017-03-14", "year": "2", "ok": "yes", "none": "", "quoted": "~"},
            "Text.\n",
        ),
        ("\ufeff---\r\ntags:\r\n  - a\r\n  - b: 1\r\n...\r\nText.\r\n", {"tags": ["a", {"b": "1"}]}, "Text.\n"),
        (
            '+++\nlanguage = "no"\non = 2017-03-14\nyear = 2\nok = true\n[more]\nlist = [1, 2.5]\n+++\nText.',
            {"language": "no", "on": "2017-03-14", "year": "2", "ok": "true", "more": {"list": ["1", "2.5"]}},
            "Text.",
        ),
    ],
)
def test_front_matter_is_read_as_texts(text: str, read: dict[str, Any], body: str) -> None:
    assert read_front_matter(text) == (read, body)


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\nvisit: x\nText without an end.", "Line 1: the front matter that begins here never ends"),
        ("---\nvisit: Anna: Prague\n---\n", "Line 2: "),
        ("---\nvisit: x\nlanguage: 'de\n---\n", "Line 3: "),
        ("---\nvisit: x\nvisit: y\n---\n", "Line 3: the front matter cannot be read as YAML ('visit' is given twice)"),
        ("---\n- visit\n---\n", "Line 2: the front matter cannot be read as YAML (there is no 'name: value' in it)"),
        ("---\nvisit: x\n? [a, b]\n: y\n---\n", "Line 3: the front matter cannot be read as YAML (a name is no plain"),
        (f"---\n{BOMB}\n---\n", "Line 3: the front matter cannot be read as YAML (it links to another value with *)"),
        (f"---\na: {'[' * 50}\n---\n", "Line 2: the front matter cannot be read as YAML (it is nested too deeply)"),
        ("---\nvisit: a\x07b\n---\n", "Line 2: "),
        ("+++\nvisit = x\n+++\n", "Line 2: the front matter cannot be read as TOML"),
        ('+++\na = "x"\nb = "y\n+++\n', "Line 3: the front matter cannot be read as TOML"),
        ('+++\na = """x\n+++\n', "Line "),
    ],
)
def test_broken_front_matter_names_its_line(text: str, line: str) -> None:
    with pytest.raises(Refused) as refused:
        read_front_matter(text)

    assert str(refused.value).startswith(line)
