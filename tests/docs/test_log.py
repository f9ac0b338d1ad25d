"""The page about the log tells the truth."""

import re
from hashlib import sha256
from pathlib import Path

from epex.core.log.envelope import METADATA, canonical_metadata, leaf_hash
from tests.core.log.test_envelope import VECTOR

PAGE = (Path(__file__).parents[2] / "docs" / "explanation" / "log.md").read_text("utf-8")


def test_log_page_shows_the_vector() -> None:
    metadata, leaf = (re.sub(r"\s", "", block) for block in re.findall(r"```\n(.*?)```", PAGE, re.DOTALL))

    assert metadata == canonical_metadata(VECTOR).hex()
    assert leaf == leaf_hash(VECTOR, sha256(b"{}").digest()).hex()


def test_log_page_names_the_columns_in_order() -> None:
    listed = re.search(r"`(position,.*?audience)`", PAGE, re.DOTALL)

    assert listed is not None
    assert tuple(re.split(r",\s+", listed.group(1))) == METADATA
