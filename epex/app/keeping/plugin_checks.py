"""The doctor's check of the plugins that a base uses."""

from epex.app.keeping.findings import Examination, Finding, ok, warning
from epex.app.plugging import recorded


def plugins(examination: Examination) -> Finding:
    """See that epex.toml and the log name the same plugins as in use."""
    written, told = set(examination.config.plugins), set(recorded(examination.base))
    if untold := sorted(written - told):
        what = f"epex.toml names {', '.join(untold)}, and no event says that it is in use"
        return warning(
            what, f"a coordinator runs 'epex plugin enable {untold[0]}', or 'epex plugin disable {untold[0]}'"
        )
    if unwritten := sorted(told - written):
        what = f"the log says that {', '.join(unwritten)} is in use, and epex.toml does not name it"
        instead = f"'epex plugin enable {unwritten[0]}', or a coordinator runs 'epex plugin disable {unwritten[0]}'"
        return warning(what, f"run {instead}")
    return ok(f"{', '.join(sorted(written))} in use" if written else "only the built-in ones are in use")
