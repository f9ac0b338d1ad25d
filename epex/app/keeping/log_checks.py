"""The doctor's checks of log and checkpoints."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from epex.app.auditing.verifying import FOREIGN
from epex.app.keeping.copies import log_of, told
from epex.app.keeping.counting import counted
from epex.app.keeping.findings import Examination, Finding, fault, ok, warning
from epex.app.keeping.foreign import foreign_objects
from epex.core.log.checkpoint import Checkpoints
from epex.core.log.copying import is_closed, missing_tables
from epex.core.log.rows import RowReader
from epex.core.log.verification import Fault

DURABLE = {"journal_mode": ("wal",), "synchronous": (2,)}
DURABLE_SERVER = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "local", "remote_write", "remote_apply"),
}
SLACK = timedelta(minutes=5)
A_DAY = timedelta(days=1)
FROM_BACKUP = "bring the log back from the newest backup with 'epex restore FILE DIR'"


def durability(examination: Examination) -> Finding:
    """Ask a real connection whether what is acknowledged is on the disk."""
    ask, wanted = ("PRAGMA", DURABLE) if examination.is_local else ("SHOW", DURABLE_SERVER)
    with examination.engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"{ask} {name}").scalar() for name in wanted}
    if wrong := [f"{name} is {found[name]}" for name, allowed in wanted.items() if found[name] not in allowed]:
        instead = "move the base to a local disk" if examination.is_local else "set it on in the server's settings"
        return fault(f"a power cut can take acknowledged events: {', '.join(wrong)}", instead)
    return ok(", ".join(f"{name} is {value}" for name, value in found.items()))


def tables(examination: Examination) -> Finding:
    """See that all tables are there, and that the log takes events."""
    if missing := missing_tables(examination.engine):
        return fault(f"the log lacks {', '.join(missing)}", "run 'epex migrate'")
    if is_closed(examination.engine):
        return fault("the log was closed by a move to a server that was cut off", "run 'epex migrate'")
    return _foreign(examination) or ok("all are there")


def _foreign(examination: Examination) -> Finding | None:
    found = foreign_objects(log_of(examination.config)) if examination.is_local else []
    if not found:
        return None
    named = ", ".join(f"{kind} {name}" for kind, name in found)
    what = f"the log's file holds what is not its own: {named}; backups leave it out"
    # A trigger acts on what is recorded; the others only lie there.
    judge = fault if any(kind == "trigger" for kind, _ in found) else warning
    return judge(what, "find out who made it, and drop it")


def ledger(examination: Examination) -> Finding:
    """See that every event is as it was recorded, and the log is the one that was signed."""
    verdict = examination.verdict
    if damage := [one for one in verdict["faults"] if one["position"]]:
        return fault(told(damage), f"see 'epex audit verify', and {FROM_BACKUP}")
    return ok(f"all {verdict['size']} events are as they were recorded")


def checkpoints(examination: Examination) -> Finding:
    """See that every checkpoint can be read and was signed by this base."""
    if broken := [one["what"] for one in examination.verdict["faults"] if not one["position"]]:
        instead = _instead(examination.verdict["faults"])
        return fault(f"{broken[0]}{f', and {len(broken) - 1} more' if broken[1:] else ''}", instead)
    count = len(Checkpoints(examination.config.checkpoints_folder).paths())
    return ok(f"{count} signed, and the log is the one that they were signed for")


def _instead(faults: Sequence[Fault]) -> str:
    # Checkpoints are evidence: none goes as long as something else may be wrong.
    if any(one["position"] for one in faults):
        return "leave them where they are: they show what the log was; mend the log first"
    if any(one["what"] == FOREIGN for one in faults):
        return "set [base] id in epex.toml as it was; leave the checkpoints where they are"
    return "take the file from a backup or a witness, or move it away"


def coverage(examination: Examination) -> Finding:
    """See how long the newest events have waited for a checkpoint."""
    readable = Checkpoints(examination.config.checkpoints_folder).readable(newest_first=True)
    size = next((signed.checkpoint.size for signed in readable), 0)
    waiting = examination.verdict["size"] - size
    since = RowReader(examination.engine).recorded_at(size)
    if waiting <= 0 or since is None:
        return ok("the newest covers every event")
    if _moment(since) < examination.clock() - A_DAY:
        are = "is" if waiting == 1 else "are"
        what = f"{counted(waiting, 'event')} since {since[:10]} {are} in no checkpoint"
        return warning(what, "run 'epex audit checkpoint'")
    return ok(f"the newest covers all but {counted(waiting, 'event')} since {since[:10]}")


def clock(examination: Examination) -> Finding:
    """Hold the machine's clock against the newest event."""
    rows = RowReader(examination.engine)
    newest = rows.recorded_at(rows.size() - 1)
    now = examination.clock()
    if newest and _moment(newest) > now + SLACK:
        what = (
            f"it shows {now:%Y-%m-%d %H:%M} UTC, but the newest event was recorded at {newest[:16].replace('T', ' ')}"
        )
        return warning(what, "set it right; until then events get the time of the newest one")
    return ok(f"{now:%Y-%m-%d %H:%M} UTC, not before the newest event")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
