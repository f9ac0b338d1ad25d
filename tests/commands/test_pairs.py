"""KEY=TEXT, and texts by language."""

import pytest

from epex.commands.pairs import by_key, by_language
from epex.core.decision import Refused


def test_pairs_are_read_by_key() -> None:
    assert by_key([" why = It helps", "how=a=b"], "answer") == {"why": "It helps", "how": "a=b"}


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [
        (["why"], "'why' is no answer; write it as KEY=TEXT."),
        (["=x"], "'=x' is no answer; write it as KEY=TEXT."),
        (["why=a", "why=b"], "The answer 'why' is given twice; give it once."),
    ],
)
def test_other_forms_are_refused(pairs: list[str], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        by_key(pairs, "answer")

    assert str(refused.value) == sentence


def test_a_text_without_a_language_is_in_the_one_given() -> None:
    assert by_language(["Tillit", "en=Trust", "xx=yes"][:2], "no") == {"no": "Tillit", "en": "Trust"}
    assert by_language(["xx=yes"], "en") == {"en": "xx=yes"}
