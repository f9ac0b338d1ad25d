"""The page of the documentation that the table of rights makes."""

from collections.abc import Iterator
from pathlib import Path

from tests.rights.recording import TABLE
from tests.rights.recording_right import Right
from tests.rights.scene import PEOPLE

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "rights.md"
RENEW = "python -m tests.rights"
INTRODUCTION = """\
# Who may record what

Roles decide who may record something, [labels who may read it](../explanation/readers.md). This page is made from the
table that a test holds every command against, as each of these people; `python -m tests.rights` makes it anew.

| column | who it is |
|---|---|
| coordinator | records for any organisation, and stays the one who did it |
| host, visitor | practitioners of the two sides of a visit, match or transfer, who take part in it |
| elsewhere | a practitioner of an organisation that has nothing to do with it |
| evaluator | records the evaluation, and alone reads interviews and stories |
| editor | records theme decisions and meetings, and makes the publication |
| reviewer | reviews elements of others when asked, and chapters |
| officer | the data protection officer |

Each of them is of an organisation of their own and holds one role; who holds several may do what each of them may. An
empty cell stands for one sentence that says who may, and nothing is recorded.

- **Nobody records on what they may not read.** A hidden thing is answered like one that is not there.
- **One's own words are one's own.** Nobody but the author releases, keeps or withdraws a reflection, signs a viewpoint
  or gives consent. A coordinator or the officer may pass on a decision on paper, and says where the paper is.
  A reflection is revised by its author, or by the coordinator who typed it in; others translate it in their own name.
- **Whose organisation has left** speaks for it no more and is no practitioner any more: no offer, no challenge, no
  element, no theme, no evidence. Their own words stay theirs, and a role that the network gave them stays until a
  coordinator takes it. What is still to be recorded for the organisation, a coordinator records. They are in no circle
  any more, and without such a role they [do not sign in](../how-to/serve.md).
- **The last coordinator and the last data protection officer stay**: their role is not taken away, they are not erased,
  and their organisation does not leave, before somebody else has the role. If an erasure in another branch leaves
  no coordinator after a merge, a data protection officer names one, and revises nothing else.
- **Who is named counts there as if they had the role**: the editors of an edition, the writers of a chapter.
- **Nobody judges themselves**: who drafted a chapter does not review it, nor does its owner an element; nobody gives
  themselves the role of evaluator or officer, and nobody erases themselves.
- **`--visibility evaluation`** is for evaluators, whatever is recorded.
- Rows of a file (`epex import`) go through the same decisions as the commands, one by one. A coordinator's row brings
  what an author elsewhere agreed to with it: the label, and that the words may stay.
- **Looking after the base asks for no role, and records nothing**: `audit checkpoint`, `backup` and `keys`
  write files of its folder, and whoever has the folder has its log, its keys and `epex.toml` anyway. Whoever distrusts
  those who look after a base can have it sign a checkpoint, and keep that elsewhere.
"""


def page() -> str:
    """Write the page."""
    return "".join((INTRODUCTION, *(f"\n## {heading}\n\n{_table(rows)}" for heading, rows in TABLE.items())))


def _table(rows: tuple[Right, ...]) -> str:
    head = ("command", "", *PEOPLE)
    return "".join(
        f"| {' | '.join(cells)} |\n" for cells in (head, ("---",) * len(head), *map(tuple, map(_cells, rows)))
    )


def _cells(right: Right) -> Iterator[str]:
    yield f"`{right.command}`"
    yield right.about
    yield from ("yes" if person in right.allowed else "" for person in PEOPLE)
