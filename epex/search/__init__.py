"""Full-text search: one analysis, a Whoosh index that can be thrown away, and what the reader may know."""
