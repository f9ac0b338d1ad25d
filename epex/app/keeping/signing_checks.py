"""The doctor's checks of what was signed, and of which network and reader the settings name."""

from epex.app.keeping.counting import counted
from epex.app.keeping.findings import Examination, Finding, fault, ok, repaired, warning
from epex.app.keeping.misplaced import misplaced
from epex.app.keys import DATABASE
from epex.core.log.checkpoint import Checkpoints, Signed, file_name
from epex.core.log.keystore import KeyStore
from epex.core.log.rows import COLUMNS, RowReader
from epex.core.network import NetworkFounded
from epex.projections.readers import reader_of

TYPE, STREAM = (COLUMNS.index(name) for name in ("type", "stream_id"))


def heads(examination: Examination) -> Finding:
    """See that every head that was signed is among the checkpoints, and that more can be signed."""
    path = examination.config.keys_folder / DATABASE
    if not path.exists() or misplaced(examination.config, None):
        return warning("what was signed is not known without the keys", "see 'opening'")
    with KeyStore(path).connected() as connection:
        signed = [Signed.parse(note) for (note,) in connection.execute("SELECT note FROM heads ORDER BY size")]
        is_restored = connection.execute("SELECT 1 FROM restored").fetchone()
    if lost := _lost(examination, signed):
        return _write_again(examination, lost)
    if is_restored:
        what = "the base was restored, and signs nothing before it saw the newest checkpoint that anybody keeps"
        return warning(what, "run 'epex audit checkpoint --kept FILE', or with --none-kept when nobody has one")
    return ok(f"all {len(signed)} that are remembered are among the checkpoints")


def network(examination: Examination) -> Finding:
    """See that the settings name the network of the log."""
    rows = (event for event, _ in RowReader(examination.engine).pairs() if event)
    founded = next((event[STREAM] for event in rows if event[TYPE] == NetworkFounded.type), None)
    named = examination.config.network_id
    if founded is None:
        return fault("the log does not say which network it is of", "see what 'ledger' says")
    if founded != named:
        what = f"epex.toml names the network {named}, and the log is of another"
        return fault(what, f'set [network] id = "{founded}" there')
    return ok(f"the log is of the network that epex.toml names, {named}")


def reader(examination: Examination) -> Finding:
    """See that whoever the settings let read is here."""
    person = examination.config.acting_as
    if not person:
        return ok("epex.toml names nobody; --as does")
    if not reader_of(examination.base.today, person).person:
        what = f"[reader] in epex.toml names {person}, who is not here or was erased"
        return fault(what, "set the id of another person there, or an empty text and use --as")
    return ok(f"{person}, whom epex.toml names, is here")


def _lost(examination: Examination, signed: list[Signed]) -> list[Signed]:
    there = {path.name for path in Checkpoints(examination.config.checkpoints_folder).paths()}
    return [one for one in signed if file_name(one.checkpoint) not in there]


def _write_again(examination: Examination, lost: list[Signed]) -> Finding:
    are = "is" if len(lost) == 1 else "are"
    what = f"{counted(len(lost), 'checkpoint')} that this base signed {are} gone from their folder"
    if not examination.repairs:
        return fault(what, "run 'epex doctor', which writes them again from keys.db")
    for one in lost:
        Checkpoints(examination.config.checkpoints_folder).write(one)
    return repaired(f"{what}; written again from keys.db, without cosignatures")
