"""The event log: envelope, closed type registry, recorder, ledger, vault."""
