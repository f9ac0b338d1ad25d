"""Making books: an edition put together from the log, written as a document, and its hash computed again."""
