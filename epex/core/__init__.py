"""The domain: one module per subject with its events, state and decisions. No I/O, no clock."""
