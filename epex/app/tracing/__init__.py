"""Why something is there and what came of it, as a graph for other programs."""
