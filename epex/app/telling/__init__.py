"""Tell the demo's story: its texts, and one module each for what is recorded of a part of it."""
