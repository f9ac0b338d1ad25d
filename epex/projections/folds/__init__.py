"""The folds of read models that are often only read: imported when something is to be folded."""
