"""What waits for people: one module for each kind of thing to do, named in `waiting.NAMES`."""
