"""Keep a base: back it up, restore it, look after it, move it, branch it."""
