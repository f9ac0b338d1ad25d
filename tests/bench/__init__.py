"""The benchmarks' own parts: histories, opponents and goals."""
