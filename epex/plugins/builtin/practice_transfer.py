"""stub."""
from epex.plugins import Report, hookimpl
@hookimpl
def epex_reports():
    return [Report(name="practice-transfer", summary="x", build=lambda q,o: None)]
