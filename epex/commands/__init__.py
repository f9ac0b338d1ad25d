"""The commands: one module per subject, which holds the click command of its name."""
