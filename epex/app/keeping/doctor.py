"""The doctor: looks after a base, one check after the other, and repairs what is disposable."""

import os
from collections.abc import Iterator
from typing import Any

from epex.app.config import Config
from epex.app.keeping import (
    erasure_checks,
    key_checks,
    log_checks,
    place_checks,
    plugin_checks,
    role_checks,
    signing_checks,
    view_checks,
)
from epex.app.keeping.backup import Tell
from epex.app.keeping.causes import told_cause
from epex.app.keeping.findings import FAULT, Check, Examination, Finding, fault, ok
from epex.app.keeping.misplaced import misplaced
from epex.app.opening import origin
from epex.core.decision import Refused
from epex.core.log.announced import announced_keys
from epex.core.log.log import Clock, system_clock

MOVE = "move it away first, then run 'epex keys restore FILE', with --register when there is a newer register"
OF_PLACE: dict[str, Check] = {
    "permissions": place_checks.permissions,
    "free space": place_checks.space,
    "synchronised folder": place_checks.synced,
    "network disk": place_checks.networked,
}
OF_LOG: dict[str, Check] = {
    "tables": log_checks.tables,
    "durability": log_checks.durability,
    "signed heads": signing_checks.heads,
    "network": signing_checks.network,
    "ledger": log_checks.ledger,
    "checkpoints": log_checks.checkpoints,
    "coverage": log_checks.coverage,
    "clock": log_checks.clock,
}
WITH_KEYS: dict[str, Check] = {
    "keys": key_checks.keys,
    "keys restore": key_checks.restorable,
    "keys backup": key_checks.backed_up,
    "keys rotation": key_checks.rotations,
    "register": key_checks.register,
    "erasures": erasure_checks.erasures,
    "secure delete": view_checks.unlinked,
    "views": view_checks.views,
    "reader": signing_checks.reader,
    "roles": role_checks.roles,
    "plugins": plugin_checks.plugins,
    "index": view_checks.index,
}


def examine(
    config: Config, *, tell: Tell, repairs: bool = True, clock: Clock = system_clock, plugins: bool = True
) -> dict[str, Any]:
    """Run every check; what fails to run is a fault of its own."""
    examination = Examination(config, clock, tell, repairs=repairs, plugins=plugins)
    found = [finding.as_json(name) for name, finding in _findings(examination)]
    return {"ok": all(finding["state"] != FAULT for finding in found), "checks": found}


def _findings(examination: Examination) -> Iterator[tuple[str, Finding]]:
    for name, check in OF_PLACE.items():
        yield name, _run(check, examination)
    log = _run(_log_is_there, examination)
    yield "log", log
    if log.state == FAULT:
        return
    for name, check in OF_LOG.items():
        yield name, _run(check, examination)
    opening = _run(_opens, examination)
    yield "opening", opening
    if opening.state == FAULT:
        return
    for name, check in WITH_KEYS.items():
        yield name, _run(check, examination)


def _run(check: Check, examination: Examination) -> Finding:
    try:
        return check(examination)
    except Exception as error:
        if os.environ.get("EPEX_TRACE") and not isinstance(error, Refused):
            raise
        return told_cause(error, place_checks.places(examination))


def _log_is_there(examination: Examination) -> Finding:
    return ok(f"{examination.engine.dialect.name}, {'in the folder' if examination.is_local else 'on a server'}")


def _opens(examination: Examination) -> Finding:
    key = announced_keys(examination.engine).get(origin(examination.config))
    if found := misplaced(examination.config, key):
        return fault(str(found), MOVE)
    return ok(f"it opens with its keys, at position {examination.base.log.head()}")
