"""The certificate as people read it."""

from pathlib import Path
from typing import cast

import pytest

from epex.app.auditing.bundle import write_bundle
from epex.app.base import KnowledgeBase
from epex.app.erasing.certificate import as_text, certificate
from epex.core.person import PersonErased
from epex.projections.sight import Sight
from tests.app.auditing.bundles import events, members
from tests.app.erasing.bases import (
    COLLEAGUE,
    GONE,
    GROUND,
    NAME,
    NAMING,
    OTHERS,
    OWN,
    SENTENCE,
    STAYS,
    WRITTEN,
    again,
    erase,
    name_in_element,
    withdraw,
)

pytestmark = pytest.mark.slow


def test_a_person_is_told_by_lines(small: KnowledgeBase) -> None:
    position = name_in_element(small, f"It was {NAME}.")
    row = erase(small)

    lines = list(as_text(row))

    asked, done, (first, *others) = row["asked"], row["done"], row["keys"]
    assert lines == [
        f"Certificate: {GONE} was erased.",
        "",
        f"Ground                {GROUND}",
        f"Asked for             {asked['at']} by {small.person} (event {asked['position']})",
        f"Done                  {done['at']} by {small.person} (event {done['position']})",
        f"Keys destroyed        {first['key']} at {first['destroyed_at']}",
        *(f"                      {key['key']} at {key['destroyed_at']}" for key in others),
        f"Kept, by consent      {STAYS}",
        f"Looked for            {row['looked_for']} texts, as far as it says below",
        f"Looked through        {row['files']} files, {row['bytes']} bytes",
        f"SHA-256 of the list   {row['digest']}",
        "",
        "Whole names and contacts were looked for, and long sentences of what they wrote; not a first name alone.",
        "A text of fewer than 8 signs was looked for as a whole word in readable text; a single letter, nowhere.",
        "Others still say it; settle that with those whose words they are:",
        f"  {NAMING} (event {position})",
    ]
    assert NAME not in "\n".join(lines)


@pytest.mark.parametrize("reason", ["", "Too easy to recognise"])
def test_a_reflection_is_told_with_its_reason(small: KnowledgeBase, reason: str) -> None:
    author = KnowledgeBase.open(small.config.folder, GONE)

    lines = list(as_text(withdraw(author, reason=reason)))

    assert lines[0] == f"Certificate: {WRITTEN} was withdrawn."
    assert [line for line in lines if line.startswith("Reason")] == (
        [f"Reason                {reason}"] if reason else []
    )
    assert lines[-1] == "It was found nowhere."


def test_it_says_when_there_was_nothing_left_to_look_for(small: KnowledgeBase) -> None:
    small.log.vault.destroy(GONE, WRITTEN, f"{OWN}/name")

    lines = list(as_text(erase(again(small))))

    assert lines[-1] == "The keys had been destroyed before, so there was nothing left to look for."


def test_a_task_that_the_reader_may_not_see_is_only_counted(small: KnowledgeBase) -> None:
    name_in_element(small, f"They wrote: {SENTENCE}", visibility="private")

    row = withdraw(again(small, GONE))

    assert (row["tasks"], row["hidden_tasks"]) == ([], 1)
    assert list(as_text(row))[-2:] == [
        "Others still say it; settle that with those whose words they are:",
        "  and 1 more that you may not read",
    ]


@pytest.mark.parametrize("stream", [OTHERS, GONE])
def test_there_is_none_of_what_was_not_erased(small: KnowledgeBase, stream: str) -> None:
    with pytest.raises(LookupError):
        certificate(small, stream)


def test_where_a_person_is_still_named_is_told_to_readers_of_those_places_alone(
    small: KnowledgeBase, tmp_path: Path
) -> None:
    position = name_in_element(small, f"It was {NAME}.", visibility="private")
    erase(small)
    done = small.log.stream(GONE)[-1]
    erased = cast("PersonErased", done.event)
    colleague = again(small, COLLEAGUE)

    said = [one for _, one in Sight(colleague.views, colleague.reader).shown([done])]
    event = colleague.queries().event(str(done.position))
    write_bundle(colleague, tmp_path / "colleague.zip")
    write_bundle(again(small), tmp_path / "officer.zip")

    assert erased.positions == (position,)
    assert (erased.mentions, [sorted(one) for one in said]) == (
        (NAMING,),
        [["bytes", "digest", "files", "looked_for"]],
    )
    assert event["parts"].keys() == {"digest", "looked_for", "files", "bytes"}
    shown = [
        [told["position"] for told in events(members(tmp_path / f"{who}.zip")) if told["type"] == "person.erased"]
        for who in ("colleague", "officer")
    ]
    assert shown == [[], [done.position]]
