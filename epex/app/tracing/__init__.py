"""Why something is there and what came of it, in the formats of other programs."""
