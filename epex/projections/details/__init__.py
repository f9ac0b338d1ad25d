"""What a page tells of each subject beside its own row: one module each, found by the subject's name."""
