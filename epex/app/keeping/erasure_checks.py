"""The doctor's check of erasures: one that was begun is to be finished."""

from epex.app.keeping.findings import Examination, Finding, fault, ok
from epex.core.log.rows import COLUMNS, RowReader
from epex.core.person import PersonErased, PersonErasureRequested
from epex.core.reflection import ReflectionWithdrawalRequested, ReflectionWithdrawn
from epex.core.watching import each

TYPE, STREAM = (COLUMNS.index(name) for name in ("type", "stream_id"))
BEGUN = {PersonErasureRequested.type, ReflectionWithdrawalRequested.type}
DONE = {PersonErased.type, ReflectionWithdrawn.type}
PENDING = "SELECT substr(name, 9) FROM pending WHERE name LIKE 'erasing %' ORDER BY name"
LOOKS = "SELECT name FROM pending WHERE name LIKE 'looking %'"
PERSON = "person-"


def erasures(examination: Examination) -> Finding:
    """See that every erasure and withdrawal that was begun is done."""
    begun: dict[str, None] = {}
    rows = RowReader(examination.engine)
    for event, _ in each("Looking for erasures", "events", rows.pairs(), rows.size()):
        if event and event[TYPE] in BEGUN:
            begun[event[STREAM]] = None
        elif event and event[TYPE] in DONE:
            begun.pop(event[STREAM], None)
    with examination.base.log.vault.store.connected() as connection:
        begun |= dict.fromkeys(stream for (stream,) in connection.execute(PENDING))
        looks = [name for (name,) in connection.execute(LOOKS)]
    if looks and not begun:
        return fault("what a merge brought word of as erased was not looked for yet", "run 'epex merge look'")
    if not begun:
        return ok("none is under way")
    commands = " and ".join(f"'{_command(stream)}'" for stream in begun)
    return fault(f"not finished: {', '.join(map(_told, begun))}", f"run {commands} again")


def _told(stream: str) -> str:
    return f"the {'erasure' if stream.startswith(PERSON) else 'withdrawal'} of {stream}"


def _command(stream: str) -> str:
    if stream.startswith(PERSON):
        return f"epex person erase {stream} --ground TEXT"
    return f"epex reflection withdraw {stream}"
