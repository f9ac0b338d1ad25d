"""The commands: one module per subject, each with its click command in `command`."""
