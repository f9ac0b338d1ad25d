"""Export what one reader may see, in open formats: events as CloudEvents, and a table of each subject."""
