"""Read models, folded from the log in batches and thrown away at will."""
