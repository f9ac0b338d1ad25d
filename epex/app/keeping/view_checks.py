"""The doctor's checks of what is disposable: views and index. What is wrong there is made anew."""

from collections.abc import Callable

from epex.app.base import KnowledgeBase
from epex.app.config import SERVER, WHOOSH
from epex.app.keeping.disposing import clear_index, is_indexed, outdated, renew_index, renew_views
from epex.app.keeping.findings import Examination, Finding, fault, ok, repaired, warning
from epex.app.searching import fitting, index_in_views
from epex.core.decision import Refused
from epex.core.watching import each

STATES = {"missing": "none yet; the next search makes it"}
DAMAGED = ("its files are not as its manifest says", "its files were not as its manifest says; it was made anew")
LEFT_IN_VIEWS = (
    "an index that nobody follows lies in the views",
    "an index that nobody followed lay in the views; it went",
)
# With more documents another index is quicker.
MANY = 20_000
LEFT_OVER = ("files of another index lie in its folder", "files of another index lay in its folder; they were deleted")


def views(examination: Examination) -> Finding:
    """See that no view is missing, beyond the log, or stopped at an event."""
    if SERVER in examination.config.views and (found := _on_server(examination)):
        return found
    base = examination.base
    stands = base.today.status()
    wrong = [f"{row['name']} is beyond the log" for row in stands if row["position"] > row["head"]]
    if not wrong:
        base.today.catch_up()
        wrong = _stopped(base)
    if not wrong:
        return ok(f"all {len(stands)} hold what the log holds")
    if examination.repairs:
        renew_views(examination.config, base)
        if not (left := _stopped(base)):
            return repaired(f"{wrong[0]}; all were made anew")
        wrong = left
    return fault(wrong[0], "run 'epex views rebuild', and report what it says")


def _on_server(examination: Examination) -> Finding | None:
    """Make what is missing on a server, where a question makes nothing itself."""
    base = examination.base
    if wrong := outdated(base):
        what = f"{wrong[0]} is not in the database yet, or of another version"
        if not examination.repairs:
            return fault(what, "run 'epex migrate'")
        base.today.create()
        base.today.catch_up()
        return repaired(f"{what}; it was made")
    try:
        for name in each("Reading views", "views", base.today.names, len(base.today.names)):
            base.today.digest(name)
    except Refused as refused:
        if not examination.repairs:
            raise
        renew_views(examination.config, base)
        return repaired(f"{str(refused).partition(';')[0]}; all were made anew")
    return None


def _stopped(base: KnowledgeBase) -> list[str]:
    return [f"{row['name']} stopped at an event: {row['fault']}" for row in base.today.status() if row["fault"]]


def unlinked(examination: Examination) -> Finding:
    """See that the views keep erased text out of free pages."""
    base = examination.base
    if SERVER in examination.config.views:
        return ok("on a server; vacuum it after an erasure")
    with base.today.store.engine.connect() as connection:
        keeps = connection.exec_driver_sql("PRAGMA secure_delete").scalar()
    with base.log.vault.store.connected() as connection:
        keeps_keys = connection.execute("PRAGMA secure_delete").fetchone()[0]
    if not (keeps and keeps_keys):
        return fault("what is deleted stays in free pages", "use an SQLite that knows secure_delete")
    return ok("what is deleted is overwritten, in views and keys")


def index(examination: Examination) -> Finding:
    """See that the search index is as it was written, and that none lies about that nobody follows."""
    base, config = examination.base, examination.config
    search, in_folder, in_views = base.search(), config.backend == WHOOSH, index_in_views(base)
    state, lies_in_folder = search.status()["state"], is_indexed(config)
    if in_folder and lies_in_folder and state == "missing":
        return _mended(examination, DAMAGED, "run 'epex index rebuild'", lambda: renew_index(base))
    if not in_folder and lies_in_folder:
        return _mended(examination, LEFT_OVER, "run 'epex doctor'", lambda: clear_index(config))
    if in_folder and in_views.is_there():
        return _mended(examination, LEFT_IN_VIEWS, "run 'epex doctor'", in_views.discard)
    if in_folder and (documents := search.size()) > MANY:
        what = f"{documents:,} documents are many for {WHOOSH}; {fitting(config)} answers in less time"
        return warning(what, f"run 'epex index switch {fitting(config)}'")
    return ok(STATES.get(state, state))


def _mended(examination: Examination, told: tuple[str, str], instead: str, mend: Callable[[], None]) -> Finding:
    was, done = told
    if not examination.repairs:
        return fault(was, instead)
    mend()
    return repaired(done)
